"""A field is added in one place: one line of Python in a copy of the project, then a look at all else."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.extracting import template_of

PROJECT = Path(__file__).parent.parent
DECLARED = Path("course/records/goals.py")
LABEL, HELP = "What stays at home", "What will still be there in ten years?"
LINE = f'    legacy: Annotated[Line, Ask(label=N_("{LABEL}"), help=N_("{HELP}"), required=True)] = ""\n'
ANSWER = "A network of teachers"

LOOK = f"""
import json, sys, uuid
from course import answers_file, demonstration, reference
from course.analysis.answers import answers_frame
from course.checks import completeness
from course.faces import render, table_content
from course.faces.opening import reading_of
from course.grants import Grant, Role
from course.i18n import translator
from course.organisations import cohort
from course.store import Store

store = Store("sqlite://" + "/" + sys.argv[1])
store.prepare()
demonstration.load(store, cohort("pilot"))
kari = Grant(person="kari", name="Kari", role=Role.PARTICIPANT, cohort="pilot", organisation="elverum")
view = store.view(kari, "pilot", "elverum")
empty = view.save("goal", str(uuid.uuid4()), {{"called": "Empty"}}, 0)
view.save("goal", str(uuid.uuid4()), {{"called": "Full", "legacy": {ANSWER!r}}}, 0)
reading = reading_of(
    store, kari, cohort="pilot", organisation="elverum", session="04_anchoring", language="en"
)
table = table_content(reading, "goal")
print(json.dumps({{
    "form": [question for group in table["groups"] for question in group["questions"]],
    "table": table,
    "static page": render(table),
    "checks": [
        [missing.record.id, missing.question.name]
        for missing in completeness(reading.records, "04_anchoring").missing
        if missing.record and missing.record.kind == "goal"
    ],
    "empty": empty.id,
    "frame": json.loads(answers_frame("goal", reading.records["goal"]).to_json(orient="records")),
    "headings": list(answers_frame("goal", reading.records["goal"], translator("en")).columns),
    "json": json.loads(answers_file.answers_file(view)),
    "reference": reference.reference(),
}}, default=str))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the project in which a goal has one more field."""
    copy = tmp_path_factory.mktemp("copy")
    for part in ("course", "data", "notebooks", "widgets"):
        shutil.copytree(PROJECT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__", "static"))
    for part in ("pyproject.toml", "babel.cfg"):
        shutil.copy(PROJECT / part, copy)
    source = (copy / DECLARED).read_text("utf-8")
    head, found, rest = source.partition("    called: Annotated[\n")
    assert found
    (copy / DECLARED).write_text(f"{head}{LINE}{found}{rest}", "utf-8")
    return copy


@pytest.fixture(scope="module")
def seen(copy):
    """What stands in every place that shows or keeps goals."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WORKBOOK_")}
    looked = subprocess.run(
        [sys.executable, "-c", LOOK, copy / "answers.sqlite"],
        cwd=copy,
        env={**kept, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert looked.returncode == 0, looked.stderr
    return json.loads(looked.stdout)


def test_only_one_line_differs(copy):
    differing = subprocess.run(
        ["diff", "-r", "-x", "__pycache__", "-x", "static", PROJECT / "course", copy / "course"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in differing.stdout.splitlines() if line[:1] in "<>"] == [f"> {LINE.rstrip()}"]


def test_the_form_asks_for_it(seen):
    asked = next(question for question in seen["form"] if question["name"] == "legacy")
    assert (asked["label"], asked["help"]) == (LABEL, HELP)
    assert (asked["type"], asked["limit"], asked["required"]) == ("line", 200, True)


def test_the_table_has_a_column_and_a_cell_for_it(seen):
    assert {"name": "legacy", "label": LABEL} in seen["table"]["columns"]
    assert [record["display"]["legacy"] for record in seen["table"]["records"]] == ["", ANSWER]


def test_the_static_page_shows_it(seen):
    assert LABEL in seen["static page"]
    assert ANSWER in seen["static page"]


def test_what_is_missing_points_at_it(seen):
    assert [seen["empty"], "legacy"] in seen["checks"]
    assert [record for record, field in seen["checks"] if field == "legacy"] == [seen["empty"]]
    empty = seen["table"]["records"][0]
    assert "legacy" in [finding["field"] for finding in empty["findings"]]


def test_the_data_frame_has_it(seen):
    assert [row["legacy"] for row in seen["frame"]] == ["", ANSWER]
    assert LABEL in seen["headings"]


def test_the_json_export_has_it(seen):
    assert [goal["values"]["legacy"] for goal in seen["json"]["records"]["goal"]] == ["", ANSWER]


def test_the_reference_lists_it(seen):
    assert f"| legacy | {LABEL} | line, at most 200 characters | yes |" in seen["reference"]


def test_translators_are_asked_for_its_words(copy):
    asked_for = {message.id for message in template_of(copy, copy / "messages.pot")}
    assert {LABEL, HELP} <= asked_for
