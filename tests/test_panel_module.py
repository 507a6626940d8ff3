"""The browser half of panels and quizzes, in Chromium, without a kernel and without a notebook."""

import gzip
import json
from base64 import b64encode

import pytest
from browser import heap

from helpers import panels

# Shows a module's panel in `main` with a model that a test can change: `change(name, value)`.
SHOW = """async ([text, traits, buffers]) => {
  const module = await import(URL.createObjectURL(new Blob([text], {type: "text/javascript"})));
  const bytes = text => new DataView(Uint8Array.from(atob(text), c => c.charCodeAt(0)).buffer);
  for (const name in buffers) traits[name] = bytes(buffers[name]);
  const listeners = {};
  const drawn = {
    get: name => traits[name],
    on: (event, listener) => { listeners[event] = listener; },
    off: (event, listener) => { if (listeners[event] === listener) delete listeners[event]; },
  };
  const model = {
    get: name => name in buffers ? undefined : traits[name],
    on: event => { throw Error("nothing of the panel changes: " + event); },
    save_changes: () => { window.saved = (window.saved ?? 0) + 1; },
    widget_manager: {get_model: async name => name === "the drawn" ? drawn : undefined},
  };
  window.listeners = listeners;
  window.change = (name, value) => {
    traits[name] = name === "positions" ? bytes(value) : value;
    return listeners["change:" + name]?.();
  };
  window.end = await module.default.render({model, el: document.querySelector("main")});
}"""
COLOURS = "<style>:root { --jp-ui-font-color1: %s } body { background: %s }</style>"


def svg(text):
    return f'<svg role="img" aria-label="{text}" viewBox="0 0 72 36"><path d="M0 0h72"/></svg>'


def packed(texts):
    return b64encode(gzip.compress(json.dumps(list(map(svg, texts))).encode())).decode()


def control(label, texts, first=0, kind="slider", **more):
    return {"kind": kind, "label": label, "texts": list(map(str, texts)), "first": first, **more}


def every(controls):
    """Return the text of each position; the last control is the fastest."""
    texts = [""]
    for one in controls:
        added = [f"{one['label']}={text}" for text in one["texts"]]
        texts = [f"{text} {more}".strip() for text in texts for more in added]
    return texts


@pytest.fixture
def opened(browser):
    """Return a function that shows a panel of some controls on a page of its own."""
    pages = []

    def opening(*controls, drawn=True, theme=("#111", "#fff"), **options):
        page = browser.new_context(viewport={"width": 800, "height": 600}, **options).new_page()
        wrong = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda m: m.type == "error" and wrong.append(m.text))
        page.set_content(f"<style>{panels.STYLE}</style>{COLOURS % theme}<main></main>")
        texts = every(controls)
        first = texts[place_of([one["first"] for one in controls], controls)]
        traits = {"standing": svg("still"), "moving": svg(first), "controls": list(controls)}
        traits["drawn"] = "the drawn"
        buffers = {"positions": packed(texts) if drawn else ""}
        page.evaluate(SHOW, [panels.MODULES["panel"], traits | {"percent": 0}, buffers])
        pages.append((page, wrong))
        return page

    yield opening
    for page, wrong in pages:
        assert wrong == []
        page.context.close()


def place_of(places, controls):
    place = 0
    for one, at in zip(controls, places, strict=True):
        place = place * len(one["texts"]) + at
    return place


def picture(page):
    return page.locator(".course-layer svg").last.get_attribute("aria-label")


U, V = control("u", range(5), first=2), control("v", ["low", "high"], first=0)


def test_every_position_of_two_sliders_is_shown_by_keyboard(opened):
    page = opened(U, V)
    assert picture(page) == "u=2 v=low"
    u, v = page.get_by_role("slider", name="u"), page.get_by_role("slider", name="v")
    u.press("Home")
    seen = []
    for _ in U["texts"]:
        v.press("Home")
        seen.append(picture(page))
        v.press("ArrowRight")
        seen.append(picture(page))
        u.press("ArrowRight")
    assert seen == every([U, V])


def test_keys_go_to_the_ends_and_by_larger_steps(opened):
    page = opened(control("u", range(101), first=50))
    u = page.get_by_role("slider", name="u")
    seen = []
    for key in ("End", "Home", "PageUp", "PageUp", "PageDown", "ArrowUp", "ArrowLeft"):
        u.press(key)
        seen.append(int(picture(page).removeprefix("u=")))
    assert seen[:2] == [100, 0]
    assert 5 < seen[2] < seen[3]
    assert seen[4:] == [seen[2], seen[2] + 1, seen[2]]


def test_a_slider_says_its_name_and_its_formatted_value(opened):
    page = opened(control("learning rate", ["0.10", "0.25"]))
    slider = page.get_by_role("slider", name="learning rate", exact=True)
    assert slider.get_attribute("aria-valuetext") == "0.10"
    slider.press("End")
    assert slider.get_attribute("aria-valuetext") == "0.25"
    assert page.locator(".course-readout").inner_text() == "0.25"
    page.get_by_text("learning rate").click()
    assert slider.evaluate("input => input === document.activeElement")


def test_it_waits_for_its_positions_and_then_answers(opened):
    page = opened(U, V, drawn=False)
    assert picture(page) == "u=2 v=low"
    assert page.get_by_role("slider", name="u").is_disabled()
    assert page.locator("[data-live]").count() == 0
    page.evaluate("change('percent', 40)")
    assert page.get_by_text("drawing: 40 %").is_visible()
    page.evaluate("packed => change('positions', packed)", packed(every([U, V])))
    assert page.locator("[data-live]").count() == 1
    assert page.locator(".course-note").inner_text() == ""
    page.get_by_role("slider", name="u").press("End")
    assert picture(page) == "u=4 v=low"


def test_an_interrupted_panel_says_so(opened):
    page = opened(U, drawn=False)
    page.evaluate("change('trouble', 'The drawing was interrupted: <b>run</b>.')")
    assert page.get_by_role("status").first.inner_text() == (
        "The drawing was interrupted: <b>run</b>."
    )


def test_a_picture_is_described_once_it_rests(opened):
    page = opened(control("u", range(40)))
    slider = page.get_by_role("slider", name="u")
    said = page.locator(".course-said")
    for _ in range(5):
        slider.press("ArrowRight")
        assert said.text_content() == ""
    page.wait_for_function("document.querySelector('.course-said').textContent")
    assert said.text_content() == "u=5"
    assert said.get_attribute("role") == "status"


def test_a_choice_is_a_group_of_radio_buttons(opened):
    page = opened(control("function", ["sine", "cosine", "tan"], kind="choice"))
    group = page.get_by_role("group", name="function")
    assert group.get_by_role("radio").count() == 3
    assert group.get_by_role("radio", name="sine", exact=True).is_checked()
    group.get_by_role("radio", name="cosine").check()
    assert picture(page) == "function=cosine"
    page.keyboard.press("ArrowRight")
    assert picture(page) == "function=tan"
    assert page.get_by_text("cosine").bounding_box()["height"] >= 24


def test_two_panels_do_not_share_their_choice(opened):
    page = opened(control("f", ["a", "b"], kind="choice"), control("g", ["a", "b"], kind="choice"))
    for name in ("f", "g"):
        page.get_by_role("group", name=name).get_by_role("radio", name="b").check()
    assert picture(page) == "f=b g=b"


PLAYER = control("step", range(4), kind="player", interval=60)


CLICK = """button => { button.click();
  return [button.textContent, [...document.querySelectorAll("svg")].at(-1).ariaLabel]; }"""


def test_a_player_plays_to_its_end_pauses_and_begins_again(opened):
    page = opened(PLAYER)
    button = page.locator(".course-play")
    assert button.evaluate(CLICK) == ["Pause", "step=0"]
    page.wait_for_function("document.querySelector('input[type=number]').value === '3'")
    page.get_by_role("button", name="Play").wait_for()
    assert picture(page) == "step=3"
    assert button.evaluate(CLICK) == ["Pause", "step=0"]


def test_a_player_pauses_where_it_is(opened):
    page = opened(PLAYER)
    twice = f"button => [({CLICK})(button), ({CLICK})(button)]"
    assert page.locator(".course-play").evaluate(twice) == [["Pause", "step=0"], ["Play", "step=0"]]
    page.wait_for_timeout(200)
    assert picture(page) == "step=0"


def test_a_player_takes_a_number_and_keeps_to_those_it_has(opened):
    page = opened(PLAYER)
    number = page.get_by_role("spinbutton", name="step, as a number")
    number.fill("2")
    assert picture(page) == "step=2"
    for wrong in ("9", "-1", "1.5", ""):
        number.fill(wrong)
        assert picture(page) == "step=2"
        number.blur()
        assert number.input_value() == "2"
    page.get_by_role("slider", name="step").press("Home")
    assert number.input_value() == "0"


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_no_player_starts_by_itself(opened, motion):
    page = opened(PLAYER, reduced_motion=motion)
    page.wait_for_timeout(300)
    assert picture(page) == "step=0"


def test_a_player_that_is_taken_away_stops_and_leaves_nothing(opened):
    page = opened(PLAYER)
    page.get_by_role("button", name="Play").click()
    timers = """() => { let gone = 0; const clear = clearInterval;
      window.clearInterval = timer => { gone += 1; clear(timer); }; end(); return gone; }"""
    assert page.evaluate(timers) == 1
    assert page.locator("main").inner_html() == ""
    assert page.evaluate("Object.keys(listeners)") == []


def test_paper_shows_the_first_position(opened):
    page = opened(U, V)
    page.get_by_role("slider", name="u").press("End")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert picture(page) == "u=2 v=low"
    assert page.locator(".course-readout").first.inner_text() == "2"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert picture(page) == "u=4 v=low"


def test_a_finger_moves_a_slider_and_not_the_page(opened):
    page = opened(control("u", range(101)), has_touch=True)
    page.evaluate("document.body.style.height = '3000px'")
    slider = page.get_by_role("slider", name="u")
    box = slider.bounding_box()
    assert box["height"] >= 24
    session = page.context.new_cdp_session(page)
    y = box["y"] + box["height"] / 2

    def touch(kind, *points):
        points = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (box["x"] + 10, y))
    for step in range(10):
        touch("touchMove", (box["x"] + 10 + 30 * step, y - 20 * step))
    touch("touchEnd")
    assert int(picture(page).removeprefix("u=")) > 30
    assert page.evaluate("scrollY") == 0


LONG = "a very long label that says at length what the slider is for and why it is there at all"


@pytest.mark.parametrize("width", [320, 800])
def test_a_long_label_is_never_cut(opened, width):
    page = opened(control(LONG, ["0.1234567890123", "1"]), control("v", range(3)))
    page.set_viewport_size({"width": width, "height": 600})
    label = page.get_by_text(LONG)
    assert label.evaluate("l => l.scrollWidth <= l.clientWidth + 1 || l.scrollWidth === 0")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for slider in page.get_by_role("slider").all():
        assert slider.bounding_box()["width"] >= 60


def contrast(page, selector):
    """Return the contrast of a text with the page's ground, as WCAG 2 defines it."""
    return page.evaluate(
        """selector => {
          const light = text => {
            const [r, g, b] = text.match(/[\\d.]+/g).map(Number).map(value => {
              const c = value / 255;
              return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const ink = light(getComputedStyle(document.querySelector(selector)).color);
          const ground = light(getComputedStyle(document.body).backgroundColor);
          return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
        }""",
        selector,
    )


@pytest.mark.parametrize("theme", [("rgb(33, 33, 33)", "#fff"), ("rgb(255, 255, 255)", "#111")])
def test_text_is_readable_in_a_light_and_in_a_dark_theme_and_the_picture_is_white(opened, theme):
    page = opened(U, V, theme=theme)
    for selector in ("label", ".course-readout"):
        assert contrast(page, selector) > 7
    ground = "getComputedStyle(document.querySelector('.course-picture')).backgroundColor"
    assert page.evaluate(ground) == "rgb(255, 255, 255)"


def test_nothing_is_sent_and_nothing_is_kept_while_a_slider_moves(opened):
    page = opened(control("u", range(100)))
    move = """steps => {
      const input = document.querySelector('input');
      for (let i = 0; i < steps; i += 1) {
        input.value = i % 100;
        input.dispatchEvent(new Event('input'));
      }
    }"""
    page.evaluate(move, 100)
    assert picture(page) == "u=99"
    before = heap(page)
    page.evaluate(move, 600)
    assert (heap(page) - before) / 600 < 300
    assert page.evaluate("window.saved") is None


@pytest.fixture
def asked(browser):
    """Show a quiz on a page of its own."""
    page = browser.new_page()
    page.set_content(f"<style>{panels.STYLE}</style><main></main>")
    answers = [["yes", "Right, <b>it is</b>."], ["no", "It is."]]
    page.evaluate(SHOW, [panels.MODULES["quiz"], {"question": "Is 1 < 2?", "answers": answers}, {}])
    yield page
    page.close()


def test_a_quiz_reveals_nothing_before_an_answer(asked):
    group = asked.get_by_role("group", name="Is 1 < 2?")
    assert [radio.is_checked() for radio in group.get_by_role("radio").all()] == [False, False]
    feedback = asked.get_by_role("status")
    assert feedback.inner_text() == ""
    group.get_by_role("radio", name="yes").check()
    assert feedback.inner_text() == "Right, <b>it is</b>."
    asked.keyboard.press("ArrowDown")
    assert feedback.inner_text() == "It is."


def test_every_control_has_its_keys_again_after_ctrl_was_released_elsewhere(opened, asked):
    panel = opened(U, control("f", ["a", "b"], kind="choice"), PLAYER)
    for page, count in ((panel, 6), (asked, 2)):
        controls = page.locator("main :is(input, button)").all()
        assert len(controls) == count
        for one in controls:
            own_keys = "control => control.hasAttribute('data-lm-suppress-shortcuts')"
            one.focus()
            page.keyboard.down("Control")
            assert one.evaluate(own_keys) is False
            one.blur()
            page.keyboard.up("Control")
            one.focus()
            assert one.evaluate(own_keys) is True


def test_a_quiz_without_a_right_answer_judges_none(browser):
    page = browser.new_page()
    for replies, judges in ((("Yes, it is.", "No."), 1), (("One.\nTwo.", "Take your time."), 0)):
        page.set_content(f"<style>{panels.STYLE}</style><main></main>")
        answers = [[f"answer {k}", reply] for k, reply in enumerate(replies)]
        page.evaluate(SHOW, [panels.MODULES["quiz"], {"question": "?", "answers": answers}, {}])
        assert page.locator(".course-judges").count() == judges
        page.get_by_role("radio").first.check()
        assert page.get_by_role("status").inner_text() == replies[0]  # its lines stay lines
    page.close()


def test_a_quiz_is_large_enough_for_a_finger(asked):
    for label in asked.locator("label").all():
        assert label.bounding_box()["height"] >= 24
