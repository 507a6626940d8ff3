"""A notebook with the tangent picture, open in JupyterLab in Chromium."""

import tempfile
from contextlib import contextmanager
from pathlib import Path

from browser import chromium, jupyterlab

from benchmark.tangent import INTERACT, PANEL, write_notebook

DEFINED, PANEL_CELL, INTERACT_CELL = 1, 2, 3
PANEL_PICTURE = "svg[role=img]"
INTERACT_PICTURE = ".jp-RenderedImage img"


@contextmanager
def opened():
    """Hand out the page once the picture's functions are defined; panel and interact wait."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        with jupyterlab(home) as (root, token, _), chromium() as browser:
            write_notebook(home / "notebooks" / "bench.ipynb", PANEL, INTERACT)
            page = browser.new_page(viewport={"width": 1280, "height": 1400})
            page.goto(f"{root}/lab/tree/bench.ipynb?token={token}&reset")
            page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
            run(page, DEFINED)
            page.wait_for_timeout(3000)
            yield page


def cell(index):
    """Return the selector of a cell."""
    return f'.jp-Cell[data-windowed-list-index="{index}"]'


def run(page, index, before=lambda: None):
    """Clear what a cell has shown and run it; `before` is called just before the key is pressed."""
    page.locator(cell(index)).locator(".jp-InputArea-editor").click()
    page.keyboard.press("Escape")
    page.get_by_text("Edit", exact=True).click()
    page.get_by_text("Clear Cell Output", exact=True).click()
    page.wait_for_timeout(300)
    before()
    page.keyboard.press("Control+Enter")
