"""Checklists: rows that are always there, and one record for each, however many answer at once."""

from __future__ import annotations

import json
import uuid

import pytest
from bs4 import BeautifulSoup

from course.faces import checklist_content, render
from course.faces.checklist import NoChecklist
from course.i18n import LANGUAGES
from course.records import KINDS, Refused, questions
from course.vocabulary import vocabulary
from tests import messages
from tests.conftest import FACILITATOR, participant
from tests.messages import answers
from widgets import WorkSession

STATEMENT, OTHER, *_ = vocabulary("assessment_statement").codes
STANDARD, *_ = vocabulary("quality_standard").codes
ROW = {"statement": STATEMENT, "moment": "start", "role": "staff"}
CHECKLISTS = ("assessment", "routine")


@pytest.fixture
def work(sula, read):
    return WorkSession(read(sula))


def save(widget, record, revision, **values):
    """Save an answer of the checklist's own kind, and return what the browser is told."""
    (told,) = messages.save(widget, widget.content["kind"], record, revision, **values)
    return told


@pytest.mark.parametrize("kind", CHECKLISTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_content_is_json_and_every_row_is_on_the_static_face(sula, read, kind, language):
    content = checklist_content(read(sula, language=language), kind)
    json.dumps(content)
    page = BeautifulSoup(render(content), "html5lib")
    names = [article.find(["h4", "h5"]).get_text() for article in page.find_all("article")]
    assert names == [row["label"] for row in content["rows"]]
    asked = [question["name"] for group in content["groups"] for question in group["questions"]]
    assert asked == [q.name for q in questions(KINDS[kind]) if q.name not in KINDS[kind].one_for]


def test_a_kind_without_fixed_rows_is_no_checklist(sula, read):
    with pytest.raises(NoChecklist, match="goal"):
        checklist_content(read(sula), "goal")


def test_each_level_says_what_it_means_for_the_statement(sula, read):
    for language in LANGUAGES:
        row = checklist_content(read(sula, language=language), "assessment")["rows"][0]
        term = vocabulary("assessment_statement").term(STATEMENT)
        assert row["means"]["level"]["level_2"] == term.extra[f"level_2_{language}"]
        assert row["part"] == term.extra[f"block_{language}"]


def test_every_place_has_an_id_of_its_own_and_another_in_another_municipality(sula, store, read):
    ids = checklist_content(read(sula), "assessment")["ids"]
    assert len(set(ids.values())) == len(ids) == 12 * 2 * len(vocabulary("assessment_role"))
    asker = store.view(participant("asker"), "pilot", "asker")
    assert not set(ids.values()) & set(checklist_content(read(asker), "assessment")["ids"].values())


def test_the_first_answer_makes_the_record_of_the_row(work, sula):
    checklist = work.checklist("routine")
    record = checklist.content["ids"][STANDARD]
    told = save(checklist, record, 0, standard=STANDARD, status="partly")
    assert (told["type"], told["revision"], told["values"]["status"]) == ("saved", 1, "partly")
    (shown,) = checklist.content["records"]
    assert (shown["id"], shown["place"], shown["title"]) == (record, STANDARD, "Inclusion and diversity")
    assert "how" in [finding["field"] for finding in shown["findings"]]
    assert checklist.value == [stored.values for stored in sula.all("routine")]


def test_selectors_stand_at_what_the_notebook_says(work):
    selectors = work.checklist("assessment", moment="end").content["selectors"]
    assert [(one["name"], one["value"]) for one in selectors] == [("moment", "end"), ("role", None)]


def test_two_who_answer_a_row_at_once_make_one_record(work, store, read, sula):
    ola = WorkSession(read(store.view(participant("sula", "Ola"), "pilot", "sula")))
    mine, theirs = work.checklist("assessment"), ola.checklist("assessment")
    record = mine.content["ids"]["|".join(ROW.values())]
    assert record == theirs.content["ids"]["|".join(ROW.values())]
    assert save(theirs, record, 0, **ROW, level="level_1")["type"] == "saved"
    told = save(mine, record, 0, **ROW, level="level_3")
    assert (told["type"], told["values"]["level"], told["by"]) == ("stale", "level_1", "Ola")
    assert len(sula.all("assessment")) == 1


def test_a_row_gets_no_second_record(work, sula, caplog):
    checklist = work.checklist("assessment")
    save(checklist, checklist.content["ids"]["|".join(ROW.values())], 0, **ROW, level="level_1")
    assert save(checklist, str(uuid.uuid4()), 0, **ROW, level="level_3")["type"] == "refused"
    with pytest.raises(Refused) as refusal:
        sula.save("assessment", str(uuid.uuid4()), {**ROW, "level": "level_3"}, 0)
    assert list(refusal.value.errors) == ["statement"]
    assert len(sula.all("assessment")) == 1


def test_a_record_from_elsewhere_is_the_one_of_its_row(work, sula):
    record = sula.save("assessment", str(uuid.uuid4()), {**ROW, "level": "level_1"}, 0)
    checklist = work.checklist("assessment")
    work.refresh()
    assert checklist.content["ids"]["|".join(ROW.values())] == record.id
    assert save(checklist, record.id, 1, level="level_2")["type"] == "saved"


@pytest.mark.parametrize(
    ("record", "values"),
    [
        ("right", {**ROW, "statement": OTHER}),
        ("right", {"level": "level_1"}),
        ("right", {**ROW, "role": None}),
        ("right", {**ROW, "role": ["staff"]}),
        ("wrong", ROW),
    ],
)
def test_a_first_answer_is_taken_only_at_its_own_row(work, sula, caplog, record, values):
    checklist = work.checklist("assessment")
    right = checklist.content["ids"]["|".join(ROW.values())]
    told = save(checklist, right if record == "right" else str(uuid.uuid4()), 0, **values)
    assert told["type"] == "refused"
    assert sula.all("assessment") == []


def test_a_record_does_not_wander_to_another_row(work, sula, caplog):
    checklist = work.checklist("assessment")
    record = checklist.content["ids"]["|".join(ROW.values())]
    save(checklist, record, 0, **ROW, level="level_1")
    assert save(checklist, record, 1, role="unit_leader")["type"] == "refused"
    assert save(checklist, record, 1, role="staff", level="level_2")["type"] == "saved"


def test_a_deleted_row_can_be_taken_back_or_answered_anew(work, sula):
    checklist = work.checklist("routine")
    record = checklist.content["ids"][STANDARD]
    save(checklist, record, 0, standard=STANDARD, status="partly", how="By hand")
    (told,) = answers(checklist, type="delete", record=record, revision=1)
    assert checklist.content["records"] == []
    (told,) = answers(checklist, type="restore", record=record, revision=told["revision"])
    assert told["values"]["how"] == "By hand"
    answers(checklist, type="delete", record=record, revision=told["revision"])
    told = save(checklist, record, 0, standard=STANDARD, status="in_place")
    assert (told["type"], told["values"]["status"], told["values"]["how"]) == ("saved", "in_place", "")
    assert [stored.id for stored in sula.all("routine")] == [record]


def test_text_for_a_row_somebody_deleted_meanwhile_is_not_taken_without_asking(work, sula):
    checklist = work.checklist("routine")
    record = checklist.content["ids"][STANDARD]
    save(checklist, record, 0, standard=STANDARD, status="partly")
    sula.delete(record, 1)
    told = save(checklist, record, 1, how="By hand")
    assert (told["type"], told["deleted"]) == ("stale", True)


def test_a_deleted_record_is_not_taken_back_beside_another_of_its_row(sula):
    first = sula.save("routine", str(uuid.uuid4()), {"standard": STANDARD}, 0)
    sula.delete(first.id, 1)
    sula.save("routine", str(uuid.uuid4()), {"standard": STANDARD}, 0)
    with pytest.raises(Refused):
        sula.restore(first.id, 2)


def test_records_that_name_no_row_yet_stand_side_by_side(sula):
    for _ in range(2):
        sula.save("routine", str(uuid.uuid4()), {"how": "By hand"}, 0)
    assert len(sula.all("routine")) == 2


def test_who_may_only_read_is_refused(store, read, sula, caplog):
    checklist = WorkSession(read(store.view(FACILITATOR, "pilot", "sula"))).checklist("routine")
    assert checklist.content["readonly"] is True
    record = checklist.content["ids"][STANDARD]
    assert save(checklist, record, 0, standard=STANDARD, status="partly")["type"] == "refused"
    assert sula.all("routine") == []


def test_the_static_face_shows_each_answer_under_whose_it_is(work, sula):
    sula.save(
        "assessment", sula.row_id("assessment", ROW), {**ROW, "level": "level_1", "evidence": "<b>x</b>"}, 0
    )
    work.refresh()
    article = BeautifulSoup(
        work.checklist("assessment")._repr_mimebundle_()[0]["text/html"], "html5lib"
    ).article
    shown = article.get_text(" ", strip=True)
    assert "At the start · Teacher or other staff" in shown
    assert "<b>x</b>" in shown
    assert "Scattered" in shown
