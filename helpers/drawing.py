"""How things look: one look for each meaning, and pieces that several pictures are made of.

Each piece takes `ax` first and returns what it drew. How a picture is shown is said in `scenes`.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, cast

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, LinearSegmentedColormap
from matplotlib.container import BarContainer
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.text import Annotation, Text
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator
from numpy.typing import ArrayLike, NDArray

from helpers.arrays import Array
from helpers.scenes import still as still  # noqa: PLC0414 (lessons know it as drawing.still)
from helpers.svg import POINTS_PER_INCH

Place = tuple[float, float]
Places = Mapping[str, Place]
Look = dict[str, Any]  # what Matplotlib takes for a line or a mark

# Colour-blind-safe hues of M. Okabe and K. Ito, 2008; one for each meaning in every lesson, and
# never by colour alone: each line has its own dashes, each class of data its own marker.
FUNCTION: Look = {"color": "#0072B2", "linestyle": "-"}
SLOPE: Look = {"color": "#D55E00", "linestyle": (0, (4, 1.2))}
PATH: Look = {"color": "#009E73", "linestyle": "-", "marker": ".", "linewidth": 1.2}
TARGET: Look = {"color": "#CC79A7", "linestyle": "none", "marker": "*", "markersize": 11}
ERROR: Look = {"color": "#222222", "linestyle": (0, (1, 1))}  # how wrong: ŷ − y
SQUARED: Look = {"color": "#5D3A9B", "linestyle": (0, (6, 1.5, 1.5, 1.5))}  # the squared loss
ENTROPY: Look = {"color": "#8C6D00", "linestyle": (0, (8, 1.5))}  # cross-entropy
# Many marks of a class lie on each other: each lets through what is below, but not at its edge.
_MARK: Look = {"linestyle": "none", "markersize": 5, "markeredgewidth": 0.9}
CLASSES: tuple[Look, Look] = (
    {
        **_MARK,
        "color": "#56B4E9",
        "marker": "o",
        "markerfacecolor": "#56B4E980",
        "markeredgecolor": "#2A7FB0",
    },
    {
        **_MARK,
        "color": "#E69F00",
        "marker": "^",
        "markerfacecolor": "#E69F0080",
        "markeredgecolor": "#A87000",
    },
)
QUIET: Look = {"color": "#767676", "linestyle": ":"}
ROWS_OF_A_TURN = 300  # of so many rows the marks of one class may lie above those of the other
ROWS_ON_A_VALUE = 20  # of a feature; more on average would lie on each other
NARROW = 4  # inches; a telephone held upright has pictures less wide than that
STATION = 1.0  # inches, for a station of a route that goes down, with its arrow
# Points, for a graph that goes down: how far its column is from the left edge, and other nodes from
# the nearer one, where a node of the column stands beside them and where none does; how far the
# first row is from the upper edge, one row from the next and the last from the lower edge; how far
# words are from the middle of their node; and what the words take that explain it.
COLUMN, BESIDE_COLUMN, ABOVE_COLUMN = 92, 20, 52
FIRST_NODE, ROW, LAST_NODE = 48, 68, 20
NODE, KEY = 18, 50
EDGE, MIDDLE = 0.14, np.array([0.5, 0.5])  # shares of a narrow map, for the labels of its lines


def is_narrow(ax: Axes) -> bool:
    """Return whether the picture of `ax` is as narrow as that of a telephone held upright."""
    return _figure(ax).get_figwidth() < NARROW


def _figure(ax: Axes) -> Figure:
    return cast("Figure", ax.get_figure(root=True))


def legend_above(ax: Axes) -> Legend:
    """Draw the legend above `ax`, in a row or, in a narrow picture, in a column; return it."""
    columns = 1 if is_narrow(ax) else len(ax.get_legend_handles_labels()[0])
    return ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, borderaxespad=0.2)


def log_axes(ax: Axes, **labels: str) -> Axes:
    """Make both axes of `ax` logarithmic, with plain ticks such as 1e-08, and return it."""
    ax.set(xscale="log", yscale="log", **labels)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(LogLocator(numticks=5))
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axis.set_minor_locator(NullLocator())
    return ax


def bars(ax: Axes, heights: Sequence[float], looks: Sequence[Look]) -> BarContainer:
    """Draw a bar at 0, 1, … for each height, in the colour of its look, and return the bars.

    They stand on a line at 0; each has its height written at its end, with three digits.
    """
    ax.axhline(0, color="black", linewidth=0.8)
    drawn = ax.bar(range(len(heights)), heights, color=[look["color"] for look in looks], zorder=2)
    ax.bar_label(drawn, [f"{height:z.3f}".replace("-", "−") for height in heights], padding=2)
    return drawn


def arrow(ax: Axes, start: Place, end: Place, color: str, shortest: float = 1.0) -> Annotation:
    """Draw an arrow from place to place, as long as it is meant to be, and return it.

    Its head gets smaller where the arrow is shorter than `shortest`, in units of the axes.
    """
    length = float(np.hypot(end[0] - start[0], end[1] - start[1]))
    size = 14 * min(1.0, max(length / shortest, 0.01))
    look = {"arrowstyle": "-|>", "color": color, "linewidth": 2, "mutation_scale": size}
    return ax.annotate("", end, start, arrowprops={**look, "shrinkA": 0, "shrinkB": 0})


def computation_graph(ax: Axes, places: Places, arrows: Iterable[tuple[str, str]]) -> Axes:
    """Draw named nodes at their places, joined by arrows from name to name, and return `ax`.

    In a narrow picture the arrows lead down, and it becomes as high as that takes.
    """
    on = _placed(ax, places)
    for start, end in arrows:
        ax.annotate(
            "",
            on[end],
            on[start],
            arrowprops={"arrowstyle": "-|>", "color": QUIET["color"], "shrinkA": 17, "shrinkB": 17},
        )
    for name, (x, y) in on.items():
        ax.plot(x, y, "o", markersize=28, color="white", markeredgecolor="black")
        ax.text(x, y, name, ha="center", va="center", fontsize=13)
    if is_narrow(ax):
        _set_points(ax, min(y for _, y in on.values()) - LAST_NODE)
    else:
        across, up = np.transpose(list(on.values()))
        ax.set(xlim=(across.min() - 0.75, across.max() + 0.75))
        ax.set(ylim=(up.min() - 0.6, up.max() + 0.6))
    ax.axis("off")
    return ax


def _placed(ax: Axes, places: Places) -> Places:
    """Return where the nodes of a graph stand: at their places or, in a narrow picture, in rows.

    There each place is in points from the upper left corner. Nodes as high as the last one become a
    column, and what is above or below that goes to the left or to the right of it.
    """
    if not is_narrow(ax):
        return places
    main = list(places.values())[-1][1]
    rows = sorted({x for x, _ in places.values()})
    beside_column = {x for x, y in places.values() if y == main}

    def across(x: float, y: float) -> float:
        if y == main:
            return COLUMN
        from_edge = BESIDE_COLUMN if x in beside_column else ABOVE_COLUMN
        return from_edge if y > main else _width(ax) - from_edge

    return {
        name: (across(x, y), -FIRST_NODE - ROW * rows.index(x)) for name, (x, y) in places.items()
    }


def _width(ax: Axes) -> float:
    return _figure(ax).get_figwidth() * POINTS_PER_INCH


def _set_points(ax: Axes, bottom: float) -> None:
    """Let the axes be measured in points, from the upper left corner of the picture to `bottom`."""
    ax.set(xlim=(0, _width(ax)), ylim=(bottom, 0))
    _figure(ax).set_figheight(-bottom / POINTS_PER_INCH)


def graph_key(ax: Axes, place: Place) -> Text:
    """Write at a place what the numbers at a graph mean, or below a narrow one; return the text."""
    if not is_narrow(ax):
        key = "above a node: its value\non an arrow: its local slope\n"
        return ax.text(*place, f"{key}below a node: the slope of ℓ with respect to it")
    bottom = ax.get_ylim()[0]
    _set_points(ax, bottom - KEY)
    key = "at a node: its value, and the slope\nof ℓ with respect to it\n"
    return ax.text(3, bottom - KEY + 4, f"{key}on an arrow: its local slope", va="bottom")


def graph_words(
    ax: Axes, places: Places, on_arrows: Mapping[tuple[str, str], str], at_nodes: Mapping[str, str]
) -> list[Text]:
    """Write words on arrows, each given by its two ends, and below nodes; return the texts.

    In a narrow picture the words stand beside arrows and nodes.
    """
    on = _placed(ax, places)
    texts = [_on_arrow(ax, on[start], on[end], said) for (start, end), said in on_arrows.items()]
    for name, said in at_nodes.items():
        x, y = on[name]
        look: Look = {"ha": "center"}
        if not is_narrow(ax):
            y, look["va"] = y - 0.33, "top"
        elif x == COLUMN:
            x, look = x + NODE, {"va": "center"}
        else:
            y += NODE
        texts.append(ax.text(x, y, said, **look))
    return texts


def _on_arrow(ax: Axes, start: Place, end: Place, said: str) -> Text:
    """Write a text on an arrow: in its middle, or past it if the arrow slants, where it has room.

    In a narrow picture the text stands beside the arrow, on the outer side.
    """
    (x, y), (end_x, end_y) = start, end
    if is_narrow(ax):
        middle = (x + end_x) / 2, (y + end_y) / 2
        if y == end_y:
            return ax.text(middle[0], middle[1] + 5, said, ha="center", va="bottom")
        outwards = 6 if x == end_x else 10 if x > end_x else -10
        side = "left" if outwards > 0 else "right"
        return ax.text(middle[0] + outwards, middle[1], said, ha=side, va="center")
    share = 0.5 if x == end_x or y == end_y else 0.6
    place = x + share * (end_x - x), y + share * (end_y - y)
    box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"}
    return ax.text(*place, said, ha="center", va="center", fontsize=10, bbox=box)


def route(ax: Axes, places: Sequence[Place], stations: Sequence[str]) -> Axes:
    """Draw the texts of `stations` in boxes at their places, an arrow from each to the next.

    In a narrow picture they stand below each other, and it becomes as high as that takes.
    """
    beside = 0.5  # how far the edges are from the outermost stations
    if is_narrow(ax):
        places, beside = [(0, -float(number)) for number in range(len(stations))], 1
        _figure(ax).set_figheight(len(stations) * STATION)
    for start, end in pairwise(places):
        shrink = 62 if start[1] == end[1] else 27  # half a box, in points, to its side or its edge
        arrow = {"arrowstyle": "-|>", "color": QUIET["color"], "shrinkA": shrink, "shrinkB": shrink}
        ax.annotate("", end, start, arrowprops=arrow)
    box = {"boxstyle": "round,pad=0.6", "facecolor": "white", "edgecolor": FUNCTION["color"]}
    for (x, y), text in zip(places, stations, strict=True):
        ax.text(x, y, text, ha="center", va="center", bbox=box)
    across, up = np.transpose(places)
    ax.set(xlim=(across.min() - beside, across.max() + beside))
    ax.set(ylim=(up.min() - 0.5, up.max() + 0.5))
    ax.axis("off")
    return ax


def values_and_slopes(
    ax: Axes, places: Places, values: Mapping[str, float], slopes: Mapping[str, float]
) -> list[Text]:
    """Write each node's value above it and, if given, the slope of ℓ below; return the texts.

    In a narrow picture they stand beside the nodes of the column, and both above the others.
    """
    texts = []
    for name, (x, y) in _placed(ax, places).items():
        if not is_narrow(ax):
            two = (x, y + 0.33), (x, y - 0.43)
            look: Look = {"ha": "center", "fontsize": 11}
        elif x == COLUMN:
            two, look = ((x + NODE, y + 2), (x + NODE, y - 11)), {"fontsize": 10}
        else:
            two = (x, y + NODE + 13), (x, y + NODE)
            look = {"ha": "center", "fontsize": 10}
        texts.append(ax.text(*two[0], _said(name, values[name]), color=FUNCTION["color"], **look))
        if name in slopes:
            below = _said(f"∂ℓ/∂{name}", slopes[name])
            texts.append(ax.text(*two[1], below, color=SLOPE["color"], **look))
    return texts


def local_slopes(
    ax: Axes, places: Places, slopes: Mapping[tuple[str, str], tuple[str, float]]
) -> list[Text]:
    """Write on each arrow, given by its two ends, a formula and its value; return the texts."""
    said = {ends: _said(formula, value) for ends, (formula, value) in slopes.items()}
    return graph_words(ax, places, said, {})


def _said(formula: str, value: float) -> str:
    number = f"{value:.3g}".replace("-", "−")
    return f"{formula} = {number}" if formula else number


def contours(
    ax: Axes,
    x: Array,
    y: Array,
    heights: Array,
    levels: Sequence[float] | Array,
    labelled: Sequence[float] | Array | None = None,
) -> ContourSet:
    """Draw `heights`, one row for each y, as a map with lines at `levels`, and return the lines.

    The lines that are `labelled`, by default all, have their level written on them, in a narrow
    picture away from its edges, which would cut it, and from each other.
    """
    bands = [heights.min() - 1, *levels, heights.max() + 1]
    shades = [str(shade) for shade in np.linspace(0.72, 0.99, len(bands) - 1)]
    ax.contourf(x, y, heights, bands, colors=shades)
    lines = ax.contour(x, y, heights, levels, colors="#767676", linewidths=0.7)
    written = levels if labelled is None else labelled
    look: Look = {"fontsize": 7, "colors": "black", "fmt": "%g"}
    if is_narrow(ax):
        places = _label_places(lines, written, (x.min(), y.min()), (np.ptp(x), np.ptp(y)))
        ax.clabel(lines, list(places), manual=list(places.values()), **look)
    else:
        ax.clabel(lines, written, **look)
    return lines


def _label_places(
    lines: ContourSet, levels: ArrayLike, corner: Place, size: Place
) -> dict[float, Place]:
    """Return for each of the levels that has a line where on that its label stands."""
    found: dict[float, Place] = {}
    taken: list[Array] = []
    for level, path in zip(lines.levels, lines.get_paths(), strict=True):
        vertices = np.asarray(path.vertices)
        shares = (vertices - corner) / size
        inside = np.all((shares > EDGE) & (shares < 1 - EDGE), axis=1)
        if not (np.isclose(level, levels).any() and vertices.size):
            continue
        away = np.min([np.hypot(*(shares - one).T) for one in taken or [MIDDLE]], axis=0)
        room = np.where(inside, away if taken else -away, -np.inf)
        from_edges = np.minimum(shares, 1 - shares).min(axis=1)
        best = np.argmax(room if inside.any() else from_edges)
        taken.append(shares[best])
        found[float(level)] = (float(vertices[best, 0]), float(vertices[best, 1]))
    return found


def cost_map(ax: Axes, x: Array, y: Array, heights: ArrayLike, labels: bool = True) -> ContourSet:
    """Draw costs, one row for each y, with lines at 1, 2 and 5 times powers of ten; return these.

    Where fewer than five of these lie within the range of the costs, the lines are evenly spaced;
    where more than nine do, or five in a narrow picture, `labels` stand only on powers of ten.
    """
    heights = np.asarray(heights)
    low, high = heights.min(), heights.max()
    levels: Array = np.outer(10.0 ** np.arange(-3, 6), (1, 2, 5)).ravel()
    if np.sum((levels > low) & (levels < high)) < 5:
        levels = np.asarray(MaxNLocator(8).tick_values(low, high))
    within = levels[(levels > low) & (levels < high)]
    shown = within if within.size else np.array([low])
    powers = shown[np.isclose(shown, 10.0 ** np.round(np.log10(shown)))]
    labelled = powers if shown.size > (5 if is_narrow(ax) else 9) and powers.size else shown
    return contours(ax, x, y, heights, shown, labelled if labels else ())


def zero_line(ax: Axes, x: Array, y: Array, heights: Array, look: Look) -> ContourSet | None:
    """Draw where `heights`, one row for each y, are 0, and return the line; None if they never are.

    `look` has a color and a linestyle, and may have a linewidth. It is the border of a neuron or of
    a network whose weighted inputs are the heights.
    """
    if not heights.min() < 0 < heights.max():
        return None
    width = look.get("linewidth", 1.8)
    style = [look["linestyle"]]
    return ax.contour(x, y, heights, [0], colors=look["color"], linestyles=style, linewidths=width)


def two_classes(
    ax: Axes, X: Array, y: Array, features: Sequence[str], classes: Sequence[str]
) -> list[Line2D]:
    """Draw rows of one feature against the target, or of two against each other; return the marks.

    `features` name the axes and `classes` the marks, word for word. Many rows are drawn in turns,
    so that no class hides the other; rows of a feature with few values, such as 0 and 1, are moved
    a little, and its axis says so.
    """
    two = X.shape[1] == 2
    rng = np.random.default_rng(0)
    turns = max(1, len(X) // ROWS_OF_A_TURN)
    turn = rng.integers(turns, size=len(X))
    names = [plain(name) for name in features]
    for column in range(X.shape[1]):
        values = np.unique(X[:, column])
        if 1 < len(values) < len(X) / ROWS_ON_A_VALUE:
            X = np.array(X, dtype=float)
            X[:, column] += rng.uniform(-0.2, 0.2, len(X)) * np.diff(values).min()
            names[column] += " (rows moved a little)"
    marks = []
    for now in range(turns):
        for value, name in enumerate(classes):
            rows = X[(y == value) & (turn == now)]
            height = rows[:, 1] if two else np.full(len(rows), value)
            label = "_" if now else f"y = {value}: {plain(name)}"
            marks += ax.plot(rows[:, 0], height, label=label, **CLASSES[value])
    ax.set(xlabel=names[0], ylabel=names[1] if two else "ŷ")
    return marks


def plain(text: object, most: int = 28) -> str:
    """Return a text from a file as Matplotlib shows it word for word: on one line, and not long.

    A dollar sign, which would begin a formula, is escaped.
    """
    line = " ".join(str(text).split())
    return (line if len(line) <= most else line[: most - 1] + "…").replace("$", r"\$")


def picture_frame(ax: Axes, size: int = 8) -> Axes:
    """Make room for a picture of `size` by `size` pixels, row 0 on top, and return `ax`."""
    ax.set(xlim=(0, size), ylim=(size, 0), aspect="equal", xticks=[], yticks=[])
    ax.spines[:].set(visible=True, color=QUIET["color"], linewidth=0.6)
    return ax


def ink(ax: Axes, pixels: Array) -> AxesImage:
    """Draw pixels between 0, white, and 1, black, row by row; return the image."""
    return _pixels(ax, pixels, "gray_r", 0, 1)


def weights(ax: Axes, w: Array, largest: float) -> AxesImage:
    """Draw a weight for each pixel, the colours of the classes for −`largest` and `largest`.

    So that no colour is needed, a plus or a minus marks all beyond a tenth of that. Returns the
    image.
    """
    colours = LinearSegmentedColormap.from_list(
        "weights", [CLASSES[0]["color"], "white", CLASSES[1]["color"]]
    )
    image = _pixels(ax, w, colours, -largest, largest)
    for marker, clear in (("+", w > largest / 10), ("_", w < -largest / 10)):
        row, column = np.nonzero(_square(clear))
        ax.plot(column + 0.5, row + 0.5, marker, color="#404040", markersize=5, markeredgewidth=0.8)
    return image


def _pixels(
    ax: Axes, values: Array, colours: Colormap | str, least: float, most: float
) -> AxesImage:
    square = _square(values)
    extent = (0, len(square), len(square), 0)
    look: Look = {"cmap": colours, "vmin": least, "vmax": most, "interpolation": "none"}
    return ax.imshow(square, extent=extent, **look)


def _square(values: NDArray[Any]) -> NDArray[Any]:
    size = round(np.size(values) ** 0.5)
    return np.reshape(values, (size, size))
