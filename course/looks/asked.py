"""What a person asks for as the look of their municipality's papers, and what comes of it."""

from __future__ import annotations

import re
from typing import Annotated

from annotated_types import MaxLen
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from ..documents.colours import ENOUGH, contrast, dark_enough
from ..grants import Action, Grant
from ..i18n import N_
from ..records import Message, Refused
from ..records.base import Kept
from ..records.refusal import refused
from ..store import Look, LookMovedOn, Looks, Store
from ..store.units import on_one_line
from .logo import harmless

__all__ = ["NewLook", "change_look"]

_MEANWHILE = N_("Somebody else has changed this meanwhile. What you see now is what is there: try again.")


def _dark_enough(colour: str) -> str:
    """Return a colour as ``#rrggbb``; one that is too pale for text is refused, with one that is not."""
    if not colour:
        return colour
    colour = f"#{colour.removeprefix('#')}".lower()
    if not re.fullmatch("#[0-9a-f]{6}", colour):
        raise PydanticCustomError("not_a_colour", "not a colour")
    if contrast(colour) < ENOUGH:
        said = {"colour": colour, "darker": dark_enough(colour)}
        raise PydanticCustomError("too_pale", "too pale", said)
    return colour


Shown = Annotated[str, MaxLen(150), Kept, AfterValidator(on_one_line)]


class NewLook(BaseModel):
    """What was asked for. `file` is a logo as it was sent; without one, the present logo stays.

    `revision` is that of the look the one who asks had seen.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Shown = ""
    colour: Annotated[str, MaxLen(20), Kept, AfterValidator(_dark_enough)] = ""
    alternative: Shown = ""
    file: bytes = b""
    without_logo: bool = False
    revision: int = Field(0, ge=0, le=1_000_000)


def change_look(store: Store, grant: Grant, cohort: str, municipality: str, **asked: object) -> Look:
    """Give a municipality's papers the look that was asked for, and return it.

    Parameters
    ----------
    asked
        The fields of `NewLook`, as they came.

    Raises
    ------
    NotGranted, UnknownOrganisation
        As `Looks.change` does.
    Refused
        With a sentence for each field that cannot be taken; nothing is changed then.
    """
    grant.require(Action.ARRANGE, cohort, municipality)
    looks = Looks(store.engine)
    errors: dict[str, Message] = {}
    new, logo = NewLook(), None
    try:
        new = NewLook.model_validate(asked)
    except ValidationError as error:
        errors |= refused(error).errors
    file = asked.get("file")
    try:
        logo = harmless(file) if isinstance(file, bytes) and file else None
    except Refused as error:
        errors |= error.errors
    if errors:
        raise Refused(errors)
    if logo is None and not new.without_logo:
        logo = looks.of(grant, cohort, municipality).logo
    look = Look(new.name, new.colour, new.alternative, logo, new.revision)
    try:
        return looks.change(grant, cohort, municipality, look)
    except LookMovedOn:
        raise Refused({"": Message(_MEANWHILE)}) from None
