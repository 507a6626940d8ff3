"""Chromium and JupyterLab for the tests and the benchmark."""

import json
import os
import secrets
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from helpers import copies
from helpers.publish import packages
from helpers.publish.paper.chromium import SUPERUSER, executable

ROOT = Path(__file__).parent.parent
# The superuser may write everywhere, unless this power is taken away.
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
# The numbers of the slides that have something.
NUMBERS = """having => Reveal.getSlides().flatMap(
  (slide, number) => slide.querySelector(having) ? [number] : [])"""
# Whether a deck has taken its place on the screen.
SETTLED = """() =>
  Math.abs(Reveal.getScale() - Math.min(innerWidth / 1280, innerHeight / 720)) < 0.01"""
# What anywidget says where a browser is busy for long; `test_stress` shows that panels live on.
BUSY = "[anywidget] Failed to initialize model."
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


# Nothing but this machine has an address. It has a second name, by which browsers trust it as
# little as any other machine that is asked by plain http.
STRANGER = "classroom.test"
ALONE = [f"--host-resolver-rules=MAP {STRANGER} localhost, MAP * ~NOTFOUND, EXCLUDE localhost"]


@contextmanager
def chromium(options=()):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=[*QUIET, *options])
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
    """Run `make lab` with an empty home and its copies there; yield address, token and log.

    Another checkout has them in itself, as ever. Another command that starts JupyterLab opens what
    it names; for that of Notebook 6 `app` is "NotebookApp".
    """
    lessons = home / "notebooks"
    if read_only or command != "make lab":
        copies.refresh(lessons)
    if read_only:
        for path in (*lessons.rglob("*"), lessons):
            path.chmod(path.stat().st_mode & 0o555)
    port, token = _free_port(), secrets.token_hex(8)
    options = (
        f"--no-browser --allow-root --{app}.port={port} --{app}.port_retries=0 "
        f"--{'IdentityProvider' if app == 'ServerApp' else app}.token={token}"
    ) + " --LabApp.expose_app_in_browser=True" * (command == "make lab")
    for_lab = {"LAB_OPTIONS": options} | ({"COPIES": str(lessons)} if checkout == ROOT else {})
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


def window(browser, lab, height=720):
    """Return a page of JupyterLab without a notebook, in which one after another can be opened.

    A page for each costs several times as much.
    """
    root, token, _ = lab
    page = browser.new_page(viewport={"width": 1280, "height": height})
    page.goto(f"{root}/lab?reset&token={token}")
    page.wait_for_function("() => window.jupyterapp")
    page.evaluate("jupyterapp.restored.then(() => true)")
    return page


OPEN = """async name => {
  const notebook = await jupyterapp.commands.execute('docmanager:open', {path: name});
  await notebook.revealed;
  await notebook.sessionContext.ready;
}"""
CLOSE = """async () => {
  const notebook = jupyterapp.shell.currentWidget;
  await notebook.sessionContext.shutdown();
  notebook.dispose();
}"""


class Notebook:
    """A notebook that is open in JupyterLab, and what the console has complained of.

    It has a page of its own, or a place in a `window` that is open already. Without a name it is
    the one on which JupyterLab opens.
    """

    KERNEL = "Python 3 (ipykernel)"

    def __init__(self, browser, lab, name=None, height=720, window=None):
        root, token, _ = lab
        self.window = window
        self.page = window or browser.new_page(viewport={"width": 1280, "height": height})
        self.wrong = complaints(self.page)
        self.page.on("console", lambda m: m.type == "error" and self.wrong.append(m.text))
        if window:
            window.evaluate(OPEN, name)
        else:
            self.page.goto(
                f"{root}/lab/tree/{name}?reset&token={token}" if name else f"{root}/?token={token}"
            )
        self.wait()

    def wait(self, timeout=60_000):
        """Wait until the kernel is idle, as the status bar says."""
        self.page.wait_for_timeout(200)
        status = self.page.locator("#jp-main-statusbar")  # asked at each frame: a small place
        status.get_by_text(f"{self.KERNEL} | Idle").wait_for(timeout=timeout)

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
        """Run every cell by the menu, and wait for the last."""
        self._command_mode()
        self.page.locator("#jp-MainMenu").get_by_text("Run", exact=True).click()
        self.page.get_by_text("Run All Cells", exact=True).click()
        self._wait_for_last(cells, timeout)

    def run_each(self, cells, timeout=60_000):
        """Run every cell with Shift+Enter, as a learner would, and wait for the last.

        Each key scrolls, which costs many times as much as the menu's way.
        """
        self._command_mode()
        for _ in cells[:-1]:
            self.page.keyboard.press("Shift+Enter")
        self._wait_for_last(cells, timeout)

    def _command_mode(self):
        self.page.locator(".jp-Cell").first.click()
        self.page.keyboard.press("Escape")

    def _wait_for_last(self, cells, timeout):
        code = [cell for cell in cells if cell.cell_type == "code"]
        last = max(i for i, cell in enumerate(code, start=1) if "jupyter" not in cell.metadata)
        prompt = self.page.locator(f".jp-InputPrompt:text-is('[{last}]:')")
        prompt.wait_for(state="attached", timeout=timeout)
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
        ended = self.cell(index).locator(".jp-InputPrompt:text-matches('^.[0-9]+.:$')")
        ended.filter(has_not_text=before).first.wait_for(state="attached", timeout=timeout)
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
        self.page.evaluate(CLOSE) if self.window else self.page.close()


class Deck:
    """A deck opened from disk without a network, with what it asked for and what went wrong."""

    def __init__(self, browser, file, query="", size=(1280, 720), **options):
        self.wrong = []
        viewport = dict(zip(("width", "height"), size, strict=True))
        self.context = browser.new_context(viewport=viewport, **options)
        self.context.set_offline(True)
        self.tab = self.context.new_page()
        self.tab.set_default_timeout(60_000)
        self.tab.on("request", self._note_request)
        self.tab.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.tab.on("console", lambda m: m.type == "error" and self.wrong.append(m.text))
        self.tab.goto(file.as_uri() + query)
        self.tab.wait_for_selector("html[data-alive]", state="attached")

    def _note_request(self, request):
        if not request.url.startswith(("file:", "blob:", "data:")):
            self.wrong.append(request.url)

    def slides(self, having="*"):
        """Go to each slide that has something, and yield its number and its locator."""
        for number in self.tab.evaluate(NUMBERS, having):
            yield number, self.go(number)

    def go(self, number):
        """Go to a slide by its number, from 0 on, and return its locator."""
        self.tab.evaluate("number => Reveal.slide(number)", number)
        return self.tab.locator("section.present")

    def each(self, look):
        """Return what a function of JavaScript gives for each slide, asked while it is shown.

        No frame is drawn meanwhile, so this is many times faster than going from slide to slide.
        """
        return self.tab.evaluate(
            f"""() => Reveal.getSlides().map((slide, number) => {{
              Reveal.slide(number);
              return ({look})(slide);
            }})"""
        )

    def resize(self, width, height):
        """Give the deck another screen and wait until it has taken its place there."""
        self.tab.set_viewport_size({"width": width, "height": height})
        wait_for(self.tab, SETTLED)


def wait_for(tab, condition, arg=None, timeout=30_000):
    """Wait until a JavaScript function of `arg` is true, in a page whose policy forbids `eval` too.

    Playwright's own `wait_for_function` works there only if the first look finds it true.
    """
    tab.evaluate(
        f"""async arg => {{
          const end = performance.now() + {timeout};
          while (!({condition})(arg)) {{
            if (performance.now() > end) throw new Error("still not so after {timeout} ms");
            await new Promise(next => setTimeout(next, 20));
          }}
        }}""",
        arg,
    )


def axe_of(tab, where="document", rules="{}"):
    """Return what axe finds in a part of a page, as pairs of its rule and some of the HTML."""
    if not tab.evaluate("'axe' in window"):
        file = packages.folder(ROOT / "tests/javascript") / "axe-core/axe.min.js"
        tab.evaluate(file.read_text(encoding="utf-8"))
    violations = tab.evaluate(f"axe.run({where}, {rules}).then(all => all.violations)")
    return [(v["id"], [node["html"][-160:] for node in v["nodes"]][:3]) for v in violations]


def complaints(page):
    """Return a list that fills with the errors that nothing on the page catches."""
    wrong = []
    page.on("pageerror", lambda error: BUSY in str(error) or wrong.append(str(error)))
    return wrong


def heap(page):
    """Return how many bytes of JavaScript a page holds once rubbish is collected."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    session.detach()
    return next(metric["value"] for metric in metrics if metric["name"] == "JSHeapUsedSize")
