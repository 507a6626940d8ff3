"""A deck on a telephone: held upright it scrolls, and it may be turned at any time."""

import re

import pytest
from browser import Deck
from playwright.sync_api import expect

UPRIGHT, LYING = (390, 844), (844, 390)
TELEPHONE = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}
PRESENT = re.compile(r"\bpresent\b")
AT = "Reveal.getSlidePastCount()"
SEEN = "slide => slide.getBoundingClientRect().top"
# What a picture shows before and after its slider moves, within one turn of the browser's loop.
AT_ONCE = """input => {
  const svg = () => [...input.closest(".course-panel").querySelectorAll("svg[role=img]")]
    .find(one => one.checkVisibility()).outerHTML;
  const before = svg();
  input.value = 3;
  input.dispatchEvent(new Event("input", {bubbles: true}));
  return [before, svg()];
}"""


@pytest.fixture
def upright(browser, small_deck_file):
    deck = Deck(browser, small_deck_file, size=UPRIGHT, **TELEPHONE)
    yield deck
    assert deck.wrong == []
    deck.context.close()


def slide_of(deck, number):
    return deck.tab.locator(".slides section").nth(number)


def test_all_slides_stand_below_each_other_and_the_page_scrolls(upright):
    tops = [slide_of(upright, n).evaluate(SEEN) for n in range(4)]
    assert tops == sorted(set(tops))
    assert upright.tab.evaluate("document.documentElement.scrollHeight") > 844
    hidden = "all => all.filter(s => s.hidden || s.ariaHidden || !s.checkVisibility()).length"
    assert upright.tab.locator(".slides section").evaluate_all(hidden) == 0


def test_the_deck_is_at_the_slide_that_is_seen(upright):
    slide_of(upright, 2).evaluate("slide => slide.scrollIntoView()")
    expect(slide_of(upright, 2)).to_have_class(PRESENT)
    expect(upright.tab).to_have_url(re.compile("#/2$"))
    hidden = "all => all.filter(s => s.hidden || s.ariaHidden).length"
    assert upright.tab.locator(".slides section").evaluate_all(hidden) == 0


def test_a_key_scrolls_to_the_next_slide(upright):
    upright.tab.keyboard.press("PageDown")
    assert abs(slide_of(upright, 1).evaluate(SEEN)) <= 1


def test_a_picture_is_drawn_for_it_and_its_panel_answers_at_once(upright):
    panel = slide_of(upright, 1).locator(".course-panel")
    before, after = panel.locator("input").evaluate(AT_ONCE)
    assert 'viewBox="0 0 223.75' in before
    assert 'aria-label="slope 2"' in before
    assert 'aria-label="slope 3"' in after


def test_a_slider_is_moved_and_a_quiz_answered_by_thumb(upright):
    slider = slide_of(upright, 1).locator("input")
    slider.scroll_into_view_if_needed()
    slider.tap(position={"x": 4, "y": 24})
    expect(slider).to_have_js_property("value", "0")
    slide_of(upright, 2).get_by_text("that").tap()
    assert slide_of(upright, 2).locator(".course-feedback").inner_text() == "No, the other."


def test_it_may_be_turned_in_the_middle(upright):
    slide_of(upright, 1).evaluate("slide => slide.scrollIntoView()")
    expect(slide_of(upright, 1)).to_have_class(PRESENT)
    slider = slide_of(upright, 1).locator("input")
    slider.press("End")
    upright.resize(*LYING)
    assert upright.tab.evaluate(AT) == 1
    whole = slide_of(upright, 1).bounding_box()
    assert whole["x"] >= 0
    assert whole["y"] >= 0
    assert whole["y"] + whole["height"] <= 390
    expect(slide_of(upright, 2)).to_have_css("opacity", "0")
    assert slider.input_value() == "3"
    assert slide_of(upright, 1).locator("svg[role=img]").first.is_visible()
    upright.resize(*UPRIGHT)
    assert abs(slide_of(upright, 1).evaluate(SEEN)) <= 1
    assert slider.input_value() == "3"
    upright.tab.wait_for_timeout(100)
    assert upright.tab.evaluate(AT) == 1


def test_a_drawing_without_axes_is_moved_sideways_in_its_place_and_by_keys(upright):
    place = slide_of(upright, 3).locator("picture")
    assert place.evaluate("place => place.scrollWidth > place.clientWidth")
    assert place.evaluate("place => place.tabIndex") == 0
    assert upright.tab.evaluate("document.documentElement.scrollWidth") == 390
