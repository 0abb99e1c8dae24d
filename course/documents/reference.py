"""The reference documents pandoc takes styles from: its own, with our styles, page and running head put in.

They are made of text files when they are needed, so that a change of style can be read in a diff, and so
that each document's running head stands on every page.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from markupsafe import escape

from .colours import Colours

__all__ = ["filled_in", "logo_first", "patched", "replaced"]

_STYLES = Path(__file__).parent / "styles"


def patched(reference: bytes, changed: Mapping[str, str]) -> bytes:
    """Return a document with some of its files changed or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(reference)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename not in changed:
                new.writestr(entry, old.read(entry))
        for name, text in changed.items():
            new.writestr(name, text)
    return out.getvalue()


@lru_cache(maxsize=8)
def replaced(styles: str, ours: str, *, element: str, name: str, end: str) -> str:
    """Return a file of styles with ours in the place of those of the same name.

    Parameters
    ----------
    element, name
        What a style is called in the format, and the attribute that holds its name.
    end
        The tag before which ours are put.
    """
    for found in re.findall(rf'<{element}\b[^>]*\b{name}="([^"]+)"', ours):
        own = rf'<{element}\b(?=[^>]*\b{name}="{re.escape(found)}")(?:[^>]*/>|[^>]*[^/]>.*?</{element}>)'
        styles = re.sub(own, "", styles, flags=re.DOTALL)
    return styles.replace(end, f"{ours}\n{end}", 1)


def filled_in(name: str, running: str, colours: Colours) -> str:
    """Return one of our files with the colours and the words of the running head in it."""
    file = colours.filled_in((_STYLES / name).read_text("utf-8"))
    return file.replace("{running}", str(escape(running)))


def logo_first(content: str, logo: str, beginning: str) -> str:
    """Return a document's content with its logo before the title, which pandoc puts before all else.

    Parameters
    ----------
    logo
        What a paragraph with a logo begins with, as a pattern; it ends with the paragraph.
    beginning
        The tag that all of the content is in, as a pattern.
    """
    found = re.search(logo, content, re.DOTALL)
    if found is None:
        return content
    without = content[: found.start()] + content[found.end() :]
    return re.sub(beginning, lambda tag: tag[0] + found[0], without, count=1)
