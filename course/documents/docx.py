"""A document as DOCX."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

from .pandoc import convert, default_reference
from .reference import patched, replaced, with_running_head

__all__ = ["docx"]

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PAGE = """<w:sectPr xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<w:headerReference w:type="default" r:id="rIdHead"/><w:footerReference w:type="default" r:id="rIdFoot"/>
<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>
<w:pgSz w:w="11906" w:h="16838"/>
<w:pgMar w:top="1701" w:right="1588" w:bottom="1588" w:left="1588"
 w:header="794" w:footer="737" w:gutter="0"/>
</w:sectPr>"""
"""A4; lengths in twentieths of a point."""


def docx(html: str, running: str) -> bytes:
    """Return a document as DOCX, with `running` at the head of each page.

    Raises
    ------
    CannotMake
        With a sentence for the reader.
    """
    with tempfile.TemporaryDirectory() as folder:
        reference = Path(folder) / "reference.docx"
        reference.write_bytes(_reference(running))
        return convert(html, "docx", f"--reference-doc={reference}")


def _reference(running: str) -> bytes:
    default = default_reference("reference.docx")
    with zipfile.ZipFile(io.BytesIO(default)) as archive:
        file = {
            name: archive.read(name).decode() for name in archive.namelist() if name.endswith(("xml", "rels"))
        }
    parts = {"Head": "header1.xml", "Foot": "footer1.xml"}
    kinds = {"Head": "header", "Foot": "footer"}
    relations = "".join(
        f'<Relationship Type="{_RELATIONS}/{kinds[part]}" Id="rId{part}" Target="{name}"/>'
        for part, name in parts.items()
    )
    types = "".join(
        f'<Override PartName="/word/{name}" ContentType="{_TYPES}.{kinds[part]}+xml"/>'
        for part, name in parts.items()
    )
    body = file["word/document.xml"]
    page = body[body.index("<w:sectPr>") : body.index("</w:sectPr>") + len("</w:sectPr>")]
    changed = {
        "word/document.xml": body.replace(page, _PAGE),
        "word/styles.xml": replaced(
            file["word/styles.xml"],
            with_running_head("docx-styles.xml", running),
            element="w:style",
            name="w:styleId",
            end="</w:styles>",
        ),
        "word/_rels/document.xml.rels": file["word/_rels/document.xml.rels"].replace(
            "</Relationships>", f"{relations}</Relationships>"
        ),
        "[Content_Types].xml": file["[Content_Types].xml"].replace("</Types>", f"{types}</Types>"),
        "word/header1.xml": with_running_head("docx-header.xml", running),
        "word/footer1.xml": with_running_head("docx-footer.xml", running),
    }
    return patched(default, changed)
