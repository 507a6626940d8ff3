"""The picture that everything is measured on: the tangent panel of lesson 01."""

import ast

import nbformat
from lessons import code, path_of, read

from helpers.notebooks import METADATA

POSITIONS = 300
FUNCTIONS = "forward_difference", "curve_and_slope", "tangent", "describe"
IMPORTS = f"""
import numpy as np
from helpers import drawing, panels
from helpers.activations import sigmoid
positions = np.linspace(-6, 6, {POSITIONS}).round(2)
"""
PANEL = """
panels.slider_panel(tangent, background=curve_and_slope, alt=describe, grid=(2, 1), z=positions)
"""
INTERACT = """
%matplotlib inline
import matplotlib.pyplot as plt
from ipywidgets import SelectionSlider, interact

def picture(z):
    figure, axes = plt.subplots(2, 1, figsize=(7.2, 4.2))
    curve_and_slope(axes)
    tangent(axes, z)
    plt.show()

interact(picture, z=SelectionSlider(options=positions.tolist()));
"""


def definitions():
    """Return the source of what the picture needs, as lesson 01 has it."""
    cells = [cell.source for cell in code(read(path_of("01")))]
    sources = _sources_in(cells)
    return "\n".join([IMPORTS, *(sources[name] for name in FUNCTIONS)])


def _sources_in(cells):
    return {
        node.name: ast.get_source_segment(cell, node)
        for cell in cells
        for node in ast.parse(cell).body
        if isinstance(node, ast.FunctionDef)
    }


def write_notebook(path, *sources):
    """Write a notebook of a title, the definitions, which no slide shows, and a cell per source."""
    title = nbformat.v4.new_markdown_cell("# The tangent", metadata=_on_slide("slide"))
    defined = nbformat.v4.new_code_cell(definitions(), metadata=_on_slide("skip"))
    shown = [nbformat.v4.new_code_cell(source) for source in sources]
    cells = [title, defined, *shown]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), path)
    return path


def _on_slide(kind):
    return {"slideshow": {"slide_type": kind}}
