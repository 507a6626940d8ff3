"""What Matplotlib draws, as SVG within a page that holds hundreds of them, small and soon made."""

import re
from collections.abc import Iterable, Mapping
from html import escape
from io import StringIO
from typing import TYPE_CHECKING, Any, Literal

from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Transform

if TYPE_CHECKING:
    from matplotlib.typing import ColorType

Extent = tuple[float, float, float]  # width, height and descent of a text

POINTS_PER_INCH = 72
_NOTHING: Mapping[str, str] = {}
_NO_METADATA = {"Creator": None, "Date": None, "Format": None, "Type": None}


def file_of(figure: Figure) -> bytes:
    """Return a figure as an SVG file."""
    return _whole(figure).encode()


def of_figure(figure: Figure) -> str:
    """Return a figure as SVG for a page, hidden from screen readers."""
    head = r".*?<svg[^>]*>\s*(<defs>\s*<style.*?</defs>)?"
    body = re.sub(head, "", _whole(figure), count=1, flags=re.S).removesuffix("</svg>\n")
    return _inline(figure, body, 'aria-hidden="true"')


def of_artists(figure: Figure, artists: Iterable[Artist], alt: str) -> str:
    """Return artists of a figure as SVG for a page; `alt` says in words what is seen."""
    renderer = _Renderer(*_points(figure))
    for artist in sorted(artists, key=lambda artist: artist.get_zorder()):
        _draw_clipped(artist, renderer)
    renderer.finalize()
    body = _rounded(renderer.writer.text())
    return _inline(figure, body, f'role="img" aria-label="{escape(alt)}"')


def _whole(figure: Figure) -> str:
    file = StringIO()
    figure.savefig(file, format="svg", dpi=POINTS_PER_INCH, metadata=_NO_METADATA)
    return _rounded(file.getvalue())


class _Renderer(RendererSVG):
    """Writes SVG without groups, and measures a text only where something depends on its width.

    Measuring takes a quarter of the time, and a browser aligns a plain line by its anchor.
    """

    measures = True
    writer: Any  # a `_Writer` in place of Matplotlib's own
    _style_is_written = False

    def __init__(self, width: float, height: float) -> None:
        super().__init__(width, height, StringIO(), metadata=_NO_METADATA)
        self.writer = _Writer()

    def open_group(self, s: str, gid: str | None = None) -> None:
        """Write nothing: an artist that stands alone needs no group."""

    def close_group(self, s: str) -> None:
        """Write nothing."""

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: "ColorType | None" = None,
    ) -> None:
        """Draw markers with their style written once for all, where that looks the same.

        It does not where they let through what lies below them, such as each other.
        """
        see_through = gc.get_forced_alpha() and gc.get_alpha() != 1
        self.writer.start("g", style="" if see_through else self._get_style(gc, rgbFace))
        self._style_is_written = not see_through
        super().draw_markers(gc, marker_path, marker_trans, path, trans, rgbFace)
        self._style_is_written = False
        self.writer.end("g")

    def _get_style(self, gc: GraphicsContextBase, rgbFace: "ColorType | None") -> str:
        return "" if self._style_is_written else str(super()._get_style(gc, rgbFace))

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | Literal["TeX"]
    ) -> Extent:
        """Return the extent of a text in points, with the width 0 where nobody asks for it."""
        if self.measures:
            measured: Extent = super().get_text_width_height_descent(s, prop, ismath)
            return measured
        size = prop.get_size_in_points()
        return 0.0, 0.98 * size, 0.23 * size


class _Writer:
    """Takes elements as Matplotlib's own writer does; leaves out line breaks and what is empty."""

    def __init__(self) -> None:
        self._written: list[str] = []

    def text(self) -> str:
        """Return all that has been written."""
        return "".join(self._written)

    def start(self, tag: str, attrib: Mapping[str, str] = _NOTHING, **extra: str) -> None:
        """Open an element."""
        self._written.append(f"<{tag}")
        for name, value in {**attrib, **extra}.items():
            if value:
                self._written.append(f' {name}="{escape(value)}"')
        self._written.append(">")

    def data(self, text: str) -> None:
        """Write text into the element that is open."""
        self._written.append(escape(text, quote=False))

    def end(self, tag: str) -> None:
        """Close an element."""
        self._written.append(f"</{tag}>")

    def element(
        self, tag: str, text: str = "", attrib: Mapping[str, str] = _NOTHING, **extra: str
    ) -> None:
        """Write a whole element."""
        self.start(tag, attrib, **extra)
        self.data(text)
        self.end(tag)

    def ignore(self, *_: object) -> None:
        """Write nothing: no comment is wanted, and nothing is open at the end."""

    comment = close = flush = ignore


def _draw_clipped(artist: Artist, renderer: _Renderer) -> None:
    """Draw within the axes by a nested viewport, which needs no id that frames might share.

    What is clipped by a path of its own stays so, as Matplotlib writes it.
    """
    renderer.measures = not _is_plain_line(artist)
    box = artist.get_clip_box()
    if not artist.get_clip_on() or box is None or artist.get_clip_path() is not None:
        artist.draw(renderer)
        return
    x, y, width, height = box.bounds
    artist.set_clip_on(False)
    view = [f"{value:.2f}" for value in (x, renderer.height - y - height, width, height)]
    place = dict(zip(("x", "y", "width", "height"), view, strict=True))
    renderer.writer.start("svg", {"viewBox": " ".join(view)} | place)
    artist.draw(renderer)
    renderer.writer.end("svg")


def _is_plain_line(artist: Artist) -> bool:
    return (
        type(artist) is Text and "\n" not in artist.get_text() and artist.get_bbox_patch() is None
    )


def _rounded(svg: str) -> str:
    """Return an SVG with places cut to a hundredth of a point, which halves it compressed."""

    def cut(place: re.Match[str]) -> str:
        return re.sub(r"(?<=\.\d\d)\d+", "", place[0])

    return re.sub(r' [dxy]="[^"]*"', cut, svg)


def _inline(figure: Figure, body: str, attributes: str) -> str:
    width, height = _points(figure)
    return (
        f'<svg {attributes} viewBox="0 0 {width:g} {height:g}" '
        f'style="display:block;width:100%;stroke-linejoin:round">{body}</svg>'
    )


def _points(figure: Figure) -> tuple[float, float]:
    width, height = figure.get_size_inches() * POINTS_PER_INCH
    return width, height
