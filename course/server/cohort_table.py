"""The table of the facilitators' page: what the address asks for, and the rows that are shown, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, ValidationError

from ..faces.followed import Followed, FollowedSession
from ..faces.session import STATES
from ..faces.snapshots import changed_sentence, gathering_name, moment_in_words
from ..i18n import N_, Translator
from ..outline import HOME, gatherings, leads_to, session, sessions
from .frame import address
from .sign_off_form import gathering_address

__all__ = ["Asked", "asked_of", "table_of"]

State = Literal["", "empty", "started", "complete", "ready", "not_ready"]
Sort = Literal["name", "activity", "answers", "findings"]

_READY = N_("Ready for the gathering")
_NOT_READY = N_("Not ready for the gathering")
_STATES: dict[State, str] = {
    "": N_("Everything"),
    "empty": STATES["empty"],
    "started": STATES["started"],
    "complete": STATES["complete"],
    "ready": _READY,
    "not_ready": _NOT_READY,
}
_SORTS: dict[Sort, str] = {
    "name": N_("Name"),
    "activity": N_("Last activity, the longest ago first"),
    "answers": N_("Answers, the fewest first"),
    "findings": N_("Findings, the most first"),
}
_OF = N_("{done} of {total}")
_SNAPSHOT = N_("Ready (snapshot {number})")
_BY = N_("{moment}, {who}")


class Asked(BaseModel):
    """What the facilitators' page shows; all of it stands in the address."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    session: str = ""
    state: State = ""
    sort: Sort = "name"


def asked_of(query: dict[str, str]) -> Asked:
    """Return what an address asks for; what cannot be is left out, as if it had not been asked."""
    known = {entry.key for entry in _working()}
    kept = {name: value for name, value in query.items() if name != "session" or value in known}
    try:
        return Asked.model_validate(kept)
    except ValidationError as error:
        wrong = {part for each in error.errors() for part in each["loc"]}
        return Asked.model_validate({name: value for name, value in kept.items() if name not in wrong})


def table_of(rows: Sequence[Followed], asked: Asked, translate: Translator, base_url: str) -> dict[str, Any]:
    """Return the rows that `asked` keeps, in its order, with the choices for the form above them."""
    columns = [asked.session] if asked.session else [entry.key for entry in _working()]
    kept = [row for row in rows if _is_kept(row, columns, asked.state)]
    return {
        "columns": [{"key": key, "title": translate(session(key).title)} for key in columns],
        "rows": [_row(row, columns, translate, base_url) for row in _sorted(kept, asked.sort, columns)],
        "comments": any(row.comments is not None for row in rows),
        "hidden": len(rows) - len(kept),
        "sorted_by": asked.sort,
        "choices": {
            "session": [
                {"value": "", "label": translate(N_("All sessions")), "chosen": not asked.session},
                *(
                    {"value": one.key, "label": translate(one.title), "chosen": one.key == asked.session}
                    for one in _working()
                ),
            ],
            "state": _choices(_STATES, asked.state, translate),
            "sort": _choices(_SORTS, asked.sort, translate),
        },
    }


def _working() -> list[Any]:
    return [entry for entry in sessions() if entry.key != HOME]


def _choices(those: Any, chosen: str, translate: Translator) -> list[dict[str, Any]]:
    return [
        {"value": value, "label": translate(label), "chosen": value == chosen}
        for value, label in those.items()
    ]


def _is_kept(row: Followed, columns: Sequence[str], state: State) -> bool:
    shown = [row.sessions[key] for key in columns if key in row.sessions]
    if state in ("ready", "not_ready"):
        # Where a group gets ready for no gathering there is nothing it could be late with.
        return any((one.ready is not None) == (state == "ready") for one in shown if leads_to(one.key))
    return not state or any(one.state == state for one in shown)


def _sorted(rows: list[Followed], sort: Sort, columns: Sequence[str]) -> list[Followed]:
    def answered(row: Followed) -> float:
        shown = [row.sessions[key] for key in columns if key in row.sessions]
        total = sum(one.total for one in shown)
        return sum(one.done for one in shown) / total if total else 1.0

    # Python sorts stably, and the rows come by name: where two are alike, the name decides.
    keys: dict[Sort, Any] = {
        "name": lambda row: 0,
        "activity": lambda row: row.last_at.timestamp() if row.last_at else 0.0,
        "answers": answered,
        "findings": lambda row: -sum(row.sessions[key].findings for key in columns if key in row.sessions),
    }
    return sorted(rows, key=keys[sort])


def _row(row: Followed, columns: Sequence[str], translate: Translator, base_url: str) -> dict[str, Any]:
    last = ""
    if row.last_at is not None:
        moment = moment_in_words(row.last_at, translate)
        last = translate(_BY).format(moment=moment, who=row.last_by)
    return {
        "key": row.key,
        "name": row.name,
        "href": address(base_url, HOME, municipality=row.key),
        "cells": [_cell(row, row.sessions.get(key), translate, base_url) for key in columns],
        "findings": row.findings,
        "comments": row.comments,
        "last": last,
        "gatherings": [
            {
                "name": gathering_name(one, translate),
                "href": gathering_address(base_url, one, municipality=row.key),
                "signed": one.key in row.signed,
            }
            for one in gatherings()
        ],
    }


def _cell(
    row: Followed, one: FollowedSession | None, translate: Translator, base_url: str
) -> dict[str, Any] | None:
    if one is None:
        return None
    ready = translate(_SNAPSHOT).format(number=one.ready.number) if one.ready else ""
    findings = ""
    if one.findings:
        findings = translate.ngettext("{number} finding", "{number} findings", one.findings).format(
            number=one.findings
        )
    return {
        "href": f"{base_url}session/{one.key}?{urlencode({'municipality': row.key})}",
        "state": one.state,
        "state_label": translate(STATES[one.state]),
        "answers": translate(_OF).format(done=one.done, total=one.total),
        "ready": ready,
        "changed": changed_sentence(one.changed, translate) if one.ready and one.changed else "",
        "findings": findings,
        "comments": one.comments,
    }
