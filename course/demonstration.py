"""The demonstration cohort: municipalities of the pilot, with what public sources say of them."""

from __future__ import annotations

import uuid

from .grants import Grant, Role
from .i18n import N_, translator
from .organisations import Cohort, demonstration_records
from .records import KINDS
from .store import Store

__all__ = ["load"]

_NAME = N_("Public sources")


def load(store: Store, cohort: Cohort) -> bool:
    """Enter `cohort` into the store, with its records; return whether it was new.

    A cohort that is there already is left as it is: what people have written since stays, and what they
    have deleted does not come back.
    """
    if not store.add_cohort(cohort):
        return False
    languages = {entry.key: entry.language for entry in cohort.municipalities}
    for municipality, kind, values in demonstration_records(cohort):
        grant = Grant(
            person="public-sources",
            # A name is kept as it is, so it is in the language of those who read it most.
            name=translator(languages[municipality])(_NAME),
            role=Role.PARTICIPANT,
            cohort=cohort.key,
            organisation=municipality,
        )
        view = store.view(grant, cohort.key, municipality)
        record = view.one(kind).id if KINDS[kind].single else str(uuid.uuid4())
        view.save(kind, record, values, 0)
    return True
