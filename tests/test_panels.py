"""Panels as a kernel builds them: which positions there are, in what order, and what is shown."""

import gzip
import json

import ipywidgets
import matplotlib as mpl
import numpy as np
import pytest
from anywidget import AnyWidget
from ipywidgets.widgets.widget import _instances

from helpers import panels
from helpers.jupyterlab import WIDGET_VIEW
from helpers.panels import (
    MOST_POSITIONS,
    Drawn,
    Panel,
    Quiz,
    Slider,
    choice_panel,
    quiz,
    slider_panel,
    step_player,
)


def mark(ax, **values):
    ax.plot(0, 0, "o")
    ax.set_title(", ".join(f"{name} {value}" for name, value in values.items()))


class Output:
    """One output of a cell: its bundles, one after the other, and its widget as it was then."""

    def __init__(self):
        self.bundles = []

    def display(self, data, metadata=None, raw=False):
        assert raw
        self.bundles.append((data, metadata))

    update = display

    @property
    def widget(self):
        return _instances[self.bundles[0][0][WIDGET_VIEW]["model_id"]]

    @property
    def drawn(self):
        return _instances[self.widget.drawn]

    @property
    def last(self):
        return self.bundles[-1]


@pytest.fixture
def outputs(monkeypatch):
    """Collect the outputs of a cell."""
    made = []

    def output():
        made.append(Output())
        return made[-1]

    monkeypatch.setattr(panels, "DisplayHandle", output)
    return made


def visible(panel, *places):
    """Return the SVG that the browser shows when its controls stand at these places."""
    lengths = [len(control["texts"]) for control in panel.controls]
    place = np.ravel_multi_index(places, lengths)
    return json.loads(gzip.decompress(_instances[panel.drawn].positions))[place]


def test_every_position_of_one_slider_is_there(outputs):
    slider_panel(mark, alt="at {z}", z=[1.0, 2.0, 3.0])
    for place, z in enumerate([1.0, 2.0, 3.0]):
        svg = visible(outputs[0].widget, place)
        assert f">z {z}<" in svg
        assert f'aria-label="at {z}"' in svg


@pytest.mark.parametrize("lengths", [(2, 5), (5, 2), (3, 3)])
def test_every_position_of_two_sliders_is_there(outputs, lengths):
    u, v = np.arange(lengths[0]), np.arange(10, 10 + lengths[1])
    slider_panel(mark, alt="", u=u, v=v)
    for i, j in np.ndindex(lengths):
        assert f">u {u[i]}, v {v[j]}<" in visible(outputs[0].widget, i, j)


def test_every_position_of_three_sliders_is_there(outputs):
    slider_panel(mark, alt="", a=[0, 1], b=[0, 1, 2], c=[0, 1, 2, 3])
    for a, b, c in np.ndindex(2, 3, 4):
        assert f">a {a}, b {b}, c {c}<" in visible(outputs[0].widget, a, b, c)


def test_a_panel_is_one_widget_and_so_is_a_quiz(outputs):
    for show in (
        lambda: slider_panel(mark, alt="", u=[1, 2], v=[1, 2, 3]),
        lambda: choice_panel(mark, alt="", name=["a", "b"]),
        lambda: step_player(mark, 3, alt=""),
        lambda: quiz("?", {"yes": "no", "no": "yes"}),
    ):
        before = set(_instances)
        show()
        made = [_instances[name] for name in set(_instances) - before]
        (widget,) = (w for w in made if isinstance(w, ipywidgets.DOMWidget))
        assert isinstance(widget, (Panel, Quiz))


def test_it_starts_at_the_first_position_in_the_middle_by_default(outputs):
    slider_panel(mark, alt="", u=Slider((1, 2, 3), first=3), v=[1, 2, 3, 4, 5])
    panel = outputs[0].widget
    assert [control["first"] for control in panel.controls] == [2, 2]
    assert ">u 3, v 3<" in panel.moving


def test_a_first_position_that_is_not_there_is_refused(outputs):
    with pytest.raises(ValueError, match="one of the 3 positions from 1 to 3, but is 4"):
        slider_panel(mark, alt="", u=Slider((1, 2, 3), first=4))
    with pytest.raises(ValueError, match=r"from 0\.0 to 1\.0, but is 0\.31"):
        slider_panel(mark, alt="", u=Slider(tuple(np.linspace(0, 1, 11)), first=0.31))
    assert not outputs


@pytest.mark.parametrize("first", [0.3, 0.1 * 3, np.float64(0.3), 0, -0.0])
def test_a_first_position_is_found_in_spite_of_rounding(first):
    positions = tuple(np.arange(-10, 11) * 0.1)
    place = Slider(positions, first=first).index()
    assert positions[place] == pytest.approx(first, abs=1e-12)


def test_small_positions_are_told_apart():
    positions = tuple(np.logspace(-16, 0, 17))
    assert Slider(positions, first=1e-15).index() == 1


def test_sliders_are_labelled_and_formatted(outputs):
    slider_panel(mark, alt="", eta=Slider((0.1, 0.25), label="learning rate", form="{:.2f}"), z=[1])
    labelled, plain = outputs[0].widget.controls
    assert labelled["label"] == "learning rate"
    assert labelled["texts"] == ["0.10", "0.25"]
    assert plain["label"] == "z"


@pytest.mark.parametrize(
    ("position", "shown"),
    [
        (-4.0, "−4"), (-0.5, "−0.5"), (1e-05, "1e−05"), (-2e-7, "−2e−07"), (3, "3"),
        ("x = -2", "x = −2"), ("(-1, -2)", "(−1, −2)"), ("1-2", "1-2"), ("one-half", "one-half"),
        ("cross-2", "cross-2"), ("the-1e-5", "the-1e−5"), (float("-inf"), "−inf"),
        ("a - 1", "a − 1"), ("low - high", "low - high"),
    ],
)  # fmt: skip
def test_a_position_is_shown_with_a_minus_and_stored_with_a_hyphen(outputs, position, shown):
    slider_panel(mark, alt="", z=Slider((position, 1)))
    assert outputs[0].widget.controls[0]["texts"][0] == shown
    (stored,) = Slider((position,)).texts()
    assert outputs[0].last[0]["text/plain"] == f"\n[z: {stored} to 1]"
    assert "−" not in stored


def test_positions_may_be_words(outputs):
    slider_panel(mark, alt="at {word}", word=["low", "high"])
    assert outputs[0].widget.controls[0]["texts"] == ["low", "high"]
    assert outputs[0].last[0]["text/plain"] == "at high\n[word: low to high]"


def test_a_form_that_does_not_fit_is_told(outputs):
    with pytest.raises(ValueError, match=r"form '\{:\.2f\}' should fit .* not fit 'low'"):
        slider_panel(mark, alt="", word=Slider(("low", "high"), form="{:.2f}"))
    assert not outputs


@pytest.mark.parametrize("positions", [3, "low", None])
def test_what_has_no_positions_is_told(outputs, positions):
    with pytest.raises(TypeError, match="z should have several positions, such as np.linspace"):
        slider_panel(mark, alt="", z=positions)
    assert not outputs


def test_the_first_picture_is_displayed_before_the_others_are_drawn(outputs):
    drawn_then = []

    def watching(ax, z):
        drawn_then.append((z, len(outputs)))
        mark(ax, z=z)

    slider_panel(watching, alt="", z=[1, 2, 3])
    assert {z for z, shown in drawn_then if not shown} == {2}
    assert {z for z, shown in drawn_then if shown} == {1, 2, 3}


def test_an_output_also_carries_a_picture_and_a_text(outputs):
    slider_panel(mark, alt="A mark at {z}.", z=Slider((1.0, 2.0), first=1.0))
    first, last = outputs[0].bundles
    data, metadata = last
    assert data["text/plain"] == "A mark at 1.0.\n[z: 1 to 2]" == first[0]["text/plain"]
    assert data["image/png"].startswith("iVBOR")
    assert metadata["image/png"]["alt"] == "A mark at 1.0."
    assert data[WIDGET_VIEW] == first[0][WIDGET_VIEW]
    assert len(outputs) == 1


def test_what_stands_still_is_there_once_and_not_in_what_moves(outputs):
    slider_panel(mark, background=lambda ax: ax.set(xlabel="below"), alt="", z=[1, 2])
    panel = outputs[0].widget
    assert panel.standing.count("below") == 1
    assert not any("below" in visible(panel, place) for place in (0, 1))


def panels_alive():
    return {name for name, widget in _instances.items() if isinstance(widget, Panel)}


def fails_at(value):
    def draw(ax, z):
        mark(ax, z=1 / (value - z))

    return draw


@pytest.mark.parametrize("value", [1, 2, 3])
def test_an_error_at_any_position_stops_the_cell_names_it_and_leaves_no_panel(outputs, value):
    before = panels_alive()
    with pytest.raises(ZeroDivisionError) as info:
        slider_panel(fails_at(value), alt="", z=Slider((1, 2, 3), first=1))
    assert info.value.__notes__ == [f"This happened while drawing the position z = {value}."]
    assert panels_alive() == before
    for output in outputs:
        assert output.last[0] == {"text/plain": ""}


def test_an_interrupt_leaves_a_panel_that_says_so(outputs):
    def interrupted(ax, z):
        if z == 3:
            raise KeyboardInterrupt
        mark(ax, z=z)

    with pytest.raises(KeyboardInterrupt):
        slider_panel(interrupted, alt="", z=[1, 2, 3])
    drawn = outputs[0].drawn
    assert drawn.trouble == "The drawing was interrupted: run the cell again."
    assert drawn.positions == b""


def test_too_many_positions_say_how_many_and_what_to_do(outputs):
    with pytest.raises(
        ValueError, match="1 to 1000 positions, but has 40 × 26 = 1040; give its sliders fewer"
    ):
        slider_panel(mark, alt="", u=range(40), v=range(26))
    with pytest.raises(ValueError, match="but has 1001 = 1001"):
        step_player(mark, 1000, alt="")
    with pytest.raises(ValueError, match="but has 0 = 0; give its sliders at least one position"):
        slider_panel(mark, alt="", u=[])
    assert not outputs
    assert MOST_POSITIONS == 1000


def test_too_many_megabytes_say_so_and_what_to_do(outputs, monkeypatch):
    assert panels.MOST_BYTES == 30_000_000
    monkeypatch.setattr(panels, "MOST_BYTES", 2_000_000)

    def dots(ax, z):
        ax.plot(np.linspace(0, 1, 5000), np.linspace(0, z, 5000), "o")

    with pytest.raises(ValueError, match=r"at most 2 MB .* of 300 positions are more; give"):
        slider_panel(dots, alt="", z=range(1, 301))
    assert outputs[0].last[0] == {"text/plain": ""}


@pytest.mark.parametrize(
    "change",
    [
        lambda ax, z: ax.set_title(f"{z}", loc="left"),
        lambda ax, z: ax.figure.suptitle(f"{z}"),
        lambda ax, z: ax.figure.text(0.5, 0.5, f"{z}"),
        lambda ax, z: ax.twinx().plot([0, 1], [0, z]),
        lambda ax, z: ax.figure.colorbar(ax.imshow([[0, z]], aspect="auto")),
        lambda ax, z: ax.set_xticks([0, z]),
        lambda ax, z: ax.lines[0].set_ydata([0, z / 9]),
        lambda ax, z: ax.lines[0].set_color("red" if z > 3 else "blue"),
    ],
    ids=["left", "suptitle", "text", "twinx", "colorbar", "ticks", "data", "colour"],
)
def test_draw_may_not_change_what_stands_still(outputs, change):
    def draw(ax, z):
        change(ax, z)
        ax.plot(z, 0, "o")

    def background(ax):
        ax.plot([0, 6], [0, 1])
        ax.set(xlim=(0, 6), ylim=(-1, 1))

    with pytest.raises(ValueError, match="leave alone what stands still"):
        slider_panel(draw, background=background, alt="", z=[1, 2, 3, 4, 5])
    assert outputs[0].last[0] == {"text/plain": ""}


def test_a_change_on_the_way_is_found_where_the_last_position_is_the_first(outputs):
    def draw(ax, z):
        ax.set_title(f"{z}", loc="left")
        ax.plot(z, 0, "o")

    with pytest.raises(ValueError, match="leave alone what stands still"):
        slider_panel(draw, alt="", z=Slider((1, 2, 3), first=3))
    assert outputs[0].last[0] == {"text/plain": ""}


def test_draw_may_not_clear_the_axes(outputs):
    def clears(ax, z):
        ax.clear()
        ax.plot(z, 0, "o")

    with pytest.raises(ValueError, match=r"as ax.clear\(\) does; leave that out") as info:
        slider_panel(clears, background=lambda ax: ax.plot([0, 1], [0, 1]), alt="", z=[1, 2])
    assert info.value.__notes__ == ["This happened while drawing the position z = 2."]
    assert not outputs


def test_a_long_build_tells_how_far_it_is(outputs, monkeypatch):
    seen = []
    clock = iter(np.arange(0.0, 1000.0, 0.4))
    monkeypatch.setattr(panels, "monotonic", lambda: next(clock))

    def watching(ax, z):
        mark(ax, z=z)
        seen.extend(output.drawn.percent for output in outputs)

    slider_panel(watching, alt="", z=range(8))
    assert seen == sorted(seen)
    assert seen[-1] > seen[len(seen) // 2] > 0


def test_a_short_build_tells_nothing(outputs):
    slider_panel(mark, alt="", z=[1, 2, 3])
    assert outputs[0].drawn.percent == 0


def test_a_choice_has_a_button_each(outputs):
    choice_panel(mark, alt="the {name}", label="function", name=["sine", "cosine"])
    panel = outputs[0].widget
    (control,) = panel.controls
    assert (control["kind"], control["label"]) == ("choice", "function")
    assert (control["texts"], control["first"]) == (["sine", "cosine"], 0)
    assert ">name cosine<" in visible(panel, 1)
    assert outputs[0].last[0]["text/plain"] == "the sine\n[function: sine to cosine]"


@pytest.mark.parametrize("choices", [{}, {"a": [1, 2], "b": [3, 4]}])
def test_a_choice_has_one_name(outputs, choices):
    told = rf"one name .* but got {len(choices)}: {', '.join(choices) or 'none'}; for several"
    with pytest.raises(TypeError, match=told):
        choice_panel(mark, alt="", **choices)


def test_a_player_has_its_steps_and_its_pace(outputs):
    step_player(mark, 3, alt="step {step}", interval=200)
    panel = outputs[0].widget
    (control,) = panel.controls
    assert (control["kind"], control["interval"], control["first"]) == ("player", 200, 0)
    assert control["texts"] == ["0", "1", "2", "3"]
    for step in range(4):
        assert f">step {step}<" in visible(panel, step)
    assert outputs[0].last[0]["text/plain"] == "step 0\n[step: 0 to 3]"


def test_a_quiz_keeps_its_texts_as_they_are(outputs):
    quiz("Is 1 < 2?", {"yes": "Right, <b>it is</b>.", "no": "It is."})
    asked = outputs[0].widget
    assert asked.question == "Is 1 < 2?"
    assert asked.answers == [["yes", "Right, <b>it is</b>."], ["no", "It is."]]
    data, _ = outputs[0].last
    assert data["text/plain"] == "Is 1 < 2?\n( ) yes\n( ) no"


def test_closing_every_widget_breaks_no_later_cell(outputs):
    slider_panel(mark, alt="", z=[1, 2])
    ipywidgets.Widget.close_all()
    slider_panel(mark, alt="", z=[1, 2])
    quiz("?", {"yes": "no"})
    assert ">z 2<" in visible(outputs[1].widget, 1)
    assert outputs[2].widget.question == "?"


def test_a_callback_of_the_learner_stays(outputs):
    made = []
    ipywidgets.Widget.on_widget_constructed(made.append)
    try:
        slider_panel(mark, alt="", z=[1, 2])
        before = len(made)
        own = ipywidgets.IntSlider()
    finally:
        ipywidgets.Widget.on_widget_constructed(None)
    assert before
    assert own in made[before:]


def everything(panel):
    return panel.standing, panel.moving, _instances[panel.drawn].positions


@pytest.mark.parametrize(
    "settings",
    [
        {"text.usetex": True},
        {"svg.fonttype": "path", "svg.image_inline": False, "savefig.transparent": True},
        {"axes.facecolor": "black", "text.color": "white", "lines.linewidth": 9, "font.size": 30},
        {"figure.autolayout": True, "figure.constrained_layout.use": True, "axes.grid": False},
        {"path.sketch": (1, 100, 2), "axes.prop_cycle": mpl.cycler(color=["red"])},
    ],
    ids=["tex", "svg", "colours", "layout", "sketch"],
)
def test_what_a_learner_has_set_for_figures_changes_no_panel(outputs, settings):
    slider_panel(mark, background=lambda ax: ax.set(xlabel="z"), alt="", z=[1, 2])
    with mpl.rc_context(settings):
        slider_panel(mark, background=lambda ax: ax.set(xlabel="z"), alt="", z=[1, 2])
    one, other = outputs
    assert everything(one.widget) == everything(other.widget)
    assert one.last[0]["image/png"] == other.last[0]["image/png"]


def test_a_style_of_matplotlib_changes_no_panel(outputs):
    from matplotlib import style

    slider_panel(mark, alt="", z=[1, 2])
    for name in ("dark_background", "fivethirtyeight", "ggplot", "seaborn-v0_8-poster"):
        with style.context(name):
            slider_panel(mark, alt="", z=[1, 2])
        assert everything(outputs[-1].widget) == everything(outputs[0].widget), name


def test_nothing_of_a_panel_or_quiz_is_none():
    """The kernel of JupyterLite makes `undefined` of it on the way to the browser."""
    before = set(_instances.values())
    slider_panel(mark, alt="{z}", z=[1, 2])
    choice_panel(mark, alt="{f}", f=["one", "two"])
    step_player(mark, 3, alt="{step}")
    quiz("Is it?", {"yes": "It is.", "no": "It is all the same."})
    made = [w for w in set(_instances.values()) - before if isinstance(w, Panel | Drawn | Quiz)]
    assert len(made) == 3 + 3 + 1
    inherited = set(AnyWidget.class_trait_names(sync=True))
    for widget in made:
        sent = set(widget.trait_names(sync=True)) - inherited
        told = {name: getattr(widget, name) for name in sent if not name.startswith("_")}
        assert told
        assert "null" not in json.dumps(told, default=str)
