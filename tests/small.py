"""A lesson of a few cells, whose deck is built in seconds, for what every deck does alike."""

import nbformat

PANEL = """
from helpers import drawing, panels

def line(ax, slope):
    ax.plot([0, 1], [0, slope])

def frame(ax):
    ax.set(xlim=(0, 1), ylim=(0, 3))

panels.slider_panel(line, background=frame, alt="slope {slope}", slope=[0, 1, 2, 3])
"""
QUIZ = 'panels.quiz("Which?", {"this": "Yes, this.", "that": "No, the other."})'
SEEN = """
<details>
<summary>What you should have seen</summary>

The line $y = 3x$ is the steepest.

</details>
"""
STILL = """
def boxes(ax):
    ax.axis("off")
    ax.text(0, 0, "a box")

drawing.still(background=boxes, alt="A box.")
"""


def lesson():
    """Return a notebook of four slides: a title, a panel, a quiz, and a drawing without axes."""
    return nbformat.v4.new_notebook(
        cells=[
            _first("# 1. Small", headline="Small", text="A line.", layout="title"),
            _first("## A panel\n\nMove it.", headline="The line turns", layout="picture"),
            _code(PANEL, "slope 2\n[slope: 0 to 3]", "panel"),
            _skipped(SEEN),
            _code(QUIZ, "Which?\n( ) this\n( ) that", "quiz", slideshow={"slide_type": "slide"}),
            _first("## A drawing", headline="A box stands alone", layout="picture"),
            _code(STILL, "A box.", "drawing"),
        ]
    )


def _first(source, **slide):
    cell = nbformat.v4.new_markdown_cell(source)
    notes = f"Say that {slide['headline'].lower()}."
    cell.metadata.update(slideshow={"slide_type": "slide"}, slide=slide, speaker_notes=notes)
    return cell


def _skipped(source):
    cell = nbformat.v4.new_markdown_cell(source.strip())
    cell.metadata.update(slideshow={"slide_type": "skip"}, tags=["seen"])
    return cell


def _code(source, said, tag, **metadata):
    """Return a cell of code with what it is known to show, as text."""
    output = nbformat.v4.new_output("display_data", {"text/plain": said})
    cell = nbformat.v4.new_code_cell(source.strip(), outputs=[output])
    cell.metadata.update(metadata, tags=[tag])
    return cell
