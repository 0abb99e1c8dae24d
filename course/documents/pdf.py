"""A document as PDF: typst's source by pandoc, and from that a tagged PDF/UA-1."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ..i18n import N_
from .letterhead import PLAIN, Letterhead
from .pandoc import convert
from .trouble import CannotMake

__all__ = ["pdf", "typeset"]

_HERE = Path(__file__).parent
_LONGEST = 60
"""Seconds."""
_TOO_LONG = N_(
    "The document took too long to make, so it was given up. Shorten the longest answers and try again."
)
_FAILED = N_("The document could not be made in this format. The reason is in the log.")
_STAND_IN = "\N{WHITE SQUARE}"
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
_FAR_OFF = re.compile("[\u2e80-\ud7ff\uf900-\ufaff\U0001f000-\U0010ffff]")
"""Characters of East Asia, and pictures: where the font lacks one of them, it lacks them all."""
_TRIES = 20


def pdf(html: str, head: Letterhead = PLAIN) -> bytes:
    """Return a document as PDF/UA-1.

    A character that typst's own fonts lack, such as an emoji, stands as an empty square: PDF/UA-1 allows
    no text that cannot be shown, and nothing is assumed of the machine's fonts.

    Raises
    ------
    CannotMake
        With a sentence for the reader.
    """
    source = convert(head.in_files(html), "typst-smart", f"--template={_HERE / 'paper.typ'}").decode()
    for _ in range(_TRIES):
        try:
            return typeset(source.encode(), "pdf", head.files)
        except CannotMake as error:
            lacking = set("".join(_NO_GLYPH.findall(error.details)))
            if not lacking:
                raise
            source = _without(source, lacking)
    raise CannotMake(_FAILED)


def _without(source: str, lacking: set[str]) -> str:
    """Return a text with a square for each character that is lacking, and for all its far-off relatives."""
    if any(_FAR_OFF.match(one) for one in lacking):
        source = _FAR_OFF.sub(_STAND_IN, source)
    return "".join(_STAND_IN if one in lacking else one for one in source)


def typeset(source: bytes, form: str, files: Mapping[str, bytes]) -> bytes:
    """Compile typst's source to ``pdf`` or ``png`` in a process of its own.

    It can be ended, and it sees a folder with `files` in it and nothing else.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        try:
            done = subprocess.run(  # noqa: S603 - our own script
                [sys.executable, "-I", str(_HERE / "typeset.py"), folder, form],
                input=source,
                capture_output=True,
                timeout=_LONGEST,
                check=False,
                env={"PATH": os.defpath},
            )
        except subprocess.TimeoutExpired:
            raise CannotMake(_TOO_LONG) from None
    if done.returncode:
        raise CannotMake(_FAILED, done.stderr.decode(errors="replace"))
    return done.stdout
