"""A document as HTML: the one form that all others are made from."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from . import contents
from .paper import Paper, cells
from .phrases import sentence

__all__ = ["html"]

_EMPTY = re.compile(r"<section>\s*(?:<h([2-6])>[^<]*</h\1>\s*)?</section>\n*")
_STYLE = Path(__file__).with_name("paper.css")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Escape everything: what is shown was written by people, and some of them are hostile."""
    environment = Environment(
        loader=PackageLoader("course.documents"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"cells": cells, "sentence": sentence}
    return environment


def html(paper: Paper) -> str:
    """Return a document as a whole HTML page, which needs neither script nor network.

    A heading under which there is nothing is left out.
    """
    translate = paper.reading.translate
    page = (
        _environment()
        .get_template(paper.document.template)
        .render(
            paper=paper,
            style=_STYLE.read_text("utf-8"),
            _=translate.gettext,
            ngettext=translate.ngettext,
            **contents.of(paper),
        )
    )
    found = 1
    while found:  # a section may be empty only once those in it are gone
        page, found = _EMPTY.subn("", page)
    return page
