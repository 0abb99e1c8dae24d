"""The facilitators' table: a row for each municipality, by name, kept and sorted as the address says."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.faces.followed import followed
from course.faces.opening import reading_of
from course.i18n import translator
from course.server.cohort_table import Asked, asked_of, table_of
from course.store import SignOffs
from tests.conftest import FACILITATOR, participant

pytestmark = pytest.mark.each_database


@pytest.fixture
def rows(store):
    """Make the rows of the pilot anew."""

    def make(comments=None):
        readings = {
            key: reading_of(
                store, FACILITATOR, cohort="pilot", organisation=key, session="home", language="en"
            )
            for key in store.organisations("pilot")
        }
        return followed(readings, SignOffs(store, FACILITATOR, "pilot"), comments)

    return make


def names(rows, **asked):
    return [row["key"] for row in table_of(rows, Asked(**asked), translator("en"), "/")["rows"]]


def test_they_stand_by_name_and_show_sign_offs_changes_and_the_last_save(store, sula, rows):
    group = SignOffs(store, participant("sula"), "pilot")
    group.sign("sula", "04_anchoring")
    sula.save("goal", str(uuid.uuid4()), {"called": "New"}, 0)
    found = {row.key: row for row in rows()}
    assert list(found) == ["asker", "elverum", "lillestrom", "stranda", "sula"]
    session = found["sula"].sessions["04_anchoring"]
    assert (session.ready.number, session.changed, session.comments) == (1, 1, None)
    assert found["sula"].last_by == "Kari"
    assert found["asker"].sessions["04_anchoring"].ready is None
    assert found["asker"].comments is None
    (cell,) = [
        row["cells"][0]
        for row in table_of(rows(), Asked(session="04_anchoring"), translator("en"), "/")["rows"]
        if row["key"] == "sula"
    ]
    assert cell["ready"] == "Ready (snapshot 1)" and cell["changed"] == "1 entry has changed since."


def test_the_address_filters_and_sorts_and_a_name_decides_between_equals(store, sula, rows):
    SignOffs(store, participant("sula"), "pilot").sign("sula", "02_needs")
    sula.save("goal", str(uuid.uuid4()), {"called": "New"}, 0)
    all_of_them = names(rows())
    assert names(rows(), state="ready") == ["sula"]
    assert names(rows(), session="02_needs", state="not_ready") == all_of_them[:-1]
    assert names(rows(), session="03_documents", state="ready") == []
    assert names(rows(), session="08_decision", state="not_ready") == []
    assert names(rows(), sort="activity")[-1] == "sula"
    for sort in ("answers", "findings"):
        assert sorted(names(rows(), sort=sort)) == all_of_them
    assert names(rows(), session="00_mandate", sort="answers")[0] in all_of_them


def test_comments_have_a_column_as_soon_as_they_are_counted(rows):
    table = table_of(rows({("sula", "02_needs"): 3}), Asked(), translator("en"), "/")
    assert table["comments"]
    assert [row["comments"] for row in table["rows"]] == [0, 0, 0, 0, 3]
    assert not table_of(rows(), Asked(), translator("en"), "/")["comments"]


@given(st.dictionaries(st.sampled_from(["session", "state", "sort", "x"]), st.text(max_size=12)))
def test_whatever_an_address_says_something_is_shown(query):
    asked = asked_of(query)
    assert asked.session == "" or asked.session == query["session"]
    assert asked.sort in ("name", "activity", "answers", "findings")
