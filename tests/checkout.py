"""The course as someone has it who has just cloned it."""

import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

from lessons import ROOT


def commit_of_the_tree(folder):
    """Make a git repository in a folder, of all files as they are now, and return the folder."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    for name in filter(lambda name: (ROOT / name).exists(), listed):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    for words in ("init -q", "add -A", "-c user.name=x -c user.email=x commit -qm x"):
        subprocess.run(["git", *words.split()], cwd=folder, check=True)
    return folder


def lend_packages(clone):
    """Give a clone an environment that has the packages of this one, but its own course.

    To install them would take a minute. Return the variables with which programs find the rest.
    """
    venv.create(clone / ".venv", symlinks=True)
    own = sysconfig.get_path("purelib", vars={"base": str(clone / ".venv")})
    packages = sysconfig.get_path("purelib")
    Path(own, "lent.pth").write_text(f"{clone}\n{packages}\n", encoding="utf-8")
    (clone / ".venv/home").write_text(f"{clone}\n", encoding="utf-8")
    (clone / ".venv/course").touch()
    program = clone / ".venv/bin/jupyter-lab"
    program.write_text(f'#!/bin/sh\nexec "{clone}/.venv/bin/python" -m jupyterlab "$@"\n')
    program.chmod(0o755)
    here = Path(sys.prefix)
    return {
        "JUPYTER_PATH": str(here / "share/jupyter"),
        "JUPYTER_CONFIG_PATH": str(here / "etc/jupyter"),
    }
