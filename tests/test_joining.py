"""Joining: cohorts are opened, strangers apply and come back by a link, and those who may decide."""

from __future__ import annotations

import json
import threading
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from course.countries import country_of
from course.grants import Grant, NotGranted, Role
from course.i18n import translator
from course.municipalities import municipality_register
from course.organisations import UnknownCohort
from course.records import Refused, questions
from course.records.joining import Application, CallFor, CohortName, answered, application_of
from course.server.join_form import FIELDS, application_in, form, values_of
from course.store import MovedOn, NotFound, Store, schema
from course.store import applications as kept
from course.store.about import about
from course.store.access import Access
from course.store.admitting import accept
from course.store.applications import (
    AlreadySent,
    Applications,
    Closed,
    Decided,
    Full,
    State,
)
from course.store.call_schema import application
from course.store.calls import Call, Calls, CohortThere
from course.store.cohorts import cohort_in
from course.store.forget import forget
from course.store.people import People
from course.store.retention import carry_out, keep_names_until, names_left
from tests.conftest import FACILITATOR, participant
from tests.joining import ADMINISTRATOR, GROUP, WRITTEN, offer, open_call, send

pytestmark = pytest.mark.each_database

DAY = timedelta(days=1)


@pytest.fixture
def calling(store: Store) -> Store:
    """The store, with the pilot cohort open for applications."""
    open_call(store)
    return store


def only(store: Store):
    (one,) = Applications(store).everything(FACILITATOR, "pilot")
    return one


def whole(store: Store) -> str:
    with store.engine.connect() as connection:
        return json.dumps(
            [
                [list(map(str, row)) for row in connection.execute(select(table))]
                for table in schema.metadata.sorted_tables
            ],
            ensure_ascii=False,
        )


# The last day to apply


@pytest.mark.parametrize(
    ("zone", "moment", "is_open"),
    [
        ("Europe/Oslo", "2027-08-31T21:59:59+00:00", True),
        ("Europe/Oslo", "2027-08-31T22:00:00+00:00", False),
        ("Atlantic/Reykjavik", "2027-08-31T23:59:59+00:00", True),
        ("Atlantic/Reykjavik", "2027-09-01T00:00:00+00:00", False),
        ("Europe/Oslo", "2027-09-01T00:30:00+03:00", True),
    ],
)
def test_one_can_apply_until_the_last_day_is_over_where_the_cohort_says(zone, moment, is_open):
    call = Call("x", {"en": "X"}, CallFor(deadline=date(2027, 8, 31), time_zone=zone))
    assert call.is_open(datetime.fromisoformat(moment)) is is_open


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(["Europe/Oslo", "Pacific/Apia", "UTC"])
)
def test_the_whole_last_day_belongs_to_the_time_one_can_apply(day, zone):
    call = Call("x", {"en": "X"}, CallFor(deadline=day, time_zone=zone))
    end = call.closes_at.astimezone(UTC)
    assert call.is_open(end - timedelta(seconds=1))
    assert not call.is_open(end)


@pytest.mark.parametrize(
    "wrong",
    [
        {"deadline": None},
        {"deadline": "2027-02-30"},
        {"time_zone": "../etc/passwd"},
        {"time_zone": "Mars/Base"},
        {"places": "0"},
        {"countries": []},
        {"countries": ["NO", "XX"]},
        {"about": "x" * 2001},
    ],
)
def test_what_a_cohort_cannot_offer_is_refused_at_its_field(wrong):
    with pytest.raises(Refused) as refused:
        answered(CallFor, {"deadline": "2027-08-31", **wrong})
    assert list(refused.value.errors) == list(wrong)


# Opening a cohort


def test_a_cohort_is_opened_with_its_gatherings_by_somebody_who_holds_it_from_then_on(store):
    Access(store.engine).invite(FACILITATOR, valid_for=DAY)
    gathering = {
        "gathering": "gathering_1", "starts_on": "2027-10-05", "ends_on": "2027-10-07", "place": "Oslo",
    }  # fmt: skip
    name = answered(CohortName, {"called": "2027 round", "called_nn": "Runde 2027"})
    call = Calls(store).open_cohort(FACILITATOR, name, offer(), [gathering])
    assert (call.cohort, call.called("nn"), call.called("nb")) == (
        "cohort-2027-round",
        "Runde 2027",
        "2027 round",
    )
    there = FACILITATOR.model_copy(update={"cohort": call.cohort})
    assert there in [held.grant for held in People(store.engine).roles_of(FACILITATOR.person)]
    (planned,) = store.gatherings_view(there, call.cohort).all("gathering")
    assert planned.values["place"] == "Oslo"
    assert Calls(store).open_cohort(FACILITATOR, name, offer()).cohort == "cohort-2027-round-2"
    assert cohort_in(store, call.cohort).municipalities == ()
    with pytest.raises(UnknownCohort, match="cohort-2027-round"):
        cohort_in(store, "nowhere")


def test_a_cohort_that_cannot_be_opened_leaves_nothing(store):
    name, before = answered(CohortName, {"called": "Next"}), whole(store)
    backwards = {"gathering": "gathering_1", "starts_on": "2027-10-07", "ends_on": "2027-10-05"}
    for error, how in (
        (CohortThere, {"key": "pilot"}),
        (CohortThere, {"key": "nordic"}),
        (Refused, {"key": "../pilot"}),
        (Refused, {"key": "a--b"}),
        (Refused, {"gatherings": [backwards]}),
    ):
        with pytest.raises(error):
            Calls(store).open_cohort(FACILITATOR, name, offer(), **how)
    with pytest.raises(NotGranted):
        Calls(store).open_cohort(participant("sula"), name, offer())
    assert whole(store) == before


# Applying


def test_an_application_is_kept_and_opened_by_its_link_alone(calling):
    token = send(calling)
    found = Applications(calling).opened(token)
    assert (found.municipality, found.state, found.answers.values()["why"]) == (
        "Ulstein", State.SENT, WRITTEN["why"],
    )  # fmt: skip
    assert token not in whole(calling), "the token itself is kept"
    for other in ("", "x" * 43, token[:-1], token + "A"):
        with pytest.raises(NotFound):
            Applications(calling).opened(other)


def test_two_of_the_same_municipality_are_two_and_neither_touches_the_other(calling):
    first, second = send(calling), send(calling, contact="Somebody else")
    Applications(calling).change(second, 1, "nn", application_of({**WRITTEN, "why": "Changed."}, []))
    assert Applications(calling).opened(first).answers.why == WRITTEN["why"]
    assert [one.municipality for one in Applications(calling).everything(FACILITATOR, "pilot")] == [
        "Ulstein", "Ulstein",
    ]  # fmt: skip


def test_the_same_form_is_one_application(calling):
    key, ulstein = str(uuid.uuid4()), municipality_register().municipality("NO", "1516")
    answers = application_of(WRITTEN, GROUP)
    Applications(calling).send(key, "pilot", ulstein, "nn", answers)
    with pytest.raises(AlreadySent):
        Applications(calling).send(key, "pilot", ulstein, "nn", answers)


def test_after_the_last_day_nothing_can_be_sent_changed_or_withdrawn(calling):
    token = send(calling)
    open_call(calling, days=-2)
    answers = application_of(WRITTEN, [])
    for attempt in (
        lambda: send(calling),
        lambda: Applications(calling).change(token, 1, "nn", answers),
        lambda: Applications(calling).withdraw(token),
    ):
        with pytest.raises(Closed):
            attempt()
    assert Applications(calling).opened(token).revision == 1


def test_a_change_made_from_an_old_page_is_refused(calling):
    token = send(calling)
    changed = Applications(calling).change(token, 1, "nb", application_of({**WRITTEN, "why": "New."}, []))
    assert (changed.revision, changed.language, changed.answers.why) == (2, "nb", "New.")
    with pytest.raises(MovedOn):
        Applications(calling).change(token, 1, "nb", application_of(WRITTEN, []))
    assert Applications(calling).opened(token).answers.why == "New."


def test_what_is_withdrawn_is_gone(calling):
    token = send(calling)
    Applications(calling).withdraw(token)
    with pytest.raises(NotFound):
        Applications(calling).opened(token)
    assert "ola@example.org" not in whole(calling)


def test_a_cohort_takes_only_as_many_as_can_be_kept_and_only_from_its_countries(calling, monkeypatch):
    monkeypatch.setattr(kept, "MOST_APPLICATIONS", 2)
    send(calling)
    send(calling)
    with pytest.raises(Full):
        send(calling)
    umea = municipality_register().municipality("SE", "2480")
    with pytest.raises(Closed):
        Applications(calling).send(str(uuid.uuid4()), "pilot", umea, "en", application_of(WRITTEN, []))
    with pytest.raises(NotFound):
        send(calling, cohort="example")


@pytest.mark.parametrize("name", [question.name for question in questions(Application) if question.limit])
def test_every_answer_has_a_longest(name):
    with pytest.raises(Refused) as refused:
        application_of({**WRITTEN, name: "x" * 3000}, [])
    assert name in refused.value.errors


LINES = st.text(max_size=60)
ANYTHING = st.fixed_dictionaries(
    {name: st.text(min_size=1, max_size=60) for name in WRITTEN if not name.endswith("email")}
    | {"contact_email": st.sampled_from(["ola@example.org", "OLA@example.org ", "ola", ""])},
    optional={name: LINES for name in FIELDS if name not in WRITTEN and not name.endswith("email")},
)


@given(ANYTHING)
def test_whatever_a_browser_sends_is_kept_as_it_was_or_refused_at_its_field(written):
    try:
        answers = application_in(written)
    except Refused as refused:
        assert set(refused.errors) <= set(FIELDS)
        assert form(written, translator("nn"), errors=refused.errors)["problems"]
        return
    again = application_in(values_of(answers))
    assert again == answers
    json.dumps(again.values())


# Deciding


def test_accepting_makes_the_municipality_and_links_that_let_its_group_in(calling):
    send(calling)
    accepted, admitted = accept(calling, FACILITATOR, "pilot", only(calling).id, "Welcome.", 14)
    assert (accepted.state, accepted.organisation) == (State.ACCEPTED, "ulstein")
    assert "ulstein" in calling.organisations("pilot")
    assert [one.grant.name for one in admitted] == [member["called"] for member in GROUP]
    access = Access(calling.engine)
    for one in admitted:
        inside = access.signed_in(access.redeem(one.token, valid_for=DAY))
        assert (inside.grant.role, inside.grant.organisation) == (Role.PARTICIPANT, "ulstein")
        calling.view(inside.grant, "pilot", "ulstein").save(
            "goal", str(uuid.uuid4()), {"called": "A goal"}, 0
        )
        with pytest.raises(NotGranted):
            calling.view(inside.grant, "pilot", "sula")
    people = People(calling.engine)
    assert people.at_address("ola@example.org") == admitted[0].grant.person, "the contact is in the group"
    assert calling.name_of("ulstein") == ("Ulstein", "nn")
    assert "ulstein" in cohort_in(calling, "pilot").keys
    assert country_of("pilot", "ulstein") == "NO"


def test_a_swedish_municipality_is_swedish_without_a_file_that_says_so(store):
    open_call(store, countries=["SE"])
    umea = municipality_register().municipality("SE", "2480")
    Applications(store).send(str(uuid.uuid4()), "pilot", umea, "en", application_of(WRITTEN, []))
    accepted, (contact,) = accept(store, FACILITATOR, "pilot", only(store).id, "Welcome.", 14)
    assert (accepted.organisation, country_of("pilot", "umea")) == ("umea", "SE")
    assert contact.grant.name == WRITTEN["contact"], "without a group the contact is let in"


def test_what_strangers_write_neither_renames_anybody_nor_opens_what_they_are_elsewhere(calling):
    access = Access(calling.engine)
    ada = Grant(person="ada", name="Ada", role=Role.ADMINISTRATOR, cohort="pilot")
    access.invite(ada, valid_for=DAY, address="ada@example.org")
    group = [{"called": "Mallory", "category": "specialist_department", "email": "ada@example.org"}]
    send(calling, group=group)
    _, (admitted,) = accept(calling, FACILITATOR, "pilot", only(calling).id, "Welcome.", 14)
    assert (admitted.token, admitted.path, admitted.grant.name) == ("", "", "Ada")
    roles = People(calling.engine).roles_of("ada")
    assert {held.grant.role for held in roles} == {Role.ADMINISTRATOR, Role.PARTICIPANT}
    assert {held.grant.name for held in roles} == {"Ada"}


def test_a_decision_keeps_its_history_and_an_accepted_application_stays_accepted(calling):
    token = send(calling)
    key = only(calling).id
    Applications(calling).decline(FACILITATOR, "pilot", key, "No place.")
    with pytest.raises(Decided):
        Applications(calling).change(token, 1, "nn", application_of(WRITTEN, []))
    accept(calling, FACILITATOR, "pilot", key, "A place after all.", 14)
    for attempt in (
        lambda: Applications(calling).decline(FACILITATOR, "pilot", key, "No."),
        lambda: accept(calling, FACILITATOR, "pilot", key, "Again.", 14),
        lambda: Applications(calling).withdraw(token),
    ):
        with pytest.raises(Decided):
            attempt()
    assert [
        (one.decided, one.reason, one.made_by) for one in Applications(calling).opened(token).decisions
    ] == [
        (State.DECLINED, "No place.", "Fride"),
        (State.ACCEPTED, "A place after all.", "Fride"),
    ]


def test_of_two_who_accept_at_once_one_does(calling):
    send(calling)
    key, outcomes = only(calling).id, []

    def attempt() -> None:
        try:
            outcomes.append(len(accept(calling, FACILITATOR, "pilot", key, "Welcome.", 14)[1]))
        except Decided:
            outcomes.append(0)

    both = [threading.Thread(target=attempt) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(outcomes) == [0, 4]
    with calling.engine.connect() as connection:
        assert connection.scalar(
            select(func.count()).where(schema.role_held.c.organisation == "ulstein")
        ) == 4  # fmt: skip


def test_a_municipality_that_takes_part_keeps_its_key_its_name_and_its_answers(calling):
    sula = participant("sula")
    before = calling.view(sula, "pilot", "sula").change
    send(calling, code="1531")
    accepted, _ = accept(calling, FACILITATOR, "pilot", only(calling).id, "Welcome.", 14)
    assert accepted.organisation == "sula"
    assert calling.view(sula, "pilot", "sula").change == before
    assert calling.organisations("pilot").count("sula") == 1


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.READER])
def test_those_of_a_municipality_see_and_decide_nothing(calling, role):
    send(calling)
    by, key = participant("sula").model_copy(update={"role": role}), only(calling).id
    sent = Applications(calling)
    for attempt in (
        lambda: sent.everything(by, "pilot"),
        lambda: sent.one(by, "pilot", key),
        lambda: sent.decline(by, "pilot", key, "No."),
        lambda: accept(calling, by, "pilot", key, "Yes.", 14),
        lambda: Calls(calling).change(by, "pilot", offer()),
        lambda: sent.erase(by, "pilot", key),
    ):
        with pytest.raises(NotGranted):
            attempt()
    assert only(calling).state is State.SENT


def test_a_facilitator_of_another_cohort_decides_nothing_here(calling):
    send(calling)
    elsewhere, key = FACILITATOR.model_copy(update={"cohort": "example"}), only(calling).id
    for attempt in (
        lambda: Applications(calling).one(elsewhere, "pilot", key),
        lambda: accept(calling, elsewhere, "pilot", key, "Yes.", 14),
        lambda: Calls(calling).change(elsewhere, "pilot", offer()),
    ):
        with pytest.raises(NotGranted):
            attempt()
    with pytest.raises(NotFound):
        Applications(calling).one(elsewhere, "example", key)


# What is kept of people


def test_a_person_sees_what_applications_say_of_them_and_is_forgotten_in_them(calling):
    send(calling, why="Dag Dal has asked for it.")
    namesake = [{"called": "Dag Dal", "category": "specialist_department"}]
    send(calling, code="1517", group=namesake)
    first = next(one for one in Applications(calling).everything(FACILITATOR, "pilot") if one.code == "1516")
    _, admitted = accept(calling, FACILITATOR, "pilot", first.id, "Welcome.", 14)
    dag = next(one.grant for one in admitted if one.grant.name == "Dag Dal")
    (told,) = about(calling.engine, dag.person)["applications"]
    assert (told["municipality"], told["as"], told["email"]) == ("Ulstein", "member", "dag@example.org")
    done = forget(calling, ADMINISTRATOR, "pilot", dag.person)
    assert done.named_in == {"Ulstein": ["application"]}, "what was written freely is told"
    now = Applications(calling).one(FACILITATOR, "pilot", first.id).answers
    assert [member.called for member in now.members] == ["Ola Li", "Adviser", "Eli Vik", "Finn Foss"]
    assert "dag@example.org" not in whole(calling)
    other = next(one for one in Applications(calling).everything(FACILITATOR, "pilot") if one.code == "1517")
    assert other.answers.members[0].called == "Dag Dal", "a namesake elsewhere is somebody else"


def test_those_who_decided_and_opened_are_forgotten_there_too(calling):
    grant = FACILITATOR.model_copy(update={"person": "gunn", "name": "Gunn Grå"})
    Access(calling.engine).invite(grant, valid_for=DAY)
    Calls(calling).change(grant, "pilot", offer())
    send(calling)
    Applications(calling).decline(grant, "pilot", only(calling).id, "No place.")
    told = about(calling.engine, "gunn")
    assert (len(told["calls"]), len(told["decisions"])) == (1, 1)
    forget(calling, ADMINISTRATOR, "pilot", "gunn")
    assert "Gunn Grå" not in whole(calling) and '"gunn"' not in whole(calling)
    assert only(calling).decisions[0].made_by == "facilitator"


def test_when_names_have_had_their_time_those_who_applied_are_named_no_longer(calling):
    token = send(calling)
    Applications(calling).decline(ADMINISTRATOR, "pilot", only(calling).id, "No place.")
    keep_names_until(calling, ADMINISTRATOR, "pilot", date(2020, 1, 1))
    assert names_left(calling, "pilot") == 6
    assert carry_out(calling, ADMINISTRATOR, "pilot", date(2020, 1, 2)) == 6
    assert names_left(calling, "pilot") == 0
    for trace in ("Ola Li", "Dag Dal", "Eli Vik", "Finn Foss", "Berit Berg", "@example.org"):
        assert trace not in whole(calling)
    assert Applications(calling).opened(token).answers.backer == "Head of education"


def test_an_application_is_erased_by_administrators_only(calling):
    send(calling)
    key = only(calling).id
    Applications(calling).decline(FACILITATOR, "pilot", key, "No place.")
    with pytest.raises(NotGranted):
        Applications(calling).erase(FACILITATOR, "pilot", key)
    Applications(calling).erase(ADMINISTRATOR, "pilot", key)
    with calling.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(application)) == 0
