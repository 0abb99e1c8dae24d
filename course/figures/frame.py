"""What makes a drawing a figure: a name and a description for those who do not see it."""

from __future__ import annotations

from markupsafe import Markup

from .canvas import SIZE, Drawing, plain

__all__ = ["framed"]

_FONT = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
"""The font of the pages: what a browser without them takes is narrower than what was measured."""


def framed(drawing: Drawing, key: str, title: str, description: str) -> Markup:
    """Return `drawing` as an SVG image with its title and description; `key` begins its ids."""
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="wb-drawing" viewBox="0 0 {width} {height}" '
        'width="{width}" height="{height}" role="img" aria-labelledby="{key}-title {key}-desc" '
        'font-family="{font}" font-size="{size}">'
        '<title id="{key}-title">{title}</title><desc id="{key}-desc">{description}</desc>{body}</svg>'
    ).format(
        width=drawing.width,
        height=drawing.height,
        key=key,
        font=_FONT,
        size=f"{SIZE:g}",
        title=plain(title),
        description=plain(description),
        body=Markup(drawing.body),  # noqa: S704 - every word in it was escaped when it was drawn
    )
