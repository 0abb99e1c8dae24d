"""The rules of what is done together with partners: KA210, KA220, Nordplus and eTwinning."""

from __future__ import annotations

from collections.abc import Iterator

from ..i18n import N_
from .journeys import GENERAL_KNOWLEDGE, NEEDS_NO_GRANT, PROGRAMME_COUNTRIES, YOUR_ANSWER
from .rule import (
    Effect,
    Rule,
    abroad_at_least,
    abroad_fewer_than,
    adults_only,
    always,
    applies,
    both,
    lasts,
    no_grant,
    only_journeys,
    partners_in,
    works_together,
)

__all__ = ["COOPERATION"]

_SMALL = N_("A public Swedish guide to small-scale partnerships (second hand)")
_COOPERATION = (
    "fundingprogrammesportal.gov.cy, cooperation partnerships 2025; erasmuspluss.no, samarbeidspartnerskap"
)
_JUNIOR_FAQ = N_("nordplusonline.org, FAQ (an older page: check it)")
_JUNIOR = N_("nordplusonline.org, activities in the programme")
_HORIZONTAL = N_("nordplusonline.org, Nordplus Horizontal, target groups")
_NORDPLUS_2026 = N_("Nordplus handbook 2026 (second hand)")
_DEADLINES = N_("A public Swedish list of programmes, after UHR’s pages (second hand)")
_ETWINNING = "cfu.via.dk, internationalisering; ncff.dk, internationalisering"

_PARTNER_COUNTRIES = N_(
    "Only partners in programme countries count: the 27 countries of the EU, Iceland, Liechtenstein, "
    "North Macedonia, Norway, Serbia and Türkiye."
)
_NORDIC = N_(
    "The partners have to be in Denmark, Estonia, Finland, Iceland, Latvia, Lithuania, Norway or Sweden, in "
    "the Faroe Islands, Greenland or Åland."
)
_TOGETHER = N_("The money is for something made together with partners, not for journeys alone.")


def _partnership(programme: str) -> Iterator[Rule]:
    """Yield what the two Erasmus+ partnerships have in common."""
    yield Rule(programme, Effect.CLOSES, NEEDS_NO_GRANT, "", YOUR_ANSWER, no_grant)
    yield Rule(
        programme,
        Effect.AGAINST,
        _PARTNER_COUNTRIES,
        "2021–2027",
        PROGRAMME_COUNTRIES,
        partners_in("world"),
    )
    yield Rule(programme, Effect.AGAINST, _TOGETHER, "", GENERAL_KNOWLEDGE, only_journeys)


def _nordplus(programme: str) -> Iterator[Rule]:
    """Yield what the parts of Nordplus have in common."""
    yield Rule(programme, Effect.CLOSES, NEEDS_NO_GRANT, "", YOUR_ANSWER, no_grant)
    yield Rule(programme, Effect.FOR, _NORDIC, "", _JUNIOR_FAQ, partners_in("nordic_baltic"))
    yield Rule(programme, Effect.CLOSES, _NORDIC, "", _JUNIOR_FAQ, partners_in("europe", "world"))
    yield Rule(
        programme,
        Effect.NOTE,
        N_("You pay a part yourselves. The yearly deadline is about 1 February."),
        "2026",
        f"{_NORDPLUS_2026}; {_DEADLINES}",
        always,
    )


COOPERATION: tuple[Rule, ...] = (
    *_nordplus("nordplus_junior"),
    Rule(
        "nordplus_junior",
        Effect.CLOSES,
        N_(
            "A municipality can only be a partner: a school or kindergarten must coordinate. Let one of "
            "yours apply, with the municipality as a partner."
        ),
        "",
        _JUNIOR_FAQ,
        applies("municipality"),
    ),
    Rule(
        "nordplus_junior",
        Effect.FOR,
        N_("Schools and kindergartens can coordinate."),
        "",
        _JUNIOR_FAQ,
        applies("school", "kindergarten"),
    ),
    Rule(
        "nordplus_junior",
        Effect.CLOSES,
        N_(
            "It is for preschool to upper secondary school, not for adult learners: for them there is "
            "Nordplus Adult."
        ),
        "2026",
        f"{_JUNIOR}; {_DEADLINES}",
        adults_only,
    ),
    Rule(
        "nordplus_junior",
        Effect.CLOSES,
        N_("Two partners from two countries are the least, you being one: one partner abroad is missing."),
        "",
        f"{_JUNIOR}; {_JUNIOR_FAQ}",
        abroad_fewer_than(1),
    ),
    Rule(
        "nordplus_junior",
        Effect.FOR,
        N_("It pays for preparatory visits, study visits, class exchanges and teacher exchanges."),
        "",
        _JUNIOR,
        only_journeys,
    ),
    Rule(
        "nordplus_junior",
        Effect.FOR,
        N_(
            "A development project takes three partners from three countries; with you there can be that "
            "many."
        ),
        "",
        f"{_JUNIOR}; {_JUNIOR_FAQ}",
        both(works_together, abroad_at_least(2)),
    ),
    Rule(
        "nordplus_junior",
        Effect.AGAINST,
        N_("A development project takes three partners from three countries: you are too few."),
        "",
        f"{_JUNIOR}; {_JUNIOR_FAQ}",
        both(works_together, abroad_fewer_than(2)),
    ),
    *_nordplus("nordplus_horizontal"),
    Rule(
        "nordplus_horizontal",
        Effect.FOR,
        N_("It is the part of Nordplus that is open to a municipality, also as coordinator."),
        "",
        GENERAL_KNOWLEDGE,
        applies("municipality"),
    ),
    Rule(
        "nordplus_horizontal",
        Effect.FOR,
        N_("It is for projects that different sectors do together."),
        "",
        _HORIZONTAL,
        works_together,
    ),
    Rule(
        "nordplus_horizontal",
        Effect.CLOSES,
        N_("It does not pay for single journeys."),
        "",
        _HORIZONTAL,
        only_journeys,
    ),
    Rule(
        "nordplus_horizontal",
        Effect.CLOSES,
        N_("Three partners from three countries and at least two sectors are the least, you being one."),
        "",
        _HORIZONTAL,
        abroad_fewer_than(2),
    ),
    *_partnership("ka210"),
    Rule(
        "ka210",
        Effect.FOR,
        N_("It pays a lump sum of EUR 30 000 or 60 000 for work done together with partners."),
        "",
        _SMALL,
        works_together,
    ),
    Rule(
        "ka210",
        Effect.FOR,
        N_("Two organisations from two programme countries are enough: you and one partner."),
        "",
        _SMALL,
        abroad_at_least(1),
    ),
    Rule(
        "ka210",
        Effect.CLOSES,
        N_("Two organisations from two programme countries are the least: one partner abroad is missing."),
        "",
        _SMALL,
        abroad_fewer_than(1),
    ),
    Rule("ka210", Effect.FOR, N_("It lasts 6 to 24 months."), "", _SMALL, lasts("one_project")),
    Rule("ka210", Effect.AGAINST, N_("It lasts 6 to 24 months."), "", _SMALL, lasts("several_years")),
    Rule(
        "ka210",
        Effect.NOTE,
        N_(
            "It answers at least one priority of the programme, and the costs you reckon with must exceed "
            "the lump sum. An organisation coordinates at most one application and is part of at most five."
        ),
        "",
        _SMALL,
        always,
    ),
    *_partnership("ka220"),
    Rule(
        "ka220",
        Effect.FOR,
        N_("It pays a lump sum of EUR 120 000, 250 000 or 400 000 for work done together with partners."),
        "2025",
        _COOPERATION,
        works_together,
    ),
    Rule(
        "ka220",
        Effect.FOR,
        N_("Three organisations from three countries are needed; with you there can be that many."),
        "2025",
        _COOPERATION,
        abroad_at_least(2),
    ),
    Rule(
        "ka220",
        Effect.CLOSES,
        N_("Three organisations from three countries are the least: partners abroad are missing."),
        "2025",
        _COOPERATION,
        abroad_fewer_than(2),
    ),
    Rule(
        "ka220",
        Effect.FOR,
        N_("It lasts 12 to 36 months."),
        "2023",
        "erasmuspluss.no, for projects granted in 2023",
        lasts("several_years"),
    ),
    Rule(
        "ka220",
        Effect.AGAINST,
        N_("It is a large undertaking of 12 to 36 months."),
        "2023",
        "erasmuspluss.no, for projects granted in 2023",
        lasts("once"),
    ),
    Rule(
        "ka220",
        Effect.NOTE,
        N_(
            "The applicant has existed for at least two years and is part of at most ten applications a year."
        ),
        "",
        "erasmuspluss.no, samarbeidspartnerskap",
        always,
    ),
    Rule(
        "etwinning",
        Effect.FOR,
        N_("It costs nothing: classes and staff work together on the net, and you need no grant."),
        "",
        _ETWINNING,
        no_grant,
    ),
    Rule("etwinning", Effect.FOR, N_("Partners are found there."), "", _ETWINNING, abroad_fewer_than(1)),
    Rule(
        "etwinning",
        Effect.AGAINST,
        N_("It gives no money for journeys."),
        "",
        GENERAL_KNOWLEDGE,
        lambda choice: choice.needs_money is True,
    ),
)
