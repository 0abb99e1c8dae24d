"""All answers of a kind as a frame, and of an organisation as JSON."""

import json
import uuid
from datetime import UTC, datetime

import pandas as pd
import pytest

from course.analysis.answers import answers_frame
from course.answers_file import answers_file
from course.grants import NotGranted
from course.i18n import translator
from course.records import KINDS
from tests.conftest import participant
from tests.planted import stored
from tests.worked import answer_everything


@pytest.mark.parametrize("kind", KINDS)
def test_the_frame_of_a_kind_has_a_column_for_each_field_also_when_it_is_empty(kind):
    frame = answers_frame(kind, [])
    assert list(frame.columns) == list(KINDS[kind].model_fields)
    assert len(frame) == 0


def test_the_frame_holds_codes_and_ids_and_has_room_for_what_is_not_answered():
    frame = answers_frame(
        "anchor",
        [
            stored("anchor", "one", status="proposed", amount=40000, amount_year=2028, window="2027-12-14"),
            stored("anchor", "two"),
            stored("goal", "another kind"),
        ],
    )
    assert list(frame.index) == ["one", "two"]
    assert frame.loc["one", "status"] == "proposed"
    assert frame["amount"].sum() == 40000
    assert frame.loc["one", "window"] == pd.Timestamp(2027, 12, 14)
    assert frame.loc["two"].isna()[["status", "amount", "amount_year", "window"]].all()


def test_the_columns_can_be_called_what_the_questions_are_called():
    frame = answers_frame("anchor", [], translate=translator("nb"))
    assert "Styringsdokument" in frame.columns


def test_the_file_has_every_answer_of_every_occasion_and_none_that_was_deleted(sula):
    answer_everything(sula, "Sula")
    again = sula.at("plus-6").save("follow_up", str(uuid.uuid4()), {"comment": "A year on"}, 0)
    gone = sula.save("need", str(uuid.uuid4()), {"called": "Taken back"}, 0)
    sula.delete(gone.id, gone.revision)
    content = json.loads(answers_file(sula))
    assert (content["version"], content["cohort"], content["organisation"]) == (2, "pilot", "sula")
    assert list(content["records"]) == list(KINDS)
    entries = {entry["id"]: entry for of_kind in content["records"].values() for entry in of_kind}
    written = {
        record.id: record
        for view in (sula, sula.at("plus-6"))
        for of_kind in view.everything().values()
        for record in of_kind
        if record.revision
    }
    assert {name: entry["values"] for name, entry in entries.items()} == {
        name: record.values for name, record in written.items()
    }
    assert entries[again.id]["occasion"] == "plus-6"
    assert gone.id not in entries
    assert datetime.fromisoformat(entries[again.id]["updated_at"]).tzinfo == UTC


def test_nobody_gets_a_file_of_answers_that_are_not_theirs(store):
    with pytest.raises(NotGranted):
        store.view(participant("asker"), "pilot", "sula")
