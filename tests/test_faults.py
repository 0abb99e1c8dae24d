"""The example year holds against every check, and a fault planted in it is found by its own."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from course.checks import CHECKS, findings
from course.example_year import fill, year
from course.organisations import cohort
from course.records import KINDS, validate
from course.store import Store, Stored
from tests.conftest import participant
from tests.faults import FAULTS, Edit
from tests.planted import TODAY, stored

EMPTY = cohort("pilot").model_copy(update={"key": "empty"})
"""A cohort in which nobody has written anything yet."""


@pytest.fixture(scope="module")
def example(prepared_database, tmp_path_factory) -> dict[str, list[Stored]]:
    """Every record of the example year."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('faults') / 'workbook.sqlite'}")
    store.prepare()
    store.add_cohort(EMPTY)
    fill(store, EMPTY.key, EMPTY.municipality("sula"), year())
    kari = participant("sula").model_copy(update={"cohort": EMPTY.key})
    return store.view(kari, EMPTY.key, "sula").everything()


def edited(records: dict[str, list[Stored]], edits: Iterable[Edit]) -> dict[str, list[Stored]]:
    """Return the records after the edits."""
    changed = {kind: list(some) for kind, some in records.items()}
    for kind, record, answers in edits:
        if not record:
            changed[kind].append(stored(kind, **answers))
            continue
        at = next(number for number, one in enumerate(changed[kind]) if one.id == record)
        old = changed[kind][at]
        said = validate(KINDS[kind], {**dict(old.record), **answers})
        changed[kind][at] = Stored(old.id, said, old.revision, old.position, "", None, "")
    return changed


def said(records: dict[str, list[Stored]], code: str) -> set[tuple[str, ...]]:
    return {
        (one.kind, one.record, one.field, str(one.message))
        for one in findings(records, today=TODAY)
        if one.code == code
    }


def test_every_check_has_a_fault():
    assert set(FAULTS) == set(CHECKS)


@pytest.mark.parametrize("code", CHECKS)
def test_a_planted_fault_is_found_by_its_check(example, code):
    before = {**example, "assessment": []} if code == "assessed_by_one_role" else example
    edits = list(FAULTS[code](example))
    assert edits
    assert said(edited(before, edits), code) > said(before, code)
