"""What each activity costs, line by line, with the rates' version and what is still missing."""

from __future__ import annotations

from decimal import Decimal

from babel.dates import format_date

from ...analysis.budget import Budget, Estimate, Item, budget
from ...i18n import N_
from ...rates import NoRates, rates
from ...records import Activity, BudgetBasis
from ..blocks import Block, column, folded, heading, listing, table, text
from ..numbers import NOT_KNOWN, number, of_kind
from ..reading import UNNAMED, Reading

__all__ = ["budget_blocks"]

_NOTHING = N_("When you have written down an activity, its estimate appears here.")
_VERSION = N_("Reckoned with the rates of the call of {year}. It is an estimate and no promise.")
_NOT_WHOLE = N_("Some of it is missing. The sums below are what is known so far.")
_ALL = N_("All activities")
_ACTIVITY = N_("Activity")
_YEAR = N_("Year")
_EUROS = N_("EUR")
_OWN_MONEY = "{currency}"
_STATE = N_("How sure")
_WHOLE = N_("All of it is reckoned")
_PART = N_("Only a part is known")
_REFUSED = N_("Not allowed as it stands")
_TOTAL = N_("In all")
_WHAT = N_("What")
_RECKONING = N_("How it is reckoned")
_ESTIMATE = N_("Estimate: {activity}")
_LINE_BY_LINE = N_("How each activity is reckoned, line by line")
_MISSING = N_("Missing:")
_NOT_ALLOWED = N_("This is not allowed:")
_BY_YEAR = N_("For each year")
_OWN_SHARE = N_("Own share, {currency}")
_NO_EXCHANGE = N_("Enter an exchange rate to see the sums in {currency}.")
_EXCHANGE = N_("Exchange rate: {rate} {currency} for 1 EUR.")
_EXCHANGE_ON = N_("Exchange rate of {day}: {rate} {currency} for 1 EUR.")
_NO_OWN_SHARE = N_("The own share has not been entered: most programmes do not pay for everything.")
_SOURCES = N_("Where the rates are from")
_ENTERED = N_("Entered by you")
_NO_YEAR_GIVEN = N_("Year not stated")


def budget_blocks(reading: Reading) -> list[Block]:
    """Return the estimates of all activities, their sums, and where the rates are from."""
    activities = of_kind(reading, Activity)
    basis = next(iter(of_kind(reading, BudgetBasis)), BudgetBasis())
    if not activities:
        return [text(reading.translate(_NOTHING), "muted")]
    try:
        known = rates(basis.call_year)
    except NoRates as error:
        return [text(error.message.text(reading.translate), "warning")]
    result = budget(activities, basis, known)
    made = [text(reading.translate(_VERSION).format(year=known.call_year))]
    if not result.whole:
        made.append(text(reading.translate(_NOT_WHOLE), "warning"))
    made += [_overview(reading, result)]
    made += [text(warning.text(reading.translate), "warning") for warning in result.warnings]
    made += [block for one in result.estimates for block in _to_be_mended(reading, one)]
    if reckoned := [block for one in result.estimates for block in _reckoned(reading, one)]:
        made.append(folded(reading.translate(_LINE_BY_LINE), reckoned))
    made += _years(reading, result, basis)
    return made + _sources(reading, result)


def _overview(reading: Reading, result: Budget) -> Block:
    rows = [
        [_name(reading, one), _year(reading, one), _euros(reading, one.amount), _state(reading, one)]
        for one in result.estimates
    ]
    state = reading.translate(_WHOLE if result.whole else _PART)
    total = [reading.translate(_TOTAL), "", _euros(reading, result.total), state]
    columns = [
        column(reading.translate(_ACTIVITY)),
        column(reading.translate(_YEAR)),
        column(reading.translate(_EUROS), numeric=True),
        column(reading.translate(_STATE)),
    ]
    return table(reading.translate(_ALL), columns, [*rows, total])


def _to_be_mended(reading: Reading, one: Estimate) -> list[Block]:
    made = [heading(_name(reading, one))] if one.refused or one.missing else []
    if one.refused:
        made.append(text(reading.translate(_NOT_ALLOWED), "warning"))
        made.append(listing([message.text(reading.translate) for message in one.refused]))
    if one.missing:
        made.append(text(reading.translate(_MISSING), "warning"))
        made.append(listing([message.text(reading.translate) for message in one.missing]))
    return made


def _reckoned(reading: Reading, one: Estimate) -> list[Block]:
    lines = [_lines(reading, one)] if one.items else []
    return lines + [text(note.text(reading.translate), "muted") for note in one.notes]


def _lines(reading: Reading, one: Estimate) -> Block:
    rows = [
        [item.label.text(reading.translate), _factors(reading, item), _euros(reading, item.amount)]
        for item in one.items
    ]
    rows.append([reading.translate(_TOTAL), "", _euros(reading, one.amount)])
    columns = [
        column(reading.translate(_WHAT)),
        column(reading.translate(_RECKONING)),
        column(reading.translate(_EUROS), numeric=True),
    ]
    return table(reading.translate(_ESTIMATE).format(activity=_name(reading, one)), columns, rows)


def _years(reading: Reading, result: Budget, basis: BudgetBasis) -> list[Block]:
    """Return the sums of each year in euros and in the municipality's own money, with its own share."""
    made: list[Block] = []
    if not result.by_year.empty:
        shown = {"euros": _EUROS, "kroner": _OWN_MONEY, "own_share": _OWN_SHARE}
        rows = [
            [str(row["year"]), *(_known(reading, row[name]) for name in shown)]
            for row in result.by_year.to_dict("records")
        ]
        columns = [column(reading.translate(_YEAR))]
        columns += [
            column(reading.money_column(reading.translate(label)), numeric=True) for label in shown.values()
        ]
        made.append(table(reading.translate(_BY_YEAR), columns, rows))
    if basis.exchange_rate is None:
        made.append(text(reading.translate(_NO_EXCHANGE).format(currency=reading.currency), "warning"))
    else:
        rate = number(reading, Decimal(str(basis.exchange_rate)))
        sentence = reading.translate(_EXCHANGE if basis.exchange_on is None else _EXCHANGE_ON)
        day = basis.exchange_on and format_date(basis.exchange_on, "long", locale=reading.language)
        made.append(text(sentence.format(rate=rate, day=day, currency=reading.currency), "muted"))
    if basis.own_share is None:
        made.append(text(reading.translate(_NO_OWN_SHARE), "warning"))
    return made


def _sources(reading: Reading, result: Budget) -> list[Block]:
    used = [item.source or reading.translate(_ENTERED) for one in result.estimates for item in one.items]
    sources = list(dict.fromkeys(used))
    return [heading(reading.translate(_SOURCES)), listing(sources)] if sources else []


def _name(reading: Reading, one: Estimate) -> str:
    return one.activity.called or reading.translate(UNNAMED)


def _year(reading: Reading, one: Estimate) -> str:
    return str(one.activity.year) if one.activity.year else reading.translate(_NO_YEAR_GIVEN)


def _state(reading: Reading, one: Estimate) -> str:
    return reading.translate(_REFUSED if one.refused else _WHOLE if one.whole else _PART)


def _euros(reading: Reading, amount: Decimal | None) -> str:
    return "–" if amount is None else number(reading, amount)


def _factors(reading: Reading, item: Item) -> str:
    return " × ".join(number(reading, factor) for factor in item.factors)


def _known(reading: Reading, value: Decimal | int | None) -> str:
    return reading.translate(NOT_KNOWN) if value is None else number(reading, value)
