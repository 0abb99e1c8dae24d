"""A file that somebody chose as a logo, made harmless."""

from __future__ import annotations

from ..documents import CannotMake
from ..documents.pdf import typeset
from ..i18n import N_
from ..store import Picture
from .png import BEGINNING, harmless_pixels
from .svg import harmless_drawing
from .trouble import not_this

__all__ = ["LARGEST_FILE", "harmless"]

LARGEST_FILE = 1_000_000
"""Bytes of a logo's file."""

_EMPTY = N_("The file is empty. Choose another.")
_LARGE = N_("The file is too large: a logo may have {most} kB. Save a smaller one.")
_OTHER = N_("This is neither a PNG nor an SVG. Choose the logo in one of these formats.")
_CANNOT = N_("The SVG could not be drawn. Save it again as plain SVG, or choose a PNG.")
_ACROSS = 1200
"""Pixels across of an SVG's pixels."""


def harmless(content: bytes) -> Picture:
    """Return what may be kept of a logo that somebody sent: of a PNG the pixels, of an SVG the shapes.

    What it is is seen from the file itself and from no name or media type.

    Raises
    ------
    Refused
        With a sentence that says why the file cannot be a logo.
    """
    if not content:
        raise not_this(_EMPTY)
    if len(content) > LARGEST_FILE:
        raise not_this(_LARGE, most=LARGEST_FILE // 1000)
    if content.startswith(BEGINNING):
        pixels, width, height = harmless_pixels(content)
        return Picture("image/png", pixels, pixels, width, height)
    if b"<svg" not in content and "<svg".encode("utf-16-le") not in content:
        raise not_this(_OTHER)
    drawing, across, down = harmless_drawing(content)
    pixels, width, height = harmless_pixels(_drawn(drawing, across / down))
    return Picture("image/svg+xml", drawing, pixels, width, height)


def _drawn(drawing: bytes, shape: float) -> bytes:
    """Return an SVG as PNG, drawn where there is no network and nothing else to read."""
    width = _ACROSS if shape > 1 else _ACROSS * shape
    source = (
        f"#set page(width: {width:.2f}pt, height: auto, margin: 0pt, fill: none)\n"
        f'#image("logo.svg", width: {width:.2f}pt)'
    )
    try:
        return typeset(source.encode(), "png", {"logo.svg": drawing})
    except CannotMake:
        raise not_this(_CANNOT) from None
