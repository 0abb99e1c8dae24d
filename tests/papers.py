"""What the tests of the documents share: text out of each format, and records that mean harm.

The text of two formats is compared after this normalisation, and no other:

- white space is left out: where lines break is each format's own affair;
- hyphens and soft hyphens are left out: typst divides words at the end of a line;
- of a PDF, what stands in the margins is left out: running head and page number, the same on every page;
- a table that goes on on the next page of a PDF shows its head again there; that repetition is left out;
- a PDF shows the marks of lists, a DOCX makes them from its styles: HTML is read with them for the one and
  without for the other;
- the links of a draft back to its records are not part of the text.
"""

from __future__ import annotations

import io
import re
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

from bs4 import BeautifulSoup, Tag

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_LEFT_OUT = re.compile(r"[\s\u00ad\u2010-]+")
_CENTIMETRE = 72 / 2.54


def normalised(text: str) -> str:
    return _LEFT_OUT.sub("", text)


def html_text(page: str | bytes, *, marks: bool = False) -> str:
    soup = BeautifulSoup(page, "html.parser")
    main = soup.find("main")
    assert isinstance(main, Tag)
    for link in main.select(".place"):
        link.decompose()
    if marks:
        for listing in main.find_all(["ol", "ul"]):
            for number, item in enumerate(listing.find_all("li", recursive=False), start=1):
                item.insert(0, f"{number}." if listing.name == "ol" else "•")
    return normalised(main.get_text())


def docx_text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = ET.fromstring(archive.read("word/document.xml"))
    return normalised("".join(node.text or "" for node in root.iter(f"{WORD}t")))


def pdf_text(content: bytes, page: str | bytes = "") -> str:
    """The body of every page, in the order it was written; the HTML `page` says what heads tables have."""
    top, bottom = 2.5 * _CENTIMETRE, 2.3 * _CENTIMETRE
    box = ["-x", "0", "-y", str(round(top)), "-W", "596", "-H", str(round(842 - top - bottom))]
    done = subprocess.run(
        ["pdftotext", "-raw", *box, "-", "-"], input=content, capture_output=True, check=True, timeout=60
    )
    heads = {normalised(head.get_text()) for head in BeautifulSoup(page, "html.parser").find_all("thead")}
    first, *others = (normalised(one) for one in done.stdout.decode().split("\f"))
    return first + "".join(_without_head(one, heads) for one in others)


def _without_head(text: str, heads: set[str]) -> str:
    return next((text.removeprefix(head) for head in heads if text.startswith(head)), text)


def pdf_facts(content: bytes) -> dict[str, str]:
    done = subprocess.run(["pdfinfo", "-"], input=content, capture_output=True, check=True, timeout=60)
    lines = (line.partition(":") for line in done.stdout.decode().splitlines())
    return {name: value.strip() for name, _, value in lines}


def opened_by_libreoffice(files: list[Path], out: Path) -> dict[str, str]:
    """What LibreOffice reads in documents, by their names: it opens each and writes it as text."""
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(out / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "txt:Text (encoded):UTF8",
            "--outdir",
            str(out),
            *map(str, files),
        ],
        capture_output=True,
        check=True,
        timeout=240,
    )
    return {file.name: normalised((out / f"{file.stem}.txt").read_text("utf-8-sig")) for file in files}


HOSTILE = (
    "<script>alert(1)</script> <b>bold</b> &amp; &lt;",
    "# heading\n\n* star\n- minus\n+ plus\n1. one\n> quote\n```\ncode\n``` [link](https://evil.example)",
    '= heading\n\n== two\n/ term: x\n#import "@preview/x:1.0.0": * #read("/etc/passwd")',
    "$x^2$ @ref <label> *b* _i_ `r` \\ ~ // c /* d */ #box[x] #(1+1)",
    "\\input{/etc/passwd} \\LaTeX{} $$x$$ \\begin{document} % comment ^ _",
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    '=HYPERLINK("https://evil.example","x")',
    "{{ 7 * 7 }} {% raw %} {number} {0}",
    "a -- b --- c ... -? x-1 2027-2028 -- -1 --1 ''quoted'' 'x' 3/4 (c) --> <-- =>",
    "]]> --> </main></body> <!-- '\" “quoted” «sitert» https://example.org/a//b?c=d&e",
)
"""What somebody may write to make a converter do what it should not; each must come out as it went in."""
