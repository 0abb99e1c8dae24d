"""Drawings in a page that is sent around: SVG of shapes and words, checked strictly, or none at all.

The sanitiser knows HTML; SVG inside HTML has rules of its own, by which cleaners have been led astray
before. So a drawing is put aside, read as XML, and put back only where nothing is in it but what ours have.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from xml.etree import ElementTree

from markupsafe import Markup

__all__ = ["harmless_drawing", "with_drawings"]

_DRAWING = re.compile(r'<svg xmlns="http://www\.w3\.org/2000/svg" class="wb-drawing".*?</svg>', re.DOTALL)
_SVG = "{http://www.w3.org/2000/svg}"
_TAGS = frozenset(f"{_SVG}{name}" for name in ("desc", "path", "svg", "text", "title"))
_ATTRIBUTES = {
    "aria-labelledby": r"[\w -]+",
    "class": r"wb-drawing",
    "d": r"[\d\s.,eMLHVCQZz-]*",
    "fill": r"none|#[0-9a-f]{6}",
    "font-family": r"[\w ,'-]+",
    "font-size": r"[\d.]+(px)?",
    "font-weight": r"\w+",
    "height": r"\d+",
    "id": r"[\w-]+",
    "role": r"img",
    "stroke": r"none|#[0-9a-f]{6}",
    "stroke-dasharray": r"[\d., ]+",
    "stroke-linecap": r"\w+",
    "stroke-linejoin": r"\w+",
    "stroke-width": r"[\d.]+",
    "text-anchor": r"\w+",
    "viewBox": r"[\d ]+",
    "width": r"\d+",
    "x": r"-?[\d.]+",
    "y": r"-?[\d.]+",
}
"""What our drawings have: attribute → everything its value may be. No address is among it, and no style."""


def with_drawings(html: str, clean: Callable[[str], str]) -> str:
    """Return `html` cleaned, with the drawings in it that are harmless."""
    aside: dict[str, str] = {}

    def put_aside(drawing: re.Match[str]) -> str:
        # An element nobody could have written before: inside an attribute it does not come out as one.
        place = f'<ins id="{uuid.uuid4().hex}"></ins>'
        aside[place] = harmless_drawing(drawing[0])
        return place

    cleaned = clean(_DRAWING.sub(put_aside, html))
    for place, drawing in aside.items():
        cleaned = cleaned.replace(place, drawing)
    return cleaned


def harmless_drawing(svg: str) -> str:
    """Return a drawing written anew from what may be in one; empty when there is anything else in it."""
    if "<!" in svg or "<?" in svg:
        return ""
    try:
        image = ElementTree.fromstring(svg)  # noqa: S314 - nothing can be declared in it, see above
    except ElementTree.ParseError:
        return ""
    if image.tag != f"{_SVG}svg" or not all(_is_ours(element) for element in image.iter()):
        return ""
    return str(_written(image, ' xmlns="http://www.w3.org/2000/svg"'))


def _is_ours(element: ElementTree.Element) -> bool:
    return element.tag in _TAGS and all(
        name in _ATTRIBUTES and re.fullmatch(_ATTRIBUTES[name], value) for name, value in element.items()
    )


def _written(element: ElementTree.Element, space: str = "") -> Markup:
    name = element.tag.removeprefix(_SVG)
    attributes = Markup("").join(Markup(' {}="{}"').format(key, value) for key, value in element.items())
    inside = Markup("").join(Markup("{}{}").format(_written(child), child.tail or "") for child in element)
    words = Markup("{}{}").format(element.text or "", inside)
    # `name` and `space` are ours: the one is among _TAGS, the other is written above.
    written = f"<{name}{space}{attributes}>{words}</{name}>" if words else f"<{name}{attributes}/>"
    return Markup(written)  # noqa: S704
