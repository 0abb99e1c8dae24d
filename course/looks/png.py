"""Of a PNG only the pixels are kept: it is read, scaled down to what paper needs, and written anew."""

from __future__ import annotations

import io
import struct

from PIL import Image

from ..i18n import N_
from .trouble import not_this

__all__ = ["BEGINNING", "harmless_pixels"]

BEGINNING = b"\x89PNG\r\n\x1a\n"

_LARGEST = 4000
"""Pixels a side; looked up before anything is unpacked, for a small file can hold a huge picture."""
_SMALLEST = 16
_KEPT = (1200, 600)
"""Pixels that are kept at most: at 300 to the inch, more than a letterhead is wide."""
_LONGEST_SHAPE = 10
_DARKEST_WHITE = 245

_BROKEN = N_("The picture could not be read. Save it again as PNG and choose that file.")
_LARGE = N_(
    "The picture is too large: {width} × {height} pixels. Make it at most {most} pixels wide and high."
)
_SMALL = N_(
    "The picture is too small: {width} × {height} pixels. Choose one of at least {least} pixels a side."
)
_LONG = N_("The picture is too long and narrow for the head of a page. Choose another version of the logo.")
_INVISIBLE = N_(
    "Nothing of the picture can be seen on white paper. Choose the version of the logo for a light ground."
)


def harmless_pixels(content: bytes) -> tuple[bytes, int, int]:
    """Return a PNG that has the pixels of `content` and nothing else, with its width and height.

    Raises
    ------
    Refused
        When it cannot be read, is too large or too small, or shows nothing on white paper.
    """
    _require_size(content)
    try:
        with Image.open(io.BytesIO(content), formats=("PNG",)) as given:
            pixels = given.convert("RGBA")
    except Exception:  # whatever a broken file makes of it
        raise not_this(_BROKEN) from None
    if max(pixels.size) > _LONGEST_SHAPE * min(pixels.size):
        raise not_this(_LONG)
    pixels.thumbnail(_KEPT)
    paper = Image.new("RGBA", pixels.size, "white")
    paper.alpha_composite(pixels)
    if min(darkest for darkest, _ in paper.convert("RGB").getextrema()) > _DARKEST_WHITE:  # type: ignore[misc]
        raise not_this(_INVISIBLE)
    # A new image: what a file says of itself (place, program, profile) would come along with the old one.
    clean = Image.frombytes("RGBA", pixels.size, pixels.tobytes())
    out = io.BytesIO()
    clean.save(out, "PNG", optimize=True)
    return out.getvalue(), clean.width, clean.height


def _require_size(content: bytes) -> None:
    if not content.startswith(BEGINNING) or content[12:16] != b"IHDR" or len(content) < 24:
        raise not_this(_BROKEN)
    width, height = struct.unpack(">II", content[16:24])
    if max(width, height) > _LARGEST:
        raise not_this(_LARGE, width=width, height=height, most=_LARGEST)
    if max(width, height) < _SMALLEST:
        raise not_this(_SMALL, width=width, height=height, least=_SMALLEST)
