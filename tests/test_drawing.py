"""Pictures: what stands still, what moves, and what must not happen between two positions."""

import io
import re
import sys
import warnings
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import matplotlib.figure
import matplotlib.font_manager
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.path import Path as Outline
from PIL import Image

from helpers import fonts
from helpers.drawing import (
    CLASSES,
    FUNCTION,
    SLOPE,
    arrow,
    bars,
    computation_graph,
    contours,
    cost_map,
    graph_key,
    graph_words,
    ink,
    legend_above,
    local_slopes,
    log_axes,
    picture_frame,
    route,
    two_classes,
    values_and_slopes,
    weights,
    zero_line,
)
from helpers.scenes import NOTEBOOK, SHOWN_WIDTH, UPRIGHT, Form, Scene, still

SLIDE = Form(slide=(1200, 456))  # CSS pixels, which are 600 by 228 points


def square(ax, x):
    ax.plot(x, x**2, "o")


def parabola(ax):
    x = np.linspace(-2, 2, 50)
    ax.plot(x, x**2, **FUNCTION)
    ax.set(xlabel="x", ylabel="y", xlim=(-2, 2), ylim=(-1, 4))


def scene(draw=square, background=parabola, alt="at {x}", height=None, grid=(1, 1), form=NOTEBOOK):
    return Scene(draw, background, alt, height, grid, form)


def on_both_screens(draw, background, grid=(1, 1), values=None):
    """Return the scene of a slide and that of a telephone held upright, each drawn once."""
    both = [Scene(draw, background, "", None, grid, form) for form in (SLIDE, UPRIGHT)]
    for one in both:
        one.svg(values or {})
    return both


def moving(draw, positions, **settings):
    return list(scene(draw, **settings).moving([{"x": x} for x in positions]))


def pixels(picture):
    return np.asarray(Image.open(io.BytesIO(picture.content)).convert("RGB")).astype(int)


def test_a_still_picture_carries_its_description_and_twice_its_width():
    picture = still(square, background=parabola, alt="The square of {x} is marked.", x=1.5)
    data, metadata = picture._repr_mimebundle_()
    assert data["text/plain"] == repr(picture) == "The square of 1.5 is marked."
    assert metadata["image/png"] == {"alt": "The square of 1.5 is marked.", "width": SHOWN_WIDTH}
    assert pixels(picture).shape[1] == 2 * SHOWN_WIDTH


def test_a_description_may_be_a_function_of_the_values():
    assert repr(still(square, alt=lambda x: f"the square {x**2}", x=3)) == "the square 9"


def test_a_background_alone_is_a_picture():
    blank = pixels(still(background=lambda ax: ax.set(xlim=(-2, 2), ylim=(-1, 4)), alt="axes"))
    drawn = pixels(still(background=parabola, alt="a parabola"))
    assert np.any(blank != drawn)
    assert "nothing finite" not in scene(None).standing()


def test_the_same_input_gives_the_same_pixels():
    first, second = (still(square, background=parabola, alt="", x=1) for _ in range(2))
    assert first.content == second.content
    assert moving(square, [1, 2]) == moving(square, [1, 2])
    assert scene().standing() == scene().standing()


def test_a_position_does_not_depend_on_those_before_it():
    several = moving(square, [0, 1, 2])
    assert several[2] == moving(square, [0, 2])[1]


def markers(svg):
    """Return where the markers have their middles in the only shape of an SVG, and its size."""
    (shape,) = set(re.findall(r'<path[^>]* d="([^"]*)"', svg))
    corners = np.array(re.findall(r"-?[\d.]+", shape), float).reshape(-1, 2)
    low, high = corners.min(axis=0), corners.max(axis=0)
    places = re.findall(r'translate\((\S+) (\S+)\)"><path', svg)
    places += re.findall(r'<use [^>]* x="(\S+)" y="(\S+)"', svg)
    return [(low + high) / 2 + np.array(place, float) for place in places], high - low


def test_moving_and_standing_together_are_the_still_picture():
    """The moving SVG holds the marker at its place and nothing of what stands still."""
    drawing = scene()
    (svg,) = drawing.moving([{"x": 1.0}])
    (middle,), size = markers(svg)
    x, y = drawing.axes.transData.transform((1.0, 1.0))
    height = drawing.figure.get_figheight() * 72
    assert middle == pytest.approx([x, height - y], abs=0.01)
    assert size == pytest.approx([6, 6], abs=0.02), "lines.markersize"
    assert svg.count("<path") == 1, "the marker, and not the line of the background"
    assert "xlabel" not in svg
    assert drawing.standing().count("<text") > 5


@pytest.mark.parametrize("without", [np.nan, np.inf])
@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_every_marker_stands_at_its_place(count, without):
    """Few are written as paths, more are written once and used; none where there is no place."""
    x = np.array([-1.5, 0.25, 1.0, 1.25, 1.5])[:count]
    y = np.where(np.arange(count) == 1, without, x)
    drawing = scene(lambda ax, at: ax.plot(x, y, "s", markersize=8), alt="")
    (svg,) = drawing.moving([{"at": 0}])
    found, size = markers(svg)
    assert size == pytest.approx([8, 8], abs=0.02)
    expected = drawing.axes.transData.transform(np.column_stack([x, y])[np.isfinite(y)])
    expected[:, 1] = drawing.figure.get_figheight() * 72 - expected[:, 1]
    np.testing.assert_allclose(found, expected, atol=0.011)


@pytest.mark.parametrize("shape", [{"aspect": "equal"}, {"box_aspect": 0.4}])
def test_what_moves_lies_on_axes_of_a_given_shape(shape):
    def background(axes):
        for ax in axes:
            ax.plot([0, 1], [0, 1])
            ax.set(xlim=(-2, 2), ylim=(-1, 1), **shape)

    drawing = scene(lambda axes, x: axes[0].plot(x, 0.5, "o"), background=background, grid=(1, 3))
    before = list(drawing.moving([{"x": 0.5}]))
    drawing.svg({"x": 0.5})  # which shapes the axes, as every whole picture does
    assert list(drawing.moving([{"x": 0.5}])) == before


def test_what_reaches_beyond_the_axes_is_cut_without_an_id():
    (svg,) = moving(lambda ax, x: ax.plot([-9, 9], [x, x]), [1])
    assert "clip-path" not in svg
    assert svg.count("<svg") == 2
    x, y, width, height = map(
        float, re.search(r'<svg viewBox="([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)"', svg).groups()
    )
    box = scene_box(scene())
    assert (x, width, height) == pytest.approx((box.x0, box.width, box.height), abs=0.02)
    assert y == pytest.approx(230.4 - box.y1, abs=0.02)


def scene_box(drawing):
    list(drawing.moving([{"x": 1}]))
    return drawing.axes.bbox


def test_texts_are_not_cut():
    (svg,) = moving(lambda ax, x: ax.set_title(f"x = {x}"), [1])
    assert ">x = 1<" in svg
    assert svg.count("<svg") == 1


def text_positions(svg):
    place = r' x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)"|translate\((?P<u>[\d.]+) (?P<v>[\d.]+)\)'
    found = [
        (re.search(place, style), name) for style, name in re.findall(r"<text([^>]*)>([^<]*)<", svg)
    ]
    return [(name, float(at["x"] or at["u"]), float(at["y"] or at["v"])) for at, name in found]


def test_texts_lie_where_matplotlib_puts_them():
    """Moving texts are not all measured; each must still lie where a whole savefig puts it."""

    def texts(ax, x):
        ax.plot([0, 1], [0, 1], label="a line")
        ax.legend(loc="lower right")
        ax.set_title("centred above")
        ax.text(0.5, 1, "right", ha="right", va="top")
        ax.text(0.5, 2, "two\nlines", ha="center", va="center")
        ax.text(0.5, 3, "boxed", ha="center", bbox={"facecolor": "white"})

    def standing_too(ax):
        parabola(ax)
        texts(ax, 1)

    moved = text_positions(moving(texts, [1])[0])
    stood = text_positions(scene(None, background=standing_too).standing())
    assert len(moved) == 6
    for name, x, y in moved:
        assert any(name == n and abs(x - u) < 1 and abs(y - v) < 2 for n, u, v in stood), name


def test_a_title_that_moves_is_gone_from_what_stands_still():
    def titled(ax, x):
        square(ax, x)
        ax.set_title(f"x = {x}")

    drawing = scene(titled)
    assert ["x = 1" in svg for svg in drawing.moving([{"x": 1}, {"x": 2}])] == [True, False]
    assert "x = " not in drawing.standing()


def type_sizes(svg):
    return [float(size) for size in re.findall(r"font(?:-size)?: ?(\d+(?:\.\d+)?)px", svg)]


def test_a_picture_for_a_slide_has_its_size_and_no_small_type():
    def small(ax, x):
        ax.text(x, 1, "near", fontsize=4)
        ax.set_title("above")

    picture = scene(small, height=9, form=SLIDE).svg({"x": 1})
    assert 'width="600pt" height="228pt"' in picture
    (svg,) = scene(small, form=SLIDE).moving([{"x": 1.0}])
    assert "near" in svg
    assert min(type_sizes(svg + picture)) >= 9


def test_what_is_stacked_stands_abreast_on_a_slide():
    def both(axes, x):
        assert axes.shape == (2,)
        for ax in axes:
            ax.plot(x, x, "o")

    drawing = Scene(both, None, "", None, (2, 1), SLIDE)
    drawing.svg({"x": 1})
    left, right = (ax.get_position() for ax in drawing.axes)
    assert left.x1 < right.x0
    assert left.y0 == right.y0


def test_a_title_on_a_slide_is_broken_where_it_would_leave_the_picture():
    long = "a title of many words for a picture that is narrow, and its end"

    def titled(axes, x):
        for ax in axes:
            ax.plot(x, x, "o")
            ax.set_title(long)

    drawing = Scene(titled, None, "", None, (1, 3), SLIDE)
    (svg,) = drawing.moving([{"x": 1}])
    assert svg.count("and its end") == 3
    assert svg.count(long) == 2  # what has room at both sides stays as it is


def test_on_a_telephone_held_upright_axes_stand_below_each_other_in_large_type():
    def both(axes, x):
        for ax in axes:
            ax.plot(x, x, "o")
            ax.text(x, x, "near", fontsize=4)
            ax.set_title("a title of many words that has no comma and so is broken")

    drawings = on_both_screens(both, None, (1, 2), {"x": 1})
    lying, upright = ("".join(one.moving([{"x": 1}])) for one in drawings)
    assert "a title of many words that has no comma and so is broken" in lying
    assert "a title of many words that has no comma and so is broken" not in upright
    assert min(type_sizes(upright)) * 358 / 223.75 >= 16
    above, below = (ax.get_position() for ax in drawings[1].axes)
    assert above.y0 > below.y1
    assert above.x0 == pytest.approx(below.x0, abs=0.05)


@pytest.mark.parametrize("grid", [(1, 1), (3, 1), (2, 2), (1, 6)])
def test_a_function_gets_its_axes_in_the_same_shape_on_every_screen(grid):
    shapes = []
    both = on_both_screens(None, lambda axes: shapes.append(np.shape(axes)), grid)
    assert shapes == [tuple(count for count in grid if count > 1)] * 2
    assert [np.size(one.axes) for one in both] == [np.prod(grid)] * 2


def test_on_a_telephone_held_upright_a_route_goes_down():
    places, stations = [(0, 1), (1, 1), (1, 0)], ["1 One\nin two lines", "2 Two", "3 Three"]
    both = on_both_screens(None, lambda ax: route(ax, places, stations))
    assert both[1].is_legible({})
    lying, upright = ([text for text in one.axes.texts if text.get_text()] for one in both)
    assert [text.get_position() for text in lying] == places
    assert [text.get_text() for text in upright] == stations
    boxes = [text.get_bbox_patch().get_window_extent() for text in upright]
    assert all(above.y0 > below.y1 + 5 for above, below in pairwise(boxes))
    figure = both[1].figure
    assert all(0 < box.x0 < box.x1 < figure.bbox.width for box in boxes)
    assert 0 < boxes[-1].y0 < boxes[0].y1 < figure.bbox.height


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_a_route_has_room_for_each_of_its_rows(rows):
    ax = scene(None, None, "", None, (1, 1)).axes
    places = [(x, y) for y in range(rows) for x in range(3)]
    route(ax, places, ["1 One\nin two\nlines"] * len(places))
    frame = ax.get_window_extent()
    boxes = [text.get_window_extent() for text in ax.texts if text.get_text()]
    assert len(boxes) == len(places)
    assert all(frame.x0 < box.x0 < box.x1 < frame.x1 for box in boxes)
    assert all(frame.y0 < box.y0 < box.y1 < frame.y1 for box in boxes)


def test_on_a_telephone_held_upright_a_legend_above_is_a_column():
    def two_lines(ax):
        ax.plot([0, 1], label="one")
        ax.plot([1, 0], label="another")
        legend_above(ax)

    both = on_both_screens(None, two_lines)
    for one, columns in zip(both, (2, 1), strict=True):
        legend, frame = one.axes.get_legend(), one.axes.get_window_extent()
        assert len({round(text.get_window_extent().x0) for text in legend.get_texts()}) == columns
        assert legend.get_window_extent().y0 > frame.y1 - 1
        assert legend.get_window_extent().x1 < one.figure.bbox.width


@pytest.mark.parametrize("steps", [(0.1, 0.95, 0.2), (2, 15, 3)])
def test_on_a_telephone_held_upright_the_labels_of_a_map_are_whole_and_apart(steps):
    x, y = np.linspace(-5.5, 10.5, 81), np.linspace(-8.5, 7.5, 81)
    z = x + y[:, None]
    heights = 1 / (1 + np.exp(-z)) ** 2 if steps[0] < 1 else np.logaddexp(0, z)
    maps = []

    def two_maps(axes):
        maps.append([contours(ax, x, y, heights, np.arange(*steps)) for ax in axes])

    _, upright = on_both_screens(None, two_maps, (1, 2))
    for ax, lines in zip(upright.axes, maps[1], strict=True):
        frame = ax.get_window_extent()
        boxes = [text.get_window_extent() for text in lines.labelTexts]
        assert len(boxes) >= 4
        assert all(frame.x0 < box.x0 and box.x1 < frame.x1 for box in boxes)
        assert all(frame.y0 < box.y0 and box.y1 < frame.y1 for box in boxes)
        assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def words(*places):
    def write(ax):
        ax.set(xlim=(0, 1), ylim=(0, 1))
        for place in places:
            ax.text(*place, "some words")

    return write


def side_by_side(right):
    """Return a background with two numbers, which are one word if there is no gap."""

    def write(ax):
        ax.set(xlim=(0, 1), ylim=(0, 1))
        ax.text(0.495, 0.5, "0.005", ha="right")
        ax.text(right, 0.5, "0.134")

    return write


@pytest.mark.parametrize(
    ("background", "fits"),
    [
        (words((0.1, 0.5), (0.1, 0.8)), True),
        (words((0.1, 0.5), (0.3, 0.5)), False),
        (side_by_side(0.5), False),
        (side_by_side(0.53), False),
        (side_by_side(0.56), True),
        (words((3, 0.5)), False),  # so far out that no room is left for the axes
        (lambda ax: ax.axis("off"), False),
        (lambda ax: [ax.imshow([[0, 1]]), ax.axis("off")], True),
    ],
)
def test_a_picture_whose_texts_would_overlap_is_not_drawn_for_a_telephone(background, fits):
    assert Scene(None, background, "", None, (1, 1), UPRIGHT).is_legible({}) == fits


@pytest.mark.parametrize("own", ["line", "marker", "image"])
def test_what_is_clipped_by_a_path_of_its_own_stays_so(own):
    def clipped(ax, x):
        circle = Outline.unit_circle(), ax.transData
        if own == "line":
            ax.plot([0, x], [0, x], clip_path=circle)
        elif own == "marker":
            ax.plot(0, 0, "o", clip_path=circle)
        else:
            ax.imshow([[0, x]], aspect="auto", extent=(-2, 2, -1, 4)).set_clip_path(*circle)

    (svg,) = moving(clipped, [2.0])
    (name,) = re.findall(r'<clipPath id="(\w+)">', svg)
    assert f"url(#{name})" in svg
    assert "<g transform" not in svg, "which would move the clipping"


def test_places_are_rounded_but_no_text():
    def precise(ax, x):
        ax.plot([x, 2 * x], [x, x], "o-")
        ax.set_title(f"x = {x}")

    (svg,) = moving(precise, [0.123456], alt="at {x}")
    assert "x = 0.123456" in svg
    assert "at 0.123456" in svg
    places = re.findall(r' (?:d|x|y)="([^"]*)"', svg)
    assert len(places) >= 3
    assert not any(re.search(r"\.\d{3}", place) for place in places)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("x = -1.5, y = -.5", "x = −1.5, y = −.5"),
        ("(-2, 3) and -inf", "(−2, 3) and −inf"),
        ("error 1e-07", "error 1e−07"),
        ("cross-entropy of 2026-11-28, rows 3-4", "cross-entropy of 2026-11-28, rows 3-4"),
        ("class -a", "class -a"),
    ],
)
def test_the_numbers_of_a_title_have_a_minus(written, shown):
    drawn = scene(lambda ax, x: ax.set_title(written), alt="")
    (moving,) = drawn.moving([{"x": 1}])
    assert re.search(r">([^<]+)</text>", moving)[1].strip() == shown


def test_a_standing_title_stands_still():
    drawing = scene(background=lambda ax: ax.set(title="always", xlim=(0, 1), ylim=(0, 1)))
    (svg,) = drawing.moving([{"x": 1}])
    assert "always" not in svg
    assert "always" in drawing.standing()


def test_a_legend_may_move():
    def labelled(ax, x):
        ax.plot([0, x], [0, x], label=f"up to {x}")
        ax.legend()

    first, second = moving(labelled, [1, 2])
    assert "up to 1" in first
    assert "up to 2" in second
    assert "up to 1" not in second


def test_the_description_is_escaped():
    (svg,) = moving(square, [1], alt='<img src=x onerror="alert({x})">')
    assert 'aria-label="&lt;img src=x onerror=&quot;alert(1)&quot;&gt;"' in svg


def test_several_axes():
    def both(axes, x):
        axes[0].plot(x, x, "o")
        axes[1].plot(x, -x, "s")

    (svg,) = moving(both, [1], background=None, grid=(1, 2))
    assert svg.count("<svg") == 3


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_position_without_anything_finite_says_so(value):
    finite, blank = moving(lambda ax, x: ax.plot([0, 1], [x, x]), [1, value])
    assert "nothing finite to draw here" in blank
    assert "nothing finite to draw here" not in finite


def test_a_position_that_draws_nothing_says_so():
    (svg,) = moving(lambda ax, x: None, [1])
    assert "nothing finite to draw here" in svg


def test_the_first_position_sets_the_limits_where_there_is_no_background():
    drawing = scene(lambda ax, x: ax.plot([0, x], [0, 1]), background=None)
    list(drawing.moving([{"x": 2}, {"x": 100}]))
    assert drawing.axes.get_xlim()[1] < 3


def test_the_background_sets_the_limits_where_there_is_one():
    drawing = scene(
        lambda ax, x: ax.plot([0, x], [0, 1]), background=lambda ax: ax.plot([0, 1], [0, 1])
    )
    list(drawing.moving([{"x": 100}]))
    assert drawing.axes.get_xlim()[1] < 2


@pytest.mark.parametrize("name", ["xlim", "ylim", "xlabel", "ylabel"])
def test_draw_may_not_change_the_axes(name):
    values = {"xlim": (0, 7), "ylim": (0, 7), "xlabel": "other", "ylabel": "other"}

    def changes(ax, x):
        square(ax, x)
        if x == 2:
            ax.set(**{name: values[name]})

    with pytest.raises(ValueError, match="leave the limits and labels of the axes alone") as info:
        moving(changes, [1, 2])
    assert info.value.__notes__ == ["This happened while drawing the position x = 2."]


def test_an_error_names_the_position():
    def fails(ax, x):
        return 1 / (x - 2)

    with pytest.raises(ZeroDivisionError) as info:
        moving(fails, [1, 2])
    assert info.value.__notes__ == ["This happened while drawing the position x = 2."]


def test_no_global_state_is_left_behind():
    before = dict(matplotlib.rcParams)
    still(square, background=parabola, alt="", x=1)
    moving(square, [1, 2])
    assert dict(matplotlib.rcParams) == before
    pyplot = sys.modules.get("matplotlib.pyplot")
    assert pyplot is None or not pyplot.get_fignums()


def test_values_far_outside_the_axes_warn_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        still(square, background=parabola, alt="", x=1e150)


def test_logarithmic_axes_have_plain_ticks():
    def background(ax):
        ax.set(xlim=(1e-8, 1), ylim=(1e-8, 1))
        assert log_axes(ax, xlabel="step") is ax

    svg = scene(background=background).standing()
    assert "1e-08" in svg
    assert "step" in svg
    assert "<tspan" not in svg


@pytest.mark.parametrize("style", ["-", ":", (0, (4, 1.2))])
def test_a_zero_line_is_where_the_heights_are_zero(style):
    ax = matplotlib.figure.Figure().subplots()
    x, y = np.linspace(-1, 1, 5), np.linspace(0, 3, 4)
    look = {"color": "#123456", "linestyle": style, "linewidth": 3}
    line = zero_line(ax, x, y, x[None, :] + y[:, None] - 1, look)
    (path,) = line.get_paths()
    np.testing.assert_allclose(path.vertices.sum(axis=1), 1)
    assert line.get_linewidth() == 3
    assert zero_line(ax, x, y, np.ones((4, 5)), look) is None
    assert zero_line(ax, x, y, np.zeros((4, 5)), look) is None


def test_a_map_has_a_labelled_line_at_each_level_and_is_darker_where_it_is_lower():
    x, y = np.linspace(-1, 1, 21), np.linspace(-2, 2, 31)
    heights = x**2 + y[:, None] ** 2
    drawn = []
    still(background=lambda ax: drawn.extend([contours(ax, x, y, heights, [0.5, 2]), ax]), alt="")
    lines, ax = drawn
    assert {text.get_text() for text in lines.labelTexts} == {"0.5", "2"}
    for level, path in zip((0.5, 2), lines.get_paths(), strict=True):
        assert np.hypot(*path.vertices.T) == pytest.approx(np.sqrt(level), abs=0.01)
    bands = next(artist for artist in ax.collections if artist is not lines)
    shades = bands.get_facecolor()[:, 0]
    assert np.all(np.diff(shades) > 0)


def lines_for(low, high):
    costs = np.linspace(low, high, 20).reshape(4, 5)
    scene = Scene(None, lambda ax: cost_map(ax, range(5), range(4), costs), "", None, (1, 1))
    return scene.axes.collections[-1].levels


def test_a_map_of_costs_has_lines_where_the_costs_are():
    """Whatever the range of a learner's costs, also where they hardly differ."""
    np.testing.assert_allclose(lines_for(0.03, 7), [0.05, 0.1, 0.2, 0.5, 1, 2, 5])
    np.testing.assert_allclose(lines_for(0.03, 0.7), [0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
    narrow = lines_for(0.61, 0.72)
    assert 5 <= len(narrow) <= 9
    assert np.all((narrow > 0.61) & (narrow < 0.72))
    assert len(lines_for(0.5, 0.5)) == 1


@pytest.mark.parametrize(
    ("low", "labels", "written"),
    [
        (0.06, True, {"0.1", "0.2", "0.5", "1", "2", "5"}),
        (0.002, True, {"0.01", "0.1", "1"}),
        (0.002, False, set()),
    ],
)
def test_where_lines_are_many_only_powers_of_ten_are_labelled(low, labels, written):
    """As in the map of rows that one border divides, whose lines crowd."""
    x, costs = np.geomspace(1, 100, 60), np.geomspace(low, 8, 60) * np.ones((60, 1))
    drawn = []
    still(background=lambda ax: drawn.append(cost_map(ax, x, x, costs, labels=labels)), alt="")
    assert {text.get_text() for text in drawn[0].labelTexts} == written


def test_on_a_telephone_held_upright_few_lines_of_a_map_are_labelled():
    x, costs = np.geomspace(1, 100, 60), np.geomspace(0.06, 8, 60) * np.ones((60, 1))
    drawn = []
    on_both_screens(None, lambda ax: drawn.append(cost_map(ax, x, x, costs)))
    lying, upright = ({text.get_text() for text in one.labelTexts} for one in drawn)
    assert len(lying) == 6
    assert upright == {"0.1", "1"}


@pytest.mark.parametrize("look", CLASSES)
def test_the_edge_of_a_mark_stands_out_from_white(look):
    """As WCAG 2.2 asks of graphics: a contrast of 3 to 1."""
    parts = np.array(to_rgb(look["markeredgecolor"]))
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    assert 1.05 / (linear @ (0.2126, 0.7152, 0.0722) + 0.05) >= 3


NAMES = [
    "<img src=x onerror=alert(1)>",
    "$x$",
    "a$b",
    r"\$1",
    "a_b^2",
    "two\nlines",
    "_hidden",
    "w" * 99,
]


@pytest.mark.parametrize("name", NAMES)
def test_names_from_a_file_are_drawn_word_for_word(name):
    X, y = np.array([[1.0, 2.0], [2.0, 4.0]]), np.array([0.0, 1.0])

    def background(ax):
        two_classes(ax, X, y, [name, name], [name, "other"])
        ax.legend()

    svg = Scene(None, background, "", None, (1, 1)).standing()
    root = ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns:xlink="x" ', 1))
    texts = ["".join(node.itertext()) for node in root.iter("text")]
    shown = " ".join(name.split())
    shown = shown if len(shown) < 30 else "w" * 27 + "…"
    assert texts.count(shown) == 2
    assert f"y = 0: {shown}" in texts
    assert "<img" not in svg


@pytest.fixture
def fonts_of_matplotlib(monkeypatch):
    """Leave only the fonts that come with Matplotlib, whatever this machine has."""
    own = Path(matplotlib.get_data_path())
    manager = matplotlib.font_manager.fontManager
    kept = [font for font in manager.ttflist if Path(font.fname).is_relative_to(own)]
    monkeypatch.setattr(manager, "ttflist", kept)
    monkeypatch.setattr(fonts, "_told", set())
    fonts._family.cache_clear()
    yield manager
    fonts._family.cache_clear()


def penguins(ax):
    X, y = np.array([[1.0, 2.0], [2.0, 4.0]]), np.array([0.0, 1.0])
    two_classes(ax, X, y, ["企鹅 é", "σ"], ["企", "b"])
    ax.legend()
    ax.set_title("𓆏")


def test_what_no_font_has_is_drawn_as_its_code_with_one_notice(fonts_of_matplotlib, capsys):
    scene = Scene(lambda ax, z: ax.text(0, 0, "鹅"), penguins, "", None, (1, 1))
    svg = scene.standing() + "".join(scene.moving([{"z": 1}, {"z": 2}]))
    told = "No font on this computer has these characters, so pictures show"
    assert capsys.readouterr().out == f"{told} U+4F01 for 企, U+9E45 for 鹅, U+1318F for 𓆏.\n"
    for said in ("U+4F01 U+9E45 é", ">σ<", "y = 0: U+4F01", "U+1318F", ">U+9E45<"):
        assert said in svg
    assert not set("企鹅𓆏") & set(svg)
    still(background=penguins, alt="")
    still(lambda ax, z: ax.set_xlabel("鹅"), z=1, alt="")
    assert capsys.readouterr().out == ""


def test_what_another_font_has_is_drawn_with_it(fonts_of_matplotlib, tmp_path, capsys):
    from fontTools.ttLib import TTFont

    font = TTFont(matplotlib.font_manager.findfont("DejaVu Sans"))
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(dict.fromkeys(map(ord, "企鹅"), "W"))
    for name in font["name"].names:
        name.string = str(name).replace("DejaVu Sans", "Two Penguins")
    font.save(tmp_path / "two.ttf")
    fonts_of_matplotlib.addfont(str(tmp_path / "two.ttf"))
    scene = Scene(None, lambda ax: ax.set_title("企鹅"), "", None, (1, 1))
    assert scene.axes.title.get_text() == "企鹅"
    assert "'DejaVu Sans', 'Two Penguins'" in scene.standing()
    other = Scene(None, lambda ax: ax.set_title("WW"), "", None, (1, 1))
    drawn = [s.png({}) for s in (scene, other)]
    np.testing.assert_array_equal(*(np.asarray(Image.open(io.BytesIO(png))) for png in drawn))
    assert capsys.readouterr().out == ""


def test_rows_of_one_feature_stand_at_their_target():
    X, y = np.array([[1.0], [2.0], [3.0]]), np.array([0.0, 1.0, 0.0])
    scene = Scene(None, lambda ax: two_classes(ax, X, y, ["x"], "ab"), "", None, (1, 1))
    found = [line.get_xydata().tolist() for line in scene.axes.lines]
    assert found == [[[1, 0], [3, 0]], [[2, 1]]]
    assert scene.axes.get_ylabel() == "ŷ"


def drawn_rows(X, y):
    """Return the axes with the rows, and all marks in the order in which they are drawn."""
    scene = Scene(None, lambda ax: two_classes(ax, X, y, ["u", "v"], "ab"), "", None, (1, 1))
    lines = sorted(scene.axes.lines, key=lambda line: line.get_zorder())
    return scene.axes, [
        (*map(float, place), line.get_marker()) for line in lines for place in line.get_xydata()
    ]


def test_the_marks_of_one_class_do_not_hide_those_of_the_other():
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(5000, 2)), np.arange(5000) < 2000
    axes, marks = drawn_rows(X, y)
    wanted = {(*row, "o^"[int(kind)]) for row, kind in zip(X.tolist(), y, strict=True)}
    assert set(marks) == wanted
    assert len(marks) == 5000
    for part in np.array_split([marker == "^" for *_, marker in marks], 5):
        assert 0.3 < np.mean(part) < 0.5
    assert len(axes.get_legend_handles_labels()[1]) == 2
    assert [line.get_label() for line in axes.lines[:2]] == ["y = 0: a", "y = 1: b"]


def test_rows_on_few_places_are_moved_a_little_and_this_is_said():
    rng = np.random.default_rng(1)
    X = np.column_stack([rng.integers(0, 2, 300), rng.integers(0, 4, 300) * 2.0])
    axes, marks = drawn_rows(X, np.arange(300) % 2)
    places = np.array([mark[:2] for mark in marks])
    assert len(np.unique(places, axis=0)) == 300
    assert np.abs(places[:, 0] - places[:, 0].round()).max() < 0.25
    assert np.abs(places[:, 1] - 2 * (places[:, 1] / 2).round()).max() < 0.5
    assert axes.get_xlabel() == "u (rows moved a little)"
    assert axes.get_ylabel() == "v (rows moved a little)"
    assert sorted((round(x), 2 * round(z / 2)) for x, z in places) == sorted(map(tuple, X))


def test_rows_on_places_of_their_own_are_drawn_where_they_are():
    X = np.column_stack([np.arange(60) % 20, np.arange(60) / 7])
    axes, marks = drawn_rows(X, np.arange(60) % 2)
    assert sorted(mark[:2] for mark in marks) == sorted(map(tuple, X.tolist()))
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("u", "v")


def test_ink_is_drawn_row_by_row_from_the_top():
    picture = np.zeros(64)
    picture[1] = 1.0
    shown = pixels(still(lambda ax: ink(ax, picture), background=picture_frame, alt=""))
    rows, columns = np.nonzero(shown.sum(axis=2) < 60)
    box = Scene(None, picture_frame, "", None, (1, 1))
    box.figure.draw_without_rendering()
    edge = box.axes.get_window_extent()
    scale = shown.shape[1] / box.figure.bbox.width
    size = edge.width / 8
    assert columns.min() / scale == pytest.approx(edge.x0 + size, abs=0.6)
    assert columns.max() / scale == pytest.approx(edge.x0 + 2 * size, abs=0.6)
    assert rows.min() / scale == pytest.approx(box.figure.bbox.height - edge.y1, abs=0.6)
    assert rows.max() / scale == pytest.approx(box.figure.bbox.height - edge.y1 + size, abs=0.6)


def test_weights_are_told_without_colour_too():
    w = np.zeros(64)
    w[[3, 9]], w[60], w[61] = 2.0, -1.0, 0.01
    scene = Scene(lambda ax, x: weights(ax, w, x), picture_frame, "", None, (1, 1))
    (svg,) = scene.moving([{"x": 2.0}])
    assert svg.count("<path") == 3
    assert len(svg) < 4000


def test_bars_have_their_heights_written_at_their_ends():
    def two(ax, x):
        drawn = bars(ax, [x, -x / 2], (FUNCTION, SLOPE))
        assert [bar.get_height() for bar in drawn] == [x, -x / 2]
        assert [bar.get_facecolor()[:3] for bar in drawn] == [
            matplotlib.colors.to_rgb(look["color"]) for look in (FUNCTION, SLOPE)
        ]

    def frame(ax):
        ax.set(xlim=(-1, 2), ylim=(-1, 1))

    first, second = moving(two, [0.5, 0.25], background=frame)
    assert ">0.500<" in first
    assert ">−0.250<" in first
    assert ">0.500<" not in second
    assert ">0.250<" in second
    assert ">−0.125<" in second
    assert ">−0.000<" not in moving(two, [0.0001], background=frame)[0]


@pytest.mark.parametrize("length", [0.01, 0.1, 1.5])
def test_an_arrow_is_as_long_as_it_is_meant_to_be(length):
    def extent(draw):
        shown = pixels(still(lambda ax, x: draw(ax), background=parabola, alt="{x}", x=0))
        columns = np.nonzero(np.all(shown == (255, 0, 0), axis=2).any(axis=0))[0]
        return columns.min(), columns.max()

    line = extent(lambda ax: ax.plot([-1, -1 + length], [3, 3], "r", solid_capstyle="butt"))
    drawn = extent(lambda ax: arrow(ax, (-1, 3), (-1 + length, 3), "red"))
    np.testing.assert_allclose(drawn, line, atol=6)


def test_a_graph_has_room_for_its_nodes_and_says_values_and_slopes():
    places = {"w": (0, 0), "z": (6, 1)}
    drawn = scene(background=lambda ax: computation_graph(ax, places, [("w", "z")]))
    ax = drawn.axes
    assert ax.get_xlim() == (-0.75, 6.75)
    assert ax.get_ylim() == (-0.6, 1.6)
    said = values_and_slopes(ax, places, {"w": -0.2, "z": 1}, {"w": 2.06e-9, "z": 1})
    assert [text.get_text() for text in said] == [
        "w = −0.2", "∂ℓ/∂w = 2.06e−09", "z = 1", "∂ℓ/∂z = 1",
    ]  # fmt: skip
    assert said[0].get_position()[1] > 0 > said[1].get_position()[1]
    on_the_way = values_and_slopes(ax, places, {"w": -0.2, "z": 1}, {"z": 1})
    assert [text.get_text() for text in on_the_way] == ["w = −0.2", "z = 1", "∂ℓ/∂z = 1"]


def test_a_local_slope_stands_in_the_middle_of_its_arrow_and_past_it_where_that_slants():
    places = {"w": (0, 0), "b": (0, 2), "z": (6, 1), "ŷ": (8, 1)}
    drawn = scene(background=lambda ax: computation_graph(ax, places, []))
    slopes = {("w", "z"): ("x", 1.5), ("b", "z"): ("", 1), ("z", "ŷ"): ("", 0.2)}
    said = local_slopes(drawn.axes, places, slopes)
    assert [text.get_text() for text in said] == ["x = 1.5", "1", "0.2"]
    np.testing.assert_allclose(
        [text.get_position() for text in said], [(3.6, 0.6), (3.6, 1.4), (7, 1)]
    )


NEURON = {"w": (0, 1.1), "b": (0, 0), "z": (1.5, 0.55), "ŷ": (3, 0.55), "ℓ": (4.5, 0.55)}
STAGES = ("w", "z"), ("b", "z"), ("z", "ŷ"), ("ŷ", "ℓ")


def neuron(ax):
    computation_graph(ax, NEURON, STAGES)
    graph_key(ax, (2.1, 1.15))


def both_ways(ax, x):
    values_and_slopes(ax, NEURON, dict.fromkeys(NEURON, x), dict.fromkeys(NEURON, -x))
    local = ("x", 1.5), ("", 1), ("σ′(z)", abs(x)), ("ŷ − y", abs(x))
    local_slopes(ax, NEURON, dict(zip(STAGES, local, strict=True)))


# With the shortest numbers that there are and with the longest.
NUMBERS = pytest.mark.parametrize("x", [1, -6.8123e-5])


def texts_of(drawing, x):
    """Return where the texts of a picture stand, in points, and the size of that."""
    with drawing._drawn({"x": x}):
        boxes = [text.get_window_extent() for text in drawing.axes.texts if text.get_text()]
    return boxes, drawing.figure.bbox


def check_apart(boxes, whole):
    assert all(one.x0 >= 0 and one.x1 <= whole.width for one in boxes)
    assert all(one.y0 >= 0 and one.y1 <= whole.height for one in boxes)
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


@NUMBERS
@pytest.mark.parametrize("form", [NOTEBOOK, SLIDE])
def test_the_numbers_at_a_graph_stay_apart(form, x):
    check_apart(*texts_of(scene(both_ways, neuron, "", 2.8, form=form), x))


@NUMBERS
def test_on_a_telephone_held_upright_a_graph_goes_down(x):
    upright = Scene(both_ways, neuron, "", None, (1, 1), UPRIGHT)
    assert upright.is_legible({"x": x})
    check_apart(*texts_of(upright, x))
    nodes = [tuple(line.get_xydata()[0]) for line in upright.axes.lines]
    down = [y for _, y in nodes]
    assert down[0] == down[1] > down[2] > down[3] > down[4]
    assert nodes[0][0] < nodes[2][0] == nodes[3][0] == nodes[4][0] < nodes[1][0]
    assert min(type_sizes("".join(upright.moving([{"x": x}])))) * 358 / 223.75 >= 16


def test_a_graph_stands_still_however_long_its_numbers_are():
    def left(x):
        drawn = scene(both_ways, neuron, "", 2.8)
        drawn.svg({"x": x})
        return drawn.axes.get_position().bounds

    assert left(1) == left(-6.8123e-5)


def test_the_words_of_a_graph_stand_on_its_arrows_and_at_its_nodes():
    places = {"x": (0, 1.1), "u": (0, 0.1), "b": (1.5, 1.45), "z": (1.5, 0.6), "ŷ": (3, 0.6)}
    on_arrows = {("x", "z"): "× weight", ("u", "z"): "× weight", ("b", "z"): "+ bias"}
    at_nodes = {"x": "input", "z": "weighted input\nz = wx + vu + b", "ŷ": "output"}

    def background(ax):
        computation_graph(ax, places, on_arrows)
        graph_words(ax, places, on_arrows, at_nodes)

    lying, upright = both = on_both_screens(None, background)
    for one in both:
        check_apart(*texts_of(one, 1))
    said = {text.get_text(): text.get_position() for text in lying.axes.texts}
    assert said["+ bias"] == (1.5, 1.025)
    assert said["output"] == (3, pytest.approx(0.27))
    beside = next(text for text in upright.axes.texts if text.get_text() == "output")
    assert beside.get_position()[0] > upright.axes.lines[-1].get_xydata()[0, 0]
