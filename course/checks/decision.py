"""What the case decided, and what an anchor has become by it.

It is derived, and written down nowhere: the path of the case says when a body adopted it and under which
number, and the points of the case say which anchors were in it. A copy in every anchor would be wrong as soon
as somebody corrected a date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from ..records import Anchor, CaseStep, Proposal
from ..store import Stored
from ..vocabulary import vocabulary

__all__ = ["Standing", "adopted", "counts_as_anchored", "is_prefilled", "standings"]

Records = Mapping[str, Sequence[Stored]]

_ADOPTED = "adopted"
_ADOPTING = frozenset({_ADOPTED, "adopted_with_changes"})
_DECIDING = _ADOPTING | {"postponed", "sent_back", "rejected"}
"""States of the vocabulary `case_status` by which a body has made up its mind; the others prepare."""

_OWN = frozenset({"incorporated", "followed_up", "rejected", "postponed"})
"""States of an anchor that the group alone can know: further than a decision, or against it."""


@dataclass(frozen=True)
class Standing:
    """What an anchor has become: its state, and where the case made it that, who decided, when and how.

    `code` is of the vocabulary `anchor_status`, `decided` of `case_status`; both None where not known.
    """

    code: str | None
    decided: str | None = None
    on: date | None = None
    number: str = ""
    body: str = ""


@cache
def counts_as_anchored(status: str | None) -> bool:
    """Whether an anchor of this status counts: “proposed” or further, but not rejected or postponed."""
    if status is None or status not in vocabulary("anchor_status").codes:
        return False
    return vocabulary("anchor_status").term(status).extra["anchored"] == "yes"


def adopted(records: Records) -> CaseStep | None:
    """Return the step that adopted the case; None while nobody has, or once a later body decided otherwise.

    Of several on one day, the one further down the path is the later.
    """
    steps = [one.record for one in records.get("case_step", ()) if isinstance(one.record, CaseStep)]
    decided = [
        (step.on, place, step) for place, step in enumerate(steps) if step.on and step.status in _DECIDING
    ]
    last = max(decided, key=lambda entry: entry[:2])[2] if decided else None
    return last if last and last.status in _ADOPTING else None


def is_prefilled(stored: Stored, known: Mapping[str, Stored]) -> bool:
    """Whether an anchor makes a point of the case while the group has written none."""
    anchor = stored.record
    assert isinstance(anchor, Anchor)
    there = anchor.document in known and bool(anchor.proposed_text.strip())
    return there and counts_as_anchored(anchor.status)


def standings(records: Records) -> dict[str, Standing]:
    """Return what each anchor has become, by its id.

    An anchor was adopted with the case when it was among its points: a written proposal refers to it, or
    none has been written and the case was filled in from the anchors. What the group has set itself stands
    where it is further along than a decision, or against it.
    """
    step = adopted(records)
    points = _points(records) if step else frozenset()
    found = {}
    for stored in records.get("anchor", ()):
        assert isinstance(stored.record, Anchor)
        status = stored.record.status
        found[stored.id] = Standing(status)
        if step and stored.id in points and status not in _OWN:
            found[stored.id] = Standing(_ADOPTED, step.status, step.on, step.case_number, step.committee)
    return found


def _points(records: Records) -> frozenset[str]:
    """Return the ids of the anchors that are among the points of the case."""
    proposals = [one.record for one in records.get("proposal", ()) if isinstance(one.record, Proposal)]
    written = [proposal for proposal in proposals if proposal.text.strip()]
    if written:
        return frozenset(proposal.anchor for proposal in written if proposal.anchor)
    known = {one.id: one for one in records.get("steering_document", ())}
    return frozenset(one.id for one in records.get("anchor", ()) if is_prefilled(one, known))
