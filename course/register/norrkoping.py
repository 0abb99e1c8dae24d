"""The register as records: projects, the municipal partnership, networks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from ..records import Network, Partnership, Project, validate
from ..settings import settings
from .countries import countries_named, read_countries
from .headings import UnitNames, read_heading, unit_names
from .page import Entry, Section, read_page
from .periods import read_period

__all__ = ["Register", "norrkoping", "read_project"]

HOME = "SE"
"""The register's own country, which is no partner."""

_ENTRY = re.compile(
    r"(?P<heading>.*?)(?:\bPågår:?(?P<period>.*?))?(?:\bPartnerländer:(?P<countries>.*))?", re.DOTALL
)
_PROGRAMME = re.compile(r"\b(Erasmus ?\+|Nordplus)")
_ADDRESS = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"]*[^\s<>\".,;:)]")
_FUNDED = re.compile(r"finansierat med medel från (?P<source>[^,.]+), genom (?P<through>[^,.]+)\.")


class Register(BaseModel):
    """A register of international work as it stood on the day `updated`."""

    model_config = ConfigDict(frozen=True)

    projects: tuple[Project, ...]
    partnerships: tuple[Partnership, ...]
    networks: tuple[Network, ...]
    updated: date


def norrkoping() -> Register:
    """Return Norrköping municipality's register as of 27 November 2020, read once."""
    return _read(settings().data_dir / "registers")


@cache
def _read(folder: Path) -> Register:
    names = unit_names(folder / "norrkoping_units.toml")
    page = read_page((folder / "norrkoping.txt").read_text(encoding="utf-8"))
    return Register(
        projects=_repeated_marked(read_project(entry, names) for entry in page.entries),
        partnerships=tuple(_partnership(section) for section in page.partnerships),
        networks=tuple(_network(section, names) for section in page.networks),
        updated=page.updated,
    )


def read_project(entry: Entry, names: UnitNames) -> Project:
    """Return one numbered entry of the register as a project.

    Raises
    ------
    Refused
        When a part is longer than a record takes; nothing is cut.
    """
    parts = _ENTRY.fullmatch(entry.text)
    found = parts.groupdict() if parts else {"heading": entry.text}
    heading = read_heading(found["heading"], names)
    period = read_period(found.get("period"))
    partners = read_countries(found.get("countries"))
    only_in_text = countries_named(heading.description, home=HOME) - set(partners.codes)
    programme = _PROGRAMME.search(heading.description)
    link, completed = _link(heading.description)
    remarks = [
        *heading.remarks,
        *period.remarks,
        *partners.remarks,
        *(["country_only_in_text"] if only_in_text else []),
        *(["programme_from_text"] if programme else []),
        *(["link_completed"] if completed else []),
    ]
    project = validate(
        Project,
        {
            "number": entry.number,
            "called": heading.title,
            "units": ", ".join(heading.units),
            "unit_type": heading.unit_type,
            "description": heading.description,
            "period_text": period.text,
            "from_year": period.from_year,
            "to_year": period.to_year,
            "status": period.status,
            "partner_countries": list(partners.codes),
            "programme": programme[0] if programme else "",
            "link": link,
            "remarks": remarks,
        },
    )
    assert isinstance(project, Project)
    return project


def _link(description: str) -> tuple[str, bool]:
    """Return the first web address in the text, and whether its scheme had to be added."""
    found = _ADDRESS.search(description)
    if found is None:
        return "", False
    whole = found[0].startswith("http")
    return (found[0] if whole else f"https://{found[0]}"), not whole


def _repeated_marked(projects: Iterable[Project]) -> tuple[Project, ...]:
    """Mark the projects whose title another one has, apart from capitals (rule T1)."""
    read = tuple(projects)
    times = Counter(project.called.casefold() for project in read)
    return tuple(
        project.model_copy(update={"remarks": [*project.remarks, "title_repeated"]})
        if times[project.called.casefold()] > 1
        else project
        for project in read
    )


def _partnership(section: Section) -> Partnership:
    countries = countries_named(section.text, home=HOME)
    funded = _FUNDED.search(section.text)
    record = validate(
        Partnership,
        {
            "called": section.heading,
            "country": next(iter(countries)) if len(countries) == 1 else None,
            "description": section.text,
            "funding": f"{funded['source']}, {funded['through']}" if funded else "",
        },
    )
    assert isinstance(record, Partnership)
    return record


def _network(section: Section, names: UnitNames) -> Network:
    name = names.networks.get(section.heading, section.heading)
    record = validate(
        Network,
        {
            "called": name,
            "also_called": section.heading if name != section.heading else "",
            "purpose": section.text,
            "members": section.members,
        },
    )
    assert isinstance(record, Network)
    return record
