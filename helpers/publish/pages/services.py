"""The places where the course can be opened, and which of them we have tried."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

FIRST = "/blob/learners/00_start_here.ipynb"  # in the branch that a workflow fills
CONTAINER = "vscode://ms-vscode-remote.remote-containers/cloneInVolume"
NO_WIDGETS = "https://github.com/microsoft/vscode-jupyter/issues/17504"
SAFARI = "https://github.com/petercorke/bdsim/issues/50"
NOT_RUN = "not run by us"
FETCHED = "The first cell of each lesson fetches the course"
BINDER = (
    "It reads `environment.yml`. The first launch takes some minutes, and what you write there is "
    "gone when you leave."
)
PASTED = (
    "On [mybinder.org](https://mybinder.org) paste the address of the repository, and name the "
    "file `my_lessons/00_start_here.ipynb`. "
)
BROWSERS = (
    f"All that we run is run in Chromium. Firefox and Safari: {NOT_RUN}. Safari was reported to "
    "hang with Pyodide 0.27.7 and newer, which runs Python within a page "
    f"([bdsim 50]({SAFARI}))."
)


@dataclass(frozen=True)
class Service:
    """A place where the course can be opened; `how` and `tried` are Markdown.

    `link` opens the course there; where it is empty, a place that is `near` can be used all the
    same, by who has the folder of the course.
    """

    name: str
    how: str
    tried: str
    link: str = ""
    near: bool = False


def services(known: Mapping[str, str]) -> list[Service]:
    """Return all places, with their links as far as the `addresses` that are known allow."""
    links = _links(known["repository"])
    fetched = FETCHED + ("." if links else ", once `addresses.json` says where it is on GitHub.")
    return [
        Service(
            "JupyterLab 4.6",
            "`make lab`, or what README.md says for a machine without make.",
            "Run by us: all lessons, with all panels, quizzes and exercises.",
            near=True,
        ),
        Service(
            "JupyterLite",
            "In the browser alone: *Run it*, on the pages that `make site` builds.",
            "Run by us: all lessons, with every text as it is stored.",
            near=True,
        ),
        Service(
            "Jupyter Notebook 7",
            "Start it in the folder `my_lessons`, which `make copies` makes.",
            "Run by us: a lesson, and each kind of panel.",
            near=True,
        ),
        Service(
            "Google Colab",
            fetched,
            "Run by us: all lessons, with the versions that it has: Python 3.13, ipywidgets 7.7.1, "
            f"NumPy 2.1, Matplotlib 3.10 and pandas 2.2. Colab itself: {NOT_RUN}.",
            links.get("Google Colab", ""),
        ),
        Service(
            "Kaggle",
            f"Turn on the internet in the settings of the notebook. {fetched}",
            f"Kaggle: {NOT_RUN}.",
            links.get("Kaggle", ""),
        ),
        Service(
            "GitHub Codespaces",
            "It sets everything up as `.devcontainer` says. Then open a lesson in `my_lessons`.",
            f"Codespaces: {NOT_RUN}.",
            links.get("GitHub Codespaces", ""),
        ),
        Service(
            "VS Code",
            "Open the folder of the course, and reopen it in its container when VS Code offers "
            "that. Or type `make copies`, open a lesson in `my_lessons`, and choose the kernel in "
            "`.venv`.",
            f"VS Code: {NOT_RUN}. It was reported to show no widget of ipywidgets 8.1.9 "
            f"([vscode-jupyter 17504]({NO_WIDGETS})); the course is set up without that version.",
            links.get("VS Code", ""),
            near=True,
        ),
        Service(
            "Binder",
            ("" if known["binder"] else PASTED) + BINDER,
            f"Binder: {NOT_RUN}, and neither is conda.",
            known["binder"],
        ),
    ]


def _links(repository: str) -> dict[str, str]:
    """Return the links of those services that open a repository on GitHub, if it is there."""
    parts = urlsplit(repository)
    if parts.netloc != "github.com":
        return {}
    return {
        "Google Colab": f"https://colab.research.google.com/github{parts.path}{FIRST}",
        "Kaggle": f"https://www.kaggle.com/kernels/welcome?src={repository}{FIRST}",
        "VS Code": f"https://vscode.dev/redirect?url={CONTAINER}?url={repository}",
        "GitHub Codespaces": f"https://codespaces.new{parts.path}?quickstart=1",
    }
