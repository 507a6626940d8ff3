"""What all tests share: a browser, and the examples that hypothesis tries."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import pytest
from browser import ALONE, QUIET, Deck, chromium, executable
from hypothesis import settings
from lessons import FEW_POSITIONS, first_in_every_kernel
from nbval import kernel
from small import lesson

from helpers.notebooks import with_kernel
from helpers.publish.deck import deck

# The same examples in every run, and no deadline, which a busy machine would miss.
settings.register_profile("course", deadline=None, derandomize=True)
settings.load_profile("course")

_start_once = kernel.start_new_kernel


def _start(*where, **how):
    """Start a kernel for nbval, whose panels draw few positions: decks and pages have all."""
    with TemporaryDirectory() as folder:
        place = first_in_every_kernel(Path(folder), FEW_POSITIONS)
        env = os.environ | {"IPYTHONDIR": str(place)}
        return with_kernel(lambda: _start_once(*where, env=env, **how))


kernel.start_new_kernel = _start


@pytest.fixture(scope="session")
def chromium_is_here():
    """Without a Chromium, skip, but never on a machine that checks changes."""
    if executable() is None:
        message = "needs Chromium or Chrome: on Debian, apt install chromium"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)


@pytest.fixture(scope="session")
def browser(chromium_is_here):
    """Hand out one Chromium."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def lonely(browser):
    """Hand out a Chromium that knows no address but those of this machine."""
    opened = browser.browser_type.launch(executable_path=executable(), args=[*QUIET, *ALONE])
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def small_deck_file(tmp_path_factory):
    """Return the path of the deck of a small lesson."""
    notebook = tmp_path_factory.mktemp("small") / "01_small.ipynb"
    nbformat.write(lesson(), notebook)
    file = notebook.with_suffix(".html")
    file.write_text(deck.build(notebook), encoding="utf-8")
    return file


@pytest.fixture
def small_deck(browser, small_deck_file):
    """Open the deck of a small lesson."""
    opened = Deck(browser, small_deck_file)
    yield opened
    opened.context.close()


def pytest_xdist_auto_num_workers():
    """Return two for each core: browsers and kernels let a test wait for half of its time."""
    return 2 * (os.cpu_count() or 1)
