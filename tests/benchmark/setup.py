"""How long it takes from a fresh clone to the course in JupyterLab."""

import shutil
import tempfile
from pathlib import Path

from browser import ROOT, environment, jupyterlab

from benchmark.timing import Samples, command, stopwatch


def fresh_clones(runs):
    """Yield a fresh clone of the last commit and an empty home, as often as asked."""
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as name:
            clone, home = Path(name) / "clone", Path(name) / "home"
            home.mkdir()
            command("git", "clone", "--quiet", str(ROOT), str(clone))
            yield clone, home


def measure(runs):
    """Set up each clone cold, warm, and cold but for pip's cache, and start JupyterLab in it."""
    samples = Samples()
    for clone, home in fresh_clones(runs):
        cold = set_up(clone, home)
        samples.add("cold, s", cold)
        samples.add("warm, s", set_up(clone, home))
        samples.add("cold answer, s", cold + start(clone, home))
        samples.add("warm answer, s", start(clone, home))
        shutil.rmtree(clone / ".venv")
        samples.add("cached, s", set_up(clone, home))
    return samples


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
