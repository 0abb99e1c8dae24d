"""Cohorts as they stand: what their file says, and what was opened and who was accepted since."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Row, insert, select

from .. import organisations
from ..municipalities import RegisteredMunicipality, municipality_register
from ..organisations import Cohort, Municipality, OfficialCode, UnknownCohort
from . import schema
from .store import Store
from .whole import UNIT_TYPE

__all__ = ["cohort_in", "enter_municipality", "takes_part"]

_STORE = "store"
_SOURCES = {_STORE: "Entered when the cohort was opened, or the municipality was accepted."}


def cohort_in(store: Store, key: str) -> Cohort:
    """Return the cohort `key`, with the municipalities that have joined it.

    Where there is no database that could be asked, it is what its file says.

    Raises
    ------
    UnknownCohort
        With one sentence that names those there are.
    """
    written = organisations.cohort(key) if key in organisations.cohorts() else None
    if not store.exists:
        return written or organisations.cohort(key)
    with store.engine.connect() as connection:
        opened = {row.key: row for row in connection.execute(select(schema.cohort))}
        known = set(written.keys) if written else set()
        joined = tuple(place for place in _taking_part(connection, key) if place.key not in known)
    if written is not None:
        return written.model_copy(update={"municipalities": (*written.municipalities, *joined)})
    if key not in opened:
        raise UnknownCohort(key, opened)
    return Cohort.model_validate(
        {
            "key": key,
            "demonstration": opened[key].demonstration,
            "name": opened[key].name,
            "source": _STORE,
            "sources": _SOURCES,
            "municipality": [place.model_dump(exclude_defaults=True) for place in joined],
        }
    )


def takes_part(connection: Connection, cohort: str, organisation: str) -> bool:
    """Whether an organisation takes part in a cohort."""
    at = schema.participation.c
    there = select(at.organisation).where(at.cohort == cohort, at.organisation == organisation)
    return connection.scalar(there) is not None


def enter_municipality(
    connection: Connection, cohort: str, municipality: RegisteredMunicipality, language: str
) -> str:
    """Let a municipality of the register take part in a cohort; return the key it has.

    One that is there already, in this cohort or another, keeps its key, its name and its language.
    """
    key = municipality_register().key_of(municipality)
    if connection.scalar(select(schema.organisation.c.key).where(schema.organisation.c.key == key)) is None:
        connection.execute(
            insert(schema.organisation).values(
                key=key,
                parent=None,
                unit_type=None,
                country=municipality.country,
                name=municipality.name,
                language=_LANGUAGES.get(municipality.language_form, language),
            )
        )
        connection.execute(insert(schema.official_code).values(organisation=key, code=municipality.code))
    if not takes_part(connection, cohort, key):
        connection.execute(insert(schema.participation).values(cohort=cohort, organisation=key, change=0))
    return key


_LANGUAGES = {"nynorsk": "nn", "bokmal": "nb"}
"""A municipality that has decided on a form of Norwegian is addressed in it, whatever it applied in."""


def _taking_part(connection: Connection, cohort: str) -> Iterator[Municipality]:
    at, code = schema.organisation.c, schema.official_code.c
    codes: dict[str, list[Row[tuple[str, str]]]] = {}
    for row in connection.execute(select(schema.official_code).order_by(code.valid_from.nulls_first())):
        codes.setdefault(row.organisation, []).append(row)
    there = (
        select(at.key, at.country, at.name, at.language)
        .join(schema.participation, schema.participation.c.organisation == at.key)
        .where(schema.participation.c.cohort == cohort, at.parent.is_(None))
        .where(at.unit_type.is_distinct_from(UNIT_TYPE))
        .order_by(at.name)
    )
    for row in connection.execute(there):
        own = codes.get(row.key, [])
        yield Municipality(
            key=row.key,
            country=row.country,
            name=row.name,
            language=row.language,
            language_source=_STORE,
            made_up=not own,
            codes=tuple(
                OfficialCode(code=one.code, valid_from=one.valid_from, valid_to=one.valid_to, source=_STORE)
                for one in own
            ),
        )
