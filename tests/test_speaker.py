"""The speaker's window beside a deck that is opened from disk."""

import re

import pytest
from browser import axe_of
from playwright.sync_api import expect


@pytest.fixture
def window(small_deck):
    """Open the window by its key, on the slide with the panel."""
    small_deck.go(1)
    with small_deck.context.expect_page() as opened:
        small_deck.tab.keyboard.press("s")
    yield opened.value
    opened.value.close()


def at(deck):
    return deck.tab.evaluate("Reveal.getSlidePastCount()")


def test_it_says_what_to_say_what_to_see_and_what_comes_next(small_deck, window):
    assert window.locator(".place").inner_text() == "Slide 2 of 4"
    assert window.locator("h1").inner_text() == "The line turns"
    assert window.locator(".next").inner_text() == "Next: Which?"
    said = window.locator(".said").inner_text()
    assert re.match(r"Say that the line turns\.\s+What the class should see:\s+The line", said)
    assert said.split()[-2:] == ["Move", "it."]
    assert window.locator(".said math").count() == 1
    assert re.fullmatch(r"\d\d:\d\d", window.locator(".clock").inner_text())
    assert small_deck.wrong == []


def test_it_is_legible_and_axe_finds_no_violation(window):
    sizes = window.locator("body *").evaluate_all(
        "all => all.filter(e => e.innerText && !e.closest('math math *'))"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 18
    assert axe_of(window) == []


def test_it_follows_the_deck_to_the_last_slide(small_deck, window):
    small_deck.tab.keyboard.press("End")
    expect(window.locator(".place")).to_have_text("Slide 4 of 4")
    assert window.locator("h1").inner_text() == "A box stands alone"
    assert window.locator(".next").inner_text() == "This is the last slide."


def test_its_keys_move_the_deck_wherever_the_focus_of_that_is(small_deck, window):
    small_deck.tab.locator("section.present input[type=range]").focus()
    for key, slide in (("PageDown", 2), ("ArrowLeft", 1), (" ", 2), ("PageUp", 1), ("Home", 0)):
        window.keyboard.press(key)
        assert at(small_deck) == slide, key
        assert window.locator(".place").inner_text() == f"Slide {slide + 1} of 4"


def test_its_digits_answer_a_quiz(small_deck, window):
    slide = small_deck.go(2)
    window.keyboard.press("2")
    assert slide.locator(".course-feedback").inner_text() == "No, the other."


def test_the_time_can_be_started_afresh(window):
    expect(window.locator(".since")).to_have_text("0:01")
    window.locator("button").focus()
    window.keyboard.press(" ")
    assert window.locator(".since").inner_text() == "0:00"
    assert window.locator(".place").inner_text() == "Slide 2 of 4"


@pytest.mark.parametrize("forbidden", [False, True])
def test_the_time_goes_on_when_the_deck_is_loaded_anew(small_deck, forbidden):
    """A browser may forbid a page to keep anything; then the time begins afresh."""
    if forbidden:
        small_deck.context.add_init_script(
            "Object.defineProperty(window, 'sessionStorage', {get() { throw Error('no'); }})"
        )
        small_deck.tab.reload()
    clock = small_deck.tab.clock
    clock.install(time=0)
    for seconds, since in ((0, r"^0:\d\d$"), (65, r"^0:\d\d$" if forbidden else r"^1:\d\d$")):
        clock.fast_forward(1000 * seconds)
        small_deck.tab.reload()
        small_deck.tab.wait_for_selector("html[data-alive]", state="attached")
        with small_deck.context.expect_page() as opened:
            small_deck.tab.keyboard.press("s")
        expect(opened.value.locator(".since")).to_have_text(re.compile(since))
    assert small_deck.wrong == []


def test_it_is_dark_with_the_deck(small_deck, window):
    small_deck.tab.keyboard.press("d")
    expect(window.locator("html")).to_have_css("background-color", "rgb(20, 20, 20)")
    window.keyboard.press("d")
    expect(window.locator("html")).to_have_css("background-color", "rgb(255, 255, 255)")


def test_its_key_is_named_in_the_help(small_deck):
    small_deck.tab.keyboard.press("Shift+Slash")
    row = small_deck.tab.locator(".r-overlay-help tr", has_text="Open the speaker's window")
    assert row.locator("td").first.inner_text() == "S"
    small_deck.tab.keyboard.press("Escape")


def test_a_browser_that_blocks_it_is_told_of_in_words(small_deck):
    small_deck.tab.evaluate("window.open = () => null")
    small_deck.tab.keyboard.press("s")
    small_deck.tab.get_by_role("alert").get_by_text("Allow pop-ups for this page").wait_for()


def test_it_closes_with_the_deck(small_deck, window):
    small_deck.tab.reload()
    assert window.is_closed()
