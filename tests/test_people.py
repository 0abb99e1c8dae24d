"""Who there is, in how many roles, and who may let whom in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from course import invitations
from course.grants import RIGHTS, Action, Grant, NotGranted, Role
from course.organisations import cohort
from course.store.access import Access, InvitationRefused, Refusal
from course.store.people import People, UnknownPerson
from tests.conftest import FACILITATOR, participant

pytestmark = pytest.mark.each_database

DAY = timedelta(days=1)
ADMINISTRATOR = Grant(person="ada", name="Ada", role=Role.ADMINISTRATOR, cohort="pilot")
PILOT = cohort("pilot")


@pytest.fixture
def access(store):
    return Access(store.engine)


@pytest.fixture
def people(store):
    return People(store.engine)


def come(access, link):
    """Press the button of a link, and return the sign-in."""
    return access.signed_in(access.redeem(link.path.rpartition("/")[2], valid_for=DAY))


def test_a_person_has_several_roles_and_is_here_in_one_of_them(store, access):
    first = invitations.invite(
        store, ADMINISTRATOR, "Kari", Role.READER, PILOT, "sula", 1, address="kari@example.org"
    )
    second = invitations.invite(
        store, ADMINISTRATOR, "Kari", Role.FACILITATOR, PILOT, None, 1, address="kari@example.org"
    )
    assert first.grant.person == second.grant.person
    here = come(access, second)
    assert here.grant.role is Role.FACILITATOR
    assert [(held.grant.role, held.place("nn")) for held in here.roles] == [
        (Role.READER, "Sula"),
        (Role.FACILITATOR, PILOT.label("nn")),
    ]
    assert access.choose(here.key, first.grant)
    assert not access.choose(here.key, first.grant.model_copy(update={"organisation": "asker"}))
    (held,) = [held for held in here.roles if held.grant == first.grant]
    assert held.grant.organisation == "sula"


def test_what_was_chosen_stays_chosen_in_that_browser_alone(store, access):
    links = [
        invitations.invite(store, ADMINISTRATOR, "Kari", role, PILOT, place, 1, address="kari@example.org")
        for role, place in ((Role.READER, "sula"), (Role.READER, "asker"))
    ]
    keys = [access.redeem(link.path.rpartition("/")[2], valid_for=DAY) for link in links]
    assert access.choose(access.signed_in(keys[0]).key, links[1].grant)
    assert access.signed_in(keys[0]).grant == links[1].grant
    assert access.choose(access.signed_in(keys[1]).key, links[0].grant)
    assert access.signed_in(keys[1]).grant == links[0].grant
    assert access.signed_in(keys[0]).grant == links[1].grant


def test_somebody_of_the_same_name_elsewhere_is_somebody_else(store):
    one = invitations.invite(store, ADMINISTRATOR, "Kari", Role.PARTICIPANT, PILOT, "sula", 1)
    again = invitations.invite(store, ADMINISTRATOR, "Kari", Role.PARTICIPANT, PILOT, "sula", 1)
    other = invitations.invite(store, ADMINISTRATOR, "Kari", Role.PARTICIPANT, PILOT, "asker", 1)
    assert one.grant.person == again.grant.person != other.grant.person


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("of", Role)
@pytest.mark.parametrize("place", ["sula", None])
def test_nobody_lets_in_more_than_they_may(store, role, of, place):
    if place is None and of in (Role.PARTICIPANT, Role.READER):
        return
    whole = role in (Role.FACILITATOR, Role.ADMINISTRATOR)
    by = Grant(person="by", name="By", role=role, cohort="pilot", organisation=None if whole else "sula")
    allowed = Action.INVITE in RIGHTS[role] and (of is not Role.ADMINISTRATOR or role is of)
    assert by.may_invite(of, "pilot", place) is allowed
    if allowed:
        assert invitations.invite(store, by, "New", of, PILOT, place, 1).grant.role is of
    else:
        with pytest.raises(NotGranted):
            invitations.invite(store, by, "New", of, PILOT, place, 1)


def test_no_link_to_an_administrator_is_had_by_inviting_them_to_something_small(store, access):
    ada = invitations.invite(
        store, ADMINISTRATOR, "Ada", Role.ADMINISTRATOR, PILOT, None, 1, address="ada@example.org"
    ).grant.person
    for how in ({"address": "ada@example.org"}, {"person": ada}):
        with pytest.raises(NotGranted):
            invitations.invite(store, FACILITATOR, "Ada", Role.READER, PILOT, "sula", 1, **how)
    with pytest.raises(NotGranted):
        invitations.link_again(store, FACILITATOR, ada, valid_for=DAY)
    assert come(access, invitations.link_again(store, ADMINISTRATOR, ada, valid_for=DAY))


def test_a_facilitator_makes_a_fresh_link_and_a_participant_none(store, access):
    kari = invitations.invite(store, FACILITATOR, "Kari", Role.PARTICIPANT, PILOT, "sula", 1).grant
    link = invitations.link_again(store, FACILITATOR, kari.person, valid_for=DAY)
    assert come(access, link).grant == kari
    with pytest.raises(InvitationRefused) as refused:
        come(access, link)
    assert refused.value.refusal is Refusal.USED
    with pytest.raises(NotGranted):
        invitations.link_again(store, participant("sula"), kari.person, valid_for=DAY)


def test_taking_one_cohort_back_leaves_what_is_held_elsewhere(store, access):
    example = cohort("example")
    store.add_cohort(example)
    invitations.invite(store, ADMINISTRATOR, "Kari", Role.READER, PILOT, "sula", 1, address="k@example.org")
    elsewhere = ADMINISTRATOR.model_copy(update={"cohort": "example"})
    with pytest.raises(NotGranted):
        invitations.invite(
            store, elsewhere, "Kari", Role.FACILITATOR, example, None, 1, address="k@example.org"
        )
    link = invitations.invite(
        store, elsewhere, "Kari", Role.FACILITATOR, example, None, 1, address="k@example.org", everywhere=True
    )
    key = access.redeem(link.path.rpartition("/")[2], valid_for=DAY)
    here = access.signed_in(key)
    reader, facilitator = (held.grant for held in here.roles)
    uses = {(here.key, reader), (here.key, facilitator)}
    assert access.live(uses) == uses
    assert access.revoke(here.grant.person, "example") == 0
    assert access.live(uses) == {(here.key, reader)}
    assert access.signed_in(key).grant == reader
    assert access.revoke(here.grant.person) == 1
    assert access.live(uses) == set()
    assert access.signed_in(key) is None


def test_an_invitation_to_a_role_that_was_taken_back_opens_nothing(store, access):
    link = invitations.invite(store, FACILITATOR, "Kari", Role.PARTICIPANT, PILOT, "sula", 1)
    again = invitations.link_again(store, FACILITATOR, link.grant.person, valid_for=DAY)
    access.revoke(link.grant.person)
    for one in (link, again):
        with pytest.raises(InvitationRefused) as refused:
            come(access, one)
        assert refused.value.refusal is Refusal.REVOKED


def test_signing_out_everywhere_ends_links_on_their_way_and_leaves_the_roles(store, access):
    link = invitations.invite(store, FACILITATOR, "Kari", Role.PARTICIPANT, PILOT, "sula", 1)
    here = come(access, link)
    sent = invitations.link_again(store, FACILITATOR, here.grant.person, valid_for=DAY)
    assert access.end_everywhere(here.grant.person) == 1
    with pytest.raises(InvitationRefused):
        come(access, sent)
    fresh = invitations.link_again(store, FACILITATOR, here.grant.person, valid_for=DAY)
    assert come(access, fresh).grant == here.grant


def test_people_are_found_by_name_key_and_address_and_never_guessed_at(store, people, access):
    kari = invitations.invite(
        store, FACILITATOR, "Kari Nes", Role.PARTICIPANT, PILOT, "sula", 1, address="kari@example.org"
    ).grant
    twin = invitations.invite(store, FACILITATOR, "Kari Nes", Role.PARTICIPANT, PILOT, "asker", 1).grant
    for text in (kari.person, "KARI@example.org"):
        assert people.find(FACILITATOR, "pilot", text).key == kari.person
    with pytest.raises(UnknownPerson, match="2 people are called") as several:
        people.find(FACILITATOR, "pilot", "kari nes")
    assert kari.person in str(several.value) and twin.person in str(several.value)
    with pytest.raises(UnknownPerson, match="Kari Nes"):
        people.find(FACILITATOR, "pilot", "Ola")
    with pytest.raises(NotGranted):
        people.of_cohort(participant("sula"), "pilot")


def test_the_list_of_people_says_who_has_come(store, people, access):
    link = invitations.invite(store, FACILITATOR, "Kari", Role.PARTICIPANT, PILOT, "sula", 2)
    (kari,) = people.of_cohort(FACILITATOR, "pilot")
    assert kari.open_until and not kari.last_came and not kari.browsers
    come(access, link)
    (kari,) = people.of_cohort(FACILITATOR, "pilot")
    assert kari.last_came and kari.browsers == 1 and not kari.open_until
