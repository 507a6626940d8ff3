"""Chromium and JupyterLab for the tests and the benchmark."""

import os
import secrets
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def executable():
    """Return the path of a Chromium on this machine, or None."""
    usual = [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ]
    found = [path for name in NAMES if (path := shutil.which(name))]
    return next(iter(found + [path for path in usual if Path(path).exists()]), None)


@contextmanager
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=QUIET)
        yield browser
        browser.close()


def environment(home):
    """Return an environment with another home, in which nobody has set up or kept anything yet."""
    left_out = ("JUPYTER", "MAKE", "PIP_CACHE", "XDG_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(left_out)}
    return kept | {"HOME": str(home)}


@contextmanager
def jupyterlab(home, checkout=ROOT):
    """Run `make lab` with an empty home on copies of the lessons; yield address, token and log."""
    lessons = shutil.copytree(ROOT / "notebooks", home / "notebooks", dirs_exist_ok=True)
    port, token = _free_port(), secrets.token_hex(8)
    options = (
        f"--no-browser --allow-root --ServerApp.port={port} --ServerApp.port_retries=0 "
        f"--IdentityProvider.token={token}"
    )
    for_lab = {"LAB_FOLDER": str(lessons), "LAB_OPTIONS": options}
    log = home / "jupyterlab.log"
    with log.open("w") as file:
        server = subprocess.Popen(
            ["make", "lab"], cwd=checkout, env=environment(home) | for_lab,
            stdout=file, stderr=subprocess.STDOUT,
        )  # fmt: skip
    root = f"http://localhost:{port}"
    try:
        while not _asked(f"{root}/api/status", token):
            assert server.poll() is None, log.read_text()
            time.sleep(0.1)
        yield root, token, log
    finally:
        _asked(f"{root}/api/shutdown", token, "POST")
        server.wait(30)


def _asked(address, token, method="GET"):
    headers = {"Authorization": f"token {token}"}
    try:
        urllib.request.urlopen(urllib.request.Request(address, headers=headers, method=method))
    except urllib.error.URLError:
        return False
    return True


def _free_port():
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return free.getsockname()[1]


def run_all(page, notebook, timeout=60_000):
    """Run every cell with Shift+Enter, as a learner would, and wait for the last."""
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.locator(".jp-Cell").first.click()
    page.keyboard.press("Escape")
    for _ in notebook.cells[:-1]:
        page.keyboard.press("Shift+Enter")
        page.wait_for_timeout(20)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    last = max(i for i, cell in enumerate(code, start=1) if "jupyter" not in cell.metadata)
    page.locator(f".jp-InputPrompt:text-is('[{last}]:')").wait_for(timeout=timeout)
    page.wait_for_timeout(500)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
