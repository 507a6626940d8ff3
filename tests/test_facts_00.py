"""What lesson 00 says of the other lessons, against the lessons, and of slopes, by hand."""

import math
import re

import pytest
from lessons import PATHS, code, fact, path_of, read

from helpers.lesson import title
from helpers.neuron import forward


def stations():
    """Return the texts on the map as (number, title, minutes)."""
    (source,) = (c.source for c in code(read(path_of("00"))) if "stations = [" in c.source)
    texts = re.findall(r'"(\d [^"]+ minutes)"', source)
    found = [re.fullmatch(r"(\d) (.+?) (\d+) minutes", t.replace("\\n", " ")) for t in texts]
    return [match.groups() for match in found]


def test_the_map_has_every_lesson_with_its_title_and_its_time():
    lessons = []
    for path in PATHS[1:]:
        number, name = title(read(path)).split(". ")
        minutes = re.search(r"\*\*Time\.\*\* (\d+) minutes", read(path).cells[1].source)[1]
        lessons.append((number, name, minutes))
    assert stations() == lessons


@fact("00", "six lessons after this one")
def test_there_are_seven_lessons_and_this_is_one():
    assert len(PATHS) == 7
    assert len(stations()) == 6


@fact("00", "gives one number, here from 0 to 1: near 1 means yes, near 0 means no.")
def test_a_neuron_gives_one_number_and_no_yes_or_no():
    for z in (-30, -1, 0, 1, 30):
        gives = forward([[1.0, 2.0]], [z / 2, z / 4], 0.0)
        assert gives.shape == (1,)  # for one example
        assert 0 < gives[0] < 1
        assert gives[0] == pytest.approx((1 + math.tanh(z / 2)) / 2, abs=1e-12)


@fact("00", "The next cell is folded: you see only the beginning of its code, and •••.")
def test_the_next_cell_is_folded_and_the_one_after_it_is_not():
    cells = read(path_of("00")).cells
    (told,) = (k for k, cell in enumerate(cells) if "you see only the beginning" in cell.source)
    after = cells[told + 1 : told + 3]
    folded = [cell.metadata.get("jupyter", {}).get("source_hidden", False) for cell in after]
    assert folded == [True, False]


@fact("00", "Later, cells that only draw are folded as well.")
def test_from_there_on_all_that_only_draws_is_folded():
    cells = read(path_of("00")).cells
    (told,) = (k for k, cell in enumerate(cells) if "Later, cells that only draw" in cell.source)
    drawn = [cell for cell in cells[told:] if "drawing.still(" in cell.source]
    for path in PATHS[1:]:
        drawn += [c for c in code(read(path)) if "drawing" in c.metadata.get("tags", [])]
    assert len(drawn) > len(PATHS)
    assert all(cell.metadata["jupyter"]["source_hidden"] for cell in drawn)


@fact(
    "00", "From the point (1, 2) to the point (3, 8) it is 6 up and 2 to the right: a slope of 3."
)
def test_the_slope_between_the_points():
    assert (8 - 2, 3 - 1, 6 / 2) == (6, 2, 3)
