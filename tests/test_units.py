"""Units under a municipality: whose answers they are, who may reach them, and what is asked of them.

The names of units are made up; no municipality has a unit of these names.
"""

from __future__ import annotations

import uuid

import pytest
from click.testing import CliRunner

from course import batch
from course.cells import kinds_asked
from course.checks import CHECKS, completeness, findings
from course.cli import main
from course.faces import (
    carried_content,
    matrix_content,
    render,
    session_content,
    table_content,
    units_content,
)
from course.faces.opening import reading_of
from course.grants import Action, Grant, NotGranted, Role
from course.levels import EVERYWHERE, MUNICIPALITY_ONLY, UNITS_ONLY, Level, level_of, municipality_of
from course.notebooks import prepare
from course.organisations import cohort
from course.outline import UnknownSession, session, sessions
from course.records import KINDS, Refused, questions
from course.settings import settings
from course.store import MOST_UNITS, NotFound, UnknownOrganisation
from course.store.units import enter_unit, validated
from course.vocabulary import vocabulary
from tests.conftest import FACILITATOR, participant
from tests.planted import TODAY

pytestmark = pytest.mark.each_database

SCHOOL = "Made-up school"


def add(store, name=SCHOOL, unit_type="compulsory_school", municipality="sula"):
    return store.add_unit(participant(municipality), "pilot", municipality, name=name, unit_type=unit_type)


@pytest.fixture
def unit(store):
    return add(store)


@pytest.fixture
def school(store, unit):
    """The school's answers, for somebody who takes part for the school alone."""
    return store.view(participant(unit.key), "pilot", unit.key)


def new(view, kind, **values):
    return view.save(kind, str(uuid.uuid4()), values, 0)


def read(store, grant, organisation, session="04_anchoring", language="en"):
    return reading_of(
        store, grant, cohort="pilot", organisation=organisation, session=session, language=language
    )


def asked_for(records, session):
    """The questions a school has still to answer in a session."""
    missing = completeness(records, session, Level.SCHOOL).missing
    return {item.question.name for item in missing if item.question}


# Levels


def test_every_type_of_unit_with_a_level_has_one_of_the_levels_there_are():
    assert set(vocabulary("level").codes) == set(Level)
    found = {term.code: term.extra["level"] for term in vocabulary("unit_type") if term.extra["level"]}
    assert set(found.values()) == UNITS_ONLY
    assert {code: level_of(code) for code in found} == found
    assert level_of(None) is Level.MUNICIPALITY


def test_a_session_is_held_at_exactly_the_levels_at_which_something_is_asked_in_it():
    for entry in sessions():
        asked = [kind.levels for kind in KINDS.values() if kind.home == entry.key]
        assert not asked or set(entry.levels) == set().union(*asked), entry.key


@pytest.mark.parametrize("level", Level)
def test_what_is_asked_at_a_level_names_records_by_a_field_that_is_asked_there(level):
    for kind in KINDS.values():
        if level in kind.levels:
            assert kind.name_field in {question.name for question in questions(kind, level)}, kind.kind


@pytest.mark.parametrize("level", Level)
def test_a_reference_leads_to_a_kind_that_is_written_at_the_same_level_or_carried_over(level):
    for kind in KINDS.values():
        for question in questions(kind, level) if level in kind.levels else ():
            if question.refers_to:
                there = KINDS[question.refers_to]
                assert level in there.levels or there.carried, (kind.kind, question.name)


def test_a_unit_is_asked_in_words_that_do_not_call_it_the_municipality():
    for kind in KINDS.values():
        if not kind.levels & UNITS_ONLY:
            continue
        said = [kind.title_at(Level.SCHOOL), kind.plural_at(Level.SCHOOL)]
        said += [text for asked in questions(kind, Level.SCHOOL) for text in (asked.label, asked.group)]
        allowed = {"What the unit and the municipality put in"}
        assert not [text for text in said if "municipality" in text.lower() and text not in allowed], (
            kind.kind
        )


def test_a_field_is_asked_once_in_the_words_of_its_level():
    profile = KINDS["profile"]
    municipality, school = questions(profile), questions(profile, Level.SCHOOL)
    assert "kindergartens" in {asked.name for asked in municipality} - {asked.name for asked in school}
    assert "values_and_vision" in {asked.name for asked in school} - {asked.name for asked in municipality}
    labels = [next(q.label for q in those if q.name == "staff") for those in (municipality, school)]
    assert labels == ["Staff in kindergartens and schools", "Staff"]
    assert len(questions(profile, None)) == len(profile.model_fields)


# Entering units


def test_a_unit_has_a_key_that_says_whose_it_is_and_stays_when_its_name_changes(store):
    entered = add(store, "Åsen Blåbær-skule")
    assert entered.key == "sula--asen-blabaer-skule"
    assert municipality_of(entered.key) == "sula"
    store.rename_unit(participant("sula"), "pilot", entered.key, "Another made-up name")
    (found,) = store.units(FACILITATOR, "pilot", "sula")
    assert (found.key, found.name) == (entered.key, "Another made-up name")
    assert store.name_of(entered.key) == ("Another made-up name", "nn")


def test_two_names_that_would_have_one_key_get_two(store):
    keys = [add(store, name).key for name in ("Bø", "Bo", "日本", "中国")]
    assert keys == ["sula--bo", "sula--bo-2", "sula--compulsory-school", "sula--compulsory-school-2"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 151, "two\nlines", "nul\x00", "\u202eturned", "\ud800"])
def test_a_name_that_cannot_be_shown_on_one_line_is_refused(store, name):
    with pytest.raises(Refused) as refused:
        add(store, name)
    assert list(refused.value.errors) == ["name"]
    assert store.units(FACILITATOR, "pilot", "sula") == []


@pytest.mark.parametrize("unit_type", ["", "after_school", "cohort", "municipality", "x" * 90])
def test_a_type_of_unit_that_keeps_no_strategy_is_refused(store, unit_type):
    with pytest.raises(Refused) as refused:
        add(store, unit_type=unit_type)
    assert list(refused.value.errors) == ["unit_type"]


def test_the_same_name_twice_is_refused_also_when_renaming(store, unit):
    with pytest.raises(Refused):
        add(store, SCHOOL.upper())
    other = add(store, "Another")
    with pytest.raises(Refused):
        store.rename_unit(participant("sula"), "pilot", other.key, SCHOOL)
    store.rename_unit(participant("sula"), "pilot", unit.key, SCHOOL.upper())
    add(store, municipality="asker")


def test_there_is_a_bound_to_the_units_of_one_municipality(store):
    with store.engine.execution_options(writes=True).begin() as connection:
        for number in range(MOST_UNITS):
            enter_unit(connection, "pilot", "sula", validated(f"Unit {number}", "kindergarten"))
    with pytest.raises(Refused) as refused:
        add(store)
    assert list(refused.value.errors) == [""]


def test_a_unit_is_no_municipality_of_the_cohort(store, unit):
    assert unit.key not in store.organisations("pilot")
    with pytest.raises(UnknownOrganisation):
        store.add_unit(FACILITATOR, "pilot", unit.key, name="Below", unit_type="kindergarten")


# Grants


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.READER])
def test_a_municipality_s_grant_reaches_its_units_and_a_unit_s_only_itself(role):
    def grant(organisation):
        return Grant(person="p", name="P", role=role, cohort="pilot", organisation=organisation)

    assert grant("sula").covers("pilot", "sula--a")
    assert not grant("sula").covers("pilot", "asker--a")
    assert not grant("sula").covers("next", "sula--a")
    assert grant("sula--a").covers("pilot", "sula--a")
    for other in ("sula", "sula--b", "asker", "sula--a--b", "sula--", "--a", ""):
        assert not grant("sula--a").covers("pilot", other), other
    assert not grant("sul").covers("pilot", "sula--a")


def test_who_may_enter_a_unit(store, unit):
    reader = Grant(person="r", name="R", role=Role.READER, cohort="pilot", organisation="sula")
    for stranger in (reader, participant("asker"), participant(unit.key)):
        with pytest.raises(NotGranted):
            store.add_unit(stranger, "pilot", "sula", name="Another", unit_type="kindergarten")
    for other in (reader, participant("asker"), participant("sula--another")):
        with pytest.raises(NotGranted):
            store.rename_unit(other, "pilot", unit.key, "Another")
    store.add_unit(FACILITATOR, "pilot", "sula", name="Another", unit_type="kindergarten")
    store.rename_unit(participant(unit.key), "pilot", unit.key, "Its own people may")
    assert FACILITATOR.may(Action.ARRANGE)


def test_the_municipality_s_people_write_for_a_unit_and_the_unit_s_not_for_the_municipality(
    store, unit, school
):
    theirs = store.view(participant("sula"), "pilot", unit.key)
    assert theirs.may_write
    goal = new(theirs, "goal", called="Written by the municipality's group")
    assert [stored.id for stored in school.all("goal")] == [goal.id]
    with pytest.raises(NotGranted):
        store.view(participant(unit.key), "pilot", "sula")
    other = add(store, "Another")
    with pytest.raises(NotGranted):
        store.view(participant(unit.key), "pilot", other.key)
    assert [one.key for one in store.units(participant(unit.key), "pilot", "sula")] == [unit.key]
    with pytest.raises(NotGranted):
        store.view(participant("asker"), "pilot", unit.key)
    with pytest.raises(UnknownOrganisation):
        store.view(participant("sula"), "pilot", "sula--nothing")


# What is carried over


def test_a_goal_of_a_school_is_anchored_in_the_municipality_s_document_and_linked_to_its_work(
    store, sula, school, unit
):
    plan = new(sula, "steering_document", called="Plan of the municipality", type="children_and_youth_plan")
    work = new(sula, "development_work", called="Inclusion in all schools", owner="Head of education")
    before = len(sula.all("goal"))
    goal = new(school, "goal", called="All pupils write to somebody", development_work=[work.id])
    new(school, "anchor", goal=goal.id, document=plan.id, status="proposed")
    reading = read(store, participant(unit.key), unit.key)
    content = matrix_content(reading)
    assert "Plan of the municipality (from Sula)" in [one["title"] for one in content["documents"]]
    assert [one["anchored"] for one in content["goals"]] == [True]
    options = next(
        asked["options"]
        for group in table_content(reading, "goal")["groups"]
        for asked in group["questions"]
        if asked["name"] == "development_work"
    )
    assert options == [{"value": work.id, "label": "Inclusion in all schools (from Sula)"}]
    lacking = asked_for(reading.records, "04_anchoring")
    assert not lacking & {"development_work", "document"}
    assert len(sula.all("goal")) == before


def test_what_is_carried_over_is_read_and_never_written(sula, school):
    plan = new(sula, "steering_document", called="Plan of the municipality")
    (seen,) = [stored for stored in school.all("steering_document") if stored.id == plan.id]
    assert seen.carried
    attempts = (
        lambda: school.save("steering_document", plan.id, {"called": "Taken over"}, plan.revision),
        lambda: school.save("steering_document", plan.id, {"called": "Taken over"}, 0),
        lambda: school.delete(plan.id, plan.revision),
        lambda: school.restore(plan.id, plan.revision),
        lambda: school.move(plan.id, plan.revision, None),
        lambda: school.get(plan.id),
        lambda: school.history(plan.id),
    )
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    assert sula.get(plan.id).values["called"] == "Plan of the municipality"


def test_nothing_else_of_the_municipality_is_seen_or_referred_to(sula, school):
    need = new(sula, "need", called="Theirs")
    for kind in sorted(set(KINDS) - {"steering_document", "development_work"}):
        assert not [stored for stored in school.all(kind) if stored.carried], kind
    with pytest.raises(Refused):
        new(school, "goal", called="Ours", needs=[need.id])
    ours = new(school, "goal", called="Ours")
    with pytest.raises(Refused):
        new(sula, "anchor", goal=ours.id)


def test_no_other_municipality_s_document_is_referred_to(store, school):
    asker = store.view(participant("asker"), "pilot", "asker")
    plan = new(asker, "steering_document", called="Plan of Asker")
    with pytest.raises(Refused):
        new(school, "anchor", document=plan.id)
    assert plan.id not in [stored.id for stored in school.all("steering_document")]


def test_what_the_municipality_deletes_holds_nothing_at_the_school(sula, school):
    plan = new(sula, "steering_document", called="Plan of the municipality")
    sula.delete(plan.id, plan.revision)
    assert plan.id not in [stored.id for stored in school.all("steering_document")]
    with pytest.raises(Refused):
        new(school, "anchor", document=plan.id)


# Records and checks at each level


def test_a_unit_keeps_only_the_kinds_and_answers_of_its_level(sula, school):
    for kind in ("consortium", "decision_case", "case_step", "wheel_event", "partnership", "gathering"):
        with pytest.raises(NotFound):
            new(school, kind)
    profile = school.one("profile")
    with pytest.raises(Refused) as refused:
        school.save("profile", profile.id, {"inhabitants": 9000, "owner": "Principal"}, 0)
    assert list(refused.value.errors) == ["inhabitants"]
    school.save("profile", profile.id, {"values_and_vision": "Curious", "owner": "Principal"}, 0)
    own = sula.one("profile")
    with pytest.raises(Refused):
        sula.save("profile", own.id, {"values_and_vision": "Curious"}, own.revision)


def test_completeness_counts_what_is_asked_at_the_level_and_nothing_that_is_carried_over(sula, school):
    new(sula, "steering_document", called="Plan of the municipality")
    state = completeness(school.everything(), "03_documents", Level.SCHOOL)
    assert [missing.kind.kind for missing in state.missing] == ["steering_document"]
    assert state.done == 0
    assert completeness(school.everything(), "08_decision", Level.SCHOOL).total == 0
    asked = asked_for(school.everything(), "00_mandate")
    assert "area" in asked
    assert not asked & {"schools", "scope", "language_form"}


def test_checks_on_municipal_rules_fire_for_the_municipality_and_not_for_a_school(sula, school):
    for view in (sula, school):
        for number in range(6):
            new(view, "member", name_or_initials=f"M{number}", role="Teacher")
        new(view, "steering_document", called="Tilstandsrapport 2026", type="unit_plan")
    for stored in [one for one in sula.all("steering_document") if one.values["type"] != "unit_plan"]:
        sula.delete(stored.id, stored.revision)
    municipal = {"group_larger_than_funded", "no_core_document", "status_report_not_required"}
    assert municipal <= {one.code for one in findings(sula.everything(), today=TODAY)}
    at_school = {one.code for one in findings(school.everything(), today=TODAY, level=Level.SCHOOL)}
    assert not at_school & municipal
    assert all(CHECKS[code].levels == MUNICIPALITY_ONLY for code in municipal)


def test_a_check_that_holds_everywhere_fires_at_both_levels_each_for_its_own(sula, school):
    late = {"called": "Late", "type": "unit_plan", "next_window": "2026-01-01"}
    theirs, ours = (new(view, "steering_document", **late) for view in (sula, school))
    found = {
        level: [
            one.record
            for one in findings(view.everything(), today=TODAY, level=level)
            if one.code == "window_in_past"
        ]
        for view, level in ((sula, Level.MUNICIPALITY), (school, Level.SCHOOL))
    }
    assert found == {Level.MUNICIPALITY: [theirs.id], Level.SCHOOL: [ours.id]}
    assert CHECKS["window_in_past"].levels == EVERYWHERE


def test_a_session_that_is_not_held_for_units_is_not_opened_for_one(store, unit):
    assert Level.SCHOOL not in session("08_decision").levels
    with pytest.raises(UnknownSession, match="There are: home, 00_mandate, 01"):
        read(store, participant("sula"), unit.key, "08_decision")
    read(store, participant("sula"), "sula", "08_decision")


# Faces


def test_the_home_page_lists_the_units_with_how_far_each_has_come(store, unit, school):
    school.save("profile", school.one("profile").id, {"owner": "Principal"}, 0)
    add(store, "<b>Bold</b>", "kindergarten")
    content = units_content(read(store, participant("sula"), "sula", "home"))
    assert [(one["name"], one["done"]) for one in content["units"]] == [("<b>Bold</b>", 0), (SCHOOL, 1)]
    assert "<b>Bold" not in render(content)
    assert f"{unit.key}/home.html" in render(content) or "?unit=" in render(content)
    none = units_content(read(store, participant("asker"), "asker", "home"))
    assert none["units"] == []
    assert "No unit has been entered yet" in render(none)


def test_every_page_of_a_unit_says_whose_it_is(store, unit):
    for grant in (participant("sula"), participant(unit.key)):
        content = session_content(read(store, grant, unit.key))
        assert content["municipality"] == f"{SCHOOL}, Sula"
        assert "08_decision" not in [step["key"] for step in content["steps"]]


def test_the_switch_leads_to_the_same_session_and_home_where_that_is_not_held(store, unit):
    content = session_content(read(store, participant("sula"), "sula"))
    assert [(one["name"], one["href"], one["current"]) for one in content["levels"]["places"]] == [
        ("Sula", "04_anchoring.html", True),
        (SCHOOL, f"{unit.key}/04_anchoring.html", False),
    ]
    back = session_content(read(store, participant("sula"), unit.key))["levels"]["places"]
    assert [one["href"] for one in back] == ["../04_anchoring.html", "04_anchoring.html"]
    decision = session_content(read(store, participant("sula"), "sula", "08_decision"))["levels"]["places"]
    assert [one["href"] for one in decision] == ["08_decision.html", f"{unit.key}/home.html"]


def test_who_may_open_one_page_only_is_offered_no_switch(store, unit):
    assert session_content(read(store, participant(unit.key), unit.key))["levels"] is None
    assert session_content(read(store, participant("asker"), "asker"))["levels"] is None


@pytest.mark.parametrize(
    ("language", "origin"), [("en", "Sula"), ("nb", "hentet fra Sula"), ("nn", "henta frå Sula")]
)
def test_what_is_carried_over_stands_there_to_be_read_with_where_it_is_from(
    store, sula, unit, language, origin
):
    new(sula, "steering_document", called="Plan <i>of</i> the municipality")
    reading = read(store, participant(unit.key), unit.key, "03_documents", language)
    shown = render(carried_content(reading, "steering_document"))
    assert origin in shown
    assert "Plan &lt;i&gt;of&lt;/i&gt; the municipality" in shown
    assert table_content(reading, "steering_document")["records"] == []


# Notebooks and batches


@pytest.mark.parametrize("key", [entry.key for entry in sessions(Level.SCHOOL)])
def test_a_notebook_prepared_for_a_unit_asks_exactly_what_a_unit_is_asked(key):
    def asked(**whose):
        cells = prepare(municipality="sula", cohort="pilot", session=key, language="en", **whose).cells
        return {kind for cell in cells if cell.cell_type == "code" for kind in kinds_asked(cell.source)}

    at_home = {kind.kind for kind in KINDS.values() if kind.home == key}
    written = {kind for kind in at_home if Level.SCHOOL in KINDS[kind].levels}
    assert asked(unit="sula--made-up") & at_home == written
    assert asked() & at_home == {kind for kind in at_home if Level.MUNICIPALITY in KINDS[kind].levels}


def test_a_batch_runs_the_units_after_their_municipality_for_the_sessions_held_there(store, unit, tmp_path):
    units = {"sula": store.units(FACILITATOR, "pilot", "sula")}
    tasks = batch.plan(cohort("pilot"), tmp_path, municipalities=["sula"], units=units)
    of_unit = [task for task in tasks if task.unit]
    assert [task.session for task in of_unit] == [entry.key for entry in sessions(Level.SCHOOL)]
    assert tasks[-len(of_unit) :] == of_unit
    assert {(task.language, task.municipality_name) for task in of_unit} == {("nn", f"{SCHOOL}, Sula")}
    assert of_unit[0].page == tmp_path.resolve() / "pilot" / "sula" / unit.key / "home.html"
    assert batch.plan(cohort("pilot"), tmp_path, sessions=["08_decision"], units=units)[-1].unit == ""


def test_units_are_entered_listed_and_renamed_on_the_command_line(address, monkeypatch, fresh_settings):
    monkeypatch.setenv("WORKBOOK_DATABASE_URL", address)
    settings.cache_clear()

    def run(*words):
        return CliRunner().invoke(main, ["unit", *words])

    new = ("add", SCHOOL, "--municipality", "Sula", "--type", "compulsory_school")
    assert run(*new).output == "sula--made-up-school\n"
    twice = run(*new)
    assert (twice.exit_code, twice.exception.__class__) == (2, SystemExit)
    assert run("rename", "sula--made-up-school", "Another").exit_code == 0
    assert run("rename", "sula--nothing", "Another").exit_code == 1
    listed = run("list", "--municipality", "sula")
    assert "Another" in listed.output and "sula--made-up-school" in listed.output
    invited = ("invite", "Siv", "--municipality", "sula", "--unit")
    assert CliRunner().invoke(main, [*invited, "another"]).exit_code == 0
    assert "has no unit “nothing”" in CliRunner().invoke(main, [*invited, "nothing"]).output
