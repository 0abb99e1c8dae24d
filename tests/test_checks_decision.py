"""After the decision an anchor is adopted, with the day and number of the case; nothing is written twice."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

import pytest
from bs4 import BeautifulSoup

from course.analysis.overview import progress, standing
from course.answers_file import answers_file
from course.checks import adopted, anchoring, findings, standings
from course.documents import DOCUMENTS, make
from course.faces import figure_content, matrix_content, render
from course.faces.standing import standing_shown
from tests.conftest import FACILITATOR

COUNCIL = {"committee": "Municipal council", "on": "2027-06-18", "case_number": "39/27", "status": "adopted"}


def add(view, kind, **values):
    return view.save(kind, str(uuid.uuid4()), values, 0).id


def change(view, record, **values):
    view.save(view.get(record).record.kind, record, values, view.get(record).revision)


@pytest.fixture
def anchor(sula):
    """An anchor that is not considered yet, of a goal that is linked to development work."""
    document = add(sula, "steering_document", called="Plan for childhood")
    work = add(sula, "development_work", called="Language plan")
    goal = add(sula, "goal", called="A friend abroad", development_work=[work])
    text = "Every child has a friend abroad."
    return add(
        sula,
        "anchor",
        goal=goal,
        document=document,
        status="not_considered",
        proposed_text=text,
        window="2027-06-18",
    )


@pytest.fixture
def proposal(sula, anchor):
    """The point of the case that takes the anchor up."""
    return add(sula, "proposal", text="The text is taken in.", anchor=anchor)


def code(view, anchor):
    return standings(view.everything())[anchor].code


def test_an_anchor_in_the_case_is_adopted_with_its_day_its_number_and_its_body(sula, anchor, proposal):
    assert code(sula, anchor) == "not_considered"
    add(sula, "case_step", **COUNCIL)
    found = standings(sula.everything())[anchor]
    assert (found.code, found.decided, found.on) == ("adopted", "adopted", date(2027, 6, 18))
    assert (found.number, found.body) == ("39/27", "Municipal council")


def test_what_is_adopted_counts_as_anchored(sula, anchor, proposal):
    assert anchoring(sula.everything()).anchored == 0
    add(sula, "case_step", **COUNCIL)
    assert anchoring(sula.everything()).anchored == 1
    told = standing({"Sula": sula.everything()}, progress({"Sula": sula.everything()}), date(2027, 7, 1))
    assert told["anchored"].tolist() == [1]


@pytest.mark.parametrize(
    "status", ["planned", "handed_in", "recommended", "postponed", "sent_back", "rejected"]
)
def test_a_body_that_does_not_adopt_it_changes_nothing(sula, anchor, proposal, status):
    add(sula, "case_step", **{**COUNCIL, "status": status})
    assert code(sula, anchor) == "not_considered"


def test_a_step_without_a_day_adopts_nothing(sula, anchor, proposal):
    add(sula, "case_step", **{**COUNCIL, "on": None})
    assert code(sula, anchor) == "not_considered"


def test_the_last_body_that_decides_has_the_last_word(sula, anchor, proposal):
    add(sula, "case_step", committee="Committee", on="2027-05-20", status="adopted")
    council = add(sula, "case_step", **{**COUNCIL, "status": "sent_back"})
    assert adopted(sula.everything()) is None
    change(sula, council, status="adopted_with_changes")
    assert adopted(sula.everything()).committee == "Municipal council"
    add(sula, "case_step", committee="Youth council", on="2027-09-01", status="planned")
    assert adopted(sula.everything()).committee == "Municipal council"


@pytest.mark.parametrize("status", ["incorporated", "followed_up", "rejected", "postponed"])
def test_what_the_group_knows_beyond_the_decision_wins(sula, anchor, proposal, status):
    change(sula, anchor, status=status)
    add(sula, "case_step", **COUNCIL)
    found = standings(sula.everything())[anchor]
    assert (found.code, found.decided) == (status, None)


def test_an_anchor_that_no_written_point_takes_up_is_not_adopted_with_them(sula, anchor):
    change(sula, anchor, status="proposed")
    written = add(sula, "proposal", text="The council is informed every year.")
    add(sula, "case_step", **COUNCIL)
    assert code(sula, anchor) == "proposed"
    change(sula, written, text="")
    assert code(sula, anchor) == "adopted"


def test_where_no_point_is_written_those_filled_in_from_the_anchors_are_the_case(sula, anchor):
    add(sula, "case_step", **COUNCIL)
    assert code(sula, anchor) == "not_considered"
    change(sula, anchor, status="to_council")
    assert code(sula, anchor) == "adopted"


def test_a_window_that_has_passed_is_not_asked_about_once_the_case_is_adopted(sula, anchor, proposal):
    def asked():
        said = findings(sula.everything(), today=date(2027, 7, 1))
        return [one for one in said if one.code == "anchor_window_in_past"]

    assert asked()
    add(sula, "case_step", **COUNCIL)
    assert not asked()


@pytest.mark.parametrize(
    ("language", "status", "said"),
    [
        ("en", "adopted", "Adopted on June 18, 2027, case 39/27"),
        ("nb", "adopted_with_changes", "Vedtatt med endringer 18. juni 2027, sak 39/27"),
        ("nn", "adopted", "Vedteke 18. juni 2027, sak 39/27"),
    ],
)
def test_day_and_number_stand_wherever_the_status_is_shown(
    sula, read, anchor, proposal, language, status, said
):
    add(sula, "case_step", **{**COUNCIL, "status": status})
    reading = read(sula, "04_anchoring", language)
    assert standing_shown(reading, sula.get(anchor)) == said
    content = matrix_content(reading)
    (cell,) = [one for cells in content["cells"].values() for one in cells]
    assert (cell["status"], cell["standing"]) == ("adopted", said)
    assert cell["values"]["status"] == "not_considered"
    assert [one["sentence"] for one in cell["findings"] if said in one["sentence"]]
    assert said in render(content)
    assert said in render(figure_content(reading, "goals"))
    home = replace(reading, session=read(sula, "home", language).session)
    for key in ("strategy", "anchoring_matrix", "follow_up_report", "application"):
        shown = BeautifulSoup(make(DOCUMENTS[key], home, "html").content, "html.parser").get_text()
        assert said.casefold() in shown.casefold(), key


def test_a_case_without_a_number_is_told_by_its_day(sula, read, anchor, proposal):
    add(sula, "case_step", **{**COUNCIL, "case_number": ""})
    assert standing_shown(read(sula, "04_anchoring"), sula.get(anchor)) == "Adopted on June 18, 2027"


def test_what_was_written_stays_as_it_was_written(sula, read, anchor, proposal):
    add(sula, "case_step", **COUNCIL)
    assert sula.get(anchor).record.status == "not_considered"
    assert b'"not_considered"' in answers_file(sula)


def test_a_facilitator_sees_the_same(store, sula, anchor, proposal):
    add(sula, "case_step", **COUNCIL)
    assert standings(store.view(FACILITATOR, "pilot", "sula").everything())[anchor].code == "adopted"
