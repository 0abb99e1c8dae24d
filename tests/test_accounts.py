"""Accounts at providers of sign-in, and whom they let in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from course.grants import Grant, Role
from course.store import schema
from course.store.about import about
from course.store.access import Access, InvitationRefused, Refusal
from course.store.accounts import Account, Accounts, Allowed, NotLetIn, Why
from course.store.forget import forget
from course.store.people import People

pytestmark = pytest.mark.each_database

DAY = timedelta(days=1)
ADMINISTRATOR = Grant(person="ada", name="Ada", role=Role.ADMINISTRATOR, cohort="pilot")
ACCOUNT = Account("feide", "https://auth.example.org", "1234")
SULA = Allowed(Role.PARTICIPANT, "pilot", "sula")
ASKER = Allowed(Role.READER, "pilot", "asker")
KARI = ("kari-1", "Kari")


@pytest.fixture
def access(store):
    return Access(store.engine)


@pytest.fixture
def accounts(store):
    return Accounts(store.engine)


def count(store, table):
    with store.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def roles(store, person):
    return [(held.grant.role, held.grant.organisation) for held in People(store.engine).roles_of(person)]


def test_a_claim_gives_and_takes_its_own_roles_and_no_others(store, access, accounts):
    first = accounts.enter(ACCOUNT, valid_for=DAY, allowed=[SULA, ASKER], newcomer=KARI)
    assert access.signed_in(first.key).grant.organisation == "sula"
    invited = Grant(person="kari-1", name="Kari", role=Role.FACILITATOR, cohort="pilot")
    access.invite(invited, valid_for=DAY)
    accounts.enter(ACCOUNT, valid_for=DAY, allowed=[ASKER], newcomer=("somebody-else", "Else"))
    assert roles(store, "kari-1") == [(Role.READER, "asker"), (Role.FACILITATOR, None)]
    accounts.enter(Account("entra", "https://login.example.org", "1"), valid_for=DAY, token=again(access))
    assert roles(store, "kari-1") == [(Role.READER, "asker"), (Role.FACILITATOR, None)], (
        "one provider takes what another has given"
    )
    accounts.enter(ACCOUNT, valid_for=DAY)
    assert roles(store, "kari-1") == [(Role.FACILITATOR, None)]
    accounts.enter(ACCOUNT, valid_for=DAY, allowed=[ASKER])
    access.revoke("kari-1")
    with pytest.raises(NotLetIn) as refused:
        accounts.enter(ACCOUNT, valid_for=DAY, allowed=[ASKER, SULA], newcomer=KARI)
    assert refused.value.why is Why.TAKEN_BACK
    assert roles(store, "kari-1") == []
    access.invite(invited, valid_for=DAY)
    accounts.enter(ACCOUNT, valid_for=DAY, allowed=[ASKER])
    assert roles(store, "kari-1") == [(Role.FACILITATOR, None)]


def again(access):
    grant = Grant(person="kari-1", name="Kari", role=Role.FACILITATOR, cohort="pilot")
    return access.invite(grant, valid_for=DAY, again=True)


def test_who_is_refused_leaves_nothing_behind(store, accounts):
    before = [count(store, table) for table in schema.metadata.sorted_tables]
    for allowed, newcomer, why in (
        ([], KARI, Why.UNKNOWN),
        ([SULA], None, Why.NAMELESS),
        ([Allowed(Role.READER, "pilot", "oslo")], KARI, Why.NO_SUCH_PLACE),
        ([Allowed(Role.READER, "nordic", "sula")], KARI, Why.NO_SUCH_PLACE),
        ([Allowed(Role.FACILITATOR, "nothing", None)], KARI, Why.NO_SUCH_PLACE),
    ):
        with pytest.raises(NotLetIn) as refused:
            accounts.enter(ACCOUNT, valid_for=DAY, allowed=allowed, newcomer=newcomer)
        assert refused.value.why is why
    assert [count(store, table) for table in schema.metadata.sorted_tables] == before
    assert accounts.enter(ACCOUNT, valid_for=DAY, allowed=[SULA], newcomer=KARI).person == "kari-1"


def test_subjects_of_different_issuers_are_different_people(accounts):
    other = Account("feide", "https://other.example.org", "1234")
    accounts.enter(ACCOUNT, valid_for=DAY, allowed=[SULA], newcomer=KARI)
    assert accounts.enter(other, valid_for=DAY, allowed=[SULA], newcomer=("b", "B")).person == "b"
    assert ACCOUNT.digest != Account("feide", "https://auth.example.org/", "1234").digest


def test_an_invitation_is_used_up_by_an_account_as_by_its_button(access, accounts):
    grant = Grant(person="kari-1", name="Kari", role=Role.READER, cohort="pilot", organisation="sula")
    token = access.invite(grant, valid_for=DAY)
    entered = accounts.enter(ACCOUNT, valid_for=DAY, token=token)
    assert access.signed_in(entered.key).grant == grant
    with pytest.raises(InvitationRefused) as refused:
        accounts.enter(ACCOUNT, valid_for=DAY, token=token)
    assert refused.value.refusal is Refusal.USED
    assert accounts.enter(ACCOUNT, valid_for=DAY, already="kari-1").key is None


def test_the_same_account_at_the_same_moment_is_one_person(store, accounts):
    def enter(number):
        return accounts.enter(ACCOUNT, valid_for=DAY, allowed=[SULA], newcomer=(f"kari-{number}", "Kari"))

    with ThreadPoolExecutor(8) as pool:
        entered = list(pool.map(enter, range(8)))
    assert len({each.person for each in entered}) == 1
    assert count(store, schema.account) == 1 and count(store, schema.person) == 1


def test_whoever_is_forgotten_has_no_account_and_comes_as_somebody_new(store, accounts):
    accounts.enter(ACCOUNT, valid_for=DAY, allowed=[SULA], newcomer=KARI)
    assert [row["issuer"] for row in about(store.engine, "kari-1")["accounts"]] == [ACCOUNT.issuer]
    assert "1234" not in str(about(store.engine, "kari-1"))
    forget(store, ADMINISTRATOR, "pilot", "kari-1")
    assert count(store, schema.account) == 0
    newcomer = ("kari-2", "Kari")
    assert accounts.enter(ACCOUNT, valid_for=DAY, allowed=[SULA], newcomer=newcomer).person == "kari-2"
