"""How long the tests take, for one lesson and for all, by the very command of `make test`."""

from browser import environment
from lessons import PATHS, path_of

from benchmark.setup import fresh_clones
from benchmark.timing import Samples, command, python, stopwatch
from helpers.lesson import number

ONE = path_of("01")


def tests(runs):
    """Time `make test` in a fresh clone and an empty home, once that is set up.

    A test that fails ends the measurement, and so does a machine without Chromium.
    """
    samples = Samples()
    for clone, home in fresh_clones(runs):
        surroundings = environment(home, clone) | {"CI": "true"}
        command("make", ".venv/checks", folder=clone, environment=surroundings)
        for name, options in ("one, s", f"-k '{without_others()}'"), ("all, s", ""):
            seconds = stopwatch()
            words = "make", "test", f"TEST_OPTIONS={options}"
            command(*words, folder=clone, environment=surroundings)
            samples.add(name, seconds())
    return samples


def nbval(runs):
    """Time the comparison of the notebooks' outputs alone."""
    samples = Samples()
    for _ in range(runs):
        for name, options in ("one, s", ["-k", without_others()]), ("all, s", []):
            seconds = stopwatch()
            python("pytest", "notebooks", *options)
            samples.add(name, seconds())
    return samples


def without_others():
    """Return the expression for `pytest -k` that leaves out what is about any other lesson.

    Such a test has the name of the lesson's notebook in its own, or a parameter or a file that
    goes by the lesson's number. What is about no lesson stays.
    """
    others = [(path.stem, number(path)) for path in PATHS if path != ONE]
    names = [name for stem, lesson in others for name in (stem, f"[{lesson}-", f"_{lesson}.py")]
    return f"not ({' or '.join(names)})"
