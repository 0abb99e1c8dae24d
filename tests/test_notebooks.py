"""Preparing a notebook: translated, parameterised, and the file left alone."""

import pytest
from pydantic import ValidationError

from course.i18n import LANGUAGES, LanguageError
from course.notebooks import PARAMETERS, notebook_path, prepare
from course.outline import UnknownSession, sessions

SESSIONS = [str(key) for session in sessions() for key in session.keys]


def prepared(**changed):
    chosen = {"municipality": "asker", "cohort": "pilot", "session": "04_anchoring", "language": "nb"}
    return prepare(**{**chosen, **changed})


@pytest.mark.parametrize("session", SESSIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_session_is_prepared_in_every_language(session, language):
    notebook = prepared(session=session, language=language)
    (cell,) = [cell for cell in notebook.cells if "injected-parameters" in cell.metadata.tags]
    values = {}
    exec(cell.source, values)
    assert {name: values[name] for name in PARAMETERS} == {
        "municipality": "asker",
        "unit": "",
        "cohort": "pilot",
        "session": session,
        "language": language,
        "revision": 0,
    }
    assert notebook.metadata["language"] == language
    assert notebook.metadata["title"]


def test_the_prose_is_translated_and_the_code_is_not():
    english, norwegian = prepared(language="en"), prepared(language="nb")
    assert english.cells[0].source != norwegian.cells[0].source
    assert norwegian.cells[0].source.startswith("# ")
    assert [c.source for c in english.cells if c.cell_type == "code"][2:] == [
        c.source for c in norwegian.cells if c.cell_type == "code"
    ][2:]


def test_preparing_changes_neither_the_file_nor_the_next_notebook():
    path = notebook_path("04_anchoring")
    before = path.read_bytes()
    first = prepared(municipality="sula")
    first.cells[0].source = "changed"
    assert prepared(municipality="sula").cells[0].source != "changed"
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ['x"; import os', "../asker", "", "A", "a" * 100, "søla"])
def test_a_name_that_is_no_key_is_refused(name):
    with pytest.raises(ValidationError):
        prepared(municipality=name)


def test_what_does_not_exist_is_refused_with_what_does():
    with pytest.raises(UnknownSession, match="04_anchoring"):
        prepared(session="99_nothing")
    with pytest.raises(LanguageError, match="nn"):
        prepared(language="fr")
