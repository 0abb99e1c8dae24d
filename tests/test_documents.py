"""What the documents say: everything that was written, in sentences, and never more than that."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import replace
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from course.documents import DOCUMENTS, UnknownDocument, UnknownFormat, document_of, for_reader, make
from course.documents.phrases import apart, paragraphs
from course.faces.opening import reading_of
from course.faces.session import MADE_UP
from course.grants import Grant, Role
from course.i18n import PRINTED
from course.organisations import cohort
from tests.conftest import FACILITATOR, participant
from tests.worked import answer_everything

PAPERS = [key for key, document in DOCUMENTS.items() if not document.data and document.reader == "group"]


def reading(store, language="en", organisation="sula"):
    grant = participant(organisation)
    return reading_of(
        store,
        grant,
        cohort="pilot",
        organisation=organisation,
        session="home",
        language=language,
        printed=True,
    )


def page(store, key, *, language="en", draft=False, organisation="sula"):
    made = make(DOCUMENTS[key], reading(store, language, organisation), "html", draft=draft)
    return BeautifulSoup(made.content, "html.parser")


def text(soup):
    return " ".join(soup.get_text().split())


def add(view, kind, **values):
    return view.save(kind, str(uuid.uuid4()), values, 0).id


@pytest.fixture
def answered(store, sula):
    """Sula's answers, all given."""
    return answer_everything(sula, "Fjord")


@pytest.mark.parametrize("key", PAPERS)
@pytest.mark.parametrize("language", PRINTED)
def test_nothing_empty_is_printed(store, key, language):
    shown = text(page(store, key, language=language, organisation="asker"))
    assert not re.search(r"None|\[\]|\{|\}|: \.|\(\)", shown)


@pytest.mark.parametrize("key", PAPERS)
def test_headings_follow_each_other(store, answered, key):
    levels = [int(heading.name[1]) for heading in page(store, key).find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))


@pytest.mark.parametrize("key", PAPERS)
def test_every_table_says_what_its_rows_and_columns_are(store, answered, key):
    for table in page(store, key).find_all("table"):
        assert table.caption.get_text()
        assert all(head.get_text().strip() for head in table.thead.find_all("th", scope="col"))
        assert all(row.find_all("th", scope="row") for row in table.tbody.find_all("tr"))


@pytest.mark.parametrize("key", PAPERS)
@pytest.mark.parametrize("language", PRINTED)
def test_a_document_states_its_day_its_revision_and_its_language(store, sula, answered, key, language):
    made = page(store, key, language=language)
    assert made.html["lang"] == language
    said = made.select_one(".made").get_text()
    assert str(sula.change) in said
    assert PRINTED[language] in said
    assert str(reading(store).today.year) in said


@pytest.mark.parametrize(
    ("key", "kinds"),
    [
        ("strategy", ("rationale", "challenge", "need", "goal", "indicator", "involvement", "practice")),
        ("anchoring_matrix", ("goal",)),
        ("council_case", ("decision_case", "proposal", "attachment", "case_step")),
        ("action_plan", ("risk",)),
    ],
)
def test_what_was_written_is_in_it(store, sula, answered, key, kinds):
    shown = text(page(store, key))
    for kind in kinds:
        name = sula.all(kind)[-1].record
        assert f"Fjord writes {type(name).name_field} of {kind}" in shown


def test_a_finished_document_leaves_out_what_is_missing_and_a_draft_says_it(store, sula):
    need = add(sula, "need", called="Courage to speak English")
    assert "What is still missing" not in text(page(store, "strategy"))
    draft = page(store, "strategy", draft=True)
    said = "“What is still missing?” is not answered yet for Courage to speak English."
    note = next(note for note in draft.select(".missing") if said in note.get_text())
    assert note.a["href"].endswith(f"#q-{need}-still_missing")
    assert "02_needs" in note.a["href"]


def test_a_draft_leads_from_a_paragraph_to_its_record(store, sula):
    need = add(sula, "need", called="Courage", description="Few dare to speak.")
    draft = page(store, "strategy", draft=True)
    (paragraph,) = [one for one in draft.find_all("p") if "Few dare to speak." in one.get_text()]
    assert paragraph.select_one("a.place")["href"].endswith(f"#q-{need}-description")
    assert not page(store, "strategy").select("a")


def test_several_are_said_as_prose_and_numbers_as_the_language_writes_them(store, sula):
    profile = sula.one("profile")
    values = {"schools": 8, "children": 1700, "inhabitants": 9900, "scope": ["kindergarten", "school"]}
    sula.save("profile", profile.id, values, profile.revision)
    assert "The strategy covers kindergarten and school." in text(page(store, "strategy"))
    shown = text(page(store, "strategy", language="nn")).replace("\xa0", " ")
    assert "Strategien gjeld barnehage og skule." in shown
    assert "9 900 innbyggjarar" in shown


@pytest.fixture
def anchored(sula):
    """A goal with an anchor that is proposed, and the anchor's id."""
    document = add(sula, "steering_document", called="Plan for childhood")
    goal = add(sula, "goal", called="Everybody has a friend abroad", to_year=2030, from_year=2027)
    anchor = add(
        sula,
        "anchor",
        goal=goal,
        document=document,
        status="proposed",
        proposed_text="We have friends abroad.",
        amount=250000,
        amount_year=2028,
    )
    return anchor


def points(store):
    listed = page(store, "council_case").find("ol")
    return [" ".join(item.get_text().split()) for item in listed.find_all("li")] if listed else []


def test_the_proposals_are_filled_in_from_the_anchors(store, sula, anchored):
    first, second, *_ = points(store)
    assert first == "The strategy for international cooperation 2027–2030 is adopted."
    assert second == (
        "This text is taken into “Plan for childhood”: “We have friends abroad.” "
        "For this NOK 250,000 a year is set aside from 2028."
    )


def test_a_written_proposal_takes_the_place_of_its_anchors_own(store, sula, anchored):
    add(sula, "proposal", text="The council wants friends abroad.", anchor=anchored)
    (only,) = points(store)
    assert only.startswith("The council wants friends abroad.")


def test_what_no_written_point_takes_up_is_said_in_the_draft_alone(store, sula, anchored):
    add(sula, "proposal", text="The council is informed every year.")
    said = "No point takes up what is proposed for “Plan for childhood”: “We have friends abroad.”"
    assert said in text(page(store, "council_case", draft=True))
    assert "We have friends abroad." not in text(page(store, "council_case"))


def test_each_point_that_is_filled_in_leads_to_its_anchor(store, sula, anchored):
    (link, *_) = page(store, "council_case", draft=True).find("ol").select("a.place")
    assert link["href"].endswith(f"#q-{anchored}-proposed_text")


def test_the_case_has_what_each_body_said_with_its_day_number_and_status(store, sula):
    add(sula, "case_step", committee="Youth council", status="recommended", decision="Ask the pupils.")
    add(
        sula,
        "case_step",
        committee="Committee",
        on="2027-05-21",
        case_number="14/27",
        status="adopted_with_changes",
        decision="With an addition.",
    )
    heads = [head.get_text() for head in page(store, "council_case").find_all("h3")]
    assert heads == [
        "Youth council, recommended",
        "Committee, May 21, 2027, case 14/27, adopted with changes",
    ]
    assert "Adopted with changes by committee on May 21, 2027, case 14/27" in text(
        page(store, "council_case")
    )


def test_the_workbooks_own_papers_go_with_the_case_until_others_are_named(store, sula, anchored):
    def attached():
        head = page(store, "council_case").find("h2", string="Attachments")
        return [one.get_text() for one in head.find_parent("section").find_all("li")]

    assert attached() == ["Strategy for international cooperation", "Anchoring matrix"]
    add(sula, "attachment", called="The strategy, as of May")
    assert attached() == ["The strategy, as of May"]


@pytest.mark.parametrize("key", PAPERS)
@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.parametrize("place", ["asker", "sula"])
def test_no_heading_stands_over_nothing(store, answered, key, draft, place):
    made = page(store, key, draft=draft, organisation=place)
    for section in made.find_all("section"):
        assert [one for one in section.find_all(True) if one.name not in ("h2", "h3", "h4", "section")]


@pytest.mark.parametrize("key", PAPERS)
def test_a_draft_leads_from_all_that_comes_from_records_to_their_place(store, answered, key):
    made = page(store, key, draft=True)
    for table in made.find_all("table"):
        assert table.find_next_sibling() and table.find_next_sibling().find("a"), table.caption.get_text()


def test_a_rejected_anchor_proposes_nothing(store, sula, anchored):
    sula.save("anchor", anchored, {"status": "rejected"}, 1)
    assert "We have friends abroad." not in text(page(store, "council_case"))


def test_the_decision_is_stated_with_body_day_and_number(store, sula, answered):
    assert "Proposal, not decided on yet" in text(page(store, "strategy"))
    values = {"committee": "The council", "on": "2027-06-17", "case_number": "45/27", "status": "adopted"}
    add(sula, "case_step", **values)
    assert "Adopted by the council on June 17, 2027, case 45/27" in text(page(store, "strategy"))


def test_the_action_plan_adds_up_to_what_the_budget_says(store, sula):
    basis = sula.one("budget_basis")
    values = {"call_year": 2026, "staff_group_1": 172, "exchange_rate": 11.5, "exchange_on": "2027-01-15"}
    sula.save("budget_basis", basis.id, values, basis.revision)
    add(
        sula,
        "activity",
        called="Four watch in Finland",
        type="job_shadowing",
        year=2028,
        participants=4,
        days=5,
        travel_days=2,
        distance="km_500_1999",
        host_country="FI",
        programme="ka122",
    )
    shown = text(page(store, "action_plan"))
    assert "The activities are estimated at EUR 7,452 in all" in shown
    assert "NOK 85,698" in shown


def test_a_draft_application_counts_its_answers_against_limits_that_are_not_verified(store, sula):
    add(sula, "programme_choice", programme="ka120_consortium", call_year=2026)
    add(sula, "need", called="Courage", description="x" * 1990, evidence="y" * 1990)
    draft = page(store, "application")
    assert "Draft, not the official form" in draft.select_one(".warning").get_text()
    counts = [one.get_text() for one in draft.select(".count")]
    assert "4,008 of 3,000 characters: 1,008 too many. The limit has not been verified." in counts


def test_where_the_questions_of_a_form_were_not_found_only_the_length_is_told(store, sula):
    add(sula, "programme_choice", programme="ka122", call_year=2026)
    profile = sula.one("profile")
    sula.save("profile", profile.id, {"schools": 8}, profile.revision)
    shown = text(page(store, "application"))
    assert "The questions of this form were not found." in shown
    assert "No limit was found." in shown
    assert "not been verified" not in shown


def test_the_rules_of_a_short_term_project_are_held_against_the_records_in_words(store, sula):
    add(sula, "programme_choice", programme="ka122", call_year=2026)
    add(sula, "goal", called="Everybody reads")
    add(sula, "activity", called="A visit", year=2028, participants=24, programme="ka122")
    add(sula, "activity", called="Another", year=2028, participants=9, programme="nordplus_junior")
    add(sula, "project", called="Older", programme="Erasmus+ KA122", from_year=reading(store).today.year - 1)
    shown = text(page(store, "application"))
    for said in (
        "Goals: at least 1 and at most 5. Written down are 2.",
        "Topics: at least 1 and at most 3.",
        "Participants: at most 30, accompanying persons not counted. The activities have 24.",
        "Length: from 6 to 18 months. The activities of this programme are planned for 2028.",
        "Grants: at most 3 in five years. The register names 1 of these years.",
        "Applications in a call: at most 1.",
        "needs 60 points of 100",
        "Relevance (20 points)",
        "Quality of the design (50 points)",
        "Quality of the follow-up (30 points)",
    ):
        assert said in shown


def test_an_accreditation_is_held_against_its_years_and_shows_every_standard(store, sula):
    add(sula, "programme_choice", programme="ka120_consortium", call_year=2026)
    add(sula, "goal", called="Everybody reads", from_year=2027, to_year=2028)
    add(sula, "activity", called="A visit", type="job_shadowing", year=2027, participants=4)
    made = page(store, "application")
    assert "Years of the plan: at least 2 and at most 5. From first goal to last they are 2." in text(made)
    assert "Years with an estimate of learners and staff: at least 2. Here they are 1." in text(made)
    table = next(
        one for one in made.find_all("table") if one.caption.get_text() == "How each standard is met"
    )
    assert len(table.tbody.find_all("tr")) == 18


def test_an_answer_of_the_form_is_prose_and_names_nothing_that_makes_nothing_last(store, sula, anchored):
    add(sula, "programme_choice", programme="ka120_consortium", call_year=2026)
    add(sula, "role", role="project_leader", held_by="Project leader", tasks="Leads the work.")
    assert "Project leader. Leads the work." in text(page(store, "application"))
    assert "Everybody has a friend abroad: Plan for childhood (proposed)." in text(page(store, "application"))
    sula.save("anchor", anchored, {"status": "rejected"}, 1)
    assert "Plan for childhood (" not in text(page(store, "application"))


def test_the_evidence_of_each_part_is_named_and_never_scored(store, sula):
    add(sula, "programme_choice", programme="ka120_consortium", call_year=2026)
    add(sula, "role", role="project_owner", held_by="Head of education", deputy="Adviser")
    add(sula, "role", role="project_leader", held_by="Adviser")
    management = page(store, "application").find("h3", string="Management (30 points)").find_parent("section")
    assert "Roles with a deputy (1 of 2). Project owner" in text(management)
    assert "Project leader" not in text(management)
    draft = page(store, "application", draft=True)
    lacking = [
        note
        for note in draft.select(".missing")
        if "“Deputy” is not answered yet for Project leader" in text(note)
    ]
    assert lacking and "06_roles" in lacking[0].a["href"]
    shown = text(page(store, "application"))
    assert not re.search(r"\d+ points?\b(?! of 100|\))", shown)
    assert "needs 70 points of 100, and 50 per cent of the points of each part" in shown


def test_the_follow_up_report_has_the_last_value_of_whatever_occasion(store, sula):
    goal = add(sula, "goal", called="All have a project")
    indicator = add(sula, "indicator", goal=goal, called="Units with a project", baseline="2", target="20")
    for view, day, value in ((sula, "2027-04-01", "5"), (sula.at("plus-6"), "2027-10-01", "9")):
        add(view, "follow_up", indicator=indicator, measured_on=day, value=value, light="yellow")
    shown = text(page(store, "follow_up_report"))
    assert "9 (October 1, 2027)" in shown
    assert "5 (April 1, 2027)" not in shown


def test_a_line_that_breaks_off_goes_on_and_a_list_stays_a_list():
    assert paragraphs("others\nto learn from, and\nfriends.\n\nNext.") == [
        "others to learn from, and friends.",
        "Next.",
    ]
    assert paragraphs("North school\nSouth school") == ["North school<br>\nSouth school"]


def test_several_with_an_and_of_their_own_are_told_apart():
    assert apart(["climate and nature", "health"], "en") == "climate and nature; health"
    assert apart(["hav og land", "helse"], "nn") == "hav og land; helse"
    assert apart(["climate", "health"], "en") == "climate and health"


def test_an_unknown_document_or_format_is_refused_with_those_there_are(store):
    with pytest.raises(UnknownDocument, match="strategy, anchoring_matrix"):
        document_of("diary")
    with pytest.raises(UnknownFormat, match="html, docx, odt, pdf"):
        make(DOCUMENTS["strategy"], reading(store), "rtf")


def test_what_is_for_facilitators_is_offered_to_them_alone(store):
    own = {document.key for document in for_reader(reading(store))}
    assert own == {key for key, document in DOCUMENTS.items() if document.reader == "group"}
    seen = replace(reading(store), view=store.view(FACILITATOR, "pilot", "sula"))
    assert {document.key for document in for_reader(seen)} == set(DOCUMENTS)


def test_all_answers_are_data_that_another_program_reads(store, sula, answered):
    made = make(DOCUMENTS["answers"], reading(store), "json")
    assert made.name == "answers-sula-en.json"
    assert {"need", "goal"} <= set(json.loads(made.content)["records"])


@pytest.fixture
def school(store):
    """A made-up school under Sula, which has written down a little of everything its papers say of it."""
    unit = store.add_unit(
        participant("sula"), "pilot", "sula", name="A made-up school", unit_type="compulsory_school"
    )
    view = store.view(participant(unit.key), "pilot", unit.key)
    view.save(
        "profile", view.single_id("profile"), {"children": 210, "values_and_vision": "Room for all."}, 0
    )
    view.save("budget_basis", view.single_id("budget_basis"), {"own_share": 5000}, 0)
    add(view, "goal", called="Everybody reads", level="unit")
    add(view, "network", called="A made-up network")
    add(view, "resource", type="substitutes", amount=1000, year=2027)
    add(view, "programme_choice", programme="ka122")
    add(view, "activity", called="A made-up visit", year=2027)
    return unit


@pytest.mark.parametrize("draft", [False, True])
def test_the_papers_of_a_unit_speak_of_the_unit(store, school, draft):
    read = reading(store, organisation=school.key)
    documents = [document for document in for_reader(read) if not document.data]
    assert {"strategy", "action_plan"} <= {document.key for document in documents}
    for document in documents:
        shown = text(page(store, document.key, organisation=school.key, draft=draft))
        allowed = shown.replace("What the unit and the municipality put in", "")
        allowed = allowed.replace("a steering document of the unit or the municipality", "")
        assert "the municipality" not in allowed.lower(), document.key
        assert "A made-up school, Sula municipality" in shown
    strategy = text(page(store, "strategy", organisation=school.key))
    assert "About the unit" in strategy
    assert "210" in strategy
    assert "Room for all." in strategy


def test_a_draft_asks_a_unit_only_for_what_a_unit_is_asked(store, school):
    shown = text(page(store, "strategy", organisation=school.key, draft=True))
    assert "Inhabitants" not in shown
    assert "Kindergartens" not in shown


def test_a_unit_takes_no_case_to_the_council(store, school):
    read = reading(store, organisation=school.key)
    assert "council_case" in {document.key for document in for_reader(reading(store))}
    assert "council_case" not in {document.key for document in for_reader(read)}
    assert not DOCUMENTS["council_case"].has_something(read)


def test_a_municipality_that_does_not_exist_says_so_on_all_its_papers(store):
    made_up = cohort("example")
    store.add_cohort(made_up)
    grant = Grant(
        person="e", name="E", role=Role.PARTICIPANT, cohort=made_up.key, organisation="eksempelkommunen"
    )
    read = reading_of(
        store, grant, cohort=made_up.key, organisation="eksempelkommunen", session="home", language="nn"
    )
    for document in for_reader(read):
        if not document.data:
            shown = text(BeautifulSoup(make(document, read, "html").content, "html.parser"))
            assert read.translate(MADE_UP) in shown, document.key
    assert reading(store, "nn").translate(MADE_UP) not in text(page(store, "strategy", language="nn"))
