"""Draw the README's animation, the learning-rate panel of lesson 03 as it moves: `make animation`.

The deck of the lesson is built and opened in Chromium, and its slider is moved by keyboard.
"""

import io
import tempfile
from pathlib import Path

from browser import chromium
from lessons import ROOT, path_of
from PIL import Image

from helpers.publish.deck import deck

FILE = ROOT / ".github" / "learning_rate.gif"
# Where the slider stops, and for how many milliseconds: longer where the walk changes its kind.
STOPS = {
    "0.1": 1800, "0.2": 700, "0.3": 700, "0.4": 700,
    "0.5": 2200, "0.6": 700, "0.7": 700, "0.8": 700, "0.9": 1500,
    "1": 2200, "1.02": 900, "1.05": 900, "1.1": 2400,
}  # fmt: skip
MARGIN = 6  # pixels of white around the panel


def main():
    """Write the animation and print how large it is."""
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        file = Path(name) / "deck.html"
        file.write_text(deck.build(path_of("03")), encoding="utf-8")
        tab = browser.new_page(viewport={"width": 800, "height": 450})
        tab.goto(file.as_uri())
        tab.wait_for_selector("html[data-alive]", state="attached")
        pictures = list(shots(tab))
    save(pictures)
    print(f"{FILE.relative_to(ROOT)}: {len(pictures)} pictures, {FILE.stat().st_size / 1e3:.0f} kB")


def shots(tab):
    """Yield a picture of the panel at each stop, on the way from the lowest rate up."""
    words = tab.locator(".slides section", has_text="Panel: learning rate and start point")
    slide = words.filter(has=tab.locator(".course-panel"))
    slide.evaluate("s => Reveal.slide(Reveal.getIndices(s).h)")
    panel = slide.locator(".course-panel")
    rate, reading = panel.get_by_role("slider").first, panel.locator(".course-readout").first
    box = panel.bounding_box()
    clip = {name: box[name] - MARGIN for name in ("x", "y")}
    clip |= {name: box[name] + 2 * MARGIN for name in ("width", "height")}
    rate.press("Home")
    for stop in STOPS:
        while reading.inner_text() != stop:
            before = reading.inner_text()
            rate.press("ArrowRight")
            tab.wait_for_timeout(100)
            assert reading.inner_text() != before, f"the slider does not stop at {stop}"
        picture = io.BytesIO(tab.screenshot(clip=clip, animations="disabled"))
        yield Image.open(picture).convert("RGB")


def save(pictures):
    """Write the pictures as an endless GIF in which all share their colours, so none flickers."""
    width, height = pictures[0].size
    all_in_one = Image.new("RGB", (width, height * len(pictures)))
    for i, picture in enumerate(pictures):
        all_in_one.paste(picture, (0, i * height))
    palette = all_in_one.quantize(method=Image.Quantize.MAXCOVERAGE)
    first, *others = [picture.quantize(palette=palette, dither=0) for picture in pictures]
    times = list(STOPS.values())
    first.save(FILE, save_all=True, append_images=others, duration=times, loop=0)


if __name__ == "__main__":
    main()
