"""What lesson 00 says of the other lessons, against the lessons, and of slopes, by hand."""

import re

from lessons import PATHS, code, fact, path_of, read

from helpers.slides.deck import title


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


@fact(
    "00", "From the point (1, 2) to the point (3, 8) it is 6 up and 2 to the right: a slope of 3."
)
def test_the_slope_between_the_points():
    assert (8 - 2, 3 - 1, 6 / 2) == (6, 2, 3)
