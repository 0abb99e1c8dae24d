"""Put a cohort into the store, and what public sources say of its municipalities."""

from __future__ import annotations

import uuid

from ..grants import Grant, Role
from ..organisations import Cohort, demonstration_records
from ..records import KINDS
from .store import Store

__all__ = ["load_cohort"]

_NAMESPACE = uuid.UUID("c7b1a0de-4a5d-5f0c-8d3b-0b6e1c9d2f11")


def load_cohort(store: Store, cohort: Cohort) -> bool:
    """Enter `cohort` with what is publicly known of it; return whether it was new.

    A cohort that is there already is left exactly as it is, whatever its people have made of it.
    """
    if not store.add_cohort(cohort):
        return False
    for number, (organisation, kind, values) in enumerate(demonstration_records(cohort)):
        grant = Grant(
            person="public-sources",
            name="Demo",
            role=Role.PARTICIPANT,
            cohort=cohort.key,
            organisation=organisation,
        )
        view = store.view(grant, cohort.key, organisation)
        made = str(uuid.uuid5(_NAMESPACE, f"{cohort.key}/{organisation}/{number}"))
        view.save(kind, view.single_id(kind) if KINDS[kind].single else made, values, 0)
    return True
