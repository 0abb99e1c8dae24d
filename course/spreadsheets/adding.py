"""Add what a preview has shown: all of it or nothing, and nothing else."""

from __future__ import annotations

import uuid

from ..grants import Action
from ..records import Refused
from ..store import MovedOn, Store, View
from .preview import Preview, preview
from .registers import Register
from .sheet import Sheet

__all__ = ["Moved", "add"]


class Moved(Exception):
    """What is there has changed since the preview; `preview` is what would happen now."""

    def __init__(self, now: Preview) -> None:
        self.preview = now
        super().__init__("What is written here has changed since the preview.")


def add(store: Store, view: View, register: Register, sheet: Sheet, shown: Preview) -> int:
    """Write the new rows of the preview `shown`, in the name of the view's grant; return how many.

    Raises
    ------
    Moved
        When the rows would no longer become what was shown; nothing is written then.
    NotGranted
        When the grant does not let its holder write there.
    """
    view.grant.require(Action.WRITE if register.kind else Action.ARRANGE, view.cohort, view.organisation)
    now = preview(store, view, register, sheet)
    if now.digest != shown.digest:
        raise Moved(now)
    if not now.new:
        return 0
    try:
        if register.kind:
            view.make_all(
                ((register.kind, str(uuid.uuid4()), row.values, "") for row in now.new), base=now.change
            )
        else:
            store.add_units(view.grant, view.cohort, view.organisation, [row.values for row in now.new])
    except (MovedOn, Refused):
        raise Moved(preview(store, view, register, sheet)) from None
    return len(now.new)
