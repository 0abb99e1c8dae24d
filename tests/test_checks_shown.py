"""Where a finding is shown, and what it calls what it is about."""

import uuid

import pytest
from markupsafe import escape

from course.faces import checklist_content, overview_content, render, table_content
from course.faces.form import form_content, missing_in, said_of
from course.faces.session import session_content
from course.records import KINDS


def make(view, kind, **values):
    return view.save(kind, str(uuid.uuid4()), values, 0)


def shown(reading):
    return {one["sentence"]: one["target"] for one in session_content(reading)["findings"]}


def test_a_finding_about_all_of_a_kind_leads_to_the_kind(sula, read):
    make(sula, "member", name_or_initials="KN", category="kindergarten_school_leadership")
    findings = shown(read(sula, "00_mandate"))
    assert "member" in findings.values()
    assert not any(sentence.startswith(":") for sentence in findings)


def test_a_finding_about_a_record_names_it_as_its_reader_would(sula, read):
    stored = make(sula, "routine", standard="inclusion_and_diversity", status="in_place")
    ((sentence, target),) = shown(read(sula, "06_roles", "nn")).items()
    assert target == f"routine/{stored.id}/document"
    assert not sentence.startswith("inclusion_and_diversity")
    assert sentence.startswith(read(sula, "06_roles", "nn").name(stored))


def test_a_finding_about_a_single_form_needs_no_name(sula, read):
    ready = sula.one("readiness")
    ready = sula.save("readiness", ready.id, {"oid": "12", "contact": "Adviser"}, ready.revision)
    findings = shown(read(sula, "05_activities"))
    assert any(sentence.startswith("An OID is") for sentence in findings)
    beside = form_content(read(sula, "05_activities"), "readiness")["findings"]
    assert {one["field"] for one in beside} == {"oid", "contact_deputy"}


def test_a_link_to_what_is_gone_is_missing_beside_its_field_too(sula, read):
    need = make(sula, "need", called="Språk")
    goal = make(sula, "goal", called="Mål", needs=[need.id])
    assert "needs" not in {one["field"] for one in missing_in(read(sula), goal)}
    sula.delete(need.id, need.revision)
    assert "needs" in {one["field"] for one in missing_in(read(sula), goal)}


@pytest.mark.parametrize("content", [table_content, checklist_content])
def test_a_finding_about_all_of_a_kind_stands_above_its_records(sula, read, content):
    kind = "member" if content is table_content else "assessment"
    if kind == "member":
        make(sula, kind, name_or_initials="KN", category="kindergarten_school_leadership")
    else:
        place = {"statement": "shared_reason", "moment": "start", "role": "staff"}
        sula.save(kind, sula.row_id(kind, place), {**place, "level": "level_1"}, 0)
    reading = read(sula, KINDS[kind].home)
    (first, *_) = (one for one in reading.findings if one.kind == kind and not one.record)
    shown_above = content(reading, kind)
    assert said_of(reading, first) in [one["sentence"] for one in shown_above["remarks"]]
    assert escape(said_of(reading, first)) in render(shown_above)


def test_home_counts_what_is_to_be_mended_in_each_session(sula, read):
    make(sula, "goal", called="Mål")
    reading = read(sula, "home", "nn")
    counted = {
        (one["key"], found["severity"]): found["number"]
        for one in overview_content(reading)["sessions"]
        for found in one["findings"]
    }
    assert counted["04_anchoring", "error"] == 4  # two goals, each without anchor and development work
    assert sum(counted.values()) == len(reading.findings)
    assert "Må rettast: 4" in render(overview_content(reading))
