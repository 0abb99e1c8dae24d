"""The server's jobs as the store keeps them: one at a time, for those who may run, and never lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zipfile import ZipFile

import pytest

from course.batch import pack
from course.grants import Grant, NotGranted, Role
from course.invitations import invite
from course.organisations import cohort
from course.server.run_choice import Choice
from course.store import NotFound
from course.store.access import Access
from course.store.guests import invited, revoke
from course.store.jobs import Busy, Failure, Jobs, JobState
from tests.conftest import FACILITATOR, participant

pytestmark = pytest.mark.each_database

ADMINISTRATOR = Grant(person="a", name="A", role=Role.ADMINISTRATOR, cohort="pilot")
OF_ONE = Grant(person="f", name="F", role=Role.FACILITATOR, cohort="pilot", organisation="sula")
CHOICE = {"municipalities": ["sula"], "sessions": ["02_needs"]}


@pytest.fixture
def jobs(store):
    return Jobs(store)


def test_a_job_tells_how_far_it_has_come_and_how_it_ended(jobs):
    job = jobs.begin(FACILITATOR, "pilot", CHOICE)
    failed = Failure("Sula", "02_needs", "x" * 20)
    jobs.progress(job.id, total=3, done=1, now="y" * 900, failures=[failed])
    going = jobs.one(FACILITATOR, "pilot", job.id)
    assert (going.runs, going.done, going.total, going.failures) == (True, 1, 3, (failed,))
    assert going.made_by == "Fride" and len(going.now) <= 300
    jobs.end(job.id, JobState.STOPPED, by="Fride")
    jobs.end(job.id, JobState.DONE)
    jobs.progress(job.id, total=9, done=9, now="", failures=[])
    (ended,) = jobs.newest(FACILITATOR, "pilot")
    assert (ended.state, ended.ended_by, ended.total) == (JobState.STOPPED, "Fride", 3)


def test_a_second_job_of_the_cohort_waits_for_the_first(store, jobs):
    store.add_cohort(cohort("pilot").model_copy(update={"key": "next"}))
    first = jobs.begin(FACILITATOR, "pilot", CHOICE)
    with pytest.raises(Busy):
        jobs.begin(ADMINISTRATOR, "pilot", CHOICE)
    jobs.begin(FACILITATOR.model_copy(update={"cohort": "next"}), "next", CHOICE)
    jobs.end(first.id, JobState.DONE)
    jobs.begin(ADMINISTRATOR, "pilot", CHOICE)


def test_what_ran_when_the_server_ended_is_marked_as_broken_off(jobs):
    job = jobs.begin(FACILITATOR, "pilot", CHOICE)
    assert jobs.break_off() == 1
    assert jobs.one(FACILITATOR, "pilot", job.id).state is JobState.BROKEN_OFF
    assert jobs.break_off() == 0


def test_results_expire(jobs):
    job = jobs.begin(FACILITATOR, "pilot", CHOICE)
    jobs.end(job.id, JobState.DONE, expires_at=datetime.now(UTC) - timedelta(seconds=1))
    assert jobs.expire() == [job.id]
    assert jobs.expire() == []
    assert jobs.one(FACILITATOR, "pilot", job.id).expires_at is None


@pytest.mark.parametrize(
    "grant",
    [
        participant("sula"),
        Grant(person="r", name="R", role=Role.READER, cohort="pilot", organisation="sula"),
        OF_ONE,
        FACILITATOR.model_copy(update={"cohort": "next"}),
    ],
)
def test_only_those_of_the_whole_cohort_run_and_invite(store, jobs, grant):
    """Beside each attempt a facilitator of the cohort does the same."""
    job = jobs.begin(FACILITATOR, "pilot", CHOICE)
    for attempt in (
        lambda who: jobs.one(who, "pilot", job.id),
        lambda who: jobs.newest(who, "pilot"),
        lambda who: invited(store, who, "pilot"),
    ):
        attempt(FACILITATOR)
        with pytest.raises(NotGranted):
            attempt(grant)
    jobs.end(job.id, JobState.DONE)
    with pytest.raises(NotGranted):
        jobs.begin(grant, "pilot", CHOICE)
    with pytest.raises(NotFound):
        jobs.one(FACILITATOR, "pilot", "nothing")


def test_those_who_are_invited_are_listed_without_what_opens_anything(store):
    link = invite(store, FACILITATOR, "Siv", Role.PARTICIPANT, cohort("pilot"), "sula", 3)
    (siv,) = invited(store, FACILITATOR, "pilot")
    assert (siv.name, siv.role, siv.organisation, siv.signed_in_at) == ("Siv", Role.PARTICIPANT, "sula", None)
    assert siv.link_until > datetime.now(UTC)
    access = Access(store.engine)
    access.redeem(link.path.rpartition("/")[2], valid_for=timedelta(days=1))
    (siv,) = invited(store, FACILITATOR, "pilot")
    assert siv.link_until is None and siv.signed_in_at is not None
    assert revoke(store, FACILITATOR, "pilot", siv.person) == 1
    assert invited(store, FACILITATOR, "pilot") == []


def test_a_facilitator_takes_no_administrator_s_invitation_back(store):
    invite(store, ADMINISTRATOR, "Ada", Role.ADMINISTRATOR, cohort("pilot"), None, 3)
    (ada,) = invited(store, FACILITATOR, "pilot")
    for person in (ada.person, "nobody"):
        with pytest.raises(NotGranted):
            revoke(store, FACILITATOR, "pilot", person)
    assert revoke(store, ADMINISTRATOR, "pilot", ada.person) == 0


def test_the_papers_of_a_choice_lie_beside_its_pages(tmp_path):
    places = ["asker", "sula", "sula--school"]
    choice = Choice(municipalities=("sula",), papers=True, units=True)
    found = dict(choice.papers_of(places, tmp_path))
    assert list(found) == ["sula", "sula--school"]
    assert found["sula--school"][-3:] == [
        "sula--school", "--out", str(tmp_path / "sula" / "sula--school" / "papers"),
    ]  # fmt: skip
    assert list(Choice(municipalities=("sula",), sessions=("02_needs",)).papers_of(places, tmp_path)) == []


def test_only_pages_and_papers_are_packed_and_the_archive_is_whole_or_not_there(tmp_path):
    made = tmp_path / "made" / "pilot" / "sula"
    (made / "papers").mkdir(parents=True)
    for name in ("02_needs.html", "02_needs.ipynb", "03_documents.error.txt", "papers/strategy.docx"):
        (made / name).write_text(name)
    pack(tmp_path / "made", tmp_path / "results.zip")
    assert ZipFile(tmp_path / "results.zip").namelist() == [
        "pilot/sula/02_needs.html", "pilot/sula/papers/strategy.docx",
    ]  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == ["results.zip"]
    pack(tmp_path / "made", tmp_path / "nothing.zip")
    assert not (tmp_path / "nothing.zip").exists()
