"""Chromium and JupyterLab for the tests and the benchmark."""

import json
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
# The superuser may write everywhere, unless this power is taken away.
SUPERUSER = hasattr(os, "geteuid") and os.geteuid() == 0
POWERLESS = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"] * SUPERUSER
# Moves a slider many times, three times in each display frame.
MOVES = """
(input, steps) => new Promise(resolve => {
  let step = 0;
  const look = () => {
    for (let k = 0; k < 3; k += 1, step += 1) {
      input.value = step % (Number(input.max) + 1);
      input.dispatchEvent(new Event('input', {bubbles: true}));
    }
    if (step < steps) requestAnimationFrame(look); else resolve();
  };
  look();
})
"""
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


def environment(home, checkout=ROOT):
    """Return an environment with another home, in which nobody has set up or kept anything yet.

    Which packages these tests use is nothing to another checkout.
    """
    left_out = ("JUPYTER", "MAKE", "PIP_CACHE", "XDG_") + ("VENV", "LOCK") * (checkout != ROOT)
    kept = {key: value for key, value in os.environ.items() if not key.startswith(left_out)}
    return kept | {"HOME": str(home)}


@contextmanager
def jupyterlab(home, checkout=ROOT, command="make lab", read_only=False, app="ServerApp"):
    """Run `make lab` with an empty home on copies of the lessons; yield address, token and log.

    Another command that starts JupyterLab opens the lessons of the checkout itself; for that of
    Notebook 6 `app` is "NotebookApp".
    """
    lessons = shutil.copytree(ROOT / "notebooks", home / "notebooks", dirs_exist_ok=True)
    if read_only:
        for path in (*lessons.rglob("*"), lessons):
            path.chmod(path.stat().st_mode & 0o555)
    port, token = _free_port(), secrets.token_hex(8)
    options = (
        f"--no-browser --allow-root --{app}.port={port} --{app}.port_retries=0 "
        f"--{'IdentityProvider' if app == 'ServerApp' else app}.token={token}"
    )
    for_lab = {"LAB_FOLDER": str(lessons), "LAB_OPTIONS": options}
    log = home / "jupyterlab.log"
    with log.open("w") as file:
        words = [*POWERLESS * read_only, *command.split()]
        server = subprocess.Popen(
            words if "make" in words else words + options.split(),
            cwd=checkout, env=environment(home, checkout) | for_lab,
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


def end_kernels(lab):
    """End every kernel of a running JupyterLab, as the next day does."""
    root, token, _ = lab
    with urllib.request.urlopen(f"{root}/api/sessions?token={token}") as answer:
        sessions = json.load(answer)
    for session in sessions:
        _asked(f"{root}/api/sessions/{session['id']}", token, "DELETE")


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


class Notebook:
    """A notebook that is open in JupyterLab, and what the console has complained of.

    Without a name it is the one on which JupyterLab opens.
    """

    def __init__(self, browser, lab, name=None, height=720):
        root, token, _ = lab
        self.wrong = []
        self.page = browser.new_page(viewport={"width": 1280, "height": height})
        self.page.on("console", lambda m: m.type == "error" and self.wrong.append(m.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.goto(
            f"{root}/lab/tree/{name}?reset&token={token}" if name else f"{root}/?token={token}"
        )
        self.wait()

    def wait(self, timeout=60_000):
        """Wait until the kernel is idle, as the status bar says."""
        self.page.wait_for_timeout(200)
        self.page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=timeout)

    def open(self, name):
        """Open another notebook beside this one, by a double click on its file."""
        self.page.locator(".jp-DirListing-item", has_text=name).dblclick()
        self.page.locator(f".lm-TabBar-tab.lm-mod-current:has-text('{name}')").first.wait_for()

    def cell(self, index):
        """Return a cell of the notebook in front."""
        front = self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
        cell = front.locator(f".jp-Cell[data-windowed-list-index='{index}']")
        cell.scroll_into_view_if_needed()
        return cell

    def run_all(self, cells, timeout=60_000):
        """Run every cell with Shift+Enter, as a learner would, and wait for the last."""
        self.page.locator(".jp-Cell").first.click()
        self.page.keyboard.press("Escape")
        for _ in cells[:-1]:
            self.page.keyboard.press("Shift+Enter")
        code = [cell for cell in cells if cell.cell_type == "code"]
        last = max(i for i, cell in enumerate(code, start=1) if "jupyter" not in cell.metadata)
        prompt = self.page.locator(f".jp-InputPrompt:text-is('[{last}]:')")
        prompt.wait_for(timeout=timeout)
        self.page.wait_for_timeout(300)
        self.wait()

    def select(self, index):
        """Select a cell without unfolding or editing it."""
        self.cell(index).locator(".jp-InputPrompt").click()

    def start(self, index):
        """Start a cell by the keyboard and do not wait for its end."""
        self.select(index)
        self.page.keyboard.press("Control+Enter")

    def run(self, index, timeout=60_000):
        """Run a cell by the keyboard and return the text of its outputs."""
        before = self.prompt(index)
        self.start(index)
        deadline = time.monotonic() + timeout / 1000
        while self.prompt(index) in (before, "[*]:"):
            assert time.monotonic() < deadline, f"cell {index} has not ended"
            self.page.wait_for_timeout(20)
        return self.said(index)

    def prompt(self, index):
        """Return what stands beside a cell: [n]: once it has run, [*]: while it runs."""
        return self.cell(index).locator(".jp-InputPrompt").first.inner_text()

    def said(self, index):
        return "\n".join(self.cell(index).locator(".jp-OutputArea-output").all_inner_texts())

    def write(self, index, source):
        """Put `source` in the place of what stands in a cell, as if it were pasted there."""
        self.cell(index).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(source)
        self.page.keyboard.press("Escape")

    def save(self):
        """Save by the keyboard and wait until the tab no longer marks a change."""
        self.page.keyboard.press("ControlOrMeta+S")
        self.page.locator(".lm-TabBar-tab.jp-mod-dirty").wait_for(state="detached")

    def close(self):
        self.page.close()


def heap(page):
    """Return how many bytes of JavaScript a page holds once rubbish is collected."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    session.detach()
    return next(metric["value"] for metric in metrics if metric["name"] == "JSHeapUsedSize")
