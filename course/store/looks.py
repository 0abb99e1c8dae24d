"""How a municipality's papers look: what it is called on them, its logo and its colour.

Every change adds a row, so that what a paper once looked like, who changed it and when can be found out.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, insert, select
from sqlalchemy.exc import IntegrityError

from ..grants import Action, Grant
from ..levels import municipality_of
from . import schema
from .errors import StoreError, UnknownOrganisation

__all__ = ["Look", "LookMovedOn", "Looks", "Picture", "newest"]


class LookMovedOn(StoreError):
    """Somebody else has changed the look since the one who wants to change it saw it."""

    def __init__(self) -> None:
        super().__init__("Somebody else has changed the look meanwhile. See what it is now, and try again.")


@dataclass(frozen=True)
class Picture:
    """A logo that was made harmless (`course.looks` does that, and nothing else may make one).

    `content` is PNG or SVG, as `media_type` says; `pixels` is the same as PNG, for what shows no SVG.
    `width` and `height` are those of `pixels`.
    """

    media_type: str
    content: bytes
    pixels: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        """What tells two pictures apart."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Look:
    """One look: at revision 0 the one every municipality has until it is given another.

    An empty `name` or `alternative` is what the paper itself says in its language; an empty `colour`
    is the workbook's own, else it is ``#rrggbb``. `made_at` is in UTC.
    """

    name: str = ""
    colour: str = ""
    alternative: str = ""
    logo: Picture | None = None
    revision: int = 0
    made_at: datetime | None = None
    made_by: str = ""


class Looks:
    """The looks of the municipalities of one store.

    Parameters
    ----------
    engine
        The store's engine.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, grant: Grant, cohort: str, organisation: str) -> Look:
        """Return the look of the papers of a municipality, or of a unit under it.

        Raises
        ------
        NotGranted
            When the grant does not reach there.
        """
        grant.require(Action.READ, cohort, organisation)
        return newest(self._engine, municipality_of(organisation) or organisation)

    def history(self, grant: Grant, cohort: str, municipality: str) -> list[Look]:
        """Return every look the papers of a municipality have had, oldest first. Errors as for `of`."""
        grant.require(Action.READ, cohort, municipality)
        with self._engine.connect() as connection:
            rows = connection.execute(_looks(municipality).order_by(schema.look.c.revision))
            return [_look(row) for row in rows]

    def change(self, grant: Grant, cohort: str, municipality: str, new: Look) -> Look:
        """Give the papers of a municipality another look, committed when this returns.

        Parameters
        ----------
        new
            The look; its `revision` is that of the one it was made from.

        Raises
        ------
        NotGranted
            When the grant does not let its holder arrange the municipality's own affairs.
        UnknownOrganisation
            When the municipality does not take part in the cohort.
        LookMovedOn
            When somebody has changed it since.
        """
        grant.require(Action.ARRANGE, cohort, municipality)
        made_at = datetime.now(UTC)
        try:
            with self._engine.execution_options(writes=True).begin() as connection:
                _require_participation(connection, cohort, municipality)
                now = connection.execute(_newest(municipality)).first()
                if (now.revision if now else 0) != new.revision:
                    raise LookMovedOn
                if new.logo:
                    _keep(connection, new.logo)
                connection.execute(
                    insert(schema.look).values(
                        organisation=municipality,
                        revision=new.revision + 1,
                        name=new.name,
                        colour=new.colour,
                        alternative=new.alternative,
                        logo=new.logo.digest if new.logo else None,
                        made_at=made_at,
                        made_by=grant.name,
                        person=grant.person,
                    )
                )
        except IntegrityError:
            # Two at the same moment, which PostgreSQL lets come this far: the key keeps them apart.
            raise LookMovedOn from None
        return newest(self._engine, municipality)


def newest(engine: Engine, municipality: str) -> Look:
    """Return the look a municipality's papers have now."""
    with engine.connect() as connection:
        row = connection.execute(_newest(municipality)).first()
    return _look(row) if row else Look()


def _looks(municipality: str) -> Select[Any]:
    return (
        select(schema.look, schema.picture)
        .outerjoin(schema.picture, schema.picture.c.digest == schema.look.c.logo)
        .where(schema.look.c.organisation == municipality)
    )


def _newest(municipality: str) -> Select[Any]:
    return _looks(municipality).order_by(schema.look.c.revision.desc()).limit(1)


def _look(row: Row[Any]) -> Look:
    logo = None
    if row.digest is not None:
        logo = Picture(row.media_type, bytes(row.content), bytes(row.pixels), row.width, row.height)
    return Look(row.name, row.colour, row.alternative, logo, row.revision, row.made_at, row.made_by)


def _require_participation(connection: Connection, cohort: str, municipality: str) -> None:
    at = schema.participation.c
    there = select(at.organisation).where(at.cohort == cohort, at.organisation == municipality)
    if municipality_of(municipality) or connection.scalar(there) is None:
        raise UnknownOrganisation(f"“{municipality}” is no municipality that takes part in “{cohort}”.")


def _keep(connection: Connection, logo: Picture) -> None:
    """Keep a picture once, however many looks have it: history grows by a row and not by a file."""
    at = schema.picture.c.digest
    if connection.scalar(select(at).where(at == logo.digest)) is None:
        connection.execute(
            insert(schema.picture).values(
                digest=logo.digest,
                media_type=logo.media_type,
                content=logo.content,
                pixels=logo.pixels,
                width=logo.width,
                height=logo.height,
            )
        )
