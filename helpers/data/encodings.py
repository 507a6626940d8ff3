"""How bytes become text: the encodings that files of spreadsheets have, old ones included."""

import re
from collections.abc import Iterable, Mapping

from charset_normalizer import from_bytes

# UTF-8 and UTF-16 tell themselves; of the others each takes nearly any bytes.
_OLD = {
    "cp1252": "Latin-1 (Windows-1252)",
    "mac_roman": "old Mac (mac_roman)",
    "cp850": "DOS (cp850)",
    "cp437": "DOS (cp437)",
}
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FOREIGN_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_ALLOWED = "±×÷°€£¥©®™§«»“”„‘’–—…·²³ªº¿¡'-"
# What no right reading has: a sign in a word, a capital after a small letter, or
# Greek beside Latin.
_ODD = re.compile(
    rf"[^\W\d_][^\w\s{_ALLOWED}]|[^\w\s{_ALLOWED}][^\W\d_]|[^\W\d_][“”„«»€£¥©®™§…¿¡°·][^\W\d_]|"
    "[a-zß-öø-ÿ][A-ZÀ-ÖØ-ÞŠŽŒŸ]|[A-Za-z][Α-ω]|[Α-ω][A-Za-z]|[^\\W\\d_][ªº²³][^\\W\\d_]"
)


def decoded(
    name: str, content: bytes, wanted: Iterable[str], encoding: str | None
) -> tuple[str, str]:
    """Return the text of a file and in words how it was read.

    Without an `encoding` UTF-8 and UTF-16 with a byte order mark are recognised, and of the older
    encodings the one in which the `wanted` names are there, or that alone makes words of all words.
    Raises `ValueError` for what is no text, and where several encodings make words.
    """
    content = content.removesuffix(b"\x1a")  # with which DOS ends a text
    if encoding is not None:
        return _as_told(name, content, encoding)
    first = {"utf-8-sig": "UTF-8"}
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        first = {"utf-16": "UTF-16"}
    readings = _readings(content, first) or _readings(content, _OLD)
    if not readings or (first.keys() == {"utf-16"} and not readings.keys() <= first.keys()):
        raise ValueError(
            f"{name} is no text, so no CSV file; open it in the program that made it and save it "
            "as CSV there"
        )
    codec = _sure(content, readings, wanted) if len(readings) > 1 else next(iter(readings))
    if codec is None:
        raise ValueError(_ask(name, content, readings))
    return readings[codec], (first | _OLD)[codec]


def _as_told(name: str, content: bytes, encoding: str) -> tuple[str, str]:
    try:
        text = content.decode(encoding).removeprefix("\ufeff")
    except (LookupError, TypeError):
        raise ValueError(
            f"encoding should be one that Python knows, such as 'utf-8' or 'mac_roman', but is "
            f"{encoding!r}; leave it out to have it found"
        ) from None
    except (ValueError, OverflowError):
        text = "\x00"
    if _NO_TEXT.search(text):
        raise ValueError(
            f"{name} should be text in the encoding {encoding}, but is not; leave encoding out to "
            "have it found"
        )
    return text, encoding


def _readings(content: bytes, ways: Iterable[str]) -> dict[str, str]:
    found = {}
    for way in ways:
        try:
            text = content.decode(way)
        except UnicodeDecodeError:
            continue
        if not _NO_TEXT.search(text):
            found[way] = text
    return found


def _foreign(content: bytes) -> bytes:
    """Return the different words that have letters beyond ASCII."""
    return b" ".join(sorted(set(_FOREIGN_WORD.findall(content))))


def _sure(content: bytes, readings: Mapping[str, str], wanted: Iterable[str]) -> str | None:
    """Return the codec that is surely the right one of several, or None."""
    asked = [name for name in wanted if not name.isascii()]
    named = [codec for codec, text in readings.items() if all(name in text for name in asked)]
    if asked and named:
        return named[0]
    words = _foreign(content)
    fits = [codec for codec in readings if not _ODD.search(words.decode(codec))]
    if "cp1252" in readings and (not fits or fits[0] == "cp1252"):
        return "cp1252"
    if len({words.decode(codec) for codec in fits}) == 1:
        return fits[0]
    if not fits:
        return None
    found = list(from_bytes(words, cp_isolation=fits, threshold=1.0))
    best = [match for match in found if match.chaos == found[0].chaos]
    return best[0].encoding if len({str(match) for match in best}) == 1 else None


def _ask(name: str, content: bytes, readings: Mapping[str, str]) -> str:
    word = max(_FOREIGN_WORD.findall(content), key=len)
    words = {word.decode(codec): codec for codec in [*readings][::-1]}
    told = ", ".join(f"{text!r} with encoding={codec!r}" for text, codec in words.items())
    return (
        f"{name} should be UTF-8, but is in an older encoding, and it is not clear in which: a "
        f"word in it reads {told}; say which one is right, or save the file as CSV UTF-8"
    )
