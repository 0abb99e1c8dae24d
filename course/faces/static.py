"""The static face: the same content as HTML that needs no script, no kernel and no network."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

__all__ = ["render"]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Escape everything: what is shown was written by people, and some of them are hostile."""
    environment = Environment(
        loader=PackageLoader("course.faces"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["drawn"] = _drawn
    return environment


def _drawn(svg: str) -> Markup:
    """Take a drawing as it is: `course.figures` has escaped every word in it."""
    return Markup(svg)  # noqa: S704


def render(content: dict[str, Any]) -> Markup:
    """Return the content of a face as an HTML fragment."""
    return Markup(_environment().get_template(f"{content['widget']}.html.j2").render(content))  # noqa: S704 - autoescaped above
