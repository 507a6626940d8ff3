"""Formulas as Chromium draws them, with the cut font of the course."""

from base64 import b64encode
from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image, ImageFilter

from helpers.publish import packages
from helpers.publish.formulas import FONT, font, mathml

# Signs that MathML draws by itself, or that stretch beyond what is written.
DRAWN = [
    r"\sqrt{2}",
    r"\sqrt{\frac{1}{\frac{8}{9}}}",
    r"\sqrt[3]{x}",
    r"\left(\frac{\frac{1}{2}}{3}\right)",
    r"\left[\frac{\frac{1}{2}}{3}\right]",
    r"\left\lbrace\frac{\frac{1}{2}}{3}\right\rbrace",
    r"\left\lvert\frac{\frac{1}{2}}{3}\right\rvert",
    r"\left\lVert\frac{\frac{1}{2}}{3}\right\rVert",
    r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \\ 5 & 6 \end{pmatrix}",
    r"\begin{cases} 1 & 2 \\ 3 & 4 \\ 5 & 6 \end{cases}",
    r"\overline{wx + b}",
    r"\underbrace{wx + b}",
    r"\overrightarrow{wx + b}",
    r"\widehat{wx + b}",
    r"\bar x + \hat x + \hat y + \tilde x + \dot x",
    r"\sum_{i=1}^{N} x_i + \int x",
]


@pytest.fixture
def drawn(browser):
    """Return a function that draws a formula in a font, far larger than on any page."""
    page = browser.new_page(viewport={"width": 1400, "height": 500})

    def drawing(formula, face):
        page.set_content(
            f"<style>{face} math {{ font: 60px Formulas, serif }} body {{ padding: 60px }}</style>"
            f"<body>{formula}</body>"
        )
        page.evaluate("document.fonts.load('60px Formulas').then(() => document.fonts.ready)")
        assert page.evaluate("[...document.fonts].map(face => face.status)") == ["loaded"]
        return page

    yield drawing
    page.close()


def whole():
    """Return, as a style sheet, the font as it is before it is cut."""
    data = b64encode((packages.folder() / FONT).read_bytes()).decode()
    return f'@font-face {{ font-family: "Formulas"; src: url(data:font/woff;base64,{data}) }}'


def stray(one, other):
    """Return how many pixels of ink in one picture have none near them in the other."""
    ink, near = (Image.open(BytesIO(picture)).convert("L") for picture in (one, other))
    near = near.filter(ImageFilter.MinFilter(9))  # each line grows by four pixels on all sides
    return np.sum((np.asarray(ink) < 128) & (np.asarray(near) >= 128))


@pytest.mark.parametrize("latex", DRAWN)
def test_every_sign_is_drawn_with_the_cut_font_as_with_the_whole_one(drawn, latex):
    formula = mathml(latex, "block")
    cut, uncut = (drawn(formula, face).screenshot() for face in (font(formula), whole()))
    assert stray(uncut, cut) == stray(cut, uncut) == 0


@pytest.mark.parametrize("latex", ["a - b", "a = -b"])
def test_plus_or_minus_has_the_space_of_a_minus(drawn, latex):
    widths = [
        drawn(mathml(one, "inline"), whole()).locator("math").bounding_box()["width"]
        for one in (latex, latex.replace("-", r"\pm "))
    ]
    assert widths[0] == widths[1]


@pytest.mark.parametrize("latex", [r"\pm", r"\sim", r"\iff", r"\lceil", r"\rceil", r"\neg"])
def test_a_sign_is_an_operator(latex):
    tree = ElementTree.fromstring(mathml(f"a {latex} b", "inline"))
    (row,) = tree
    assert [node.tag.partition("}")[2] for node in row] == ["mi", "mo", "mi"]


@pytest.mark.parametrize("letter", "ywx")
def test_a_letter_below_a_hat_is_drawn_as_without_one(drawn, letter):
    pictures = []
    for latex in (letter, rf"\hat {letter}"):
        page = drawn(mathml(latex, "inline"), whole())
        box = page.locator("mi").bounding_box()
        # below the top of a letter without a stroke upwards, so below the hat
        clip = {"x": box["x"], "y": box["y"] + 30, "width": box["width"], "height": 60}
        pictures.append(page.screenshot(clip=clip))
    assert pictures[0] == pictures[1]
