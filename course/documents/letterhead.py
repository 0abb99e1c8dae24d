"""What a municipality's papers show of it: its logo at the head of the first page, and its colours."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from ..store import Picture
from .colours import OWN, Colours

__all__ = ["PLAIN", "Letterhead"]

_ROOM = (260, 72)
"""The width and the height a logo has at most, in CSS pixels: 6.9 by 1.9 cm on paper."""


@dataclass(frozen=True)
class Letterhead:
    """The look of one paper: the logo with the words that stand for it, and the colours."""

    colours: Colours = OWN
    logo: Picture | None = None
    alternative: str = ""

    @cached_property
    def src(self) -> str:
        """The logo as an address that holds it: a paper fetches nothing."""
        return _address(self.logo.media_type, self.logo.content) if self.logo else ""

    @property
    def size(self) -> tuple[int, int]:
        """How wide and high it is shown, in CSS pixels."""
        if self.logo is None:
            return 0, 0
        smaller = min(_ROOM[0] / self.logo.width, _ROOM[1] / self.logo.height)
        return max(1, round(self.logo.width * smaller)), max(1, round(self.logo.height * smaller))

    @property
    def style(self) -> Markup:
        """The rule that brings the colours into the HTML."""
        if self.colours == OWN:
            return Markup("")
        return Markup(":root {{ --accent: {}; --tint: {}; }}").format(self.colours.accent, self.colours.tint)

    @property
    def files(self) -> Mapping[str, bytes]:
        """The logo as a file, by the name `in_files` calls it by."""
        return {self._file: self.logo.content} if self.logo else {}

    def in_files(self, html: str) -> str:
        """Return a page that names the logo's file instead of holding it."""
        return html.replace(self.src, self._file) if self.logo else html

    def in_pixels(self, html: str) -> str:
        """Return a page with the logo in pixels: not every program that opens DOCX or ODT draws SVG."""
        return html.replace(self.src, _address("image/png", self.logo.pixels)) if self.logo else html

    @property
    def _file(self) -> str:
        return "logo.svg" if self.logo and self.logo.media_type == "image/svg+xml" else "logo.png"


PLAIN = Letterhead()
"""A paper without a logo, in the workbook's own colours."""


def _address(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"
