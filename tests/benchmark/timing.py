"""How seconds are taken and collected."""

import statistics
import subprocess
import sys
import time

from browser import ROOT


class FailedCommandError(Exception):
    """A command that was to be timed did not succeed, so its time means nothing."""


class Samples(dict):
    """Lists of figures by name; a name ends in a comma and the unit, as in "ready, s"."""

    def add(self, name, *figures):
        """Keep figures under a name and print their median at once."""
        self.setdefault(name, []).extend(figures)
        print(f"  {name}: {statistics.median(figures):.4g}", file=sys.stderr, flush=True)


def stopwatch():
    """Start to take time; what it returns tells the seconds since then."""
    start = time.perf_counter()
    return lambda: time.perf_counter() - start


def command(*words, folder=ROOT, environment=None):
    """Run a command without showing what it says; raise `FailedCommandError` with it if it fails.

    An `environment` of None is that of this process.
    """
    done = subprocess.run(
        words, cwd=folder, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    if done.returncode:
        raise FailedCommandError(
            f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout[-4000:]}"
        )
    return done.stdout


def python(*words):
    """Run a module with the Python of this environment, as `command` does."""
    return command(sys.executable, "-m", *words)
