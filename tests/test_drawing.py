"""Pictures: what stands still, what moves, and what must not happen between two positions."""

import io
import re
import sys
import warnings
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
from PIL import Image

from helpers.drawing import (
    FUNCTION,
    SLOPE,
    arrow,
    bars,
    computation_graph,
    contours,
    cost_map,
    ink,
    local_slopes,
    log_axes,
    picture_frame,
    two_classes,
    values_and_slopes,
    weights,
)
from helpers.scenes import SHOWN_WIDTH, Scene, still


def square(ax, x):
    ax.plot(x, x**2, "o")


def parabola(ax):
    x = np.linspace(-2, 2, 50)
    ax.plot(x, x**2, **FUNCTION)
    ax.set(xlabel="x", ylabel="y", xlim=(-2, 2), ylim=(-1, 4))


def scene(draw=square, background=parabola, alt="at {x}", height=None, grid=(1, 1)):
    return Scene(draw, background, alt, height, grid)


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


def test_moving_and_standing_together_are_the_still_picture():
    """The moving SVG holds the marker at its place and nothing of what stands still."""
    drawing = scene()
    (svg,) = drawing.moving([{"x": 1.0}])
    namespace = '<svg xmlns:xlink="http://www.w3.org/1999/xlink" '
    root = ElementTree.fromstring(svg.replace("<svg ", namespace, 1))
    (use,) = root.iter("use")
    x, y = drawing.axes.transData.transform((1.0, 1.0))
    height = drawing.figure.get_figheight() * 72
    assert float(use.get("x")) == pytest.approx(x, abs=0.01)
    assert float(use.get("y")) == pytest.approx(height - y, abs=0.01)
    assert "line2d_2" not in svg
    assert "xlabel" not in svg
    assert drawing.standing().count("<text") > 5


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


def test_rows_of_one_feature_stand_at_their_target():
    X, y = np.array([[1.0], [2.0], [3.0]]), np.array([0.0, 1.0, 0.0])
    scene = Scene(None, lambda ax: two_classes(ax, X, y, ["x"], "ab"), "", None, (1, 1))
    found = [line.get_xydata().tolist() for line in scene.axes.lines]
    assert found == [[[1, 0], [3, 0]], [[2, 1]]]
    assert scene.axes.get_ylabel() == "ŷ"


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
    assert svg.count("<use") == 3
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
    assert ax.get_xlim() == (-0.5, 6.5)
    assert ax.get_ylim() == (-0.6, 1.6)
    said = values_and_slopes(ax, places, {"w": -0.2, "z": 1}, {"w": 2.06e-9, "z": 1})
    assert [text.get_text() for text in said] == [
        "w = −0.2", "∂ℓ/∂w = 2.06e−09", "z = 1", "∂ℓ/∂z = 1",
    ]  # fmt: skip
    assert said[0].get_position()[1] > 0 > said[1].get_position()[1]


def test_a_local_slope_stands_in_the_middle_of_its_arrow():
    places = {"w": (0, 0), "b": (0, 2), "z": (6, 1)}
    drawn = scene(background=lambda ax: computation_graph(ax, places, []))
    slopes = {("w", "z"): ("x", 1.5), ("b", "z"): ("", 1)}
    said = local_slopes(drawn.axes, places, slopes)
    assert [text.get_text() for text in said] == ["x = 1.5", "1"]
    assert [text.get_position() for text in said] == [(3, 0.5), (3, 1.5)]
