"""The gatherings of a cohort: everybody in it reads them, those who hold them write them."""

from __future__ import annotations

from ..grants import NotGranted
from ..outline import session as session_of
from ..records import Record
from .view import View

__all__ = ["GatheringsView"]


class GatheringsView(View):
    """The gatherings of a cohort: everybody in it reads them, those who hold them write them."""

    @property
    def may_write(self) -> bool:
        """Whether the grant lets its holder write the gatherings down."""
        return self.grant.holds(self.cohort)

    def keeps(self, model: type[Record]) -> bool:
        """Whether records of this kind belong to the cohort as a whole."""
        return session_of(model.home).reader == "facilitator"

    def _require_write(self) -> None:
        if not self.may_write:
            raise NotGranted(
                f"{self.grant.name} ({self.grant.role}) may not write the gatherings of “{self.cohort}”."
            )
