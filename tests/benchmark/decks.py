"""How large the decks are, how long they take to build, and how soon they are alive."""

import tempfile
from pathlib import Path

from browser import chromium
from lessons import DECKS

from benchmark.timing import Samples, python, stopwatch
from helpers.lesson import number


def measure(runs):
    """Build all decks, and beside them nbconvert's plain export; then open each deck from disk.

    The plain export stays blank without a network, so it has no time to compare.
    """
    samples = Samples()
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        for _ in range(runs):
            build(samples, folder)
            for path in DECKS:
                add_size(samples, f"{number(path)} deck, MB", folder / f"{path.stem}.html")
                add_size(samples, f"{number(path)} plain, MB", folder / f"{path.stem}.slides.html")
        for path in DECKS:
            for _ in range(runs):
                seconds = until_alive(browser, folder / f"{path.stem}.html")
                samples.add(f"{number(path)} alive, s", seconds)
    return samples


def build(samples, folder):
    """Build all decks in one way and the other."""
    notebooks = [str(path) for path in DECKS]
    seconds = stopwatch()
    python("helpers.publish.deck", *notebooks, "--to", str(folder))
    samples.add("decks built, s", seconds())
    seconds = stopwatch()
    python("jupyter", "nbconvert", "--to", "slides", "--output-dir", str(folder), *notebooks)
    samples.add("plain built, s", seconds())


def add_size(samples, name, file):
    """Add the megabytes of a file."""
    samples.add(name, file.stat().st_size / 1e6)


def until_alive(browser, deck):
    """Return the seconds from opening a deck without a network to all its sliders being alive."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    page = context.new_page()
    seconds = stopwatch()
    page.goto(deck.as_uri(), wait_until="commit")
    page.wait_for_selector("html[data-alive]", state="attached")
    alive = seconds()
    context.close()
    return alive
