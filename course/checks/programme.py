"""The application as a whole: who may apply, how much is planned, what must be ready (session 05)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from ..i18n import N_
from ..records import Activity, Profile, ProgrammeChoice, Readiness
from ..vocabulary import vocabulary
from .activities import call_rates, planned
from .finding import Hit, Records, Severity, about, about_all, check, each

__all__ = [
    "contact_without_deputy",
    "formality_missing",
    "nordplus_junior_by_municipality",
    "oid_misspelt",
    "out_of_proportion",
    "plan_too_short",
    "too_many_in_short_term_project",
]

USUAL_SHARE = 0.2
"""Largest share of staff, or of children and pupils, that travels in a year without being asked why.

No source gives a figure. A plan lasts at most five years: with a fifth each year everybody would have
been abroad once within it, and more than that wants a reason.
"""

TRAVELS = ("staff", "pupils")
"""Who counts as a participant of a short-term project; preparatory visits and guests do not."""

ACCREDITATION = {"ka120_individual", "ka120_consortium"}
"""The programmes whose application is a plan for several years."""

_OID = re.compile(r"E\d{8}")

_NORDPLUS = N_(
    "In Nordplus Junior a municipality can only be a partner: a school or kindergarten has to coordinate "
    "and apply. Change who applies, or look at Nordplus Horizontal."
)
_KA122 = N_(
    "You plan {number} participants in this year under one short-term project, which takes at most {most}. "
    "Plan fewer, or look at accreditation."
)
_STAFF = N_(
    "You plan for {number} of {all} staff to travel in this year. Plan fewer, or be ready to say why so many."
)
_CHILDREN = N_(
    "You plan for {number} of {all} children and pupils to travel in this year. Plan fewer, or be ready "
    "to say why so many."
)
_SHORT_PLAN = N_(
    "An accreditation's plan covers at least {least} years, and your activities cover {number}. Plan some "
    "for the next year as well."
)
_NO_OID = N_("An Erasmus+ application needs the organisation's number (OID). Look it up, or register.")
_NO_LOGIN = N_("Whoever sends in an Erasmus+ application needs an EU Login. Make one in good time.")
_NO_SIGNER = N_("Write who signs for the municipality: the position of the legal representative.")
_NO_CONTACT = N_("Write who is the contact for the application: the position.")
_NO_DEPUTY = N_("Name a deputy for the contact, so that the deadline is met whoever is away.")
_BAD_OID = N_("An OID is the letter E and eight digits, for example E10000000. This one is not.")

_FORMALITIES = (
    ("oid", _NO_OID),
    ("eu_login", _NO_LOGIN),
    ("legal_representative", _NO_SIGNER),
    ("contact", _NO_CONTACT),
)
_FORMAL = (
    "chat.ai.interaktiv.de/blog/common-mistakes; the Swedish agency's pages, 2026 (second hand): formal "
    "reasons for rejection"
)


@check(Severity.ERROR, source="nordplusonline.org/programmes/faq (an older page)")
def nordplus_junior_by_municipality(records: Records, today: date) -> Iterator[Hit]:
    """A municipality wants to coordinate in Nordplus Junior."""
    for stored, choice in each(records, ProgrammeChoice):
        if choice.programme == "nordplus_junior" and choice.applicant == "municipality":
            yield about(stored, "applicant", _NORDPLUS)


@check(Severity.ERROR, source="The Swedish agency's pages on short-term projects, 2026 (second hand)")
def too_many_in_short_term_project(records: Records, today: date) -> Iterator[Hit]:
    """More participants in a year than one short-term project takes; accompanying persons are not counted."""
    chosen = {choice.programme for _, choice in each(records, ProgrammeChoice)}
    per_year: defaultdict[int | None, int] = defaultdict(int)
    for _, activity, term in planned(records):
        # Without a programme of its own it belongs to the one that was chosen, if that is the only one.
        programmes = {activity.programme} if activity.programme else chosen
        counted = term.extra["programme"] == "erasmus" and term.extra["who"] in TRAVELS
        if programmes == {"ka122"} and counted:
            per_year[activity.year] += activity.participants or 0
    known = call_rates(records)
    if known is None:
        return
    most = int(known.limit("ka122", "participants_most").amount)
    for year, number in per_year.items():
        if number > most:
            subject = str(year or "")
            yield about_all(Activity, "participants", _KA122, subject=subject, number=number, most=most)


@check(
    Severity.WARNING,
    source="UHR's explanation of the criteria for Erasmus accreditation, 2026 (second hand): the number of "
    "participants fits the size; the threshold is ours",
)
def out_of_proportion(records: Records, today: date) -> Iterator[Hit]:
    """More participants in a year than the number of staff, or of children and pupils, would explain."""
    numbers: defaultdict[tuple[int, bool], int] = defaultdict(int)
    for _, activity, term in planned(records):
        who = term.extra["who"]
        abroad = term.extra["programme"] in ("erasmus", "nordplus") and who != "incoming"
        if activity.year and abroad:
            numbers[activity.year, who == "pupils"] += activity.participants or 0
    for _, profile in each(records, Profile):
        for (year, children), number in numbers.items():
            everybody = profile.children if children else profile.staff
            if everybody and number > USUAL_SHARE * everybody:
                sentence = _CHILDREN if children else _STAFF
                yield about_all(
                    Activity, "participants", sentence, subject=str(year), number=number, all=everybody
                )


@check(
    Severity.WARNING,
    source="The Commission's wiki on Erasmus accreditation, Erasmus Plan: Activities in KA120 applications: "
    "a table with at least two years",
)
def plan_too_short(records: Records, today: date) -> Iterator[Hit]:
    """Accreditation is chosen, and the activities it would pay for cover fewer years than its plan must."""
    chosen = {choice.programme for _, choice in each(records, ProgrammeChoice)} & ACCREDITATION
    known = call_rates(records)
    if known is None:
        return
    years = {
        activity.year
        for _, activity, term in planned(records)
        if term.extra["programme"] == "erasmus"
        and activity.year
        and activity.programme in {None, "ka121", *ACCREDITATION}
    }
    for programme in sorted(filter(None, chosen)):
        least = int(known.limit(programme, "plan_years_least").amount)
        if years and (number := max(years) - min(years) + 1) < least:
            yield about_all(Activity, "year", _SHORT_PLAN, least=least, number=number)
            return


def _applies_to_erasmus(records: Records) -> bool:
    families = {
        vocabulary("programme").term(choice.programme).extra["family"]
        for _, choice in each(records, ProgrammeChoice)
        if choice.programme and choice.programme in vocabulary("programme")
    }
    return "erasmus" in families


@check(Severity.ERROR, source=_FORMAL)
def formality_missing(records: Records, today: date) -> Iterator[Hit]:
    """Erasmus+ is chosen, and something without which no application can be sent is not there.

    The questions are not required ones: who applies to Nordplus needs none of it.
    """
    for stored, readiness in each(records, Readiness) if _applies_to_erasmus(records) else ():
        for field, sentence in _FORMALITIES:
            if not getattr(readiness, field):
                yield about(stored, field, sentence)


@check(Severity.WARNING, source=_FORMAL)
def contact_without_deputy(records: Records, today: date) -> Iterator[Hit]:
    """There is a contact for the application and nobody to step in."""
    for stored, readiness in each(records, Readiness):
        if readiness.contact and not readiness.contact_deputy:
            yield about(stored, "contact_deputy", _NO_DEPUTY)


@check(Severity.ERROR, source=f"{_FORMAL}; the form of an OID is general knowledge")
def oid_misspelt(records: Records, today: date) -> Iterator[Hit]:
    """An organisation's number that cannot be one."""
    for stored, readiness in each(records, Readiness):
        if readiness.oid and not _OID.fullmatch(readiness.oid.strip().upper()):
            yield about(stored, "oid", _BAD_OID)
