"""Of an SVG only shapes are kept: it is read as XML and written anew from a list of what may be in one.

py-svg-hush, the one library there is for this, was tried: it lets an address in a style through as a
relative one, keeps animations, and has to be compiled where there is no wheel. The XML is read by
defusedxml and the styles by tinycss2; what may stay is listed here.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from xml.etree.ElementTree import Element, ParseError, SubElement, register_namespace, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from ..i18n import N_
from ..records import Refused
from .style import harmless_declarations, harmless_sheet, harmless_value
from .trouble import not_this

__all__ = ["harmless_drawing"]

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"

_DEEPEST = 40
_MOST = 5000
_MOST_DRAWN = 20_000
"""Elements that are drawn once every `use` has been followed: ten lines can ask for a billion."""

_TAGS = frozenset(
    """
    circle clipPath defs ellipse g line linearGradient mask path polygon polyline radialGradient rect stop
    style svg symbol use
    """.split()  # noqa: SIM905 - as a list of strings it would say no more
)
_UNWRAPPED = frozenset({"a", "switch"})
"""What is taken away around something that stays."""
_ATTRIBUTES = frozenset(
    """
    class clip-path clip-rule clipPathUnits color cx cy d display fill fill-opacity fill-rule fr fx fy
    gradientTransform gradientUnits height id mask maskContentUnits maskUnits offset opacity overflow points
    preserveAspectRatio r rx ry spreadMethod stop-color stop-opacity stroke stroke-dasharray
    stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width transform
    viewBox visibility width x x1 x2 y y1 y2
    """.split()  # noqa: SIM905
)
"""What a shape may have; in a style, the same names."""
_WITH_LINK = frozenset({"linearGradient", "radialGradient", "use"})
_INSIDE = re.compile(r"#[\w.:-]+")

_BROKEN = N_("The picture is no SVG that could be read. Save it again as plain SVG, or choose a PNG.")
_DECLARED = N_(
    "The SVG declares entities of its own, which a picture does not need. Save it again as plain SVG."
)
_INVOLVED = N_("The SVG is too involved for a logo. Save a simpler version, or choose a PNG.")
_LETTERS = N_(
    "There are letters in the SVG that need a font others may not have. Convert the text to paths and save "
    "it again."
)
_PIXELS = N_(
    "There is a picture made of pixels inside the SVG. Choose a PNG of the logo, or an SVG of shapes only."
)
_NO_SIZE = N_("The SVG does not say how large it is. Save it again with a viewBox, or choose a PNG.")

register_namespace("", "http://www.w3.org/2000/svg")


def harmless_drawing(content: bytes) -> tuple[bytes, float, float]:
    """Return an SVG of the shapes of `content` and nothing else, with its width and height in its own units.

    Scripts, events, animations, links, foreign elements and whatever leads out of the file are left out.

    Raises
    ------
    Refused
        When it cannot be read or declares entities, is too deep or has too many elements, or when what
        would have to be left out is letters or a picture.
    """
    root = _read(content)
    if root.tag != f"{_SVG}svg":
        raise not_this(_BROKEN)
    if any(element.tag == f"{_SVG}text" for element in root.iter()):
        raise not_this(_LETTERS)
    if any(element.tag == f"{_SVG}image" for element in root.iter()):
        raise not_this(_PIXELS)
    box = _box(root)
    clean = Element(f"{_SVG}svg", _attributes(root, "svg"))
    _copy(root, clean)
    clean.attrib |= {"viewBox": " ".join(f"{one:g}" for one in box)}
    clean.attrib |= {"width": f"{box[2]:g}", "height": f"{box[3]:g}"}
    _require_few(clean)
    return tostring(clean, "utf-8"), box[2], box[3]


def _read(content: bytes) -> Element:
    """Read the file step by step, so that one that is too deep or too long is given up on the way."""
    depth = number = 0
    root: Element | None = None
    try:
        for event, element in iterparse(
            io.BytesIO(content),
            ("start", "end"),
            forbid_dtd=False,
            forbid_entities=True,
            forbid_external=True,
        ):
            depth += 1 if event == "start" else -1
            number += event == "start"
            root = element if root is None else root
            if depth > _DEEPEST or number > _MOST:
                raise not_this(_INVOLVED)
    except DefusedXmlException:
        raise not_this(_DECLARED) from None
    except Refused:
        raise
    except (ParseError, LookupError, ValueError):
        raise not_this(_BROKEN) from None
    if root is None:
        raise not_this(_BROKEN)
    return root


def _box(root: Element) -> tuple[float, float, float, float]:
    """Return the part of the plane that is shown: left, top, width, height."""
    said = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    if len(said) != 4:
        said = ["0", "0", *(re.sub(r"(px|pt|mm|cm|in)$", "", root.get(n, "")) for n in ("width", "height"))]
    try:
        left, top, width, height = (float(one) for one in said)
    except ValueError:
        raise not_this(_NO_SIZE) from None
    if not all(abs(one) < 1e6 for one in (left, top)) or not all(1e-3 < one < 1e6 for one in (width, height)):
        raise not_this(_NO_SIZE)
    return left, top, width, height


def _copy(old: Element, new: Element) -> None:
    for child in old:
        tag = child.tag.removeprefix(_SVG) if isinstance(child.tag, str) else ""
        if tag in _UNWRAPPED:
            _copy(child, SubElement(new, f"{_SVG}g", _attributes(child, "g")))
        elif tag == "style":
            SubElement(new, f"{_SVG}style").text = harmless_sheet("".join(child.itertext()), _ATTRIBUTES)
        elif tag in _TAGS:
            _copy(child, SubElement(new, f"{_SVG}{tag}", _attributes(child, tag)))


def _attributes(element: Element, tag: str) -> dict[str, str]:
    kept = {name: value for name, value in element.items() if name in _ATTRIBUTES and harmless_value(value)}
    if style := harmless_declarations(element.get("style", ""), _ATTRIBUTES):
        kept["style"] = style
    link = element.get("href") or element.get(_LINK) or ""
    if tag in _WITH_LINK and _INSIDE.fullmatch(link):
        kept["href"] = link
    return kept


def _require_few(root: Element) -> None:
    """Refuse a drawing that draws too much, or itself, once every `use` has been followed."""
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    counted: dict[int, int] = {}
    open_: Counter[int] = Counter()

    def drawn(element: Element) -> int:
        key = id(element)
        if key in counted:
            return counted[key]
        open_[key] += 1
        if open_[key] > 1 or sum(open_.values()) > 4 * _DEEPEST:
            raise not_this(_INVOLVED)
        number = 1 + sum(drawn(child) for child in element)
        used = by_id.get(element.get("href", "").removeprefix("#")) if element.tag == f"{_SVG}use" else None
        number += drawn(used) if used is not None else 0
        open_[key] -= 1
        counted[key] = number
        return number

    if drawn(root) > _MOST_DRAWN:
        raise not_this(_INVOLVED)
