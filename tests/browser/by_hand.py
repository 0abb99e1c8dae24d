"""A year written by hand: every answer of one organisation typed into the pages of another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from course.outline import SessionKey, session, sessions
from course.records import KINDS, is_empty, questions
from course.store import Stored, View
from tests.browser.hand import Hand
from tests.faults import Edit

Records = Mapping[str, Sequence[Stored]]


class ByHand:
    """Types what `model` says into an empty organisation, whose answers are `view`."""

    def __init__(self, model: View, view: View) -> None:
        self.model = model
        self.view = view
        self.ids: dict[str, str] = {}

    def write(self, hand: Hand, key: SessionKey) -> None:
        """Fill in everything on the page of a session that the model has an answer to."""
        said = self.model.at(key.occasion).everything()
        for part in hand.page.locator("section.wb[id^=k-]").all():
            kind = str(part.get_attribute("id")).removeprefix("k-")
            widget = str(part.get_attribute("class")).rpartition("wb-widget-")[2].split()[0]
            if kind not in KINDS:
                continue  # a report: nothing to fill in
            there = [one for one in said[kind] if self._belongs(kind, one, key)]
            if kind == "anchor" and KINDS[kind].home != key.notebook:
                continue  # the matrix is shown again where it is decided on
            getattr(self, f"_{widget}")(hand, kind, there)
            hand.saved()
            self._learn(kind, there, key)

    def answers(self, one: Stored) -> dict[str, Any]:
        """Return what a record of the model says, in terms of the records written by hand."""
        said = {}
        for question in questions(KINDS[one.kind]):
            value = getattr(one.record, question.name)
            if is_empty(value):
                continue
            if question.refers_to:
                value = [self.ids[one] for one in value] if isinstance(value, list) else self.ids[value]
            said[question.name] = _in_any_order(value)
        return said

    def change(self, hand: Hand, edit: Edit) -> None:
        """Change or add a record as `edit` says."""
        kind, record, answers = edit
        row, *selectors = KINDS[kind].one_for or ("",)
        if row and record:
            hand.row(kind, self._now(edit)[row], answers)
            hand.onward(kind, self._now(edit)[row])
        elif row:
            for name in selectors:
                hand.choose(kind, name, answers[name])
            said = {name: value for name, value in answers.items() if name not in KINDS[kind].one_for}
            hand.row(kind, answers[row], said)
        elif record:
            hand.change(kind, record, answers)
        else:
            hand.add(kind, answers)

    def shut(self, hand: Hand, kind: str, record: str) -> None:
        """Close a record that was opened to be read."""
        if KINDS[kind].one_for:
            hand.onward(kind, self._now(Edit(kind, record, {}))[KINDS[kind].one_for[0]])
        elif kind == "anchor":
            hand.close(hand.page.locator("dialog[open]"))
        elif not KINDS[kind].single:
            hand.close(hand.of(kind).locator(f'[data-record="{record}"] .wb-editing'))

    def undone(self, edits: Sequence[Edit]) -> list[Edit]:
        """Return the edits that bring back what stands there now."""
        return [
            Edit(edit.kind, edit.record, {name: self._now(edit)[name] for name in edit.answers})
            for edit in edits
        ]

    def _now(self, edit: Edit) -> dict[str, Any]:
        return next(dict(one.record) for one in self.view.all(edit.kind) if one.id == edit.record)

    def same(self, occasion: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the answers of the model and those written by hand, which should be alike."""
        theirs = self.model.at(occasion).everything()
        mine = self.view.at(occasion).everything()
        return (
            {kind: [self.answers(one) for one in _in_order(some)] for kind, some in theirs.items()},
            {kind: [_answered(one) for one in _in_order(some)] for kind, some in mine.items()},
        )

    def _belongs(self, kind: str, one: Stored, key: SessionKey) -> bool:
        if key.occasion and not KINDS[kind].per_occasion:
            return False
        if kind == "attendance":
            return one.record.model_dump()["gathering"] == session(key.notebook).at
        if kind == "assessment":
            moment = "start" if key.notebook == KINDS[kind].home else "end"
            return one.record.model_dump()["moment"] == moment
        return True

    def _form(self, hand: Hand, kind: str, there: Sequence[Stored]) -> None:
        for one in there:
            given = KINDS[kind].one_for
            said = {name: value for name, value in self.answers(one).items() if name not in given}
            hand.form(kind, said)

    def _table(self, hand: Hand, kind: str, there: Sequence[Stored]) -> None:
        for one in there:
            hand.add(kind, self.answers(one))

    def _checklist(self, hand: Hand, kind: str, there: Sequence[Stored]) -> None:
        row, *selectors = KINDS[kind].one_for
        for one in sorted(there, key=lambda one: [one.values[name] for name in selectors]):
            said = self.answers(one)
            for name in selectors:
                hand.choose(kind, name, said.pop(name))
            code = said.pop(row)
            hand.row(kind, code, said)
            hand.onward(kind, code)

    def _matrix(self, hand: Hand, kind: str, there: Sequence[Stored]) -> None:
        for one in there:
            said = self.answers(one)
            hand.anchor(said.pop("goal"), said.pop("document"), said)

    def _learn(self, kind: str, there: Sequence[Stored], key: SessionKey) -> None:
        """Find out which of the new records is which of the model's: they stand in the same order."""
        mine = [one for one in self.view.at(key.occasion).all(kind) if self._belongs(kind, one, key)]
        pairs = zip(_in_order(there), _in_order(mine), strict=True)
        self.ids |= {theirs.id: own.id for theirs, own in pairs}


def at_home(one: Stored) -> str:
    """Return the session on whose page a record is written: who took part, at the gathering it is about."""
    if one.kind == "attendance":
        return next(there.key for there in sessions() if there.at == one.values["gathering"])
    return KINDS[one.kind].home


def _in_order(records: Sequence[Stored]) -> Sequence[Stored]:
    """Return records of a kind by what they are for; those of a checklist may be written in any order."""
    for_what = KINDS[records[0].kind].one_for if records else ()
    return sorted(records, key=lambda one: [one.values[name] for name in for_what])


def _answered(one: Stored) -> dict[str, Any]:
    return {name: _in_any_order(value) for name, value in dict(one.record).items() if not is_empty(value)}


def _in_any_order(value: Any) -> Any:
    """Return an answer without the order in which its boxes were ticked."""
    return sorted(value) if isinstance(value, list) else value
