"""Texts from files in sentences: on one line, not too long, and with nothing in them that acts."""

from collections.abc import Iterable, Sequence

MOST_PLACES = 3  # that an error names, however many there are
Place = tuple[int, str, str]  # line, column and what stands there


class NoColumnError(KeyError):
    """A column that is not in the file; unlike that of a `KeyError`, its text has no quotes."""

    __str__ = Exception.__str__


def shown(text: object, most: int = 60) -> str:
    """Return a text as one line that is not too long; what cannot be seen is written as its code.

    So nothing in a file can turn the direction of what is read, or move the cursor.
    """
    line = " ".join(str(text).split())
    line = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)
    return line if len(line) <= most else line[: most - 1] + "…"


def listed(names: Iterable[object], most: int = 10) -> str:
    """Return texts in a row, with commas between them, and how many more there are."""
    names = list(names)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(map(shown, names[:most])) + more


def as_list(names: Iterable[str]) -> str:
    """Return texts as the list that a learner may copy into a call."""
    return "[" + ", ".join(ascii(n) if not n.isprintable() else repr(n) for n in names) + "]"


def several(names: object) -> list[object]:
    """Return several things as a list; one thing, a text among them, is a list of its own."""
    try:
        return [names] if isinstance(names, str) else list(names)  # type: ignore[call-overload]
    except TypeError:
        return [names]


def cells(count: int) -> str:
    """Return so many cells in words."""
    return "1 cell" if count == 1 else f"{count} cells"


def places(found: Sequence[Place]) -> str:
    """Return in words where the first cells are, of many or of one."""
    first = [
        f"{shown(value)!r} in line {line}, column {shown(name)}" for line, name, value in found
    ]
    more = f" and {len(found) - MOST_PLACES} more" if len(found) > MOST_PLACES else ""
    return "; ".join(first[:MOST_PLACES]) + more
