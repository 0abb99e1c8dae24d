"""Take the page of a register apart: numbered projects, partnership, networks, date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from babel.dates import get_month_names
from pydantic import BaseModel, ConfigDict

__all__ = ["Entry", "Page", "Section", "UnreadablePage", "read_page"]

_NUMBER = re.compile(r"^(\d+)\. ", re.MULTILINE)
_UPDATED = re.compile(r"Uppdaterades senast (\d{1,2}) (\w+) (\d{4})")
_PARTNERSHIP = "\nKommunalt partnerskap\n"
_NETWORKS = "\nNätverk\n"
_MEMBERS = "Medlemmar:"
_LINK = "Här kan du "
_LONGEST_HEADING = 60


class UnreadablePage(ValueError):
    """A page without the headings by which its parts are found."""


class Entry(BaseModel):
    """One numbered project, with its text as it stands on the page."""

    model_config = ConfigDict(frozen=True)

    number: int
    text: str


class Section(BaseModel):
    """A partnership or network: its heading, what is said of it, and who the members are."""

    model_config = ConfigDict(frozen=True)

    heading: str
    text: str
    members: str = ""


class Page(BaseModel):
    """The parts of the page."""

    model_config = ConfigDict(frozen=True)

    entries: tuple[Entry, ...]
    partnerships: tuple[Section, ...]
    networks: tuple[Section, ...]
    updated: date


def read_page(text: str) -> Page:
    """Return the parts of a register's page; lines that begin with # are notes of ours.

    Raises
    ------
    UnreadablePage
        When a heading or the date is not there, with a sentence that says which.
    """
    body = "\n".join(line.rstrip() for line in text.splitlines() if not line.startswith("#"))
    for mark in (_PARTNERSHIP, _NETWORKS):
        if body.count(mark) != 1:
            raise UnreadablePage(f"The page does not have the heading “{mark.strip()}” once.")
    projects, rest = body.split(_PARTNERSHIP)
    partnerships, networks = rest.split(_NETWORKS)
    updated = _UPDATED.search(networks)
    if updated is None:
        raise UnreadablePage("The page does not say when it was updated.")
    return Page(
        entries=tuple(_entries(projects)),
        partnerships=tuple(_sections(partnerships)),
        networks=tuple(_sections(networks[: updated.start()])),
        updated=_day(*updated.groups()),
    )


def _entries(text: str) -> Iterator[Entry]:
    starts = list(_NUMBER.finditer(text))
    ends = [match.start() for match in starts[1:]] + [len(text)]
    for match, end in zip(starts, ends, strict=True):
        yield Entry(number=int(match[1]), text=text[match.end() : end].strip())


def _sections(text: str) -> Iterator[Section]:
    """Yield the sections: a short line without full stop is a heading (rule N1).

    A line “here you can read more” is left out, since the page's text has lost its address (N3).
    What stands before the first heading introduces them all.
    """
    heading, said, members = "", list[str](), ""
    for paragraph in re.split(r"\n\s*\n", text):
        line = " ".join(paragraph.split())
        if not line or line.startswith(_LINK):
            continue
        if line.startswith(_MEMBERS):
            members = line.removeprefix(_MEMBERS).strip()
        elif len(line) <= _LONGEST_HEADING and not line.endswith("."):
            if heading:
                yield Section(heading=heading, text="\n".join(said), members=members)
            heading, said, members = line, [], ""
        else:
            said.append(line)
    if heading:
        yield Section(heading=heading, text="\n".join(said), members=members)


def _day(day: str, month: str, year: str) -> date:
    months = {name.casefold(): number for number, name in get_month_names("wide", locale="sv").items()}
    if month.casefold() not in months:
        raise UnreadablePage(f"The page was updated in a month called “{month}”.")
    return date(int(year), months[month.casefold()], int(day))
