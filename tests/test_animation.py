"""The README's animation: it stops where it should, and long enough to be read."""

import re

from animation import FILE, STOPS
from lessons import ROOT, code, path_of, read
from PIL import Image


def test_it_is_endless_and_every_stop_can_be_read():
    with Image.open(FILE) as picture:
        assert picture.info["loop"] == 0
        assert picture.n_frames == len(STOPS)
        times = []
        for frame in range(picture.n_frames):
            picture.seek(frame)
            times.append(picture.info["duration"])
        assert times == list(STOPS.values())
        assert min(times) >= 700
        assert 720 <= picture.width <= 800
    assert FILE.stat().st_size <= 500e3


def test_the_slider_of_lesson_03_has_every_stop():
    cells = [cell.source for cell in code(read(path_of("03")))]
    (panel,) = (
        cell for cell in cells if "panels.slider_panel(" in cell and "valley_and_distance" in cell
    )
    positions = re.findall(r"[\d.]+", panel[panel.index("Slider(") : panel.index("label=")])
    assert set(STOPS) <= {f"{float(position):g}" for position in positions}


def test_the_readme_shows_it_and_says_what_is_seen():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (alt,) = re.findall(r"!\[([^\]]+)\]\(\.github/learning_rate\.gif\)", readme)
    assert len(alt.split()) > 20
