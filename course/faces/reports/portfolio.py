"""Projects, networks and partnerships, and whether it all hangs on one person."""

from __future__ import annotations

from collections.abc import Sequence

from ...analysis.coverage import partner_countries
from ...analysis.dependence import MANY_ROLES, dependence
from ...analysis.register import projects_by_status, projects_by_unit_type
from ...i18n import N_
from ...records import Activity, Network, Partnership, Project, Rationale, Role
from ...register import norrkoping
from ...vocabulary import vocabulary
from ..blocks import Block, Cell, column, folded, heading, in_language, listing, table, text
from ..figures.countries import countries_table
from ..numbers import NOT_KNOWN, frame_table, number, of_kind
from ..reading import Reading

__all__ = ["portfolio_blocks"]

_NOTHING = N_(
    "When you have written down projects, partnerships or networks, you see here what they add up to."
)
_BY_TYPE = N_("Projects by type of unit")
_BY_STATUS = N_("Projects by status")
_COUNTRY = N_("Country")
_NETWORKS = N_("Networks")
_NETWORK = N_("Network")
_MEMBERS = N_("Members")
_PARTNERSHIPS = N_("Municipal partnerships")
_NAME = N_("Partner")
_FUNDING = N_("Funding")
_PERSONS = N_("Does it depend on one person?")
_YOU_SAY = N_("You write of it yourselves: {words}")
_NOBODY_YET = N_("When the roles of session 06 are filled in, you see here who carries what.")
_WHO = N_("Who")
_ROLES = N_("Roles")
_NO_DEPUTY = N_("Of these without a deputy")
_OWNS = N_("Activities owned")
_MANY = N_(
    "{name} holds {number} roles. In Herning the question was: what if the one who carries it gets another "
    "job?"
)
_WITHOUT_DEPUTY = N_("Without a deputy: {names}.")
_EXAMPLE = N_("An example: Norrköping’s register of {year}")
_EXAMPLE_SHOWN = N_("What Norrköping’s register adds up to")
_EXAMPLE_SAYS = N_(
    "{projects} projects, {networks} networks and one municipal partnership, as the municipality’s public "
    "register had them. It was read as it stands: what it does not say is not filled in."
)


def portfolio_blocks(reading: Reading) -> list[Block]:
    """Return what the municipality has, who carries it, and Norrköping's register as an example."""
    projects = of_kind(reading, Project)
    partnerships = of_kind(reading, Partnership)
    networks = of_kind(reading, Network)
    made = _added_up(reading, projects, partnerships, networks)
    if not made:
        made = [text(reading.translate(_NOTHING), "muted")]
    register = norrkoping()
    year = register.updated.year
    says = reading.translate(_EXAMPLE_SAYS).format(
        projects=len(register.projects), networks=len(register.networks)
    )
    example = [
        *_added_up(reading, register.projects, register.partnerships, register.networks, language="sv"),
        countries_table(reading, partner_countries(register.projects, year, (), register.partnerships)),
    ]
    return [
        *made,
        *_carried(reading),
        heading(reading.translate(_EXAMPLE).format(year=year)),
        text(says),
        folded(reading.translate(_EXAMPLE_SHOWN), example),
    ]


def _added_up(
    reading: Reading,
    projects: Sequence[Project],
    partnerships: Sequence[Partnership],
    networks: Sequence[Network],
    language: str = "",
) -> list[Block]:
    """Return the tables; `language` is that of what was written, where it is known."""
    translate = reading.translate

    def said(words: str) -> Cell:
        if not words:
            return translate(NOT_KNOWN)
        return in_language(words, language) if language else words

    made: list[Block] = []
    if projects:
        by_type = projects_by_unit_type(projects, translate)
        by_status = projects_by_status(projects, translate)
        made += [
            frame_table(reading, translate(_BY_TYPE), by_type),
            frame_table(reading, translate(_BY_STATUS), by_status),
        ]
    if networks:
        rows = [[network.called, said(network.members)] for network in networks]
        made.append(
            table(translate(_NETWORKS), [column(translate(_NETWORK)), column(translate(_MEMBERS))], rows)
        )
    if partnerships:
        rows = [
            [one.called, _country(reading, one.country), one.funding or translate(NOT_KNOWN)]
            for one in partnerships
        ]
        columns = [column(translate(label)) for label in (_NAME, _COUNTRY, _FUNDING)]
        made.append(table(translate(_PARTNERSHIPS), columns, rows))
    return made


def _carried(reading: Reading) -> list[Block]:
    """Say who holds what. Herning's question; three roles with one person is our own limit."""
    translate = reading.translate
    roles = of_kind(reading, Role)
    made: list[Block] = [heading(translate(_PERSONS))]
    for rationale in of_kind(reading, Rationale):
        if rationale.depends_on:
            made.append(text(translate(_YOU_SAY).format(words=rationale.depends_on)))
    frame = dependence(roles, of_kind(reading, Activity))
    if frame.empty:
        return [*made, text(translate(_NOBODY_YET), "muted")]
    figures = ("roles", "without_deputy", "activities")
    rows = [
        [row["name"], *(number(reading, row[name]) for name in figures)] for row in frame.to_dict("records")
    ]
    columns = [column(translate(_WHO))]
    columns += [column(translate(label), numeric=True) for label in (_ROLES, _NO_DEPUTY, _OWNS)]
    made.append(table(translate(_PERSONS), columns, rows))
    many = frame[frame["roles"] >= MANY_ROLES].to_dict("records")
    if many:
        said = [
            translate(_MANY).format(name=row["name"], number=number(reading, row["roles"])) for row in many
        ]
        made.append(listing(said))
    alone = frame[frame["without_deputy"] > 0]["name"].tolist()
    if alone:
        made.append(text(translate(_WITHOUT_DEPUTY).format(names="; ".join(alone)), "warning"))
    return made


def _country(reading: Reading, code: str | None) -> str:
    return vocabulary("country").label(code, reading.language) if code else reading.translate(NOT_KNOWN)
