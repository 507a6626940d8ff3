"""The lessons in JupyterLab, started as `make lab` starts it, in a real browser."""

import json
import re
import urllib.request

import pytest
from browser import jupyterlab, run_all
from lessons import PATHS, read

FIRST = PATHS[0]


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with jupyterlab(tmp_path_factory.mktemp("home")) as started:
        yield started


@pytest.fixture(scope="module", params=PATHS, ids=lambda path: path.stem)
def lesson(request, browser, lab):
    """Open a lesson, run every cell, and hand out the page with what went wrong so far."""
    root, token, _ = lab
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    wrong = []
    page.on("console", lambda message: message.type == "error" and wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{root}/lab/tree/{request.param.name}?reset&token={token}")
    run_all(page, read(request.param))
    yield page, request.param, wrong
    page.close()


def cells_with(path, start):
    return [i for i, cell in enumerate(read(path).cells) if re.match(start, cell.source)]


def cell_at(page, index):
    cell = page.locator(f".jp-Cell[data-windowed-list-index='{index}']")
    cell.scroll_into_view_if_needed()
    return cell


def description(cell):
    return cell.locator("svg[role=img]").get_attribute("aria-label")


def test_it_opens_on_the_first_lesson_and_asks_nothing(browser, lab):
    root, token, _ = lab
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(f"{root}/?token={token}")
    page.locator("h1", has_text="Start here").first.wait_for()
    assert FIRST.name in page.url
    # closed before its kernel answers, the page would leave an error in the log of the server
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.wait_for_timeout(1000)
    assert not page.locator(".Toastify__toast").count()
    assert not page.locator(".jp-Dialog").count()
    page.close()


def test_the_settings_of_the_course_are_in_force(lab):
    root, token, _ = lab
    plugin = "@jupyterlab/apputils-extension"
    for name, wanted in {
        "kernels-settings": {"commsOverSubshells": "disabled"},
        "notification": {"fetchNews": "false", "checkForUpdates": False},
    }.items():
        address = f"{root}/lab/api/settings/{plugin}:{name}?token={token}"
        with urllib.request.urlopen(address) as answer:
            properties = json.load(answer)["schema"]["properties"]
        assert {key: properties[key]["default"] for key in wanted} == wanted


def test_no_cell_fails(lesson):
    page, path, _ = lesson
    for index, cell in enumerate(read(path).cells):
        if cell.cell_type == "code":
            shown = cell_at(page, index)
            assert not shown.locator(
                "[data-mime-type$='stderr'], [data-mime-type$='error']"
            ).count()
            assert "model not found" not in shown.inner_text()


def test_every_slider_shows_every_end_by_keyboard(lesson):
    page, path, _ = lesson
    panels = cells_with(path, r"panels\.(slider_panel|step_player)\(")
    assert panels
    for index in panels:
        cell = cell_at(page, index)
        for handle in cell.locator(".noUi-handle").all():
            seen = [description(cell)]
            for key in ("End", "Home", "ArrowRight"):
                height = cell.bounding_box()["height"]
                handle.press(key)
                page.wait_for_timeout(50)
                assert cell.locator("svg[role=img]").count() == 1
                assert cell.bounding_box()["height"] == height
                seen.append(description(cell))
            assert len(set(seen)) >= 3, seen


def test_every_choice_shows_its_picture(lesson):
    page, path, _ = lesson
    for index in cells_with(path, r"panels\.choice_panel\("):
        cell = cell_at(page, index)
        seen = set()
        buttons = cell.locator(".widget-toggle-button").all()
        for button in buttons:
            button.click()
            page.wait_for_timeout(50)
            seen.add(description(cell))
        assert len(seen) == len(buttons) > 1


def test_every_quiz_reveals_its_feedback_only_when_answered(lesson):
    page, path, _ = lesson
    quizzes = cells_with(path, r"panels\.quiz\(")
    assert len(quizzes) >= (1 if path.name.startswith("00") else 3)
    for index in quizzes:
        cell = cell_at(page, index)
        assert cell.locator("p").count() == 1
        seen = set()
        for answer in cell.locator("input[type=radio]").all():
            answer.check()
            page.wait_for_timeout(50)
            assert cell.locator("p").count() == 2
            seen.add(cell.locator("p").last.inner_text())
        assert len(seen) == cell.locator("input[type=radio]").count()


def test_nothing_was_reported_to_the_console_or_the_log(lesson, lab):
    _, _, wrong = lesson
    assert not wrong
    log = lab[2].read_text()
    assert not re.search(r"^\[E |Traceback", log, flags=re.M), log
