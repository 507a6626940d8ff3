"""Where the course and its pages are on the web: the one setting is `addresses.json`."""

import json
from pathlib import Path
from urllib.parse import urlsplit

from helpers.lesson import CannotBuildError

FILE = Path(__file__).parent / "addresses.json"
BINDER = "https://mybinder.org/v2/gh{}/HEAD?labpath=my_lessons/00_start_here.ipynb"


def addresses(file: Path = FILE) -> dict[str, str]:
    """Return the addresses of the `repository`, the `site` and `binder`, each empty without one.

    The first two end without a slash; Binder has an address if the repository is on GitHub. Raises
    `CannotBuildError` for an address that is no `https://…`.
    """
    setting = json.loads(file.read_text(encoding="utf-8"))
    known = {name: _checked(name, text) for name, text in setting.items()}
    repository = urlsplit(known["repository"])
    on_github = repository.netloc == "github.com"
    return known | {"binder": BINDER.format(repository.path) if on_github else ""}


def _checked(name: str, text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme != "https" or not parts.netloc or parts.query or parts.fragment):
        raise CannotBuildError(
            f"the {name} in {FILE.name} should be empty or an address such as "
            f"https://example.org/course, but is {text!r}"
        )
    return text.rstrip("/")
