"""A session on paper: every question of it, nobody's answers, and room for a pen."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from course.blank_form import blank_form
from course.cli import main
from course.faces import blank_content
from course.i18n import LANGUAGES, LanguageError, translator
from course.outline import UnknownSession, session, sessions
from course.records import KINDS, questions

SESSIONS = [entry.key for entry in sessions() if entry.key != "home"]


def words(html):
    return re.sub(r"\s+", " ", BeautifulSoup(html, "html5lib").get_text(" "))


@pytest.mark.parametrize("key", SESSIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_asks_every_question_the_session_is_home_to(key, language):
    translate = translator(language)
    shown = words(blank_form(key, language))
    assert translate(session(key).title) in shown
    for kind in KINDS.values():
        if kind.home != key:
            continue
        for question in questions(kind):
            # The rows of a checklist stand there themselves.
            if question.name not in kind.one_for[:1]:
                assert re.sub(r"\s+", " ", translate(question.label)) in shown, (kind.kind, question.name)


def test_a_checklist_stands_there_row_by_row_and_its_selectors_once():
    content = blank_content(translator("en"), "assessment")
    assert len(content["copies"]) == 12
    assert len(content["once"]) == 2


def test_choices_are_boxes_and_long_lists_are_lines():
    content = blank_content(translator("en"), "partner")
    asked = {question["label"]: question for group in content["groups"] for question in group["questions"]}
    assert asked["Status"]["options"]
    assert asked["Country"]["options"] == []
    assert asked["Country"]["lines"] == 1


def test_the_page_needs_nothing_beside_it_and_says_its_language():
    page = BeautifulSoup(blank_form("00_mandate", "nn"), "html5lib")
    assert page.html["lang"] == "nn"
    assert len(page("h1")) == 1
    assert not page(["script", "link", "img", "input"])
    assert "size: A4" in page.style.string
    assert len(page(class_="wb-blank-line")) > 10


def test_a_blank_form_of_what_is_not_there_is_refused():
    with pytest.raises(UnknownSession):
        blank_form("12_party", "en")
    with pytest.raises(LanguageError):
        blank_form("00_mandate", "tlh")


def test_the_command_writes_a_page_for_each_language(tmp_path):
    done = CliRunner().invoke(main, ["print", "00_mandate", "--out", str(tmp_path / "forms")])
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in (tmp_path / "forms").iterdir()) == sorted(
        f"00_mandate-{language}.html" for language in LANGUAGES
    )
    wrong = CliRunner().invoke(main, ["print", "12_party", "--out", str(tmp_path / "none")])
    assert wrong.exit_code == 2
    assert not (tmp_path / "none").exists()
