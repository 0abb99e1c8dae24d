"""Markdown prose as blocks: what is translated as a whole, and what stays as it is.

A translator works with sentences and paragraphs, so the marks that begin a heading or a list item
stay outside the message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

__all__ = ["Block", "blocks", "translate_prose"]

_BEGINNING = re.compile(r"^(\s*(?:#{1,6}\s+|[-*]\s+|\d+\.\s+|>\s+)?)(.*)$", re.DOTALL)
_STARTS_A_BLOCK = re.compile(r"^\s*(#{1,6}\s|[-*]\s|\d+\.\s|>\s)")


@dataclass(frozen=True)
class Block:
    """One translatable piece: `mark` in front (kept), `text` (translated), `end` behind (kept)."""

    mark: str
    text: str
    end: str


def blocks(markdown: str) -> Iterator[Block]:
    """Yield the blocks of `markdown`; put together again in order they are the same text.

    Lines of one paragraph are one message, joined by a space, so that re-wrapping a paragraph does
    not lose its translation.
    """
    lines: list[str] = []
    for line in markdown.split("\n"):
        if not line.strip():
            yield from _finished(lines)
            lines = []
            yield Block("", "", "\n")
        elif _STARTS_A_BLOCK.match(line):
            yield from _finished(lines)
            lines = [line]
        else:
            lines.append(line)
    yield from _finished(lines)


def _finished(lines: list[str]) -> Iterator[Block]:
    if not lines:
        return
    match = _BEGINNING.match(lines[0])
    mark, first = match.groups() if match else ("", lines[0])
    yield Block(mark, " ".join([first.strip(), *(line.strip() for line in lines[1:])]), "\n")


def translate_prose(markdown: str, translate: Callable[[str], str]) -> str:
    """Return `markdown` with every block translated."""
    parts = [
        f"{block.mark}{translate(block.text) if block.text else ''}{block.end}" for block in blocks(markdown)
    ]
    return "".join(parts).rstrip("\n")
