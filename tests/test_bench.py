"""What the benchmark makes of its figures, and what it does when a part fails."""

import json
import sys
from statistics import median

import bench
import pytest
from benchmark import chart, report, suite
from benchmark.timing import FailedCommandError, Samples, python
from lessons import DECKS, PATHS

from helpers.lesson import number

WAYS = {
    "sliders": {
        "panel, ms": [7, 9, 8],
        "interact, ms": [160, 120, 400],
        "deck, ms": [4, 5, 3],
        "panel, frames": [1, 1, 1],
        "interact, frames": [10, 9, 12],
        "deck, frames": [1, 1, 2],
        "kept, kB": [0.01],
        "sent, messages": [0],
        "sent by interact, messages": [2],
    },
    "panels": {
        "ahead, positions/s": [480],
        "each, positions/s": [16],
        "panel drawn, ms": [200],
        "interact drawn, ms": [100],
        "panel alive, ms": [1234.5],
    },
    "nbval": {"one, s": [5, 6, 7], "all, s": [30, 31, 29]},
    "tests": {"one, s": [100], "all, s": [450]},
}


def stored(*parts, machine="a machine, 2 cores"):
    return {
        part: {"machine": machine, "when": "2026-01-02 03:04", "samples": WAYS[part]}
        for part in parts
    }


def cells(table):
    """Return the texts of each line of a Markdown table, by the first one."""
    lines = [line for line in table.splitlines() if line.startswith("|")]
    split = [[text.strip() for text in line.strip("|").split("|")] for line in lines]
    assert len({len(line) for line in split}) == 1
    assert all(set(rule) <= set("-:") and len(rule) >= 3 for rule in split[1])
    return {line[0]: line[1:] for line in split[2:]}


def test_the_table_has_medians_ratios_counts_and_times():
    lines = cells(report.table(stored("sliders", "tests")))
    when = "2026-01-02 03:04"
    assert lines["key to picture, JupyterLab"] == ["8 ms", "160 ms, `@interact`", "20", "3", when]
    assert lines["key to picture, deck"] == [
        "4 ms",
        "—, `@interact` needs a kernel",
        "—",
        "3",
        when,
    ]
    assert lines["whole test run, lesson 01"][:3] == ["100 s", "450 s, all lessons", "4.5"]


def test_a_rate_is_better_if_larger_and_a_time_if_smaller():
    lines = cells(report.table(stored("panels")))
    assert lines["drawing positions"][2] == "30"
    assert lines["cell run to first picture"][2] == "0.5"


def test_the_table_names_the_machine_and_has_only_the_lines_of_what_was_measured():
    table = report.table(stored("nbval"))
    assert table.startswith("On a machine, 2 cores.")
    assert list(cells(table)) == ["nbval alone, lesson 01"]


def test_every_line_is_straight():
    table = report.table(stored(*WAYS)).splitlines()[2:]
    assert len({len(line) for line in table}) == 1


def test_each_deck_has_its_lines():
    ours = [row.ours for row in report.ROWS["decks"]]
    for lesson in map(number, DECKS):
        assert {f"{lesson} deck, MB", f"{lesson} alive, s"} <= set(ours)


def test_parts_of_different_machines_are_not_compared():
    mixed = stored("nbval") | stored("tests", machine="another one")
    with pytest.raises(ValueError, match="different machines: a machine, 2 cores; another one"):
        report.table(mixed)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.71449, "0.714"), (13.26, "13.3"), (999.7, "1000"), (1234.5, "1230"), (4.0, "4")],
)
def test_three_digits_count(number, text):
    assert report.three_digits(number) == text


def test_the_picture_is_the_same_each_time_and_told_in_words():
    first, second = (chart.picture(stored(*chart.NEEDED)) for _ in range(2))
    assert first.content == second.content
    assert first.content.startswith(b"\x89PNG")
    assert "panel, JupyterLab 8 ms, 1 frame;" in first.alt
    assert f"From one lesson to {len(PATHS)}: whole test run 100 → 450 s" in first.alt


def test_the_picture_changes_with_its_figures():
    slower = stored(*chart.NEEDED)
    samples = slower["tests"]["samples"]
    slower["tests"]["samples"] = samples | {"all, s": [2 * median(samples["all, s"])]}
    assert chart.picture(slower).content != chart.picture(stored(*chart.NEEDED)).content


def test_one_lesson_is_what_names_no_other():
    expression = suite.without_others()
    for path in PATHS:
        assert (path.stem in expression) == (path != suite.ONE)
        assert (f"[{number(path)}-" in expression) == (path != suite.ONE)


def test_figures_are_printed_as_they_come(capsys):
    samples = Samples()
    samples.add("ready, s", 1.0, 3.0, 2.5)
    assert capsys.readouterr().err == "  ready, s: 2.5\n"
    assert samples == {"ready, s": [1.0, 3.0, 2.5]}


def test_a_command_that_fails_is_an_error_with_what_it_said():
    with pytest.raises(
        FailedCommandError, match=r"no_such_module ended with 1:\n.*No module named"
    ):
        python("no_such_module")


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """Let the benchmark keep its results elsewhere and know one quick part."""
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    monkeypatch.setattr(bench, "KEPT", tmp_path / "kept")
    monkeypatch.setattr(bench, "PICTURE", tmp_path / "bench.png")
    monkeypatch.setattr(bench.machine, "describe", lambda: "a machine")
    monkeypatch.setattr(
        bench, "PARTS", {"nbval": lambda runs: {"one, s": [5.0] * runs, "all, s": [30.0] * runs}}
    )
    return tmp_path / "kept"


def test_a_part_is_kept_and_shown_again_without_measuring(kept, capsys):
    assert bench.main(["nbval", "--runs", "3"]) is None
    measured = capsys.readouterr().out
    assert cells(measured)["nbval alone, lesson 01"][2:4] == ["6", "3"]
    assert json.loads((kept / "nbval.json").read_text())["samples"]["one, s"] == [5.0] * 3
    bench.PARTS["nbval"] = None
    assert bench.main(["report"]) is None
    assert capsys.readouterr().out == measured


def test_a_part_that_fails_says_so_and_keeps_nothing(kept):
    bench.PARTS["nbval"] = lambda runs: python("no_such_module")
    with pytest.raises(SystemExit) as stopped:
        sys.exit(bench.main([]))
    assert "The part nbval failed." in stopped.value.code
    assert "No module named no_such_module" in stopped.value.code
    assert not kept.exists()


def test_the_picture_is_drawn_once_its_parts_are_there(kept, capsys):
    bench.show(stored("nbval"))
    assert "No picture without the parts: sliders, tests." in capsys.readouterr().err
    bench.show(stored(*chart.NEEDED))
    assert bench.PICTURE.read_bytes().startswith(b"\x89PNG")
    assert "](bench.png)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["speed"], "invalid choice: 'speed'"), (["--runs", "0"], "--runs should be at least 1")],
)
def test_what_cannot_be_measured_is_refused(kept, capsys, arguments, told):
    with pytest.raises(SystemExit):
        bench.main(arguments)
    assert told in capsys.readouterr().err
