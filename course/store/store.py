"""The store as a whole: its engine, its schema version, its organisations and cohorts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import URL, Connection, Engine, insert, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from ..grants import Action, Grant, NotGranted
from ..levels import municipality_of
from ..organisations import Cohort, Municipality
from . import schema
from .connecting import address_of_database, engine_of, file_of
from .errors import NewerDatabase, StoreError, UnknownOrganisation
from .gatherings import GatheringsView
from .units import Unit, enter_unit, rename_unit, units_under, validated
from .view import View
from .whole import UNIT_TYPE, enter_missing, enter_whole, key_of_whole

__all__ = ["Store"]

_MIGRATIONS = Path(__file__).parent / "migrations"


def migrations(connection: Connection) -> Config:
    """Return what alembic wants to know to bring the tables behind `connection` to a version."""
    configuration = Config()
    configuration.set_main_option("script_location", str(_MIGRATIONS))
    configuration.attributes["connection"] = connection
    return configuration


class Store:
    """The answers of every municipality, at one database address.

    Parameters
    ----------
    url
        SQLAlchemy's form, for example ``sqlite:////srv/workbook/workbook.sqlite``, or PostgreSQL's own,
        ``postgresql://user@host/database``.
    """

    def __init__(self, url: str) -> None:
        self.url = url

    @property
    def _address(self) -> URL:
        return address_of_database(self.url)

    @cached_property
    def engine(self) -> Engine:
        """The engine; no connection is held between uses, so that kernels do not use up a server's."""
        return engine_of(self._address)

    @property
    def exists(self) -> bool:
        """Whether there is a database to ask; one that is a file would be made by asking."""
        file = file_of(self._address)
        return inspect(self.engine).has_table(schema.cohort.name) if file is None else file.exists()

    def prepare(self) -> None:
        """Create the tables, or bring those of an older version up to date.

        Raises
        ------
        NewerDatabase
            When a newer version of the workbook wrote the database.
        """
        self._known_version()
        if self.engine.dialect.name == "sqlite":
            self._log_ahead()
        with self.engine.execution_options(writes=True).connect() as connection:
            command.upgrade(migrations(connection), "head")
        with self.engine.execution_options(writes=True).begin() as connection:
            enter_missing(connection)

    def _log_ahead(self) -> None:
        """Let readers go on while one writes; SQLite keeps this with the file."""
        connection = self.engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode=WAL")
        finally:
            connection.close()

    def check(self) -> None:
        """Return if the database has the schema this version writes.

        Raises
        ------
        NewerDatabase
            When a newer version wrote it.
        StoreError
            When it is missing or older: `workbook prepare` mends that.
        """
        if self._stands_at(_head()):
            return
        if self._known_version() != _scripts().get_current_head():
            raise StoreError("The database is not prepared for this version. Run `workbook prepare` first.")

    def _stands_at(self, version: str) -> bool:
        """Whether the database says that it is at a version, asked in one statement; alembic takes longer."""
        try:
            with self.engine.connect() as connection:
                said = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
        except SQLAlchemyError:
            return False  # what is wrong with it is found out by whoever asks in detail
        return said == [version]

    def _known_version(self) -> str | None:
        with self.engine.connect() as connection:
            version = MigrationContext.configure(connection).get_current_revision()
        try:
            _scripts().get_revision(version or "base")
        except CommandError:
            raise NewerDatabase(str(version)) from None
        return version

    def add_cohort(self, cohort: Cohort) -> bool:
        """Enter a cohort with its municipalities; return whether it was new.

        A cohort that is there already is left exactly as it is.
        """
        with self.engine.execution_options(writes=True).begin() as connection:
            if connection.scalar(select(schema.cohort.c.key).where(schema.cohort.c.key == cohort.key)):
                return False
            connection.execute(
                insert(schema.cohort).values(
                    key=cohort.key, name=cohort.name, demonstration=cohort.demonstration
                )
            )
            enter_whole(connection, cohort.key, cohort.label("en"), cohort.municipalities[0].country)
            for municipality in cohort.municipalities:
                _add_municipality(connection, municipality)
                connection.execute(
                    insert(schema.participation).values(
                        cohort=cohort.key, organisation=municipality.key, change=0
                    )
                )
        return True

    def organisations(self, cohort: str) -> Sequence[str]:
        """Return the keys of the municipalities that take part in `cohort`, by name."""
        statement = (
            select(schema.organisation.c.key)
            .join(schema.participation, schema.participation.c.organisation == schema.organisation.c.key)
            .where(schema.participation.c.cohort == cohort)
            .where(schema.organisation.c.unit_type.is_distinct_from(UNIT_TYPE))
            .where(schema.organisation.c.parent.is_(None))
            .order_by(schema.organisation.c.name)
        )
        with self.engine.connect() as connection:
            return list(connection.scalars(statement))

    def cohort_called(self, cohort: str, language: str) -> str:
        """Return what a cohort is called in a language, in English where it has no name there.

        Raises
        ------
        UnknownOrganisation
            When there is no such cohort.
        """
        with self.engine.connect() as connection:
            names = connection.scalar(select(schema.cohort.c.name).where(schema.cohort.c.key == cohort))
        if names is None:
            raise UnknownOrganisation(f"There is no cohort “{cohort}”.")
        return str(names.get(language) or names["en"])

    def name_of(self, organisation: str) -> tuple[str, str]:
        """Return the name and the language of an organisation.

        Raises
        ------
        UnknownOrganisation
            When there is none with that key.
        """
        statement = select(schema.organisation.c.name, schema.organisation.c.language).where(
            schema.organisation.c.key == organisation
        )
        with self.engine.connect() as connection:
            row = connection.execute(statement).one_or_none()
        if row is None:
            raise UnknownOrganisation(f"No organisation has the key “{organisation}”.")
        return row.name, row.language

    def view(self, grant: Grant, cohort: str, organisation: str) -> View:
        """Return the answers of `organisation` in `cohort`, as far as `grant` reaches.

        Raises
        ------
        NotGranted
            When the grant does not reach there.
        UnknownOrganisation
            When the organisation does not take part in the cohort.
        """
        grant.require(Action.READ, cohort, organisation)
        if municipality_of(organisation):
            unit = self.unit(grant, cohort, organisation)
            return View(self.engine, grant, cohort, organisation, level=unit.level)
        if organisation not in self.organisations(cohort):
            raise UnknownOrganisation(
                f"“{organisation}” does not take part in “{cohort}”. "
                f"Those who do: {', '.join(self.organisations(cohort)) or 'none'}."
            )
        return View(self.engine, grant, cohort, organisation)

    def units(self, grant: Grant, cohort: str, municipality: str) -> list[Unit]:
        """Return the units under a municipality that `grant` reaches, by type and name."""
        with self.engine.connect() as connection:
            there = units_under(connection, cohort, municipality)
        return [unit for unit in there if grant.may(Action.READ) and grant.covers(cohort, unit.key)]

    def unit(self, grant: Grant, cohort: str, key: str) -> Unit:
        """Return one unit.

        Raises
        ------
        NotGranted, UnknownOrganisation
            As `view` does.
        """
        grant.require(Action.READ, cohort, key)
        there = self.units(grant, cohort, municipality_of(key) or "")
        for unit in there:
            if unit.key == key:
                return unit
        existing = ", ".join(unit.key for unit in there) or "none"
        raise UnknownOrganisation(f"There is no unit “{key}” in “{cohort}”. There are: {existing}.")

    def add_unit(self, grant: Grant, cohort: str, municipality: str, *, name: str, unit_type: str) -> Unit:
        """Enter a unit under a municipality and return it, with the key it keeps.

        Raises
        ------
        NotGranted
            When the grant does not reach the municipality.
        UnknownOrganisation
            When that takes no part in the cohort, or is a unit itself.
        Refused
            With a sentence for each field that cannot be taken.
        """
        return self.add_units(grant, cohort, municipality, [{"name": name, "unit_type": unit_type}])[0]

    def add_units(
        self, grant: Grant, cohort: str, municipality: str, units: Sequence[Mapping[str, str]]
    ) -> list[Unit]:
        """Enter several units, each a name and a `unit_type`, all or none. Errors as for `add_unit`."""
        grant.require(Action.ARRANGE, cohort, municipality)
        if municipality not in self.organisations(cohort):
            raise UnknownOrganisation(f"“{municipality}” is no municipality that takes part in “{cohort}”.")
        new = [validated(unit["name"], unit["unit_type"]) for unit in units]
        with self.engine.execution_options(writes=True).begin() as connection:
            return [enter_unit(connection, cohort, municipality, unit) for unit in new]

    def rename_unit(self, grant: Grant, cohort: str, key: str, name: str) -> Unit:
        """Give a unit another name. Errors as for `add_unit`."""
        grant.require(Action.ARRANGE, cohort, key)
        with self.engine.execution_options(writes=True).begin() as connection:
            return rename_unit(connection, cohort, key, name)

    def gatherings_view(self, grant: Grant, cohort: str) -> GatheringsView:
        """Return the gatherings of `cohort`, which everybody in it may read.

        Raises
        ------
        NotGranted
            When the grant is of another cohort.
        """
        if grant.cohort != cohort or not grant.may(Action.READ):
            raise NotGranted(f"{grant.name} ({grant.role}) may not read the gatherings of “{cohort}”.")
        return GatheringsView(self.engine, grant, cohort, key_of_whole(cohort))


def _add_municipality(connection: Connection, municipality: Municipality) -> None:
    known = select(schema.organisation.c.key).where(schema.organisation.c.key == municipality.key)
    if connection.scalar(known):
        return
    connection.execute(
        insert(schema.organisation).values(
            key=municipality.key,
            parent=None,
            unit_type=None,
            country=municipality.country,
            name=municipality.name,
            language=municipality.language,
        )
    )
    for code in municipality.codes:
        connection.execute(
            insert(schema.official_code).values(
                organisation=municipality.key,
                code=code.code,
                valid_from=code.valid_from,
                valid_to=code.valid_to,
            )
        )


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_MIGRATIONS))


@lru_cache(maxsize=1)
def _head() -> str:
    """The version this code writes; its migrations do not change while it runs."""
    return str(_scripts().get_current_head())
