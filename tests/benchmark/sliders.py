"""How long a slider takes from a key press to a changed picture, in JupyterLab and in a deck."""

import tempfile
from contextlib import contextmanager
from pathlib import Path

from browser import MOVES, chromium, heap

from benchmark import lab
from benchmark.tangent import PANEL, write_notebook
from benchmark.timing import Samples
from helpers.notebooks import execute
from helpers.publish.deck import deck

KEYS_PER_RUN = 5
# Resolves with the milliseconds and display frames from a key press to a picture that changed.
LATENCY = """
([scope, picture]) => new Promise(resolve => {
  const shown = () => { const p = document.querySelector(scope).querySelector(picture);
                        return p && (p.src || p.outerHTML); };
  const before = shown();
  let start = 0, frames = 0;
  const look = () => {
    const now = shown();
    frames += 1;
    if (now && now !== before) resolve([performance.now() - start, frames]);
    else requestAnimationFrame(look);
  };
  document.addEventListener('keydown', () => {
    start = performance.now(); requestAnimationFrame(look);
  }, {once: true, capture: true});
})
"""


def measure(runs):
    """Press a key on the panel and on `interact` in JupyterLab, and on the panel in a deck."""
    samples = Samples()
    keys = KEYS_PER_RUN * runs
    with lab.opened() as page:
        for index, picture, name in (
            (lab.PANEL_CELL, lab.PANEL_PICTURE, "panel"),
            (lab.INTERACT_CELL, lab.INTERACT_PICTURE, "interact"),
        ):
            lab.run(page, index)
            page.locator(f"{lab.cell(index)} :is([data-live], .noUi-target)").wait_for()
            page.wait_for_timeout(1500)
            with messages(page) as sent:
                add_latencies(samples, name, page, lab.cell(index), picture, keys)
            which = "sent" if name == "panel" else "sent by interact"
            samples.add(f"{which}, messages", len(sent) / keys)
        for _ in range(runs):
            samples.add("kept, kB", kept(page) / 1000)
    with opened_deck() as page:
        add_latencies(samples, "deck", page, "section.present", lab.PANEL_PICTURE, keys)
    return samples


def add_latencies(samples, name, page, scope, picture, keys):
    """Add the milliseconds and frames of so many key presses on the slider within `scope`."""
    pressed = [press(page, scope, picture) for _ in range(keys)]
    milliseconds, frames = zip(*pressed, strict=True)
    samples.add(f"{name}, ms", *milliseconds)
    samples.add(f"{name}, frames", *frames)


@contextmanager
def messages(page):
    """Collect what the page sends to the kernel meanwhile."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sent = []
    session.on("Network.webSocketFrameSent", lambda event: sent.append(event["response"]))
    yield sent
    page.wait_for_timeout(500)
    session.detach()


def kept(page, steps=600):
    """Return the bytes that the page keeps of each step of the panel's slider."""
    slider = page.locator(f"{lab.cell(lab.PANEL_CELL)} [data-live] input").element_handle()
    before = heap(page)
    slider.evaluate(MOVES, steps)
    return (heap(page) - before) / steps


def press(page, scope, picture):
    """Move a slider by one key and return milliseconds and frames until its picture changed."""
    page.locator(f"{scope} :is([data-live] input, .noUi-handle)").focus()
    page.evaluate(f"s => void (window.latency = ({LATENCY})(s))", [scope, picture])
    page.keyboard.press("ArrowRight")
    latency = page.evaluate("window.latency")
    page.wait_for_timeout(200)
    return latency


@contextmanager
def opened_deck():
    """Hand out a deck that shows the panel, opened from disk without a network."""
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        notebook = execute(write_notebook(Path(name) / "bench.ipynb", PANEL))
        file = notebook.with_suffix(".html")
        file.write_text(deck.build(notebook), encoding="utf-8")
        page = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True).new_page()
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-alive]", state="attached")
        yield page
