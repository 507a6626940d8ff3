"""Which front end shows the notebook, where that matters to a learner."""

import os
import sys

from IPython import get_ipython

IN_BROWSER = "a browser without a server, such as JupyterLite"
VS_CODE = "VS Code"
OTHER = "JupyterLab, Jupyter Notebook, or another"


def front_end() -> str:
    """Return in words which front end shows the notebook: these two are known, no other.

    VS Code hands its kernels a name of its own, or the notebook's; a Jupyter server that was
    started in a terminal of VS Code has not.
    """
    if sys.platform == "emscripten":
        return IN_BROWSER
    session = os.environ.get("JPY_SESSION_NAME")
    named = "__vsc_ipynb_file__" in getattr(get_ipython(), "user_ns", {})
    alone = session is None and "VSCODE_PID" in os.environ
    return VS_CODE if named or alone or "-jvsc-" in (session or "") else OTHER
