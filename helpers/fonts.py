"""Characters as people write them: a minus for a hyphen, and what the font of the course lacks."""

import re
from collections.abc import Iterable
from functools import cache

from matplotlib import font_manager
from matplotlib.cbook import is_math_text
from matplotlib.text import Text

OWN = "DejaVu Sans"  # it comes with Matplotlib, so each machine has it
# These have a picture of each character that says no more than a box does, or mathematics only.
_NO_HELP = ("Last Resort", "LastResort", "Emoji", "STIX", "cm")
_told: set[str] = set()
_HYPHEN_AS_MINUS = re.compile(r"(?<!\w)-(?=\s?\d|\.\d|inf)|(?<=\d[eE])-(?=\d)")


def with_minus(text: str) -> str:
    """Return `text` with a minus, not the shorter hyphen, before its numbers and in exponents.

    A hyphen between letters or digits stays.
    """
    return _HYPHEN_AS_MINUS.sub("\N{MINUS SIGN}", text)


def make_drawable(texts: Iterable[Text]) -> None:
    """Make each text one that a font here can draw: what no font has becomes a code like U+4F01.

    One line of print says which characters have become codes, once for each of them.
    """
    codes: set[str] = set()
    for text in texts:
        said = text.get_text()
        if said.isascii() or is_math_text(said):
            continue
        families = {c: _family(c) for c in said if c.isprintable() and not _is_own(c)}
        if families:
            text.set_fontfamily([OWN, *dict.fromkeys(filter(None, families.values()))])
            lacking = {c for c, family in families.items() if not family}
            text.set_text(_with_codes(said, lacking))
            codes |= lacking
    _tell(codes - _told)


def _with_codes(said: str, lacking: set[str]) -> str:
    for c in lacking:
        said = said.replace(c, f" {_code(c)} ")
    return "\n".join(" ".join(line.split()) for line in said.split("\n")) if lacking else said


def _tell(lacking: set[str]) -> None:
    if lacking:
        _told.update(lacking)
        codes = ", ".join(f"{_code(c)} for {c}" for c in sorted(lacking))
        print(f"No font on this computer has these characters, so pictures show {codes}.")


def _code(c: str) -> str:
    return f"U+{ord(c):04X}"


@cache
def _is_own(c: str) -> bool:
    return ord(c) in _codes(font_manager.findfont(OWN))


@cache
def _family(c: str) -> str | None:
    """Return the name of a font that has a character, those without serifs first."""
    fonts = [f for f in font_manager.fontManager.ttflist if not f.name.startswith(_NO_HELP)]
    for font in sorted(fonts, key=lambda f: ("Sans" not in f.name, f.style, f.name)):
        if "Emoji" not in font.name and ord(c) in _codes(font.fname):
            return str(font.name)
    return None


@cache
def _codes(path: str) -> frozenset[int]:
    try:
        return frozenset(font_manager.get_font(path).get_charmap())
    except (OSError, RuntimeError):  # a font of a kind that Matplotlib cannot read
        return frozenset()
