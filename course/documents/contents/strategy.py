"""The strategy: the headings of a strategy for a school, with the municipality's anchoring beside them."""

from __future__ import annotations

from typing import Any

from ...analysis.coverage import is_active
from ...faces.numbers import of_kind
from ...i18n import N_
from ...records import Activity, Motive, Need, Project, Reporting
from ...store import Stored
from ...vocabulary import vocabulary
from ..paper import Cell, Paper
from ..phrases import sentence
from .about import experience_lines, in_country, scope_of, size_line
from .goals import anchored, priorities
from .shared import facts, resource_rows, small, span

__all__ = ["content"]

_COVERS = N_("The strategy covers {scope}.")
_CONCERNS = N_("It concerns {groups}; the theme is {theme}.")
_EVIDENCE = N_("The evidence: {kind}.")
_EVIDENCE_OF = N_("The evidence: {kind}, {year}.")
_WORK_LED = N_("Led by {owner}.")
_PROJECTS = N_("Projects")
_LATEST = N_("Projects: {shown} of {all}, the latest first")
_ROUTINES = N_(
    "Of the {all} routines that the Erasmus quality standards ask for, {in_place} are in place and {partly} "
    "in part."
)
_EVALUATED = N_("The work is evaluated on {day} by {who}.")
_EVALUATED_ON = N_("The work is evaluated on {day}.")
_REVISED = N_("The strategy is revised next on {day}.")
_MOST_PROJECTS = 6
"""So many projects fit on a quarter of a page; the register has them all."""
_MOST_CHANGES = 6


def content(paper: Paper) -> dict[str, Any]:
    """Return what the strategy says."""
    return {
        "facts": facts(paper),
        **_about(paper),
        **_needs(paper),
        **_experience(paper),
        **priorities(paper),
        **anchored(paper),
        **_activities(paper),
        **_roles(paper),
        **_follow_up(paper),
    }


def _about(paper: Paper) -> dict[str, Any]:
    translate, profile = paper.reading.translate, paper.one("profile")
    scope = scope_of(paper)
    motives = [motive for motive in of_kind(paper.reading, Motive) if motive.motive]
    return {
        "profile": profile,
        "rationale": paper.one("rationale"),
        "size": size_line(paper),
        "covers": translate(_COVERS).format(scope=scope) if scope else "",
        "motives": [small(paper.label("motive", motive.motive)) for motive in motives],
        "because": " ".join(sentence(motive.because) for motive in motives if motive.because),
    }


def _needs(paper: Paper) -> dict[str, Any]:
    lines = {}
    for need in paper.all("need"):
        assert isinstance(need.record, Need)
        lines[need.id] = _need_line(paper, need, need.record)
    return {
        "challenge": paper.one("challenge"),
        "need_lines": lines,
        "work_lines": [_work(paper, work) for work in paper.all("development_work")],
    }


def _need_line(paper: Paper, stored: Stored, need: Need) -> str:
    translate = paper.reading.translate
    said = []
    if need.target_groups and need.theme:
        groups = paper.apart(small(paper.label("target_group", code)) for code in need.target_groups)
        theme = small(paper.label("need_theme", need.theme))
        said.append(translate(_CONCERNS).format(groups=groups, theme=theme))
    if need.evidence_type and need.evidence_type != "other":
        words = translate(_EVIDENCE_OF if need.evidence_year else _EVIDENCE)
        kind = small(paper.says(stored, "evidence_type"))
        said.append(words.format(kind=kind, year=need.evidence_year))
    return " ".join(said)


def _work(paper: Paper, work: Stored) -> str:
    name, when, units = paper.name(work), paper.says(work, "period"), paper.says(work, "units")
    said = sentence(": ".join(part for part in (f"{name} ({when})" if when else name, units) if part))
    owner = paper.says(work, "owner")
    return f"{said} {paper.reading.translate(_WORK_LED).format(owner=owner)}" if owner else said


def _experience(paper: Paper) -> dict[str, Any]:
    translate, year = paper.reading.translate, paper.reading.today.year
    projects = paper.all("project")
    shown = sorted(projects, key=lambda one: _latest(one, year), reverse=True)[:_MOST_PROJECTS]
    caption = translate(_PROJECTS)
    if len(shown) < len(projects):
        caption = translate(_LATEST).format(shown=len(shown), all=len(projects))
    return {
        "experience": experience_lines(paper),
        "projects_caption": caption,
        "projects": [
            [paper.name(one), paper.says(one, "units"), paper.says(one, "partner_countries"), _when(one)]
            for one in shown
        ],
    }


def _latest(stored: Stored, year: int) -> tuple[bool, int]:
    project = stored.record
    assert isinstance(project, Project)
    return is_active(project, year), project.to_year or project.from_year or 0


def _when(stored: Stored) -> str:
    project = stored.record
    assert isinstance(project, Project)
    if project.from_year and project.to_year:
        return span(project.from_year, project.to_year)
    return project.period_text or str(project.from_year or project.to_year or "")


def _activities(paper: Paper) -> dict[str, Any]:
    rows: list[list[str | Cell]] = []
    changes = []
    for stored in paper.all("activity"):
        activity = stored.record
        assert isinstance(activity, Activity)
        rows.append(
            [
                paper.name(stored),
                paper.says(stored, "type"),
                paper.says(stored, "year"),
                paper.cell(activity.participants),
                activity.owner,
            ]
        )
        if activity.lasting_change:
            changes.append(f"{paper.name(stored)}: {paper.says(stored, 'lasting_change')}")
    return {
        "activities": rows,
        "changes": changes[:_MOST_CHANGES],
        "partners": [in_country(paper, one) for one in paper.all("partner")],
        "practice": paper.one("practice"),
        "barriers": [
            f"{paper.says(one, 'barrier')}: {paper.says(one, 'measure')}"
            for one in paper.all("inclusion")
            if paper.has(one, "barrier", "measure")
        ],
    }


def _roles(paper: Paper) -> dict[str, Any]:
    standards = [stored.values["status"] for stored in paper.all("routine")]
    routines = ""
    if standards:
        routines = paper.reading.translate(_ROUTINES).format(
            all=len(vocabulary("quality_standard")),
            in_place=standards.count("in_place"),
            partly=standards.count("partly"),
        )
    return {
        "roles": [
            [paper.says(one, name) for name in ("role", "held_by", "share", "deputy")]
            for one in paper.all("role")
            if paper.has(one, "role")
        ],
        "routines": routines,
        "resources": resource_rows(paper),
        "sharing": [
            [paper.says(one, name) for name in ("what", "to_whom", "channel", "on")]
            for one in paper.all("dissemination")
        ],
    }


def _follow_up(paper: Paper) -> dict[str, Any]:
    translate, stored = paper.reading.translate, paper.one("reporting")
    reporting = stored.record
    assert isinstance(reporting, Reporting)
    said = []
    if reporting.evaluated_on:
        words = translate(_EVALUATED if reporting.evaluated_by else _EVALUATED_ON)
        said.append(words.format(day=paper.day(reporting.evaluated_on), who=reporting.evaluated_by))
    if reporting.interval:
        words = translate.ngettext(
            "The strategy is revised at an interval of {number} month.",
            "The strategy is revised at intervals of {number} months.",
            reporting.interval,
        )
        said.append(words.format(number=reporting.interval))
    if reporting.next_revision:
        said.append(translate(_REVISED).format(day=paper.day(reporting.next_revision)))
    return {
        "reporting": stored,
        "reported": [small(paper.label("reporting_place", code)) for code in reporting.places],
        "evaluation": [" ".join(said)] if said else [],
    }
