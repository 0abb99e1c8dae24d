"""Who may do what with whose answers: roles, the table of rights, and the grant a visitor carries."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from annotated_types import MaxLen, MinLen
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from .i18n import N_
from .levels import municipality_of

__all__ = [
    "ENVIRONMENT_VARIABLE",
    "INVITES",
    "RIGHTS",
    "ROLE_NAMES",
    "Action",
    "Grant",
    "NotGranted",
    "Role",
]

ENVIRONMENT_VARIABLE = "WORKBOOK_GRANT"


class Role(StrEnum):
    """What a person is in the course."""

    PARTICIPANT = "participant"
    READER = "reader"
    FACILITATOR = "facilitator"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """What a person may want to do."""

    READ = "read"
    WRITE = "write"
    COMMENT = "comment"
    """Comment on answers, and say that a comment is settled."""
    RUN = "run"
    """Run the notebooks of a cohort's municipalities."""
    INVITE = "invite"
    """Invite people, and make them a fresh link to sign in with."""
    HOLD = "hold"
    """Write down the gatherings of the cohort."""
    ARRANGE = "arrange"
    """Enter the units of a municipality, and rename them."""
    OPEN = "open"
    """Open a cohort for applications: its name, its gatherings, its deadline."""
    ADMIT = "admit"
    """Read the applications to a cohort, and accept or decline them."""
    READY = "ready"
    """Say for one's own group that it is ready for a gathering."""
    SIGN_OFF = "sign_off"
    """Sign off a gathering of a municipality, as those who hold it do."""
    ADMINISTER = "administer"
    """Take people's access back, remove them, and settle how long names are kept."""


RIGHTS: dict[Role, frozenset[Action]] = {
    Role.PARTICIPANT: frozenset({Action.READ, Action.WRITE, Action.COMMENT, Action.ARRANGE, Action.READY}),
    Role.READER: frozenset({Action.READ}),
    Role.FACILITATOR: frozenset(
        {
            Action.READ,
            Action.COMMENT,
            Action.RUN,
            Action.INVITE,
            Action.HOLD,
            Action.ARRANGE,
            Action.OPEN,
            Action.ADMIT,
            Action.SIGN_OFF,
        }
    ),
    Role.ADMINISTRATOR: frozenset(Action) - {Action.WRITE, Action.READY},
}
"""The one table of rights. A facilitator reads every municipality's answers and writes none of them,
but comments on them."""

INVITES: dict[Role, frozenset[Role]] = {
    Role.FACILITATOR: frozenset({Role.PARTICIPANT, Role.READER, Role.FACILITATOR}),
    Role.ADMINISTRATOR: frozenset(Role),
}
"""Whom those may let in who may invite: nobody makes an administrator who is none."""

ROLE_NAMES: dict[Role, str] = {
    Role.PARTICIPANT: N_("participant"),
    Role.READER: N_("reader"),
    Role.FACILITATOR: N_("facilitator"),
    Role.ADMINISTRATOR: N_("administrator"),
}

Name = Annotated[str, MinLen(1), MaxLen(200)]


class NotGranted(PermissionError):
    """Something was asked for beyond what the grant covers."""


class Grant(BaseModel):
    """What one visitor may do: a role, in one organisation or in a whole cohort.

    `organisation` is None for roles that span the cohort. A municipality's reaches its units as well; a
    unit's reaches that unit only.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    person: Name
    """Stable key of the person; what changes are attributed to."""
    name: Name
    """What others are shown."""
    role: Role
    cohort: Name
    organisation: Name | None = None

    @model_validator(mode="after")
    def _one_organisation_for_writers(self) -> Grant:
        """Refuse a writer without an organisation, who would write for every municipality."""
        if self.organisation is None and self.role in (Role.PARTICIPANT, Role.READER):
            raise ValueError(f"A {self.role} belongs to one organisation.")
        return self

    def may(self, action: Action) -> bool:
        """Whether the role has the right to `action`."""
        return action in RIGHTS[self.role]

    def covers(self, cohort: str, organisation: str) -> bool:
        """Whether the grant reaches `organisation` in `cohort`."""
        reaching = (None, organisation, municipality_of(organisation))
        return self.cohort == cohort and self.organisation in reaching

    def holds(self, cohort: str) -> bool:
        """Whether its holder may write down the gatherings of `cohort`."""
        return self.may_in_all(Action.HOLD, cohort)

    def may_in_all(self, action: Action, cohort: str) -> bool:
        """Whether its holder may do `action` for the whole of `cohort`."""
        return self.may(action) and self.cohort == cohort and self.organisation is None

    def require_in_all(self, action: Action, cohort: str) -> None:
        """Return if the grant allows `action` for the whole of `cohort`.

        Raises
        ------
        NotGranted
            Otherwise.
        """
        if not self.may_in_all(action, cohort):
            raise NotGranted(f"{self.name} ({self.role}) may not {action} in the whole of “{cohort}”.")

    def may_invite(self, role: Role, cohort: str, organisation: str | None) -> bool:
        """Whether its holder may let somebody in as `role`, in one organisation or in the whole cohort."""
        where = self.may(Action.INVITE) and (
            self.covers(cohort, organisation) if organisation else self.may_in_all(Action.INVITE, cohort)
        )
        return where and role in INVITES.get(self.role, frozenset())

    def require(self, action: Action, cohort: str, organisation: str) -> None:
        """Return if the grant allows `action` there.

        Raises
        ------
        NotGranted
            Otherwise: asking beyond one's grant is an error, never an empty answer.
        """
        if not (self.may(action) and self.covers(cohort, organisation)):
            raise NotGranted(
                f"{self.name} ({self.role}) may not {action} the answers of “{organisation}” in “{cohort}”."
            )

    def to_environment(self) -> dict[str, str]:
        """Return the grant as the environment a kernel is launched with."""
        return {ENVIRONMENT_VARIABLE: self.model_dump_json()}

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Grant:
        """Read the grant a kernel was launched with.

        Raises
        ------
        NotGranted
            When there is none, or it cannot be read.
        """
        text = environment.get(ENVIRONMENT_VARIABLE, "")
        if not text:
            raise NotGranted(
                "This notebook was started without a grant, so nobody's answers can be shown. Open it "
                "through the workbook's server, or with `workbook lab --municipality …`."
            )
        try:
            return cls.model_validate(json.loads(text))
        except (ValidationError, json.JSONDecodeError):
            raise NotGranted(f"The grant in {ENVIRONMENT_VARIABLE} cannot be read.") from None
