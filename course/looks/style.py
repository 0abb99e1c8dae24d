"""The styles inside an SVG: colours and lines may stay, nothing that fetches, imports or moves."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

import tinycss2

__all__ = ["harmless_declarations", "harmless_sheet", "harmless_value"]

_FUNCTIONS = frozenset(
    ("hsl", "hsla", "matrix", "rgb", "rgba", "rotate", "scale", "skewx", "skewy", "translate")
)
_OWN_ADDRESS = re.compile(r"url\(\s*(['\"]?)#[\w.:-]+\1\s*\)", re.IGNORECASE)
_SELECTOR = re.compile(r"[\w.#,>*\s-]+")
_FUNCTION = re.compile(r"([^\s(),;:]*)\s*\(")


def harmless_value(value: str) -> bool:
    """Whether a value is one of a shape: numbers, names, colours, and addresses inside the file."""
    rest = _OWN_ADDRESS.sub(" ", value)
    if any(sign in rest for sign in "\\<>@&{}") or ":" in rest or "//" in rest:
        return False
    return all(name.lower() in _FUNCTIONS for name in _FUNCTION.findall(rest))


def harmless_declarations(text: str, properties: Collection[str]) -> str:
    """Return those declarations of a style attribute that may stay."""
    parsed = tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True)
    return ";".join(_declarations(parsed, properties))


def harmless_sheet(text: str, properties: Collection[str]) -> str:
    """Return those rules of a style sheet that may stay; no rule that begins with @ does."""
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    kept = []
    for rule in rules:
        if rule.type != "qualified-rule":
            continue
        selector = tinycss2.serialize(rule.prelude).strip()
        inside = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        declared = ";".join(_declarations(inside, properties))
        if declared and _SELECTOR.fullmatch(selector):
            kept.append(f"{selector}{{{declared}}}")
    return "".join(kept)


def _declarations(parsed: Iterable[tinycss2.ast.Node], properties: Collection[str]) -> Iterable[str]:
    for one in parsed:
        if one.type != "declaration" or one.lower_name not in properties:
            continue
        value = tinycss2.serialize(one.value).strip()
        if harmless_value(value):
            yield f"{one.lower_name}:{value}"
