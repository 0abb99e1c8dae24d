"""A document as ODT."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from pathlib import Path

from markupsafe import escape

from .colours import Colours
from .letterhead import PLAIN, Letterhead
from .pandoc import convert, default_reference
from .reference import filled_in, logo_first, patched, replaced

__all__ = ["odt"]

_CELLS = {
    "TableHeaderRowCell": 'fo:background-color="#{tint}" fo:border-bottom="0.9pt solid #{accent}"',
    "TableRowCell": 'fo:border-bottom="0.4pt solid #c4c4c4"',
}
_LOGO = r'<text:p text:style-name="Logo">.*?</text:p>'


def odt(html: str, running: str, head: Letterhead = PLAIN) -> bytes:
    """Return a document as ODT, with `running` at the head of each page.

    Raises
    ------
    CannotMake
        With a sentence for the reader.
    """
    with tempfile.TemporaryDirectory() as folder:
        reference = Path(folder) / "reference.odt"
        reference.write_bytes(_reference(running, head.colours))
        return _finished(convert(head.in_pixels(html), "odt", f"--reference-doc={reference}"), head)


def _finished(made: bytes, head: Letterhead) -> bytes:
    """Return an ODT with lines in its tables and its logo first.

    pandoc takes no style for the cells of tables from a reference.
    """
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        content = archive.read("content.xml").decode()
    for name, look in _CELLS.items():
        cell = rf'(<style:style style:name="{name}"[^>]*>\s*<style:table-cell-properties) [^>]*/>'
        content = re.sub(cell, rf"\1 {head.colours.filled_in(look)}/>", content)
    if head.logo:
        # pandoc leaves out the words that stand for a picture; whoever does not see the logo needs them.
        said = f"<svg:title>{escape(head.alternative)}</svg:title></draw:frame>"
        content = logo_first(content.replace("</draw:frame>", said), _LOGO, "<office:text[^>]*>")
    return patched(made, {"content.xml": content})


def _reference(running: str, colours: Colours) -> bytes:
    default = default_reference("reference.odt")
    with zipfile.ZipFile(io.BytesIO(default)) as archive:
        styles = archive.read("styles.xml").decode()
    ours = filled_in("odt-styles.xml", running, colours)
    styles = replaced(styles, ours, element="style:style", name="style:name", end="</office:styles>")
    for part in ("automatic-styles", "master-styles"):
        page = filled_in(f"odt-{part}.xml", running, colours)
        whole = rf"<office:{part}>.*?</office:{part}>"
        styles = re.sub(whole, lambda _, page=page: page, styles, flags=re.DOTALL)  # type: ignore[misc]
    return patched(default, {"styles.xml": styles})
