"""How a notebook's prose becomes HTML: as Voilà does it, less what harms a page of forms."""

from __future__ import annotations

from typing import Any

from nbconvert.filters.markdown_mistune import IPythonRenderer
from voila.exporter import VoilaMarkdownRenderer

__all__ = ["ProseRenderer"]


class ProseRenderer(VoilaMarkdownRenderer):  # type: ignore[misc]
    """Markdown without raw HTML, without “¶” links in headings, without reading files for images."""

    def __init__(self, contents_manager: object = None, **options: Any) -> None:
        options |= {"escape": True, "exclude_anchor_links": True, "allow_harmful_protocols": False}
        super().__init__(contents_manager, **options)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Return the picture by its address."""
        html: str = IPythonRenderer.image(self, text, url, title)
        return html
