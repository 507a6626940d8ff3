"""How long it takes from a fresh clone to the course in JupyterLab."""

import shutil
import tempfile
from pathlib import Path

from browser import ROOT, environment, jupyterlab

from benchmark.timing import Samples, command, stopwatch


def measure(runs):
    """Set up a fresh clone in an empty home, again and again, and start JupyterLab in it."""
    samples = Samples()
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as name:
            one_clone(samples, Path(name) / "clone", Path(name) / "home")
    return samples


def one_clone(samples, clone, home):
    """Set up one clone cold, warm, and cold but for the packages that pip has kept."""
    home.mkdir()
    command("git", "clone", "--quiet", str(ROOT), str(clone))
    cold = set_up(clone, home)
    samples.add("cold, s", cold)
    samples.add("warm, s", set_up(clone, home))
    samples.add("cold answer, s", cold + start(clone, home))
    samples.add("warm answer, s", start(clone, home))
    shutil.rmtree(clone / ".venv")
    samples.add("cached, s", set_up(clone, home))


def set_up(clone, home):
    """Return the seconds of what `make lab` does before it opens JupyterLab."""
    seconds = stopwatch()
    command("make", ".venv/course", folder=clone, environment=environment(home, clone))
    return seconds()


def start(clone, home):
    """Return the seconds of `make lab`, in a clone that is set up, until JupyterLab answers."""
    seconds = stopwatch()
    with jupyterlab(home, clone):
        return seconds()
