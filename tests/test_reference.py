"""The reference in docs/ is what the code says."""

from pathlib import Path

from course.checks import CHECKS
from course.records import KINDS, questions
from course.reference import reference
from course.vocabulary import vocabularies

WRITTEN = (Path(__file__).parents[1] / "docs" / "reference.md").read_text("utf-8")


def test_the_reference_is_up_to_date():
    assert reference() == WRITTEN, "run `make docs`"


def test_it_names_every_kind_field_vocabulary_and_check_with_a_source():
    for kind in KINDS.values():
        assert f"### {kind.kind}: " in WRITTEN
        for question in questions(kind):
            assert f"| {question.name} | {question.label.replace('|', '')} |" in WRITTEN
    for name in vocabularies():
        assert f"\n| {name} | " in WRITTEN
    for code, check in CHECKS.items():
        assert f"\n| {code} | " in WRITTEN
        assert check.source
        assert check.source.replace("|", "\\|") in WRITTEN
