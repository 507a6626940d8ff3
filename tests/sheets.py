"""Contact sheets of every slide, for a reviewer to look through: `make sheets`.

The decks are built, opened in Chromium as a projector, an old projector and a dark room show
them, and each becomes one picture of all its slides. `PARTS="01 04"` names the lessons.
"""

import argparse
import io
import sys

from browser import Deck, chromium
from lessons import DECKS, ROOT
from PIL import Image

from helpers.lesson import number
from helpers.publish.deck.__main__ import main as build

FOLDER = ROOT / "sheets"
# For each sheet the size of the window, what stands behind the address, and the columns.
SHEETS = {
    "1280x720": ((1280, 720), "", 3),
    "1024x768": ((1024, 768), "", 3),
    "dark": ((1280, 720), "?dark", 3),
}
WIDTH = 1920  # pixels of a sheet
GAP = 6


def main(lessons):
    """Write three sheets for each lesson, of those that are named, and return 1 if a deck fails."""
    paths = [path for path in DECKS if not lessons or number(path) in lessons]
    if build([*map(str, paths), "--to", str(FOLDER / "decks")]):
        return 1
    with chromium() as browser:
        for path in paths:
            for name, (size, query, columns) in SHEETS.items():
                deck = Deck(browser, FOLDER / "decks" / f"{path.stem}.html", query, size)
                file = FOLDER / f"{number(path)}_{name}.png"
                sheet(list(shots(deck)), columns).save(file)
                print(file.relative_to(ROOT), *deck.wrong, flush=True)
                deck.context.close()
    return 0


def shots(deck):
    """Yield a picture of the window with each slide."""
    for _ in deck.slides():
        yield Image.open(io.BytesIO(deck.tab.screenshot())).convert("RGB")


def sheet(pictures, columns):
    """Return one picture of all, in rows from left to right, each as wide as its column."""
    width = WIDTH // columns - GAP
    small = [one.resize((width, round(one.height * width / one.width))) for one in pictures]
    rows = [small[start : start + columns] for start in range(0, len(small), columns)]
    heights = [max(one.height for one in row) + GAP for row in rows]
    whole = Image.new("RGB", (WIDTH, sum(heights)), "#888888")
    for above, row in enumerate(rows):
        for column, one in enumerate(row):
            whole.paste(one, (column * (width + GAP), sum(heights[:above])))
    return whole


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="make sheets", description=__doc__)
    parser.add_argument("lessons", nargs="*", help="numbers of lessons, such as 01")
    sys.exit(main(parser.parse_args().lessons))
