"""How long the tests take, for one lesson and for all, by the very command of `make test`."""

from lessons import PATHS, path_of

from benchmark.timing import Samples, python, stopwatch

ONE = path_of("01")


def tests(runs):
    """Time the whole test run."""
    return _one_and_all(runs)


def nbval(runs):
    """Time the comparison of the notebooks' outputs alone."""
    return _one_and_all(runs, "notebooks")


def _one_and_all(runs, *arguments):
    samples = Samples()
    for _ in range(runs):
        samples.add("one, s", seconds_of(*arguments, "-k", without_others()))
        samples.add("all, s", seconds_of(*arguments))
    return samples


def seconds_of(*arguments):
    """Run pytest with the project's options and more."""
    seconds = stopwatch()
    python("pytest", *arguments)
    return seconds()


def without_others():
    """Return the expression for `pytest -k` that leaves out what is about any other lesson.

    Such a test has the name of the lesson's notebook in its own, or a parameter or a file that
    goes by the lesson's number. What is about no lesson stays.
    """
    others = [(path.stem, path.name[:2]) for path in PATHS if path != ONE]
    names = [name for stem, number in others for name in (stem, f"[{number}-", f"_{number}.py")]
    return f"not ({' or '.join(names)})"
