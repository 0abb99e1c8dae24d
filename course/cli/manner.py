"""What the commands share: errors that are sentences, and options that several have."""

from __future__ import annotations

import sys
from typing import Any

import click

from .. import organisations, outline
from ..grants import Grant, NotGranted, Role
from ..i18n import LANGUAGES, LanguageError
from ..settings import settings
from ..store import StoreError

__all__ = [
    "BadInput",
    "Commands",
    "Sentence",
    "cohort_option",
    "language_option",
    "operator",
    "person_name",
]

NOT_THERE = (
    LanguageError,
    organisations.UnknownCohort,
    organisations.UnknownMunicipality,
    outline.UnknownSession,
)
"""What a person has named and does not exist; each says in one sentence what does."""

LONGEST_NAME = 200


class Sentence(click.ClickException):
    """What went wrong, as one sentence and nothing around it."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))

    def show(self, file: Any = None) -> None:
        """Print the sentence where errors go."""
        click.echo(self.message, file=file or sys.stderr)


class BadInput(Sentence):
    """Something was named that does not exist, or a command was not understood."""

    exit_code = 2


class Commands(click.Group):
    """Commands whose errors are sentences: no traceback for what a person has mistyped."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command and turn what is known to go wrong into its sentence."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise BadInput(error.format_message()) from error
        except NOT_THERE as error:
            raise BadInput(str(error)) from error
        except (StoreError, NotGranted) as error:
            raise Sentence(str(error)) from error


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


def operator(cohort: str) -> Grant:
    """Return the grant of whoever can run commands where the database is."""
    return Grant(person="operator", name="workbook", role=Role.ADMINISTRATOR, cohort=cohort)
