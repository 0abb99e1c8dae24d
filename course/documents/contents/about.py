"""The municipality in a few sentences: its size, what the work covers, and what it has done before."""

from __future__ import annotations

from babel.numbers import format_percent

from ...analysis.coverage import coverage, is_active
from ...faces.numbers import of_kind
from ...i18n import N_
from ...records import Profile, Project
from ...store import Stored
from ..paper import Paper
from .shared import small

__all__ = ["experience_lines", "in_country", "scope_of", "size_line"]

_SIZE = N_("The municipality has {things}.")
_UNIT_SIZE = N_("The unit has {things}.")
_UNITS_SHARE = N_("{share} of the kindergartens and schools take part in a project that is under way.")
_MEMBER = N_("The municipality is a member of {networks}.")
_UNIT_MEMBER = N_("The unit is a member of {networks}.")
_PARTNERSHIPS = N_("It has lasting partnerships with {partners}.")


def size_line(paper: Paper) -> str:
    """Return how large the municipality is; empty where no number is known."""
    translate, told = paper.reading.translate, paper.one("profile").record
    assert isinstance(told, Profile)
    things = [
        words.format(number=paper.number(number))
        for number, words in (
            (
                told.inhabitants,
                translate.ngettext("{number} inhabitant", "{number} inhabitants", told.inhabitants or 0),
            ),
            (
                told.kindergartens,
                translate.ngettext(
                    "{number} kindergarten", "{number} kindergartens", told.kindergartens or 0
                ),
            ),
            (told.schools, translate.ngettext("{number} school", "{number} schools", told.schools or 0)),
            (
                told.children,
                translate.ngettext(
                    "{number} child or pupil", "{number} children and pupils", told.children or 0
                ),
            ),
            (
                told.staff,
                translate.ngettext("{number} member of staff", "{number} members of staff", told.staff or 0),
            ),
        )
        if number is not None
    ]
    words = translate(paper.worded(_SIZE, _UNIT_SIZE))
    return words.format(things=paper.row(things)) if things else ""


def scope_of(paper: Paper) -> str:
    """Return what the work covers, as prose."""
    told = paper.one("profile").record
    assert isinstance(told, Profile)
    return paper.row(small(paper.label("scope", code)) for code in told.scope)


def experience_lines(paper: Paper) -> list[tuple[str, str]]:
    """Return what the municipality has done before, each line with the kind of record it is made of."""
    translate, year = paper.reading.translate, paper.reading.today.year
    projects = of_kind(paper.reading, Project)
    said = []
    if projects:
        active = sum(is_active(project, year) for project in projects)
        words = translate.ngettext(
            "{number} international project has been written down; under way today: {active}.",
            "{number} international projects have been written down; under way today: {active}.",
            len(projects),
        )
        said.append(
            (words.format(number=paper.number(len(projects)), active=paper.number(active)), "project")
        )
    profile = paper.one("profile").record
    assert isinstance(profile, Profile)
    share = coverage(projects, profile, year).share if projects else None
    if share is not None:
        percent = str(format_percent(share, locale=paper.language))
        said.append((translate(_UNITS_SHARE).format(share=percent), "project"))
    if networks := [paper.name(one) for one in paper.all("network")]:
        words = translate(paper.worded(_MEMBER, _UNIT_MEMBER))
        said.append((words.format(networks=paper.row(networks)), "network"))
    if partners := [in_country(paper, one) for one in paper.all("partnership")]:
        said.append((translate(_PARTNERSHIPS).format(partners=paper.row(partners)), "partnership"))
    return said


def in_country(paper: Paper, stored: Stored) -> str:
    """Return what a partner is called, with its country."""
    country = paper.says(stored, "country")
    return f"{paper.name(stored)} ({country})" if country else paper.name(stored)
