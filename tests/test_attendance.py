"""The form for who took part: the session says which gathering it is about, the browser never does."""

from __future__ import annotations

import uuid

import pytest

from tests.conftest import FACILITATOR
from tests.test_widgets import answers, save
from widgets import WorkSession

pytestmark = pytest.mark.each_database


@pytest.fixture
def form(sula, read):
    return WorkSession(read(sula, "03_documents")).attendance()


def test_the_first_answer_is_kept_for_the_gathering_of_the_session(form, sula):
    record = form.content["record"]["id"]
    (told,) = save(form, "attendance", record, 0, remark="A deputy", gathering="gathering_4")
    assert (told["type"], told["revision"]) == ("saved", 1)
    (stored,) = sula.all("attendance")
    assert (stored.record.gathering, stored.record.remark) == ("gathering_2", "A deputy")
    assert form.content["record"]["values"]["remark"] == "A deputy"


def test_the_record_of_another_gathering_is_out_of_reach(form, sula):
    other = sula.row_id("attendance", {"gathering": "gathering_1"})
    for record in (other, str(uuid.uuid4())):
        (told,) = save(form, "attendance", record, 0, remark="Elsewhere")
        assert told["type"] == "refused"
    (told,) = answers(form, type="delete", record=other, revision=1)
    assert told["type"] == "refused"
    assert sula.all("attendance") == []


def test_whoever_only_reads_is_refused(store, read):
    view = store.view(FACILITATOR, "pilot", "sula")
    form = WorkSession(read(view, "03_documents")).attendance()
    assert form.content["readonly"]
    (told,) = save(form, "attendance", form.content["record"]["id"], 0, remark="Mine")
    assert told["type"] == "refused"


def test_a_session_held_at_home_asks_nobody_who_took_part(sula, read):
    assert WorkSession(read(sula, "00_mandate")).attendance() is None
