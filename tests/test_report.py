"""Reports: what is computed, as blocks, and the spread of the self-assessment."""

from __future__ import annotations

import json
import uuid

import pytest
from bs4 import BeautifulSoup

from course.faces import blocks, render, report_content
from course.faces.reports import REPORTS, UnknownReport, report_of
from course.i18n import LANGUAGES
from course.register import norrkoping
from course.vocabulary import vocabulary
from tests.conftest import participant
from widgets import WorkSession

FIRST, SECOND, *_ = vocabulary("assessment_statement").codes


def answer(view, statement, moment, role, level):
    row = {"statement": statement, "moment": moment, "role": role}
    return view.save("assessment", view.row_id("assessment", row), {**row, "level": f"level_{level}"}, 0)


@pytest.fixture
def assessed(sula):
    """Three roles at the start, one of them also at the end."""
    for role, level in (("administrative_leadership", 3), ("unit_leader", 0), ("staff", 1)):
        answer(sula, FIRST, "start", role, level)
    answer(sula, SECOND, "start", "staff", 2)
    answer(sula, FIRST, "end", "staff", 2)
    return sula


def of_type(content, kind):
    return [block for block in content["blocks"] if block["type"] == kind]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REPORTS)
def test_every_report_is_json_and_reads_well_empty_and_full(assessed, store, read, name, language):
    empty = store.view(participant("asker"), "pilot", "asker")
    for view in (empty, assessed):
        content = report_content(read(view, language=language), name)
        json.dumps(content)
        page = BeautifulSoup(render(content), "html5lib")
        assert page.find(["script", "img", "iframe"]) is None
        assert all(th.get_text(strip=True) and th["scope"] for th in page.find_all("th"))
        assert all(table.caption.get_text(strip=True) for table in page.find_all("table"))
        assert "None" not in page.get_text(" ").split()
        assert content["blocks"]


def test_an_unknown_report_names_those_there_are():
    with pytest.raises(UnknownReport, match="assessment"):
        report_of("ranking")


def test_one_role_alone_is_told_that_it_takes_two(assessed, read):
    warned = [block["text"] for block in of_type(report_content(read(assessed), "assessment"), "text")]
    assert len([text for text in warned if "only one role" in text]) == 1
    assert any(text.startswith("At the end:") for text in warned)


def test_answers_far_apart_are_something_to_talk_about_until_they_are_not(sula, read):
    answer(sula, FIRST, "start", "staff", 0)
    answer(sula, FIRST, "start", "unit_leader", 2)
    (apart,) = of_type(report_content(read(sula), "assessment"), "list")
    assert apart["items"] == [vocabulary("assessment_statement").label(FIRST, "en")]
    answer(sula, FIRST, "end", "staff", 1)
    assert of_type(report_content(read(sula), "assessment"), "list") == []


@pytest.mark.parametrize(("levels", "steps"), [((1, 2), 1), ((2, 2), 0), ((1, 3), 0), ((0, 0), 1)])
def test_a_statement_has_a_next_step_while_its_mean_is_below_two(sula, read, levels, steps):
    for role, level in zip(("staff", "unit_leader"), levels, strict=True):
        answer(sula, FIRST, "start", role, level)
    content = report_content(read(sula), "assessment")
    found = [block for block in of_type(content, "table") if "A next step" in block["columns"][1]["label"]]
    assert len(found) == steps
    if steps:
        assert found[0]["rows"][0][1] == vocabulary("assessment_statement").term(FIRST).text("next", "en")


def test_the_next_step_goes_by_the_end_once_that_is_answered(sula, read):
    answer(sula, FIRST, "start", "staff", 0)
    answer(sula, FIRST, "end", "staff", 3)
    assert "planned and shared on the whole" in str(render(report_content(read(sula), "assessment")))


def test_every_statement_has_a_next_step_and_a_description_of_each_level():
    for statement in vocabulary("assessment_statement"):
        for column in ("next", *vocabulary("assessment_level").codes):
            for language in ("en", "nb", "nn", "sv", "da"):
                assert statement.extra[f"{column}_{language}"], (statement.code, column, language)


def test_a_table_needs_a_label_for_every_column_and_a_cell_for_each():
    with pytest.raises(ValueError, match="label"):
        blocks.column(" ")
    with pytest.raises(ValueError, match="cells"):
        blocks.table("Figures", [blocks.column("One")], [["1", "2"]])


def test_what_is_folded_needs_a_summary_and_something_to_open():
    with pytest.raises(ValueError, match="summary"):
        blocks.folded(" ", [blocks.text("Words")])
    with pytest.raises(ValueError, match="open"):
        blocks.folded("Words", [])


def test_what_people_wrote_is_shown_as_text_in_every_block(sula, read):
    hostile = '"><img src=x onerror=alert(1)>'
    content = report_content(read(sula), "assessment") | {
        "blocks": [
            blocks.heading(hostile),
            blocks.text(hostile, "good"),
            blocks.listing([hostile], ordered=True),
            blocks.table(hostile, [blocks.column(hostile)], [[hostile]]),
            blocks.folded(hostile, [blocks.text(hostile)]),
        ]
    }
    page = BeautifulSoup(render(content), "html5lib")
    assert page.find("img") is None
    assert page.get_text().count(hostile) == 3 + 3 + 2  # plain blocks, the table, what is folded


def test_a_report_follows_every_save(assessed, read):
    work = WorkSession(read(assessed))
    report = work.report("assessment")
    before = report.content["blocks"]
    answer(assessed, SECOND, "end", "staff", 0)
    work.refresh()
    assert report.content["blocks"] != before
    report.set_state({"content": {"evil": True}})
    assert report.content["name"] == "assessment"
    assert "What the self-assessment tells you" in report._repr_mimebundle_()[0]["text/html"]


@pytest.mark.parametrize("language", ["en", "nb", "nn"])
def test_what_the_swedish_register_says_is_marked_as_swedish(sula, read, language):
    own = {"called": "Vestlandsnettet", "members": "Kommunar"}
    sula.save("network", str(uuid.uuid4()), own, 0)
    page = BeautifulSoup(render(report_content(read(sula, language=language), "portfolio")), "html5lib")
    swedish = [cell.get_text() for cell in page.find_all("td", lang="sv")]
    assert "Städer i de nordiska länderna" in swedish
    assert "kommuner och regioner i Italien och Sverige" in swedish
    assert "Kommunar" not in swedish
    assert len(swedish) == sum(bool(network.members) for network in norrkoping().networks)
