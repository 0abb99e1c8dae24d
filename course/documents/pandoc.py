"""pandoc: from a document's HTML to DOCX, ODT and typst's source."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pypandoc

from ..i18n import N_
from .trouble import CannotMake

__all__ = ["convert", "default_reference"]

_HERE = Path(__file__).parent
_LONGEST = 60
"""Seconds; the longest document there is takes one."""

_MEMORY = ("+RTS", "-M1G", "-A64m", "-RTS")
"""No more than 1 GB; and so much before it looks for what it can throw away that it seldom has to."""

_NOT_THERE = N_("The program that makes this format, pandoc, is not installed.")
_TOO_LONG = N_(
    "The document took too long to make, so it was given up. Shorten the longest answers and try again."
)
_FAILED = N_("The document could not be made in this format. The reason is in the log.")


@cache
def _program() -> str:
    """Return where pandoc is: in its wheel, so that every machine has the same; else on the machine."""
    own = Path(pypandoc.__file__).parent / "files" / "pandoc"
    found = str(own) if own.exists() else shutil.which("pandoc")
    if found is None:
        raise CannotMake(_NOT_THERE)
    return found


def convert(html: str, target: str, *options: str) -> bytes:
    """Return a document's HTML in another of pandoc's formats.

    pandoc reads no file but those named in `options`, has no network and is given a limited time and heap.

    Raises
    ------
    CannotMake
        When it fails, with a sentence for the reader.
    """
    arguments = ["--sandbox", "--from=html-auto_identifiers", f"--to={target}", "--standalone", "--wrap=none"]
    arguments += [f"--lua-filter={_HERE / 'paper.lua'}", *options, "--output=-", *_MEMORY]
    return _run(arguments, html.encode())


@cache
def default_reference(name: str) -> bytes:
    """Return pandoc's own reference document, ``reference.docx`` or ``reference.odt``."""
    return _run([f"--print-default-data-file={name}"], b"")


def _run(arguments: Sequence[str], given: bytes) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments; what people wrote goes in by stdin
            [_program(), *arguments], input=given, capture_output=True, timeout=_LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        raise CannotMake(_TOO_LONG) from None
    if done.returncode:
        raise CannotMake(_FAILED, done.stderr.decode(errors="replace"))
    return done.stdout
