"""Formulas in LaTeX as MathML, and the part of a font that draws them."""

import re
import unicodedata
from base64 import b64encode
from io import BytesIO

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from latex2mathml.converter import convert

from helpers.publish import packages

FONT = "@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff"
NAMES = r"\\(?:ln|log|exp|cosh|sinh|tanh)\b"
# A minus, or ±, after one of these is a sign, and stands close to what follows.
BEFORE_SIGN = r"=|&#x0003D;|≈|&#x02248;|&#x000B7;|&#x022C5;|,|&#x0002C;|&#x00028;|\[|&#x0007B;"
SIGN = rf"(<mo[^>]*>(?:{BEFORE_SIGN})</mo>)<mo>(?=(?:&#x02212;|−|-|&#x000B1;)</mo>)"
LETTER = r"<mi>&#x([0-9A-F]+);</mi>"
SIGNS = "Sm", "Ps", "Pe"  # the kinds of characters that are operators and brackets
WRITTEN_HAT, HAT = "&#x0005E;", "&#x002C6;"  # the second fits a letter
# What browsers draw by themselves: slanted Latin and Greek letters, and the sign of a root.
DRAWN = [*range(0x1D434, 0x1D468), *range(0x1D6E2, 0x1D71C), 0x210E, 0x221A]


class NoMathMLError(ValueError):
    """A formula with something in it that has no counterpart in MathML."""


def mathml(latex: str, display: str) -> str:
    """Return a formula in LaTeX as MathML; `display` is "inline" or "block".

    Raises `NoMathMLError` if something in it has no counterpart.
    """
    braces = re.findall(r"(?<!\\)[{}]", latex)
    if braces.count("{") != braces.count("}"):
        raise NoMathMLError(f"no MathML for the formula {latex}: its braces do not match")
    try:
        result = convert(_plain(latex), display=display)
    except Exception as error:
        raise NoMathMLError(f"no MathML for the formula {latex}: {error!r}") from error
    if "\\" in result or "&#x0005C;" in result:
        raise NoMathMLError(f"no MathML for a command in the formula {latex}")
    result = result.replace(WRITTEN_HAT, HAT)
    return re.sub(SIGN, r'\1<mo form="prefix">', re.sub(LETTER, _letter_or_sign, result))


def font(html: str) -> str:
    """Return, as a style sheet, the glyphs of STIX Two Math that the text of `html` can need.

    Raises what `packages.folder` does.
    """
    options = Options()
    options.flavor = "woff"
    options.notdef_outline = True
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    letters = {ord(letter) for letter in html} | set(map(int, re.findall(r"&#(\d+);", html)))
    letters |= {int(code, 16) for code in re.findall(r"&#x([0-9A-Fa-f]+);", html)}
    whole = TTFont(packages.folder() / FONT, recalcTimestamp=False)
    subsetter.populate(unicodes=letters | set(DRAWN))
    subsetter.subset(whole)
    file = BytesIO()
    whole.flavor = "woff"
    whole.save(file)
    data = b64encode(file.getvalue()).decode()
    return f'@font-face {{ font-family: "Formulas"; src: url(data:font/woff;base64,{data}) }}'


def _plain(latex: str) -> str:
    """Return the formula with primes as letters, which browsers set better."""
    latex = re.sub(r"\|([^|]+)\|", r"\\left|\1\\right|", latex.strip())
    latex = re.sub(r"(\\?\w+)'", r"\1\\text{′}", latex)
    latex = re.sub(rf"(?<=[\w)}}])\s*({NAMES})", r"\\,\1", latex)
    return re.sub(rf"({NAMES})\s*(?=[\\\w])(?!\\left)", r"\1\\,", latex)


def _letter_or_sign(found: re.Match[str]) -> str:
    """Return a sign that latex2mathml takes for a letter as one, with the space of a sign."""
    sign = unicodedata.category(chr(int(found[1], 16))) in SIGNS
    return f"<mo>&#x{found[1]};</mo>" if sign else found[0]
