"""The outline of the course year, and the keys by which a session is named."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import outline
from course.outline import SessionKey, UnknownSession, session, sessions
from course.settings import settings

part = st.from_regex(r"[a-z0-9]{1,9}([_-][a-z0-9]{1,9}){0,3}", fullmatch=True)


def test_the_sessions_come_in_the_order_of_the_course():
    assert [entry.key for entry in sessions()] == ["home", "00_mandate", "03_documents", "04_anchoring"]


def test_every_session_has_a_title_a_place_and_a_notebook_of_its_name():
    for entry in sessions():
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
    assert session("04_anchoring@plus-6") is session("04_anchoring")


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
    "text", ["05_partners", "", "../home", "04_anchoring@", "@", "04_anchoring@a@b", "04_anchoring\n"]
)
def test_an_unknown_session_is_answered_with_those_there_are(text):
    with pytest.raises(UnknownSession, match="There are: home, 00_mandate, 03_documents, 04_anchoring"):
        session(text)
