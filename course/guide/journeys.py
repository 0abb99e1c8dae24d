"""The rules of Erasmus+ mobility: the short-term project and the accreditation (KA122, KA120)."""

from __future__ import annotations

from collections.abc import Iterator

from ..i18n import N_
from .rule import (
    Effect,
    Rule,
    always,
    applies,
    goes,
    lasts,
    many_units,
    no_grant,
    only_journeys,
    partners_in,
    single_unit,
    works_together,
)

__all__ = ["GENERAL_KNOWLEDGE", "JOURNEYS", "NEEDS_NO_GRANT", "PROGRAMME_COUNTRIES", "YOUR_ANSWER"]

GENERAL_KNOWLEDGE = N_("General knowledge, not verified")
YOUR_ANSWER = N_("Follows from what you answered")
PROGRAMME_COUNTRIES = "erasmuspluss.no, Erasmus+ 2021–2027; diku.no, Erasmus+ 2021–2027"
_ACCREDITATION = N_(
    "A public Swedish guide to the Erasmus accreditation, after the Programme Guide 2026 and UHR (second "
    "hand)"
)
_LIST = N_("A public Swedish list of programmes, after UHR’s pages (second hand)")
_WIKI = "wikis.ec.europa.eu, Erasmus Plan in KA120 Accreditations"
_HERNING = N_("Herning municipality, on its accreditation (slides)")

NEEDS_NO_GRANT = N_("It is an application for a grant, and you answered that you need none.")
_COUNTRIES = N_(
    "Journeys go to programme countries only: the 27 countries of the EU, Iceland, Liechtenstein, North "
    "Macedonia, Norway, Serbia and Türkiye."
)
_PAYS_JOURNEYS = N_("It pays for journeys: courses, job shadowing, teaching and pupils’ stays.")
_NOT_PRODUCTS = N_("It pays for journeys, not for developing something together with partners.")
_PLAN = N_("An accreditation approves an Erasmus Plan for two to five years.")
_NO_CHILDREN = N_("Short stays of kindergarten children have no activity type of their own.")


def _every(programme: str) -> Iterator[Rule]:
    """Yield the rules that Erasmus+ mobility has in common."""
    yield Rule(programme, Effect.CLOSES, NEEDS_NO_GRANT, "", YOUR_ANSWER, no_grant)
    yield Rule(programme, Effect.AGAINST, _COUNTRIES, "2021–2027", PROGRAMME_COUNTRIES, partners_in("world"))
    yield Rule(programme, Effect.FOR, _PAYS_JOURNEYS, "2026", _LIST, only_journeys)
    yield Rule(programme, Effect.AGAINST, _NOT_PRODUCTS, "", GENERAL_KNOWLEDGE, works_together)
    yield Rule(programme, Effect.NOTE, _NO_CHILDREN, "", GENERAL_KNOWLEDGE, goes("kindergarten_children"))


def _accreditation(programme: str) -> Iterator[Rule]:
    """Yield what the two kinds of accreditation have in common."""
    yield from _every(programme)
    yield Rule(programme, Effect.FOR, _PLAN, "2026", f"{_WIKI}; {_ACCREDITATION}", lasts("several_years"))
    yield Rule(
        programme, Effect.AGAINST, _PLAN, "2026", f"{_WIKI}; {_ACCREDITATION}", lasts("once", "one_project")
    )
    yield Rule(
        programme,
        Effect.NOTE,
        N_("Partners abroad need not be ready when you apply, and no budget is asked for yet."),
        "2026",
        _ACCREDITATION,
        always,
    )
    yield Rule(
        programme,
        Effect.NOTE,
        N_(
            "Earlier experience with the programme is not needed, but at least two years’ relevant "
            "experience in the field is."
        ),
        "2026",
        f"erasmus-plus.ec.europa.eu, Programme Guide part B; {_ACCREDITATION}",
        always,
    )
    yield Rule(
        programme,
        Effect.NOTE,
        N_(
            "Accreditations of the 2026 call (deadline 29 September 2026) are valid from 1 February to 31 "
            "December 2027; whether they are extended is decided later. The next programme is for 2028–2034."
        ),
        "2026",
        _ACCREDITATION,
        always,
    )
    yield Rule(
        programme,
        Effect.NOTE,
        N_("School education and adult education are separate fields: there is one application for each."),
        "2026",
        _ACCREDITATION,
        goes("adult_learners"),
    )


JOURNEYS: tuple[Rule, ...] = (
    *_every("ka122"),
    Rule(
        "ka122",
        Effect.FOR,
        N_("A short-term project lasts 6 to 18 months: it is the way in."),
        "2026",
        _LIST,
        lasts("once", "one_project"),
    ),
    Rule(
        "ka122",
        Effect.AGAINST,
        N_("It lasts 6 to 18 months, and an organisation can get at most three in five years."),
        "2026",
        f"{_LIST}; erasmuspluss.no, enkeltstående mobilitetsprosjekt",
        lasts("several_years"),
    ),
    Rule(
        "ka122",
        Effect.AGAINST,
        N_("At most 30 participants can go in one project, whatever the number of units."),
        "2026",
        _LIST,
        many_units,
    ),
    Rule(
        "ka122",
        Effect.NOTE,
        N_(
            "It is not open to an organisation that is accredited in the same field; one that is only a "
            "member of a consortium may apply."
        ),
        "2026",
        _LIST,
        always,
    ),
    *_accreditation("ka120_individual"),
    Rule(
        "ka120_individual",
        Effect.CLOSES,
        N_(
            "It is for one organisation going alone. In one field an organisation holds either this or the "
            "coordination of a consortium, not both."
        ),
        "2026",
        _ACCREDITATION,
        many_units,
    ),
    *_accreditation("ka120_consortium"),
    Rule(
        "ka120_consortium",
        Effect.FOR,
        N_("The coordinator holds the accreditation for all: the members need none of their own."),
        "2026",
        _ACCREDITATION,
        many_units,
    ),
    Rule(
        "ka120_consortium",
        Effect.FOR,
        N_(
            "The administration can lead it, as in Herning: the work then does not depend on one enthusiast, "
            "and the units report together."
        ),
        "",
        _HERNING,
        applies("municipality"),
    ),
    Rule(
        "ka120_consortium",
        Effect.CLOSES,
        N_("A consortium has at least one member besides the coordinator."),
        "2026",
        _ACCREDITATION,
        single_unit,
    ),
    Rule(
        "ka120_consortium",
        Effect.NOTE,
        N_(
            "All members are from the same country; the exact list first belongs in the yearly application "
            "for money. A member can take part in at most two applications for mobility a year."
        ),
        "2026",
        _ACCREDITATION,
        always,
    ),
)
