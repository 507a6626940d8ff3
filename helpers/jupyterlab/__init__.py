"""What the course adds to JupyterLab: its settings, and notebooks that can be read when reopened.

`overrides.json` holds the settings, `server.json` tells the server of this module. Both are put
where they belong when the course is installed.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.copies import GIVEN, ROOT

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp


def before_saving(model: dict[str, Any], path: str, contents_manager: Any) -> None:
    """Drop the views of widgets from a lesson, or a copy of one, that Jupyter is about to save."""
    place = Path(contents_manager.root_dir, path.strip("/")).resolve()
    is_ours = place.is_relative_to(ROOT) or (place.parent / GIVEN).exists()
    if model["type"] == "notebook" and is_ours:
        drop_views(model["content"])


def drop_views(notebook: dict[str, Any]) -> None:
    """Drop the views of widgets from the outputs of a notebook, a dict or `NotebookNode`.

    A view without its kernel would only say that its model is missing; the picture and the text in
    the same output then stand in for it.
    """
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET_VIEW, None)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: "ServerApp") -> None:
    server.contents_manager.register_pre_save_hook(before_saving)
