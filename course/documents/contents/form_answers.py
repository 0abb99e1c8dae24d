"""What the form of an accreditation asks, in our words, and what the records answer."""

from __future__ import annotations

from collections.abc import Callable

from ...checks import counts_as_anchored
from ...faces.standing import standing_shown
from ...i18n import N_
from ..paper import Paper
from ..phrases import sentence
from .about import experience_lines, scope_of, size_line
from .shared import small

__all__ = ["ANSWERS", "QUESTIONS"]

QUESTIONS = {
    "everyday_work": N_("What does the organisation do in everyday work, outside Erasmus+?"),
    "role_in_education": N_("Which part does it have in the education system?"),
    "learners": N_("Who are its learners, and how old are they?"),
    "experience": N_("How many years of experience does it have?"),
    "structure": N_("How is it organised, and who are the key persons?"),
    "needs": N_("Which needs and challenges are the most important, and how can it become better?"),
    "consortium": N_("What is the purpose of the consortium, and what kinds of members does it have?"),
    "involvement": N_("Who took part in setting the goals, and what was discussed?"),
    "roles": N_("Who has which part and responsibility?"),
    "resources": N_("Which resources are there: staff, money, rooms?"),
    "turnover": N_("What happens when staff or the organisation change?"),
    "sustainability": N_("What makes the work last?"),
    "wider_organisation": N_("How is the rest of the organisation involved?"),
    "sharing": N_("How are results shared, inside and outside?"),
}
"""What the form asks, in our words."""

_COVERS = N_("The work covers {scope}.")
_LED = N_("{role}: {who}.")
_HOW_KNOWN = N_("How we know it.")
_STILL_MISSING = N_("What is still missing.")
_LEARNERS = ("kindergarten_children", "pupils_1_4", "pupils_5_7", "pupils_8_10", "adult_learners")
"""Those of the vocabulary `target_group` who learn; the others teach, lead or decide."""


def _texts(paper: Paper, kind: str, *names: str) -> list[str]:
    stored = paper.one(kind)
    return [
        sentence(paper.reading.shown(paper.question(stored, name), stored.values[name])) for name in names
    ]


def _sizes(paper: Paper) -> list[str]:
    return [size_line(paper)]


def _scope(paper: Paper) -> list[str]:
    scope = scope_of(paper)
    return [paper.reading.translate(_COVERS).format(scope=scope)] if scope else []


def _learners(paper: Paper) -> list[str]:
    wanted = {code for need in paper.all("need") for code in need.values["target_groups"]}
    groups = paper.row(small(paper.label("target_group", code)) for code in _LEARNERS if code in wanted)
    return [sentence(groups[:1].upper() + groups[1:])] if groups else []


def _experience(paper: Paper) -> list[str]:
    return [said for said, _ in experience_lines(paper)]


def _structure(paper: Paper) -> list[str]:
    owner = paper.says(paper.one("profile"), "owner")
    label = paper.reading.translate(paper.question(paper.one("profile"), "owner").label)
    return [paper.reading.translate(_LED).format(role=label, who=owner)] if owner else []


def _needs(paper: Paper) -> list[str]:
    translate = paper.reading.translate
    leads = (("description", ""), ("evidence", _HOW_KNOWN), ("still_missing", _STILL_MISSING))
    said = [sentence(paper.says(paper.one("challenge"), "biggest"))]
    for need in paper.all("need"):
        parts = [
            f"{translate(lead)} {sentence(paper.says(need, name))}".strip()
            for name, lead in leads
            if paper.has(need, name)
        ]
        said.append(f"{paper.name(need)}: {' '.join(parts)}" if parts else sentence(paper.name(need)))
    return said


def _consortium(paper: Paper) -> list[str]:
    stored = paper.one("consortium")
    kinds = paper.row(small(paper.label("unit_type", code)) for code in stored.values["member_types"])
    members = paper.row(line.strip() for line in str(stored.values["members"]).splitlines())
    translate = paper.reading.translate
    return [
        sentence(paper.says(stored, "purpose")),
        translate(_LED).format(role=translate(paper.question(stored, "member_types").label), who=kinds)
        if kinds
        else "",
        translate(_LED).format(role=translate(paper.question(stored, "members").label), who=members)
        if members
        else "",
    ]


def _roles(paper: Paper) -> list[str]:
    said = []
    for role in paper.all("role"):
        if not paper.has(role, "role", "held_by"):
            continue
        called, who = paper.says(role, "role"), paper.says(role, "held_by")
        led = paper.reading.translate(_LED).format(role=called, who=who)
        # Where the position has the name of the role, it is not said twice.
        first = sentence(who) if called.casefold() == who.casefold() else led
        said.append(sentence(" ".join(part for part in (first, paper.says(role, "tasks")) if part)))
    return said


def _resources(paper: Paper) -> list[str]:
    lines = [
        (paper.says(one, "type"), [paper.says(one, "amount"), small(paper.says(one, "note"))])
        for one in paper.all("resource")
    ]
    return [sentence(f"{type_}: {', '.join(filter(None, parts))}") for type_, parts in lines if any(parts)]


def _lasting(paper: Paper) -> list[str]:
    """Return where each goal is anchored; what was rejected or postponed makes nothing last."""
    standings, said = paper.reading.standings, []
    for goal in paper.all("goal"):
        held = [
            f"{paper.says(one, 'document')} ({small(standing_shown(paper.reading, one))})"
            for one in paper.all("anchor", goal=goal.id)
            if paper.has(one, "document") and counts_as_anchored(standings[one.id].code)
        ]
        if held:
            said.append(sentence(f"{paper.name(goal)}: {'; '.join(held)}"))
    return said


def _work(paper: Paper) -> list[str]:
    return [
        sentence(f"{paper.name(one)}: {paper.says(one, 'lasting_change')}")
        for one in paper.all("activity")
        if paper.has(one, "lasting_change")
    ]


def _sharing(paper: Paper) -> list[str]:
    said = []
    for one in paper.all("dissemination"):
        if paper.has(one, "what", "to_whom"):
            where = [small(paper.says(one, name)) for name in ("to_whom", "channel")]
            parts = ", ".join(part for part in (*where, paper.says(one, "on")) if part)
            said.append(sentence(f"{paper.says(one, 'what')}: {parts}"))
    return said


ANSWERS: dict[str, tuple[str, Callable[[Paper], list[str]]]] = {
    "everyday_work": ("profile", _sizes),
    "role_in_education": ("profile", _scope),
    "learners": ("need", _learners),
    "experience": ("project", _experience),
    "structure": ("profile", _structure),
    "needs": ("need", _needs),
    "consortium": ("consortium", _consortium),
    "involvement": ("involvement", lambda paper: _texts(paper, "involvement", "who")),
    "roles": ("role", _roles),
    "resources": ("resource", _resources),
    "turnover": ("practice", lambda paper: _texts(paper, "practice", "turnover")),
    "sustainability": ("anchor", _lasting),
    "wider_organisation": ("activity", _work),
    "sharing": ("dissemination", _sharing),
}
"""How each question is answered, by its code: the kind of record it rests on, and what makes the text."""
