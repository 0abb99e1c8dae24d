"""What can go wrong in the store, each with a sentence that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .stored import Stored


class StoreError(Exception):
    """Anything the store refuses."""


class Stale(StoreError):
    """A save was based on a revision that is no longer the newest; `current` is what is there now."""

    def __init__(self, current: Stored) -> None:
        self.current = current
        super().__init__(f"Record {current.id} has moved on to revision {current.revision}.")


class MovedOn(StoreError):
    """Somebody has written there since it was looked at."""

    def __init__(self) -> None:
        super().__init__("Somebody has written here meanwhile. Nothing was written; look again.")


class NotFound(StoreError):
    """There is no such record in the organisation that was asked."""


class UnknownOrganisation(StoreError):
    """No such organisation takes part in the cohort."""


class NewerDatabase(StoreError):
    """The database was written by a newer version of the workbook."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The database was written by a newer version of the workbook (its schema is {revision}). "
            "Install that version, or point WORKBOOK_DATABASE_URL at another database."
        )
