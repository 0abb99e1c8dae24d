"""How the command `workbook` speaks when something goes wrong: one sentence, and no traceback."""

from __future__ import annotations

import sys
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from ..grants import NotGranted
from ..i18n import LanguageError
from ..organisations import UnknownCohort, UnknownMunicipality
from ..outline import UnknownSession
from ..settings import BadSetting
from ..store import StoreError

__all__ = ["BadInput", "Commands", "Sentence"]

_NOT_THERE = (BadSetting, LanguageError, UnknownCohort, UnknownMunicipality, UnknownSession)
"""What a person has named and does not exist; each says in one sentence what does."""


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

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what stands before the command's name."""
        try:
            return super().parse_args(ctx, args)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            raise BadInput(_what_exists(error)) from error

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command and turn what is known to go wrong into its sentence."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise BadInput(_what_exists(error)) from error
        except _NOT_THERE as error:
            raise BadInput(str(error)) from error
        except (StoreError, NotGranted) as error:
            raise Sentence(str(error)) from error
        except SQLAlchemyError as error:
            # What the driver says, without the statement and its values: those are people's answers.
            raise Sentence(
                f"The database cannot be used: {getattr(error, 'orig', None) or error}. "
                "WORKBOOK_DATABASE_URL says where it is; otherwise it is in WORKBOOK_VAR_DIR."
            ) from error
        except OSError as error:
            if error.filename is None:  # no file's fault: a pipe that was closed is for click to end quietly
                raise
            raise Sentence(f"“{error.filename}” cannot be used: {error.strerror}.") from error


def _what_exists(error: click.UsageError) -> str:
    """Return what was not understood, with all that would have been where a name does not exist."""
    if error.ctx is None or not isinstance(error, (click.NoSuchOption, click.exceptions.NoSuchCommand)):
        return error.format_message()
    command = error.ctx.command
    if isinstance(error, click.NoSuchOption):
        named = error.option_name
        there = [max(option.opts, key=len) for option in command.get_params(error.ctx) if option.opts]
        there = [option for option in there if option.startswith("--")]
    else:
        named = error.command_name
        there = command.list_commands(error.ctx) if isinstance(command, click.Group) else []
    return f"There is no “{named}”. There are: {', '.join(there)}."
