"""What Matplotlib draws, as SVG within a page that holds hundreds of them, small and soon made."""

import re
from collections.abc import Iterable, Mapping
from html import escape
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import BboxBase, Transform
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matplotlib.typing import ColorType

Extent = tuple[float, float, float]  # width, height and descent of a text

POINTS_PER_INCH = 72
FEW_MARKERS = 2
FAR = 1e4  # points, well beyond every picture
_PLACES = frozenset("dxy")  # the attributes that hold them
_PLACE = re.compile(r' [dxy]="[^"]*"')
_BEYOND_HUNDREDTHS = re.compile(r"(?<=\.\d\d)\d+")
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
    in_order = sorted(artists, key=Artist.get_zorder)
    for box, within in groupby(in_order, _viewport):
        _draw_within(box, within, renderer)
    renderer.finalize()
    return _inline(figure, renderer.writer.text(), f'role="img" aria-label="{escape(alt)}"')


def _whole(figure: Figure) -> str:
    file = StringIO()
    figure.savefig(file, format="svg", dpi=POINTS_PER_INCH, metadata=_NO_METADATA)
    return _PLACE.sub(lambda place: _cut(place[0]), file.getvalue())


class _Renderer(RendererSVG):
    """Writes SVG without groups, and measures a text only where something depends on its width.

    Measuring takes a quarter of the time, and a browser aligns a plain line by its anchor.
    """

    _measures = True
    writer: Any  # a `_Writer` in place of Matplotlib's own
    _style_is_written = False

    def __init__(self, width: float, height: float) -> None:
        super().__init__(width, height, StringIO(), metadata=_NO_METADATA)
        self.writer = _Writer()

    def draw(self, artist: Artist) -> None:
        """Draw one artist."""
        self._measures = not _is_plain_line(artist)
        artist.draw(self)

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
        """Draw one or two markers as paths, and more with their style written once for all.

        It is written for each where they let through what lies below them, such as each other.
        """
        places = np.asarray(path.vertices)
        if len(places) <= FEW_MARKERS and not _is_clipped(gc):
            for x, y in filter(_is_near, trans.transform(places)):
                # the shape stays the same wherever it is, so that it compresses well
                self.writer.start("g", transform=f"translate({x:.2f} {-y:.2f})")
                self.draw_path(gc, marker_path, marker_trans, rgbFace)
                self.writer.end("g")
            return
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
        if self._measures:
            measured: Extent = super().get_text_width_height_descent(s, prop, ismath)
            return measured
        size = prop.get_size_in_points()
        return 0.0, 0.98 * size, 0.23 * size


class _Writer:
    """Takes elements as Matplotlib's own writer does, without line breaks and what is empty.

    Places are cut.
    """

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
                written = _cut(value) if name in _PLACES else escape(value)
                self._written.append(f' {name}="{written}"')
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


def _is_clipped(gc: GraphicsContextBase) -> bool:
    return gc.get_clip_rectangle() is not None or gc.get_clip_path()[0] is not None


def _is_near(place: NDArray[Any]) -> bool:
    """Return whether a place is there at all, and not so far out that nobody can see it."""
    return bool(np.all(np.abs(place) < FAR))


def _viewport(artist: Artist) -> BboxBase | None:
    """Return the rectangle that an artist is clipped to, unless a path of its own clips it."""
    by_box = artist.get_clip_on() and artist.get_clip_path() is None
    return artist.get_clip_box() if by_box else None


def _draw_within(box: BboxBase | None, artists: Iterable[Artist], renderer: _Renderer) -> None:
    """Draw artists within a nested viewport, which needs no id that frames might share.

    Without a box each is drawn as it is: a path of its own clips it as Matplotlib writes that.
    """
    if box is None:
        for artist in artists:
            renderer.draw(artist)
        return
    x, y, width, height = box.bounds
    view = [f"{value:.2f}" for value in (x, renderer.height - y - height, width, height)]
    place = dict(zip(("x", "y", "width", "height"), view, strict=True))
    renderer.writer.start("svg", {"viewBox": " ".join(view)} | place)
    for artist in artists:
        artist.set_clip_on(False)
        renderer.draw(artist)
    renderer.writer.end("svg")


def _is_plain_line(artist: Artist) -> bool:
    return (
        type(artist) is Text and "\n" not in artist.get_text() and artist.get_bbox_patch() is None
    )


def _cut(places: str) -> str:
    """Return places cut to a hundredth of a point, which halves an SVG compressed."""
    return _BEYOND_HUNDREDTHS.sub("", places)


def _inline(figure: Figure, body: str, attributes: str) -> str:
    width, height = _points(figure)
    return (
        f'<svg {attributes} viewBox="0 0 {width:g} {height:g}" '
        f'style="display:block;width:100%;stroke-linejoin:round">{body}</svg>'
    )


def _points(figure: Figure) -> tuple[float, float]:
    width, height = figure.get_size_inches() * POINTS_PER_INCH
    return width, height
