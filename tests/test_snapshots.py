"""Snapshots: what a group signed off can be read again exactly, and it goes on writing."""

from __future__ import annotations

import uuid

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from course import batch
from course.analysis.changes import changes
from course.cli import main
from course.faces import session_content
from course.faces.opening import reading_of
from course.faces.snapshots import changes_content
from course.grants import Grant, NotGranted, Role
from course.i18n import translator
from course.organisations import cohort
from course.outline import UnknownSession, gatherings, leads_to, sessions_before
from course.records import Refused
from course.settings import settings as workbook_settings
from course.store import NotFound, SignOffs, Store, UnknownOrganisation, at_change
from tests.conftest import FACILITATOR, participant, take_back_to

pytestmark = pytest.mark.each_database

READER = Grant(person="r", name="R", role=Role.READER, cohort="pilot", organisation="sula")
ADMINISTRATOR = Grant(person="a", name="A", role=Role.ADMINISTRATOR, cohort="pilot")


def new() -> str:
    return str(uuid.uuid4())


@pytest.fixture
def group(store):
    """The sign-offs as a member of Sula's group reaches them."""
    return SignOffs(store, participant("sula"), "pilot")


@pytest.fixture
def facilitators(store):
    """The sign-offs as a facilitator reaches them."""
    return SignOffs(store, FACILITATOR, "pilot")


# What history says


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "change", "delete", "restore", "move", "profile"]),
        st.integers(0, 7),
        st.integers(0, 7),
    ),
    max_size=10,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=STEPS)
def test_what_was_there_after_any_change_is_read_again_exactly(store, sula, steps):
    states = {sula.change: sula.everything()}
    for step, one, other in steps:
        meetings = sula.all("meeting")
        which = meetings[one % len(meetings)] if meetings else None
        if step == "add" or which is None:
            sula.save("meeting", new(), {"purpose": f"Meeting {one}"}, 0)
        elif step == "change":
            sula.save("meeting", which.id, {"purpose": f"Changed {other}"}, which.revision)
        elif step == "delete":
            sula.delete(which.id, which.revision)
        elif step == "restore":
            gone = sula.delete(which.id, which.revision)
            states[sula.change] = sula.everything()
            sula.restore(gone.id, gone.revision)
        elif step == "profile":
            profile = sula.one("profile")
            sula.save("profile", profile.id, {"schools": other}, profile.revision)
        else:
            before = meetings[other % len(meetings)].id
            sula.move(which.id, which.revision, before if before != which.id else None)
        states[sula.change] = sula.everything()
    for change, state in states.items():
        assert at_change(sula, change).everything() == state


def test_an_order_that_was_numbered_anew_is_read_as_it_was_before_and_after(sula):
    for number in range(3):
        sula.save("meeting", new(), {"purpose": str(number)}, 0)
    states = {}
    for _ in range(24):
        order = sula.all("meeting")
        sula.move(order[-1].id, order[-1].revision, order[1].id)
        states[sula.change] = sula.all("meeting")
    assert all(at_change(sula, change).all("meeting") == state for change, state in states.items())


def test_a_unit_s_snapshot_keeps_what_the_municipality_then_said(store, sula):
    plan = sula.save("steering_document", new(), {"called": "As it was"}, 0)
    unit = store.add_unit(participant("sula"), "pilot", "sula", name="School", unit_type="compulsory_school")
    school = store.view(participant(unit.key), "pilot", unit.key)
    school.save("goal", new(), {"called": "Ours"}, 0)
    sula.save("steering_document", plan.id, {"called": "Renamed before"}, plan.revision)
    then = school.everything()
    signed = SignOffs(store, participant(unit.key), "pilot").sign(unit.key, "03_documents")
    sula.save("steering_document", plan.id, {"called": "Renamed after"}, plan.revision + 1)
    assert at_change(school, signed.change).everything() == then
    assert school.everything() != then
    # Without a snapshot: what had been written by then.
    assert [one.record.called for one in at_change(school, 1).all("steering_document")][-1] == "As it was"


def test_nothing_is_written_in_what_was(store, sula):
    first = sula.save("goal", new(), {"called": "A goal"}, 0)
    past = at_change(sula, sula.change)
    assert not past.may_write
    for attempt in (
        lambda: past.save("goal", first.id, {"called": "x"}, first.revision),
        lambda: past.save("goal", new(), {"called": "x"}, 0),
        lambda: past.delete(first.id, first.revision),
        lambda: past.at("plus-6").move(first.id, first.revision, None),
    ):
        with pytest.raises(NotGranted):
            attempt()
    assert sula.get(first.id) == first


@pytest.mark.parametrize("change", [0, -1, 10_000])
def test_a_change_that_has_not_been_is_refused(sula, change):
    with pytest.raises(NotFound):
        at_change(sula, change)


def test_an_older_database_keeps_the_order_it_has(store, sula):
    """One from before numberings were written down, with an order that had been numbered anew."""
    first, second = (sula.save("meeting", new(), {"purpose": str(number)}, 0) for number in range(2))
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE record SET position = 9 WHERE id = :id"), {"id": first.id})
    take_back_to(store, "0003")
    Store(store.url).prepare()
    assert [one.id for one in sula.all("meeting")] == [second.id, first.id]
    assert at_change(sula, sula.change).everything() == sula.everything()


# Signing off


def test_a_snapshot_has_a_number_who_and_when_and_the_group_goes_on_writing(sula, group):
    first = sula.save("goal", new(), {"called": "Then"}, 0)
    then = sula.everything()
    signed = group.sign("sula", "04_anchoring")
    assert (signed.number, signed.made_by, signed.holds) == (1, "Kari", True)
    sula.save("goal", first.id, {"called": "Now"}, first.revision)
    assert at_change(sula, signed.change).everything() == then
    (change,) = changes(at_change(sula, signed.change).everything(), sula.everything())
    assert (change.question.name, change.values) == ("called", ("Then", "Now"))
    assert group.changed_since([signed]) == {("sula", "04_anchoring"): 1}


def test_given_anew_it_has_a_new_number_and_the_earlier_stays(sula, group):
    first = group.sign("sula", "04_anchoring")
    assert group.sign("sula", "04_anchoring") == first, "nothing was written between"
    sula.save("goal", new(), {"called": "A goal"}, 0)
    second = group.sign("sula", "04_anchoring")
    assert group.of("sula", "04_anchoring") == [first, second]
    assert (second.number, group.held()["sula", "04_anchoring"]) == (2, second)
    other = group.sign("sula", "03_documents")
    assert other.number == 1, "each session counts for itself"
    assert group.snapshot("sula", "04_anchoring", 1) == first
    with pytest.raises(NotFound, match="It has: 1, 2"):
        group.snapshot("sula", "04_anchoring", 3)


def test_taken_back_it_no_longer_holds_and_its_snapshot_stays(group):
    signed = group.sign("sula", "04_anchoring")
    group.take_back("sula", "04_anchoring")
    assert group.held() == {}
    (stays,) = group.of("sula", "04_anchoring")
    assert (stays.change, stays.taken_back_by, stays.holds) == (signed.change, "Kari", False)
    with pytest.raises(Refused, match="nothing to take back"):
        group.take_back("sula", "04_anchoring")
    assert group.sign("sula", "04_anchoring").number == 2


def test_only_what_belongs_to_the_session_counts_as_changed_since(sula, group):
    signed = group.sign("sula", "04_anchoring")
    sula.save("need", new(), {"called": "A need"}, 0)
    assert group.changed_since([signed]) == {("sula", "04_anchoring"): 0}


def test_a_facilitator_signs_off_a_gathering_and_all_that_changes_counts(sula, facilitators):
    signed = facilitators.sign("sula", "gathering_2")
    sula.save("need", new(), {"called": "A need"}, 0)
    assert facilitators.changed_since([signed]) == {("sula", "gathering_2"): 1}
    assert ("sula", "gathering_2") in SignOffs(facilitators._store, participant("sula"), "pilot").held()


@pytest.mark.parametrize(
    ("grant", "subject"),
    [
        (READER, "04_anchoring"),
        (FACILITATOR, "04_anchoring"),
        (ADMINISTRATOR, "04_anchoring"),
        (participant("asker"), "04_anchoring"),
        (participant("sula"), "gathering_1"),
        (READER, "gathering_1"),
        (participant("asker"), "gathering_1"),
        (FACILITATOR.model_copy(update={"cohort": "next"}), "gathering_1"),
    ],
)
def test_nobody_signs_off_what_is_not_theirs_to_sign(store, group, facilitators, grant, subject):
    """Beside each attempt, whoever may does the same."""
    owner = facilitators if subject.startswith("gathering") else group
    owner.sign("sula", subject)
    other = SignOffs(store, grant, "pilot")
    for attempt in (other.sign, other.take_back):
        with pytest.raises(NotGranted):
            attempt("sula", subject)
    assert len(owner.held()) == len(owner.of("sula", subject)) == 1
    owner.take_back("sula", subject)


def test_those_of_another_municipality_see_nothing_of_it(store, group):
    group.sign("sula", "04_anchoring")
    others = SignOffs(store, participant("asker"), "pilot")
    assert others.held() == {}
    with pytest.raises(NotGranted):
        others.of("sula", "04_anchoring")


@pytest.mark.parametrize("subject", ["08_decision", "home", "07_followup@plus-6", "09_facilitator", "x", ""])
def test_a_group_gets_ready_in_no_other_session(group, subject):
    with pytest.raises(UnknownSession):
        group.sign("sula", subject)


def test_a_municipality_that_takes_no_part_is_not_signed_off(facilitators):
    with pytest.raises(UnknownOrganisation):
        facilitators.sign("oslo", "gathering_1")


def test_every_gathering_has_the_sessions_before_it():
    assert [[one.key for one in sessions_before(gathering)] for gathering in gatherings()] == [
        ["00_mandate", "01_baseline"],
        ["02_needs", "03_documents"],
        ["04_anchoring", "05_activities"],
        ["06_roles", "07_followup"],
    ]
    assert leads_to("08_decision") is None
    assert leads_to("home") is None
    assert leads_to("07_followup@plus-12") is None


def test_what_is_new_and_what_is_gone_is_told_as_a_whole(sula):
    gone = sula.save("need", new(), {"called": "Gone"}, 0)
    before = sula.everything()
    sula.delete(gone.id, gone.revision)
    made = sula.save("need", new(), {"called": "New"}, 0)
    told = changes(before, sula.everything())
    assert [(one.later and one.later.id, one.earlier and one.earlier.id, one.question) for one in told] == [
        (made.id, None, None),
        (None, gone.id, None),
    ]
    assert changes(before, sula.everything(), session="04_anchoring") == []


# Shown, run, and on the command line


@pytest.mark.parametrize("language", ["en", "nb", "nn"])
def test_what_has_changed_is_told_in_the_reader_s_words(store, sula, language):
    first = sula.save("need", new(), {"called": "A need"}, 0)
    change = sula.change
    sula.save("need", first.id, {"evidence": "<b>Asked all</b>"}, first.revision)
    sula.save("need", new(), {"called": "Another"}, 0)

    def reading(revision=0):
        how = {"cohort": "pilot", "organisation": "sula", "session": "02_needs", "language": language}
        return reading_of(store, FACILITATOR, **how, revision=revision)

    changed, made = changes_content(reading(change), reading(), "02_needs")
    (answer,) = changed["answers"]
    assert answer["after"] == "<b>Asked all</b>"
    assert answer["before"] == translator(language)("Not answered")
    assert "A need" in changed["name"] and made["note"]
    assert made["answers"] == []


def test_a_session_as_of_a_snapshot_says_so_and_sends_nothing_that_a_browser_kept(store, sula, group):
    sula.save("need", new(), {"called": "A need"}, 0)
    signed = group.sign("sula", "04_anchoring")
    how = {"cohort": "pilot", "organisation": "sula", "session": "04_anchoring", "language": "en"}
    then = reading_of(store, participant("sula"), **how, revision=signed.change)
    now = reading_of(store, participant("sula"), **how)
    assert "You see snapshot 1" in session_content(then)["intro"]
    assert session_content(then)["readonly"] and not session_content(now)["readonly"]
    assert then.storage_key != now.storage_key
    unsigned = reading_of(store, participant("sula"), **how, revision=1)
    assert "up to change 1" in session_content(unsigned)["intro"]


def test_a_batch_runs_each_session_as_of_its_snapshot_and_leaves_out_the_others(group, sula, tmp_path):
    first = group.sign("sula", "04_anchoring")
    sula.save("need", new(), {"called": "A need"}, 0)
    second = group.sign("sula", "04_anchoring")
    tasks = batch.plan(cohort("pilot"), tmp_path, municipalities=["sula"])

    def revisions(number=0):
        found = batch.at_snapshots(tasks, group, number)
        return [(one.municipality, one.session, one.revision) for one in found]

    assert revisions() == [("sula", "04_anchoring", second.change)]
    assert revisions(1) == [("sula", "04_anchoring", first.change)]
    assert revisions(3) == []
    group.take_back("sula", "04_anchoring")
    assert revisions() == []


def test_the_command_line_signs_off_and_shows_it(address, monkeypatch, fresh_settings):
    monkeypatch.setenv("WORKBOOK_DATABASE_URL", address)
    monkeypatch.setenv("COLUMNS", "240")
    workbook_settings.cache_clear()

    def run(*words):
        return CliRunner().invoke(main, words)

    assert run("signoff", "gathering_1", "--municipality", "Sula").output == "1\n"
    assert "gathering_1 (1)" in run("status").output
    assert run("signoff", "gathering_1", "--municipality", "sula", "--take-back").exit_code == 0
    again = run("signoff", "gathering_1", "--municipality", "sula", "--take-back")
    assert (again.exit_code, "nothing to take back" in again.output) == (1, True)
    assert run("signoff", "gathering_7", "--municipality", "sula").exit_code == 2
    for words, sentence in (
        (("--snapshot", "x", "--out", "there"), "is no snapshot"),
        (("--snapshot", "1"), "--out"),
        (("--snapshot", "latest", "--out", "there"), "no such snapshot"),
    ):
        answer = run("run", *words)
        assert sentence in answer.output and answer.exit_code, words
