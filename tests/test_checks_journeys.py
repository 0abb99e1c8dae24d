"""The mobility register held against its rules, and shown as a report and as dates."""

from datetime import date

import pytest

from course.faces import render, report_content
from course.faces.dates import dates
from course.faces.reading import Reading
from course.i18n import translator
from tests.planted import found, stored, text

TODAY = date(2027, 3, 1)


def journey(**answers):
    said = {"role": "Lærer, 4. trinn", "unit": "Vestbygda skole", "decision": "selected"}
    return stored("journey", **{**said, **answers})


@pytest.mark.parametrize(
    ("code", "field"),
    [("selected_without_reason", "reason"), ("selected_without_learning", "agreed_learning")],
)
@pytest.mark.parametrize(
    ("decision", "written", "fires"),
    [
        ("selected", "", True),
        ("selected", "Written", False),
        ("applied", "", False),
        ("reserve", "", False),
        ("withdrawn", "", False),
        (None, "", False),
    ],
)
def test_only_who_is_selected_needs_a_reason_and_an_agreement(code, field, decision, written, fires):
    findings = found(code, journey(decision=decision, **{field: written}))
    assert [one.field for one in findings] == ([field] if fires else [])


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"returns_on": "2027-02-01", "share_by": "2027-02-28"}, "shared_on"),
        ({"share_by": "2027-02-28"}, "shared_on"),
        ({"returns_on": "2027-02-01", "share_by": "2027-02-28", "shared_on": "2027-03-02"}, "shared_on"),
        ({"returns_on": "2027-02-01"}, "share_by"),
        ({"returns_on": "2027-02-01", "share_by": "2027-03-01"}, ""),
        ({"returns_on": "2027-02-01", "share_by": "2027-02-28", "shared_on": "2027-02-20"}, ""),
        ({"returns_on": "2027-02-01", "share_by": "2027-02-28", "decision": "withdrawn"}, ""),
        ({"returns_on": "2027-03-02", "share_by": "2027-02-28"}, ""),
        ({}, ""),
    ],
    ids=str,
)
def test_who_is_home_has_a_day_for_sharing_and_keeps_it(answers, field):
    assert [one.field for one in found("learning_not_shared", journey(**answers))] == (
        [field] if field else []
    )


@pytest.mark.parametrize(
    ("activity", "persons", "fires"),
    [
        ({"participants": 2}, [None, None], False),
        ({"participants": 2}, [None, None, None], True),
        ({"participants": 20, "accompanying": 3}, [20, 3], False),
        ({"participants": 20, "accompanying": 3}, [20, 4], True),
        ({"participants": 0}, [None], True),
        ({}, [500], False),
        ({"participants": 1, "status": "withdrawn"}, [2], False),
    ],
    ids=str,
)
def test_nobody_is_promised_a_place_there_is_not(activity, persons, fires):
    there = stored("activity", "a", called="Kurs", **activity)
    chosen = [journey(activity="a", persons=number) for number in persons]
    others = [journey(activity="a", decision="reserve"), journey(activity="gone"), journey()]
    findings = found("more_selected_than_places", there, *chosen, *others)
    assert [(one.kind, one.record, one.field) for one in findings] == (
        [("activity", "a", "participants")] if fires else []
    )


def test_the_finding_says_both_numbers():
    there = stored("activity", "a", called="Kurs", participants=2)
    (finding,) = found("more_selected_than_places", there, journey(activity="a", persons=3))
    assert "2 places, and 3 persons" in text(finding, translator("en"))


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr(Reading, "today", TODAY)


def write(view, kind, record, **answers):
    return view.save(kind, record, answers, 0)


@pytest.fixture
def register(sula, today):
    """An activity with three places, four who applied, and three who are home."""
    write(sula, "activity", activity := "00000000-0000-4000-8000-00000000000a", called="Kurs", participants=3)
    lines = [
        {"role": "Rektor", "decision": "selected", "returns_on": "2027-02-01"},
        {"role": "Lærer", "decision": "selected", "returns_on": "2027-02-01", "share_by": "2027-05-01"},
        {"role": "Styrer", "decision": "selected", "returns_on": "2027-02-01", "share_by": "2027-02-15"},
        {"role": "Vikar", "decision": "reserve"},
    ]
    for number, line in enumerate(lines):
        record = f"00000000-0000-4000-8000-00000000010{number}"
        write(sula, "journey", record, **line, activity=activity, unit="Skulen", person="Kari Nes")
    return sula


def tables(content):
    return [block["rows"] for block in content["blocks"] if block["type"] == "table"]


def test_the_report_counts_places_and_lists_what_is_not_shared_by_its_day(register, read):
    content = report_content(read(register, language="en"), "journeys")
    counted, owing = tables(content)
    assert counted == [["Kurs", "3", "4", "3"]]
    assert [(row[0], row[1]) for row in owing] == [
        ("Overdue: it was to be done by February 15, 2027", "Styrer, Skulen"),
        ("By May 1, 2027", "Lærer, Skulen"),
        ("No day is set", "Rektor, Skulen"),
    ]


def test_no_name_is_shown_around(register, read):
    reading = read(register)
    assert "Kari Nes" not in render(report_content(reading, "journeys"))
    assert all("Kari Nes" not in dated.title + dated.note for dated in dates(reading))


def test_what_is_to_be_shared_has_a_date_until_it_is_done(register, read):
    def to_share():
        return [dated.on for dated in dates(read(register)) if dated.kind == "journey"]

    assert to_share() == [date(2027, 2, 15), date(2027, 5, 1)]
    done = next(one for one in register.all("journey") if one.record.role == "Lærer")
    register.save("journey", done.id, {"shared_on": "2027-02-20", "look_on": "2028-02-20"}, done.revision)
    assert to_share() == [date(2027, 2, 15), date(2028, 2, 20)]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"decision": "applied"}, "Nobody who was selected is home again yet."),
        ({"decision": "selected", "shared_on": "2027-02-01"}, "has been passed on."),
    ],
    ids=["nobody-home", "all-shared"],
)
def test_when_nothing_is_left_to_share_it_says_so(sula, read, today, answers, said):
    write(sula, "journey", "00000000-0000-4000-8000-000000000100", role="Rektor", **answers)
    content = report_content(read(sula, language="en"), "journeys")
    assert len(tables(content)) == 1
    assert content["blocks"][-1]["text"].endswith(said)
