"""Panels as a kernel builds them: which positions there are, how they are linked, what is shown."""

import numpy as np
import pytest
from ipywidgets import (
    HTML,
    IntProgress,
    IntSlider,
    Play,
    RadioButtons,
    SelectionSlider,
    Stack,
    ToggleButtons,
)
from ipywidgets.widgets.widget import _instances
from ipywidgets.widgets.widget_link import Link

from helpers import panels
from helpers.panels import MOST_POSITIONS, Slider, choice_panel, quiz, slider_panel, step_player


def mark(ax, **values):
    ax.plot(0, 0, "o")
    ax.set_title(", ".join(f"{name} {value}" for name, value in values.items()))


@pytest.fixture
def shown(monkeypatch):
    """Collect what is displayed, as its bundles would reach a front end."""
    bundles = []
    monkeypatch.setattr(panels, "display", lambda panel: bundles.append((panel, bundle_of(panel))))
    return bundles


def bundle_of(panel):
    return panel._repr_mimebundle_()


def walk(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child)


def of_type(panel, kind):
    return [widget for widget in walk(panel) if isinstance(widget, kind)]


def visible(panel, **indices):
    """Return the SVG on top when every slider stands at its index, as the browser would show it."""
    all_links = [widget for widget in _instances.values() if isinstance(widget, Link)]
    stack = of_type(panel, Stack)[0]
    while isinstance(stack, Stack):
        (source,) = [link.source for link in all_links if link.target == (stack, "selected_index")]
        control, attribute = source
        assert attribute == ("value" if isinstance(control, IntSlider) else "index")
        name = control.description or "step"
        stack = stack.children[indices[name]]
    return stack.value


def test_every_position_of_one_slider_is_there(shown):
    slider_panel(mark, alt="at {z}", z=[1.0, 2.0, 3.0])
    panel, _ = shown[0]
    for index, z in enumerate([1.0, 2.0, 3.0]):
        assert f">z {z}<" in visible(panel, z=index)
        assert f'aria-label="at {z}"' in visible(panel, z=index)


@pytest.mark.parametrize("lengths", [(2, 5), (5, 2), (3, 3)])
def test_every_position_of_two_sliders_is_there(shown, lengths):
    u, v = np.arange(lengths[0]), np.arange(10, 10 + lengths[1])
    slider_panel(mark, alt="", u=u, v=v)
    panel, _ = shown[0]
    for i, j in np.ndindex(lengths):
        assert f">u {u[i]}, v {v[j]}<" in visible(panel, u=i, v=j)


def test_every_position_of_three_sliders_is_there(shown):
    slider_panel(mark, alt="", a=[0, 1], b=[0, 1, 2], c=[0, 1, 2, 3])
    panel, _ = shown[0]
    for a, b, c in np.ndindex(2, 3, 4):
        assert f">a {a}, b {b}, c {c}<" in visible(panel, a=a, b=b, c=c)


def test_it_starts_at_the_first_position_in_the_middle_by_default(shown):
    slider_panel(mark, alt="", u=Slider((1, 2, 3), first=3), v=[1, 2, 3, 4, 5])
    panel, _ = shown[0]
    assert [slider.index for slider in of_type(panel, SelectionSlider)] == [2, 2]
    assert {stack.selected_index for stack in of_type(panel, Stack)} == {2}


def test_a_first_position_that_is_not_there_is_refused(shown):
    with pytest.raises(ValueError, match="one of the 3 positions from 1 to 3, but is 4"):
        slider_panel(mark, alt="", u=Slider((1, 2, 3), first=4))


def test_sliders_are_labelled_and_formatted(shown):
    slider_panel(mark, alt="", eta=Slider((0.1, 0.25), label="learning rate", form="{:.2f}"), z=[1])
    labelled, plain = of_type(shown[0][0], SelectionSlider)
    assert labelled.description == "learning rate"
    assert labelled._options_labels == ("0.10", "0.25")
    assert plain.description == "z"


def test_sliders_are_enabled_once_everything_is_drawn(shown, monkeypatch):
    during = []
    monkeypatch.setattr(
        panels,
        "display",
        lambda panel: (
            during.extend(s.disabled for s in of_type(panel, SelectionSlider))
            or shown.append((panel, None))
        ),
    )
    slider_panel(mark, alt="", z=[1, 2])
    assert during == [True]
    assert not any(slider.disabled for slider in of_type(shown[0][0], SelectionSlider))


def test_the_first_picture_is_displayed_before_the_others_are_drawn(monkeypatch):
    drawn = []
    monkeypatch.setattr(panels, "display", lambda panel: drawn.append("displayed"))
    slider_panel(lambda ax, z: drawn.append(z) or mark(ax, z=z), alt="", z=[1, 2, 3])
    assert set(drawn[: drawn.index("displayed")]) == {2}
    assert {1, 3} <= set(drawn[drawn.index("displayed") :])


def test_an_output_also_carries_a_picture_and_a_text(shown):
    slider_panel(mark, alt="A mark at {z}.", z=Slider((1.0, 2.0), first=1.0))
    data, metadata = shown[0][1]
    assert data["text/plain"] == "A mark at 1.0.\n[z: 1 to 2]"
    assert data["image/png"].startswith("iVBOR")
    assert metadata["image/png"]["alt"] == "A mark at 1.0."
    assert "application/vnd.jupyter.widget-view+json" in data


def test_no_python_runs_when_a_slider_moves(shown):
    calls = []
    slider_panel(lambda ax, z: calls.append(z) or mark(ax, z=z), alt="", z=[1, 2, 3])
    count = len(calls)
    of_type(shown[0][0], SelectionSlider)[0].index = 2
    assert len(calls) == count


def test_what_stands_still_lies_below_and_is_there_once(shown):
    slider_panel(mark, background=lambda ax: ax.set(xlabel="below"), alt="", z=[1, 2])
    panel, _ = shown[0]
    assert sum("below" in html.value for html in of_type(panel, HTML)) == 1
    layers = {widget.layout.grid_area for widget in of_type(panel, (HTML, Stack))}
    assert layers == {"1 / 1 / 2 / 2"}


def test_an_error_at_any_position_stops_the_cell_and_names_it(shown):
    def fails_late(ax, z):
        mark(ax, z=1 / (3 - z))

    with pytest.raises(ZeroDivisionError) as info:
        slider_panel(fails_late, alt="", z=Slider((1, 2, 3), first=1))
    assert info.value.__notes__ == ["This happened while drawing the position z = 3."]


def test_too_many_positions_say_how_many_and_what_to_do(shown):
    with pytest.raises(
        ValueError, match="1 to 1000 positions, but has 40 × 26 = 1040; give its sliders fewer"
    ):
        slider_panel(mark, alt="", u=range(40), v=range(26))
    with pytest.raises(ValueError, match="but has 1001 = 1001"):
        step_player(mark, 1000, alt="")
    with pytest.raises(ValueError, match="but has 0 = 0; give its sliders at least one position"):
        slider_panel(mark, alt="", u=[])
    assert not shown
    assert MOST_POSITIONS == 1000


def test_a_long_build_shows_its_progress(shown, monkeypatch):
    seen = []
    clock = iter(np.arange(0.0, 1000.0, 0.4))
    monkeypatch.setattr(panels, "monotonic", lambda: next(clock))

    def watching(ax, z):
        mark(ax, z=z)
        if shown:
            seen.extend(bar.value for bar in of_type(shown[0][0], IntProgress))

    slider_panel(watching, alt="", z=range(8))
    assert seen == sorted(seen)
    assert seen[-1] > seen[0] > 0
    assert not of_type(shown[0][0], IntProgress)


def test_a_short_build_shows_none(shown):
    bars = []
    slider_panel(
        lambda ax, z: (
            mark(ax, z=z) or bars.extend(of_type(shown[0][0], IntProgress) if shown else [])
        ),
        alt="",
        z=[1, 2, 3],
    )
    assert not bars


def test_a_choice_has_a_button_each(shown):
    choice_panel(mark, alt="the {name}", label="function", name=["sine", "cosine"])
    panel, (data, _) = shown[0]
    (buttons,) = of_type(panel, ToggleButtons)
    assert buttons._options_labels == ("sine", "cosine")
    assert ">name cosine<" in visible(panel, function=1)
    assert data["text/plain"] == "the sine\n[function: sine to cosine]"


def test_a_player_plays_steps_and_drags(shown):
    step_player(mark, 3, alt="step {step}", interval=200)
    panel, (data, _) = shown[0]
    (play,), (slider,) = of_type(panel, Play), of_type(panel, IntSlider)
    assert (play.min, play.max, play.interval) == (0, 3, 200)
    assert slider.max == 3
    for step in range(4):
        assert f">step {step}<" in visible(panel, step=step)
    assert data["text/plain"] == "step 0\n[step: 0 to 3]"


def test_a_quiz_reveals_nothing_before_an_answer(shown):
    quiz("Is 1 < 2?", {"yes": "Right, <b>it is</b>.", "no": "It is."})
    panel, (data, metadata) = shown[0]
    (options,), (feedback,) = of_type(panel, RadioButtons), of_type(panel, Stack)
    assert options.index is None
    assert feedback.selected_index is None
    assert [child.value.count("Right") for child in feedback.children] == [1, 0]
    assert "&lt;b&gt;it is&lt;/b&gt;" in feedback.children[0].value
    assert data["text/plain"] == "Is 1 < 2?\n( ) yes\n( ) no"
    assert "Is 1 &lt; 2?" in panel.children[0].value
    assert metadata == {}
