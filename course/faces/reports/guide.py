"""Which programmes fit a group: the suggestion, the rules it rests on, and what speaks against the others."""

from __future__ import annotations

from collections.abc import Iterable

from ...guide import Effect, Guidance, Option, Rule, guide
from ...i18n import N_
from ...records import ProgrammeChoice
from ...vocabulary import vocabulary
from ..blocks import Block, column, folded, heading, listing, table, text
from ..numbers import of_kind
from ..reading import Reading

__all__ = ["guide_blocks"]

_NOTHING = N_("Describe your situation above. When you have, you see here which programmes fit it.")
_CHOICE = N_("Choice of programme number {number}")
_MISSING = N_("For now only: these questions are not answered yet.")
_NONE = N_("No programme fits the situation as you have described it. See what stands in the way.")
_KNOW = N_("Good to know about {programme}")
_CHOSEN_CLOSED = N_("You have chosen {programme}, and that is not possible in the situation you describe:")
_CHOSEN_OTHER = N_("You have chosen {programme}. The rules speak for another; your reason has to carry it.")
_CHOSEN_FITS = N_("You have chosen {programme}, which fits.")
_OTHERS = N_("What speaks against the others")
_OTHERS_TABLE = N_("The other programmes")
_RULES = N_("The rules behind this, with year and source")
_RULES_TABLE = N_("Rules and sources")
_PROGRAMME = N_("Programme")
_WHY_NOT = N_("Why not")
_RULE = N_("Rule")
_YEAR = N_("Year")
_SOURCE = N_("Source")
_NO_YEAR = N_("Not dated")
_LESS = N_("Less speaks for it.")
_CHECK = N_("Rules change from call to call: read the call itself before you apply.")


def guide_blocks(reading: Reading) -> list[Block]:
    """Return the suggestion for each choice of programme that has been begun."""
    guided = [(choice, guide(choice)) for choice in of_kind(reading, ProgrammeChoice)]
    begun = [(choice, guidance) for choice, guidance in guided if not _empty(guidance)]
    if not begun:
        return [text(reading.translate(_NOTHING), "muted")]
    made: list[Block] = []
    for place, (choice, guidance) in enumerate(begun, start=1):
        if len(begun) > 1:
            made.append(heading(reading.translate(_CHOICE).format(number=place)))
        made += _guided(reading, choice, guidance)
    return [*made, text(reading.translate(_CHECK), "muted")]


def _empty(guidance: Guidance) -> bool:
    return len(guidance.missing) > 0 and not guidance.suggestions and not _said(guidance)


def _said(guidance: Guidance) -> bool:
    effects = {rule.effect for option in guidance.others for rule in option.rules}
    return bool(effects - {Effect.NOTE})


def _guided(reading: Reading, choice: ProgrammeChoice, guidance: Guidance) -> list[Block]:
    made: list[Block] = []
    if guidance.missing:
        made.append(text(reading.translate(_MISSING), "warning"))
        made.append(listing([reading.translate(question.label) for question in guidance.missing]))
    if not guidance.suggestions:
        made.append(text(reading.translate(_NONE), "strong"))
    for place, option in enumerate(guidance.suggestions, start=1):
        name = _name(reading, option.programme)
        made.append(text(f"{place}. {name}", "strong"))
        made.append(listing(_sentences(reading, option.by(Effect.FOR) + option.by(Effect.AGAINST))))
    if guidance.suggestions and (notes := guidance.suggestions[0].by(Effect.NOTE)):
        name = _name(reading, guidance.suggestions[0].programme)
        made.append(text(reading.translate(_KNOW).format(programme=name)))
        made.append(listing(_sentences(reading, notes)))
    made += _chosen(reading, choice, guidance)
    made.append(folded(reading.translate(_OTHERS), [_others(reading, guidance)]))
    made.append(folded(reading.translate(_RULES), [_sources(reading, guidance)]))
    return made


def _chosen(reading: Reading, choice: ProgrammeChoice, guidance: Guidance) -> list[Block]:
    """Say how the group's own choice stands to the rules; the choice stays theirs."""
    options = {option.programme: option for option in (*guidance.suggestions, *guidance.others)}
    if choice.programme is None or choice.programme not in options:
        return []
    option = options[choice.programme]
    name = _name(reading, choice.programme)
    if not option.open:
        closed = reading.translate(_CHOSEN_CLOSED).format(programme=name)
        return [text(closed, "warning"), listing(_sentences(reading, option.by(Effect.CLOSES)))]
    if option not in guidance.suggestions:
        return [text(reading.translate(_CHOSEN_OTHER).format(programme=name), "warning")]
    return [text(reading.translate(_CHOSEN_FITS).format(programme=name), "good")]


def _others(reading: Reading, guidance: Guidance) -> Block:
    rows = []
    for option in guidance.others:
        against = _sentences(reading, option.by(Effect.CLOSES) + option.by(Effect.AGAINST))
        rows.append([_name(reading, option.programme), " ".join(against) or reading.translate(_LESS)])
    columns = [column(reading.translate(_PROGRAMME)), column(reading.translate(_WHY_NOT))]
    return table(reading.translate(_OTHERS_TABLE), columns, rows)


def _sources(reading: Reading, guidance: Guidance) -> Block:
    """Return every rule that was used: all that hold of what is suggested, what speaks against the rest."""
    used: list[tuple[Option, Rule]] = [
        (option, rule) for option in guidance.suggestions for rule in option.rules
    ]
    used += [
        (option, rule)
        for option in guidance.others
        for rule in option.rules
        if rule.effect in (Effect.CLOSES, Effect.AGAINST)
    ]
    rows = [
        [
            _name(reading, option.programme),
            reading.translate(rule.sentence),
            rule.year or reading.translate(_NO_YEAR),
            "; ".join(reading.translate(source) for source in rule.source.split("; ")),
        ]
        for option, rule in used
    ]
    columns = [column(reading.translate(label)) for label in (_PROGRAMME, _RULE, _YEAR, _SOURCE)]
    return table(reading.translate(_RULES_TABLE), columns, rows)


def _sentences(reading: Reading, rules: Iterable[Rule]) -> list[str]:
    return list(dict.fromkeys(reading.translate(rule.sentence) for rule in rules))


def _name(reading: Reading, programme: str) -> str:
    return vocabulary("programme").label(programme, reading.language)
