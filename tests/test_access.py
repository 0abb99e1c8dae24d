"""Invitations, where two people use the same one at the same moment."""

from datetime import timedelta

import pytest

from course.store import access
from course.store.access import Access, InvitationRefused, Refusal
from tests.conftest import participant

DAY = timedelta(days=1)


@pytest.mark.parametrize(("uses", "more"), [(1, 0), (2, 1), (None, 3)])
def test_an_invitation_opens_as_often_as_it_may(store, uses, more):
    known = Access(store.engine)
    token = known.invite(participant("sula"), valid_for=DAY, uses=uses)
    for _ in range(1 + more):
        assert known.signed_in(known.redeem(token, valid_for=DAY))


def test_of_two_who_use_the_last_one_at_once_only_one_comes_in(store, monkeypatch):
    known = Access(store.engine)
    token = known.invite(participant("sula"), valid_for=DAY, uses=1)
    still_open = known.invitation(token)
    known.redeem(token, valid_for=DAY)
    # The second has looked before the first had counted: PostgreSQL lets both look.
    monkeypatch.setattr(access, "open_invitation", lambda connection, text: still_open)
    with pytest.raises(InvitationRefused) as refused:
        known.redeem(token, valid_for=DAY)
    assert refused.value.refusal == Refusal.USED
