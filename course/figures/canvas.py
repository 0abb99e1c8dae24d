"""The sheet a figure is drawn on: matplotlib's shapes and words, as SVG that any page may hold.

matplotlib writes its own style sheet, ids and style attributes. Of its output only paths and texts are
kept, with plain attributes: no id that could be there twice on a page, nothing a policy against inline
style would forbid, and the font of the page around. It measures with a font wider than the ones pages
have, so that words which fit here fit there.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, wraps
from typing import TYPE_CHECKING, Any, Literal, ParamSpec
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from markupsafe import escape

if TYPE_CHECKING:
    from matplotlib.artist import Artist

__all__ = [
    "FAINT", "FULL", "HALF", "INK", "LINE", "PAPER", "QUIET", "SIZE", "STEP", "WIDTH",
    "Canvas", "Drawing", "drawn_once", "plain",
]  # fmt: skip

WIDTH = 680
"""Units across; a unit is a pixel where there is room for it."""

SIZE = 14.0
STEP = 19.0
"""How far a line of words lies below the one before."""

# Far enough apart in lightness to be told apart in grey; the words are at least 7:1 on white.
INK = "#1e2b3c"
QUIET = "#4a5768"
LINE = "#8291a1"
FULL = "#0a4f8f"
HALF = "#9dbfdd"
FAINT = "#eceff2"
PAPER = "#ffffff"

_DROPPED = {"font-family", "font", "stroke-dashoffset", "stroke-miterlimit"}
_USUAL = {
    ("text-anchor", "start"), ("fill", "#000000"), ("font-size", f"{SIZE:g}px"), ("stroke-width", "1"),
    ("stroke-linejoin", "miter"), ("stroke-linecap", "butt"),
}  # fmt: skip
_UNBROKEN = "\u00a0\u202f"
_SPACE = re.compile(r"\s*([MLHVCQZz])\s*")
_NUMBER = re.compile(r"-?\d+\.\d+")
_SVG = "{http://www.w3.org/2000/svg}"

Anchor = Literal["left", "center", "right"]
_Facts = ParamSpec("_Facts")


@dataclass(frozen=True)
class Drawing:
    """A drawing without its name: how large it is, and its shapes as SVG."""

    width: int
    height: int
    body: str


def drawn_once(draw: Callable[_Facts, Drawing]) -> Callable[_Facts, Drawing]:
    """Keep the latest drawings of a function: after a save most figures are asked for as they were."""
    return wraps(draw)(lru_cache(maxsize=32)(draw))  # type: ignore[return-value]


def plain(words: str) -> str:
    """Return words on one line, without the characters no XML may hold; “20 %” stays together."""
    shown = "".join(mark if mark.isprintable() or mark in _UNBROKEN else " " for mark in words)
    return " ".join(part for part in shown.split(" ") if part)


class Canvas:
    """A sheet `WIDTH` units wide with its origin at the top left; it is as high as it is asked to be.

    matplotlib is imported when the first shape is drawn, and not before: a page without a figure does
    not wait for it.
    """

    def __init__(self, width: int = WIDTH) -> None:
        self.width = width
        self._artists: list[Artist] = []

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = SIZE,
        bold: bool = False,
        colour: str = INK,
        anchor: Anchor = "left",
    ) -> None:
        """Write one line; `y` is where its letters stand."""
        from matplotlib.text import Text

        # Whoever writes “$” means money: nothing is set as a formula.
        weight = "bold" if bold else "normal"
        self._artists.append(
            Text(x, y, plain(words), fontsize=size, fontweight=weight, color=colour, ha=anchor, va="baseline",
                 parse_math=False, usetex=False)
        )  # fmt: skip

    def paragraph(
        self,
        x: float,
        y: float,
        words: str,
        width: float,
        *,
        size: float = SIZE,
        bold: bool = False,
        colour: str = INK,
        anchor: Anchor = "left",
    ) -> float:
        """Write words on as many lines as they need; return where the next line would stand."""
        for line in self.lines(words, width, size=size, bold=bold):
            self.text(x, y, line, size=size, bold=bold, colour=colour, anchor=anchor)
            y += STEP * size / SIZE
        return y

    def lines(self, words: str, width: float, *, size: float = SIZE, bold: bool = False) -> list[str]:
        """Return words in lines no wider than `width`; a word that is wider itself is broken."""
        lines: list[str] = []
        line, long = "", 0.0
        space = _wide(" ", size, bold)
        for word in plain(words).split(" "):
            wide = _wide(word, size, bold)
            if line and long + space + wide <= width:
                line, long = f"{line} {word}", long + space + wide
                continue
            lines += [line] if line else []
            *whole, line = _broken(word, width, size, bold) if wide > width else [word]
            lines += whole
            long = _wide(line, size, bold)
        return [*lines, line] if line else lines

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "none",
        edge: str = INK,
        dashed: bool = False,
        thick: float = 1,
    ) -> None:
        """Draw a rectangle from its top left corner."""
        from matplotlib.patches import Rectangle

        style: Any = (0, (4, 3)) if dashed else "solid"
        self._artists.append(Rectangle((x, y), width, height, fc=fill, ec=edge, lw=thick, ls=style))

    def circle(
        self, x: float, y: float, radius: float, *, fill: str = PAPER, edge: str = INK, thick: float = 1.5
    ) -> None:
        """Draw a circle."""
        from matplotlib.patches import Circle

        self._artists.append(Circle((x, y), radius, fc=fill, ec=edge, lw=thick))

    def line(
        self,
        points: Sequence[tuple[float, float]],
        *,
        colour: str = LINE,
        thick: float = 1,
        dashed: bool = False,
    ) -> None:
        """Draw a line through points."""
        from matplotlib.lines import Line2D

        style: Any = (0, (4, 3)) if dashed else "solid"
        xs, ys = zip(*points, strict=True)
        self._artists.append(
            Line2D(xs, ys, color=colour, lw=thick, ls=style, solid_capstyle="butt", dash_capstyle="butt")
        )

    def shape(
        self,
        rings: Sequence[Sequence[tuple[float, float]]],
        *,
        fill: str = FULL,
        edge: str = INK,
        thick: float = 1,
    ) -> None:
        """Draw an area that may have several parts."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        path = Path.make_compound_path(*(Path([*ring, ring[0]], closed=True) for ring in rings))
        self._artists.append(PathPatch(path, fc=fill, ec=edge, lw=thick, joinstyle="round"))

    def drawing(self, height: float) -> Drawing:
        """Return what has been drawn, on a sheet of this height."""
        from matplotlib import rc_context
        from matplotlib.figure import Figure
        from matplotlib.transforms import Affine2D

        tall = round(height)
        written = io.StringIO()
        with rc_context({"svg.fonttype": "none", "path.simplify": False}), warnings.catch_warnings():
            # A letter the measuring font lacks is drawn by the page's own font.
            warnings.filterwarnings("ignore", message=r"Glyph .* missing from font")
            figure = Figure(figsize=(self.width / 72, tall / 72), dpi=72, frameon=False)
            downwards = Affine2D().scale(1, -1).translate(0, tall)
            for order, artist in enumerate(self._artists):
                artist.set_transform(downwards)
                artist.set_zorder(order)  # what is drawn later lies above, whatever it is
                figure.add_artist(artist)
            nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
            figure.savefig(written, format="svg", metadata=nothing)
        return Drawing(self.width, tall, _shapes(written.getvalue()))


def _broken(word: str, width: float, size: float, bold: bool) -> list[str]:
    """Return a word in parts no wider than `width`."""
    parts, part = [], ""
    for letter in word:
        if part and _wide(part + letter, size, bold) > width:
            parts.append(part)
            part = ""
        part += letter
    return [*parts, part]


@lru_cache(maxsize=8192)
def _wide(words: str, size: float, bold: bool) -> float:
    from matplotlib.textpath import text_to_path

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from font")
        wide, _, _ = text_to_path.get_text_width_height_descent(words, _font(size, bold), False)
    return float(wide)


@cache
def _font(size: float, bold: bool) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(size=size, weight="bold" if bold else "normal")


def _shapes(svg: str) -> str:
    """Return the paths and texts of matplotlib's SVG, in their order, with attributes instead of styles."""
    page = ElementTree.fromstring(svg)  # noqa: S314 - written by matplotlib a moment ago
    return "".join(
        _shape(element) for element in page.iter() if element.tag in (f"{_SVG}path", f"{_SVG}text")
    )


def _shape(element: ElementTree.Element) -> str:
    style = {
        name.strip(): value.strip()
        for name, _, value in (part.partition(":") for part in element.get("style", "").split(";"))
        if value
    }
    said = {
        name: value for name, value in style.items() if name not in _DROPPED and (name, value) not in _USUAL
    }
    if element.tag == f"{_SVG}text":
        place = {name: _short(element.get(name, "0")) for name in ("x", "y")}
        return f"<text{_attributes(place | said)}>{escape(element.text or '')}</text>"
    path = {"d": _short(_SPACE.sub(r"\1", element.get("d", "")).strip())}
    return f"<path{_attributes(path | said)}/>"


def _attributes(those: dict[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in those.items())


def _short(numbers: str) -> str:
    """Tenths of a unit are finer than any screen."""
    return _NUMBER.sub(lambda number: f"{round(float(number[0]), 1):g}", numbers)
