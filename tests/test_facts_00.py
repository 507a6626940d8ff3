"""What lesson 00 says of itself and of the other lessons, against the lessons."""

import re

from lessons import PATHS, code, fact, path_of, read

from helpers.lesson import thread, time, title


def stations():
    """Return the texts on the map as (title, time)."""
    (source,) = (c.source for c in code(read(path_of("00"))) if "stations = [" in c.source)
    texts = re.findall(r'"(\d [^"]+ minutes)"', source)
    found = [re.fullmatch(r"(\d)( .+?) (\d+ minutes)", t.replace("\\n", " ")) for t in texts]
    return [(f"{number}.{name}", minutes) for number, name, minutes in (m.groups() for m in found)]


def test_the_map_has_every_lesson_with_its_title_and_its_time():
    lessons = map(read, thread(PATHS))
    assert stations() == [(title(lesson), time(lesson)) for lesson in lessons]


@fact("00", "The eight lessons after this one are the answer.")
def test_there_are_eight_lessons_after_this_one():
    assert [name[0] for name, _ in stations()] == list("012345678")


@fact("00", "The next cell is *folded*: you see only its first line, and •••.")
def test_the_next_cell_is_folded_and_the_one_after_it_is_not():
    cells = read(path_of("00")).cells
    (told,) = (k for k, cell in enumerate(cells) if "The next cell is *folded*" in cell.source)
    after = cells[told + 1 : told + 3]
    folded = [cell.metadata.get("jupyter", {}).get("source_hidden", False) for cell in after]
    assert folded == [True, False]


@fact("00", "The next two cells are folded. Run them, and choose an answer.")
def test_the_two_folded_cells_end_with_the_quiz():
    cells = read(path_of("00")).cells
    (told,) = (k for k, cell in enumerate(cells) if "next two cells are folded" in cell.source)
    assert [cell.metadata.tags for cell in cells[told + 1 : told + 3]] == [["drawing"], ["quiz"]]
