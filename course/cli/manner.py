"""What the commands share: a name as it is kept, options that several have, and who runs them."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

from .. import organisations
from ..grants import Grant, Role
from ..i18n import LANGUAGES
from ..organisations import Cohort
from ..settings import settings
from ..store import Store, StoreError
from ..store.cohorts import cohort_in

__all__ = [
    "cohort_here",
    "cohort_option",
    "ended_in_order",
    "jobs_option",
    "language_option",
    "operator",
    "person_name",
    "prepared",
    "server_address",
]

LONGEST_NAME = 200


def person_name(_: click.Context, __: click.Parameter, name: str) -> str:
    """Return a name as it is kept: one line, without what cannot be seen around it."""
    name = name.strip()
    if len(name) > LONGEST_NAME or not (name.isprintable() or not name):
        raise click.BadParameter(f"A name is one line of at most {LONGEST_NAME} characters.")
    return name


cohort_option = click.option(
    "--cohort", "cohort_key", default=lambda: settings().cohort, metavar="KEY", help="Which cohort."
)
language_option = click.option(
    "--language",
    default="",
    metavar="CODE",
    help=f"{', '.join(LANGUAGES)}; otherwise each municipality's own.",
)
jobs_option = click.option(
    "--jobs", type=click.IntRange(min=1), default=lambda: os.cpu_count() or 1, help="How many at once."
)


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Have SIGTERM end a command as Ctrl-C does: what it has begun is ended, its scratch files go."""

    def end(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def operator(cohort: str) -> Grant:
    """Return the grant of whoever can run commands where the database is."""
    return Grant(person="operator", name="workbook", role=Role.ADMINISTRATOR, cohort=cohort)


def cohort_here(key: str) -> Cohort:
    """Return the cohort `key` as it stands where the database is; `UnknownCohort` where there is none."""
    store = Store(settings().database)
    try:
        if store.exists:
            store.check()
    except StoreError:
        # What the database lacks is said by whoever needs it.
        return organisations.cohort(key)
    return cohort_in(store, key)


def prepared() -> Store:
    """Return the store; `StoreError` where it is not prepared for this version."""
    store = Store(settings().database)
    store.check()
    return store


def server_address() -> str:
    """Return where the settings say the server is, without a stroke at the end."""
    return settings().reached_at
