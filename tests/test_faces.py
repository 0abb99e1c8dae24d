"""What is shown: the same content live and static, escaped everywhere, in the reader's language."""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from course.faces import (
    form_content,
    matrix_content,
    overview_content,
    render,
    session_content,
    table_content,
)
from course.faces.texts import TEXTS
from course.i18n import LANGUAGES
from course.outline import sessions
from course.records import KINDS, questions
from tests.conftest import FACILITATOR

PROJECT = Path(__file__).parent.parent
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}",
    "\u202eevil",
    "🎈",
    "x" * 150,
]


def make(view, kind, **values):
    return view.save(kind, str(uuid.uuid4()), values, 0)


def contents(reading):
    yield form_content(reading, "profile")
    for kind in ("member", "meeting", "steering_document", "need", "development_work", "goal", "indicator"):
        yield table_content(reading, kind)
    yield matrix_content(reading)
    yield session_content(reading)
    yield overview_content(reading)


@pytest.fixture
def full(sula):
    document = make(sula, "steering_document", called="Plan", type="master_plan_society")
    for text in HOSTILE:
        goal = make(sula, "goal", called=text, explanation=text)
        make(sula, "anchor", goal=goal.id, document=document.id, status="proposed", proposed_text=text)
        make(sula, "member", name_or_initials=text)
    return sula


def test_every_text_is_used_in_the_browser_or_in_a_template():
    browser = "\n".join(path.read_text("utf-8") for path in PROJECT.glob("widgets/*/*.ts"))
    templates = "\n".join(path.read_text("utf-8") for path in PROJECT.glob("course/faces/templates/*.j2"))
    said = re.findall(r"(?:\b(?:say|side)\(|^type Act =)([^;{]*)", browser, re.MULTILINE)
    used = set(re.findall(r'"(\w+)"', " ".join(said))) | set(re.findall(r"\btexts\.(\w+)", templates))
    assert sorted(set(TEXTS) - used) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_content_is_json_and_renders_as_sound_html(full, read, language):
    for content in contents(read(full, language=language)):
        json.dumps(content)
        page = BeautifulSoup(render(content), "html5lib")
        assert page.find(["script", "img", "iframe"]) is None
        assert not [tag for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
        assert all(th.get_text(strip=True) for th in page.find_all("th"))
        identifiers = [tag["id"] for tag in page.find_all(id=True)]
        assert len(identifiers) == len(set(identifiers))
        assert "None" not in page.get_text(" ").split()


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_wrote_is_shown_as_text(full, read, text):
    shown = BeautifulSoup(render(table_content(read(full), "goal")), "html5lib").get_text()
    assert text in shown


def test_the_static_face_says_all_that_the_live_one_says(full, read):
    for content in contents(read(full)):
        if content["widget"] not in ("form", "table"):
            continue
        shown = BeautifulSoup(render(content), "html5lib").get_text(" ")
        for group in content["groups"]:
            for question in group["questions"]:
                if content.get("record") or content["records"]:
                    assert question["label"] in shown


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if not kind.single], ids=lambda k: k.kind)
def test_a_table_has_a_column_for_every_field_that_is_one(sula, read, kind):
    content = table_content(read(sula), kind.kind)
    assert [column["name"] for column in content["columns"]] == [q.name for q in questions(kind) if q.column]
    assert content["columns"]


def test_a_reader_is_told_that_nothing_can_be_changed(store, read):
    content = form_content(read(store.view(FACILITATOR, "pilot", "sula")), "profile")
    assert content["readonly"] is True


def test_links_name_the_municipality_only_for_those_who_see_several(
    store, sula, read, monkeypatch, fresh_settings
):
    monkeypatch.setenv("WORKBOOK_FACE", "page")
    monkeypatch.setenv("WORKBOOK_BASE_URL", "/x/")
    own = [step["href"] for step in session_content(read(sula))["steps"]]
    assert own == ["/x/", *(f"/x/session/{entry.key}" for entry in sessions()[1:])]
    several = session_content(read(store.view(FACILITATOR, "pilot", "sula")))["steps"]
    assert all(step["href"].endswith("?municipality=sula") for step in several)


def test_an_exported_page_links_to_the_files_beside_it(sula, read):
    assert [step["href"] for step in session_content(read(sula))["steps"]][1] == "00_mandate.html"


def test_each_goal_that_is_not_anchored_says_which_of_the_two_is_missing(sula, read):
    content = matrix_content(read(sula))
    assert content["degree"]["anchored"] == 0
    for goal in content["goals"]:
        assert len(goal["missing"]) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_browser_part_keeps_its_blanks(read, sula, language):
    texts = session_content(read(sula, language=language))["texts"]
    assert set(texts) == set(TEXTS)
    for key, sentence in texts.items():
        for blank in ("clock", "by", "title", "n", "total", "goal", "document"):
            assert (f"{{{blank}}}" in sentence) == (f"{{{blank}}}" in TEXTS[key]), (key, sentence)


def test_dates_and_numbers_are_written_as_the_language_does(sula, read):
    document = make(sula, "steering_document", called="Plan", next_window="2027-01-15")
    profile = sula.one("profile")
    sula.save("profile", profile.id, {"children": 12345}, profile.revision)
    for language, day, number in (("en", "January 15, 2027", "12,345"), ("nn", "15. januar 2027", "12 345")):
        reading = read(sula, language=language)
        record = next(
            r for r in table_content(reading, "steering_document")["records"] if r["id"] == document.id
        )
        assert record["display"]["next_window"] == day
        shown = form_content(reading, "profile")["record"]["display"]["children"]
        assert shown.replace("\xa0", " ").replace("\u202f", " ") == number
