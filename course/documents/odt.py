"""A document as ODT."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from pathlib import Path

from .pandoc import convert, default_reference
from .reference import patched, replaced, with_running_head

__all__ = ["odt"]

_CELLS = {
    "TableHeaderRowCell": 'fo:background-color="#e8eef3" fo:border-bottom="0.9pt solid #1e4b6e"',
    "TableRowCell": 'fo:border-bottom="0.4pt solid #c4c4c4"',
}


def odt(html: str, running: str) -> bytes:
    """Return a document as ODT, with `running` at the head of each page.

    Raises
    ------
    CannotMake
        With a sentence for the reader.
    """
    with tempfile.TemporaryDirectory() as folder:
        reference = Path(folder) / "reference.odt"
        reference.write_bytes(_reference(running))
        return _with_lines(convert(html, "odt", f"--reference-doc={reference}"))


def _with_lines(made: bytes) -> bytes:
    """Return an ODT with lines in its tables: pandoc takes no style for their cells from a reference."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        content = archive.read("content.xml").decode()
    for name, look in _CELLS.items():
        cell = rf'(<style:style style:name="{name}"[^>]*>\s*<style:table-cell-properties) [^>]*/>'
        content = re.sub(cell, rf"\1 {look}/>", content)
    return patched(made, {"content.xml": content})


def _reference(running: str) -> bytes:
    default = default_reference("reference.odt")
    with zipfile.ZipFile(io.BytesIO(default)) as archive:
        styles = archive.read("styles.xml").decode()
    ours = with_running_head("odt-styles.xml", running)
    styles = replaced(styles, ours, element="style:style", name="style:name", end="</office:styles>")
    for part in ("automatic-styles", "master-styles"):
        page = with_running_head(f"odt-{part}.xml", running)
        whole = rf"<office:{part}>.*?</office:{part}>"
        styles = re.sub(whole, lambda _, page=page: page, styles, flags=re.DOTALL)  # type: ignore[misc]
    return patched(default, {"styles.xml": styles})
