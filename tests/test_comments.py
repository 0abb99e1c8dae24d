"""Comments: who may write and read them, what becomes of them, and where they are never seen."""

from __future__ import annotations

import json
import uuid

import pytest
from bs4 import BeautifulSoup

from course.documents import DOCUMENTS, make
from course.faces import form_content, overview_content, render, table_content
from course.faces.opening import cohort_reading_of
from course.grants import Grant, NotGranted, Role
from course.records import KINDS, Refused
from course.settings import settings
from course.store import NotFound
from course.store import comments as of_store
from tests.conftest import FACILITATOR, participant
from tests.messages import answers
from widgets import WorkSession

pytestmark = pytest.mark.each_database

SAID = "Ask the council first <script>stolen()</script>"


def new() -> str:
    return str(uuid.uuid4())


@pytest.fixture
def goal(sula):
    return sula.save("goal", new(), {"called": "A goal"}, 0).id


@pytest.fixture
def ola(store):
    return store.view(participant("sula", "Ola"), "pilot", "sula")


@pytest.fixture
def fride(store):
    return store.view(FACILITATOR, "pilot", "sula")


@pytest.fixture
def reader(store):
    grant = Grant(person="r", name="Rolf", role=Role.READER, cohort="pilot", organisation="sula")
    return store.view(grant, "pilot", "sula")


def test_participants_and_facilitators_comment_and_answer_and_a_reader_reads(sula, fride, reader, goal):
    first = fride.comments.add(new(), "goal", goal, "Why this one?", field="called")
    answer = sula.comments.add(new(), "goal", goal, "Because.", thread=first.id)
    assert [(one.made_by, one.text, one.field) for one in reader.comments.everything()] == [
        ("Fride", "Why this one?", "called"),
        ("Kari", "Because.", "called"),
    ]
    assert answer.thread == first.thread == first.id
    assert [view.comments.may_write for view in (sula, fride, reader)] == [True, True, False]
    for attempt in (
        lambda: reader.comments.add(new(), "goal", goal, "Me too"),
        lambda: reader.comments.resolve(first.id, 1, resolved=True),
        lambda: reader.comments.withdraw(first.id, 1),
    ):
        with pytest.raises(NotGranted):
            attempt()
    assert not fride.may_write


def test_nobody_reads_or_writes_the_comments_of_another_municipality(store, sula, goal):
    asker = store.view(participant("asker"), "pilot", "asker")
    said = sula.comments.add(new(), "goal", goal, "Between us")
    theirs = asker.save("goal", new(), {"called": "Theirs"}, 0)
    assert asker.comments.everything() == []
    for attempt in (
        lambda: asker.comments.get(said.id),
        lambda: asker.comments.history(said.id),
        lambda: asker.comments.add(new(), "goal", goal, "From next door"),
        lambda: asker.comments.add(said.id, "goal", theirs.id, "The same id"),
        lambda: asker.comments.add(new(), "goal", theirs.id, "In their thread", thread=said.id),
        lambda: asker.comments.reword(said.id, 1, "Changed"),
        lambda: asker.comments.resolve(said.id, 1, resolved=True),
        lambda: asker.comments.withdraw(said.id, 1),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert sula.comments.everything() == [said]
    with pytest.raises(NotGranted):
        store.view(participant("asker"), "pilot", "sula")


def test_no_state_of_a_comment_is_ever_lost(sula, ola, fride, goal):
    said = sula.comments.add(new(), "goal", goal, "First")
    sula.comments.reword(said.id, 1, "Second")
    fride.comments.resolve(said.id, 2, resolved=True)
    ola.comments.resolve(said.id, 3, resolved=False)
    sula.comments.withdraw(said.id, 4)
    history = [(one.text, one.resolved, one.withdrawn, one.made_by) for one in sula.comments.history(said.id)]
    assert history == [
        ("First", False, False, "Kari"),
        ("Second", False, False, "Kari"),
        ("Second", True, False, "Fride"),
        ("Second", False, False, "Ola"),
        ("Second", False, True, "Kari"),
    ]
    assert sula.comments.get(said.id).text == "", "what is withdrawn is not shown"


def test_only_its_writer_rewords_or_withdraws_a_comment(sula, ola, fride, goal):
    said = sula.comments.add(new(), "goal", goal, "Mine")
    for view in (ola, fride):
        with pytest.raises(NotGranted):
            view.comments.reword(said.id, 1, "Yours")
        with pytest.raises(NotGranted):
            view.comments.withdraw(said.id, 1)
    with pytest.raises(Refused):
        sula.comments.reword(said.id, 2, "On another revision")
    assert sula.comments.get(said.id) == said


def test_sent_twice_it_is_the_same_comment(sula, ola, goal):
    said = sula.comments.add(new(), "goal", goal, "Once")
    assert sula.comments.add(said.id, "goal", goal, "Once") == said
    assert len(sula.comments.everything()) == 1
    with pytest.raises(NotFound):
        ola.comments.add(said.id, "goal", goal, "By somebody else")


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 2001, "a\x00b", "\ud800"])
def test_an_empty_text_one_too_long_and_one_that_cannot_be_kept_are_refused(sula, goal, text):
    with pytest.raises(Refused):
        sula.comments.add(new(), "goal", goal, text)
    assert sula.comments.everything() == []


@pytest.mark.parametrize(
    ("kind", "field"), [("goal", "no_such_field"), ("need", ""), ("nothing", ""), ("goal", "__class__")]
)
def test_there_is_nothing_to_comment_on_but_records_and_their_fields(sula, goal, kind, field):
    with pytest.raises(NotFound):
        sula.comments.add(new(), kind, goal, "Somewhere", field=field)
    for identifier in ("x", "../..", new()):
        with pytest.raises(NotFound):
            sula.comments.add(new(), "goal", identifier, "Nowhere")
    with pytest.raises(NotFound):
        sula.comments.add("no-id", "goal", goal, "Without an id")


def test_a_form_can_be_commented_on_before_anybody_has_written_in_it(store):
    view = store.view(FACILITATOR, "pilot", "asker")
    challenge = view.single_id("challenge")
    view.comments.add(new(), "challenge", challenge, "Begin here")
    assert [one.record for one in view.comments.everything()] == [challenge]


def test_there_is_an_end_to_how_many_there_can_be(sula, goal, monkeypatch):
    monkeypatch.setattr(of_store, "MOST_COMMENTS", 2)
    for _ in range(2):
        sula.comments.add(new(), "goal", goal, "Again")
    with pytest.raises(Refused, match="2 comments already"):
        sula.comments.add(new(), "goal", goal, "Again")


def test_pages_are_told_of_a_comment_and_papers_keep_their_number(sula, goal):
    change, standing = sula.change, sula.standing
    sula.comments.add(new(), "goal", goal, "Live")
    assert (sula.change, sula.standing) == (change, standing + 1)


def test_a_widget_takes_comments_on_its_own_kind_and_answers_each(sula, ola, goal, read):
    table = WorkSession(read(sula)).table("goal")
    comment = new()
    (told,) = answers(table, type="comment", comment=comment, record=goal, field="called", text=SAID)
    assert told["type"] == "heard"
    (thread,) = table.content["comments"]["threads"]
    assert (thread["record"], thread["field"], thread["items"][0]["text"]) == (goal, "called", SAID)
    assert thread["items"][0]["own"]
    assert answers(table, type="resolve", comment=comment, revision=1, resolved=True)[0]["type"] == "heard"
    assert table.content["comments"]["threads"][0]["resolved"]
    assert answers(table, type="reword", comment=comment, revision=1, text="Old")[0]["type"] == "refused"
    form = WorkSession(read(sula)).form("profile")
    for wrong in (
        {"type": "reword", "comment": comment, "revision": 2, "text": "From elsewhere"},
        {"type": "withdraw", "comment": comment, "revision": 2},
        {"type": "resolve", "comment": comment, "revision": 2, "resolved": False},
        {"type": "comment", "comment": new(), "record": goal, "text": "From elsewhere"},
        {"type": "comment", "comment": new(), "record": form.content["record"]["id"], "text": ""},
    ):
        (told,) = answers(form, **wrong)
        assert told["type"] == "refused"
        assert told["message"] or told["errors"]
    for hostile in (
        {"type": "comment", "comment": new(), "record": goal, "text": "x" * 30_000},
        {"type": "comment", "comment": new(), "record": goal, "text": ["a"]},
        {"type": "comment", "comment": new(), "record": goal, "text": "a", "person": "fride"},
        {"type": "resolve", "comment": comment, "revision": 2, "resolved": "perhaps"},
    ):
        assert answers(table, **hostile) == []
    assert len(sula.comments.everything()) == 1


def test_a_widget_of_another_municipality_neither_shows_nor_takes_them(store, sula, goal, read):
    said = sula.comments.add(new(), "goal", goal, SAID)
    table = WorkSession(read(store.view(participant("asker"), "pilot", "asker"))).table("goal")
    assert table.content["comments"]["threads"] == []
    for message in (
        {"type": "comment", "comment": new(), "record": goal, "text": "Hello"},
        {"type": "comment", "comment": new(), "record": goal, "text": "Hello", "thread": said.id},
        {"type": "resolve", "comment": said.id, "revision": 1, "resolved": True},
        {"type": "withdraw", "comment": said.id, "revision": 1},
    ):
        (told,) = answers(table, **message)
        assert told["type"] == "refused"
        assert "council" not in json.dumps(told)
    assert sula.comments.everything() == [said]


def test_home_counts_the_open_threads_of_each_session(sula, fride, goal, read):
    first = fride.comments.add(new(), "goal", goal, "One")
    sula.comments.add(new(), "goal", goal, "An answer", thread=first.id)
    second = sula.comments.add(new(), "goal", goal, "Two", field="called")
    gone = sula.comments.add(new(), "goal", goal, "Three")
    sula.comments.withdraw(gone.id, 1)

    def counts(view):
        content = overview_content(read(view))
        assert "None" not in render(content)
        return {one["key"]: one["comments"] for one in content["sessions"] if one["comments"]}

    for view in (sula, fride):
        assert counts(view) == {"04_anchoring": "Open comments: 2"}
    fride.comments.resolve(second.id, 1, resolved=True)
    assert counts(sula) == {"04_anchoring": "Open comments: 1"}


def test_an_exported_page_shows_them_only_when_asked_to(sula, goal, read, monkeypatch, fresh_settings):
    sula.comments.add(new(), "goal", goal, SAID, field="called")
    profile = sula.one("profile")
    sula.comments.add(new(), "profile", profile.id, SAID)
    contents = (lambda: table_content(read(sula), "goal"), lambda: form_content(read(sula), "profile"))
    for content in contents:
        assert "council" not in render(content())
    monkeypatch.setenv("WORKBOOK_COMMENTS", "true")
    settings.cache_clear()
    for content in contents:
        page = BeautifulSoup(render(content()), "html5lib")
        assert SAID in page.get_text()
        assert page.find("script") is None


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_document_shows_a_comment(store, sula, read, goal, document, monkeypatch, fresh_settings):
    monkeypatch.setenv("WORKBOOK_COMMENTS", "true")
    settings.cache_clear()
    for kind in KINDS:
        for stored in sula.all(kind):
            if stored.revision:
                sula.comments.add(new(), kind, stored.id, "Never in a paper: zebra")
    assert sula.comments.everything()
    wanted = DOCUMENTS[document]
    of_all = {"cohort": "pilot", "session": "home", "language": "en"}
    reading = read(sula) if wanted.reader == "group" else cohort_reading_of(store, FACILITATOR, **of_all)
    form = next(form for form in ("html", "json") if form in wanted.formats)
    for draft in (False, True):
        assert b"zebra" not in make(wanted, reading, form, draft=draft).content
