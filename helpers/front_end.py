"""Which front end shows the notebook, as far as a kernel can know."""

import os
import re
import sys
from collections.abc import Mapping

from IPython import get_ipython

IN_BROWSER = "a browser without a server, such as JupyterLite"
UNKNOWN = "not known; a program may have run the cells"
SERVICES = {  # by a variable that only this service sets
    "COLAB_RELEASE_TAG": "Google Colab",
    "KAGGLE_KERNEL_RUN_TYPE": "Kaggle",
}
PLACES = {  # where a front end may run that says nothing of this itself
    "CODESPACES": "GitHub Codespaces",
    "BINDER_SERVICE_HOST": "Binder",
    "JUPYTERHUB_USER": "JupyterHub",
}
SERVERS = {
    r"jupyter-?lab\b|-m jupyter lab\b": "probably JupyterLab, for jupyter-lab started its server",
    r"jupyter-notebook\b|-m (jupyter )?notebook\b": (
        "probably Jupyter Notebook, for jupyter-notebook started its server"
    ),
}


def front_end() -> str:
    """Return in words which front end shows the notebook, and where, as far as this can be seen.

    A Jupyter server does not tell the kernel which of its pages is open, so that is a guess.
    """
    if sys.platform == "emscripten":
        return IN_BROWSER
    names = getattr(get_ipython(), "user_ns", {})
    place = next((place for sign, place in PLACES.items() if sign in os.environ), None)
    return _program(os.environ, names) + (f", on {place}" if place else "")


def _program(environment: Mapping[str, str], names: Mapping[str, object]) -> str:
    for sign, service in SERVICES.items():
        if sign in environment:
            return service
    session = environment.get("JPY_SESSION_NAME")
    if "__vsc_ipynb_file__" in names or "-jvsc-" in (session or ""):
        return "VS Code"
    if session is not None:
        return _server()
    if "VSCODE_PID" in environment:  # a terminal within VS Code may hand it to a server, too
        return "VS Code"
    return UNKNOWN


def _server() -> str:
    for command in _commands_above():
        for pattern, name in SERVERS.items():
            if re.search(pattern, command):
                return name
    return "JupyterLab or Jupyter Notebook: a Jupyter server that does not say which"


def _commands_above() -> list[str]:
    """Return the commands of the three processes above this one, the nearest first.

    Between a kernel and its server Windows may have a process that only starts another.
    """
    try:
        import psutil  # noqa: PLC0415 - ipykernel brings it, but another kernel may not
    except ModuleNotFoundError:
        return []
    try:
        return [" ".join(process.cmdline()) for process in psutil.Process().parents()[:3]]
    except psutil.Error:
        return []
