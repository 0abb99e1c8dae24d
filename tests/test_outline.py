"""The outline of the course year, and the keys by which a session is named."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import outline
from course.i18n import translator
from course.outline import (
    SessionKey,
    UnknownSession,
    gatherings,
    session,
    sessions,
    sessions_for_facilitators,
    title_of,
)
from course.records import KINDS, questions
from course.settings import settings
from course.vocabulary import vocabulary

part = st.from_regex(r"[a-z0-9]{1,9}([_-][a-z0-9]{1,9}){0,3}", fullmatch=True)


def test_the_sessions_come_in_the_order_of_the_course():
    assert [entry.key for entry in sessions()] == [
        "home",
        "00_mandate",
        "01_baseline",
        "02_needs",
        "03_documents",
        "04_anchoring",
        "05_activities",
        "06_roles",
        "07_followup",
        "08_decision",
    ]
    assert [entry.key for entry in sessions_for_facilitators()] == ["09_facilitator"]


def test_the_gatherings_are_the_four_of_the_call():
    assert [(entry.month, entry.days, entry.place) for entry in gatherings()] == [
        (10, 2.5, ""),
        (12, 2.5, ""),
        (2, 3.5, "Brussels"),
        (4, 2.5, ""),
    ]
    assert [entry.key for entry in gatherings()] == list(vocabulary("gathering").codes)


def test_a_session_says_from_which_others_its_records_take_something():
    homes = {kind.kind: kind.home for kind in KINDS.values()}
    for kind in KINDS.values():
        taken = {homes[question.refers_to] for question in questions(kind) if question.refers_to}
        assert taken - {kind.home} <= set(session(kind.home).builds_on), kind.kind


def test_a_session_builds_on_earlier_ones_and_contributes_to_documents_there_are():
    earlier = set()
    for entry in sessions():
        assert set(entry.builds_on) <= earlier
        assert set(entry.contributes) <= set(outline.DOCUMENTS)
        earlier.add(entry.key)


def test_every_session_has_a_title_a_place_and_a_notebook_of_its_name():
    for entry in sessions() + sessions_for_facilitators():
        assert entry.title
        assert entry.place
        assert entry.path == settings().notebooks_dir / f"{entry.key}.ipynb"


def test_the_sentences_are_those_the_outline_uses():
    with (settings().data_dir / "outline.toml").open("rb") as source:
        entries = tomllib.load(source)["session"]
    assert {entry["key"] for entry in entries} == set(outline.TITLES)
    assert {entry["place"] for entry in entries} == set(outline.PLACES)


def test_a_session_can_be_held_again():
    assert SessionKey.parse("07_followup@plus-6") == ("07_followup", "plus-6")
    assert session("07_followup@plus-6") is session("07_followup")
    assert title_of("07_followup@plus-6", translator("en")) == (
        "Follow-up and sharing – Six months after the course"
    )
    assert title_of("07_followup", translator("en")) == "Follow-up and sharing"


@given(part, st.just("") | part)
def test_a_key_reads_as_it_is_written(notebook, occasion):
    key = SessionKey(notebook, occasion)
    assert SessionKey.parse(str(key)) == key


@given(st.text() | st.from_regex(r"[a-z./@\\0-9_-]+", fullmatch=True))
def test_what_is_parsed_is_safe_as_a_file_name(text):
    try:
        key = SessionKey.parse(text)
    except UnknownSession:
        return
    assert str(key) == text
    assert re.fullmatch(r"[a-z0-9_@-]+", text)


@pytest.mark.parametrize(
    "text",
    [
        "05_partners",
        "",
        "../home",
        "04_anchoring@",
        "@",
        "04_anchoring@a@b",
        "04_anchoring\n",
        "04_anchoring@plus-6",
        "07_followup@plus-7",
    ],
)
def test_an_unknown_session_is_answered_with_those_there_are(text):
    with pytest.raises(UnknownSession, match=r"There are: home, 00_mandate, .*07_followup@plus-6"):
        session(text)
