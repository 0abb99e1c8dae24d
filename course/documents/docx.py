"""A document as DOCX."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

from .colours import Colours
from .letterhead import PLAIN, Letterhead
from .pandoc import convert, default_reference
from .reference import filled_in, logo_first, patched, replaced

__all__ = ["docx"]

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LOGO = r'<w:p>\s*<w:pPr>\s*<w:pStyle w:val="Logo" ?/>.*?</w:p>'
_PAGE = """<w:sectPr xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<w:headerReference w:type="default" r:id="rIdHead"/><w:footerReference w:type="default" r:id="rIdFoot"/>
<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>
<w:pgSz w:w="11906" w:h="16838"/>
<w:pgMar w:top="1701" w:right="1588" w:bottom="1588" w:left="1588"
 w:header="794" w:footer="737" w:gutter="0"/>
</w:sectPr>"""
"""A4; lengths in twentieths of a point."""


def docx(html: str, running: str, head: Letterhead = PLAIN) -> bytes:
    """Return a document as DOCX, with `running` at the head of each page.

    Raises
    ------
    CannotMake
        With a sentence for the reader.
    """
    with tempfile.TemporaryDirectory() as folder:
        reference = Path(folder) / "reference.docx"
        reference.write_bytes(_reference(running, head.colours))
        made = convert(head.in_pixels(html), "docx", f"--reference-doc={reference}")
    return _with_logo_first(made) if head.logo else made


def _with_logo_first(made: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        content = archive.read("word/document.xml").decode()
    return patched(made, {"word/document.xml": logo_first(content, _LOGO, "<w:body>")})


def _reference(running: str, colours: Colours) -> bytes:
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
            filled_in("docx-styles.xml", running, colours),
            element="w:style",
            name="w:styleId",
            end="</w:styles>",
        ),
        "word/_rels/document.xml.rels": file["word/_rels/document.xml.rels"].replace(
            "</Relationships>", f"{relations}</Relationships>"
        ),
        "[Content_Types].xml": file["[Content_Types].xml"].replace("</Types>", f"{types}</Types>"),
        "word/header1.xml": filled_in("docx-header.xml", running, colours),
        "word/footer1.xml": filled_in("docx-footer.xml", running, colours),
    }
    return patched(default, changed)
