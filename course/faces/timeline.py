"""The content of the home page's line: the year in order, today on it, what comes next and by when."""

from __future__ import annotations

from typing import Any

from babel.dates import format_date

from ..i18n import N_
from ..outline import OCCASIONS, SessionKey, session, title_of
from ..settings import settings
from ..vocabulary import vocabulary
from .dates import dates
from .form import common_content
from .gathering import when, where
from .links import link_to
from .reading import Reading
from .session import STATES, completeness_sentence, state_of
from .year import Stretch, stretches

__all__ = ["timeline_content"]

_LINE = N_("The course year, in order")
_TODAY = N_("Today, {day}")
_NO_TODAY = N_("Today is marked here when the facilitator has written down the days of the gatherings.")
_AT_HOME = N_("Work at home")
_UNTIL = N_("Until {gathering}: {when}")
_AFTERWARDS = N_("After the last gathering")
_FROM_MONTH = N_("From {month}")
_NEXT = N_("Next: “{session}”.")
_READY = N_("It should be ready for this: {gathering}, {when}.")
_ALL_DONE = N_("Every session is complete.")
_BUILDS_ON = N_("Builds on: {sessions}")
_COMING = N_("The next dates")
_NO_DATES = N_("No dates to come have been written down yet.")
_CALENDAR = N_("Download these dates as a calendar (.ics)")
_MOST = 6
"""How many dates to come are shown; the calendar has all."""


def timeline_content(reading: Reading, *, level: int = 3) -> dict[str, Any]:
    """Return the content of the line."""
    row = stretches(reading)
    current = next((stretch for stretch in row if stretch.holds(reading.today)), None)
    return {
        **common_content(reading, "timeline", level),
        "title": reading.translate(_LINE),
        "next": _next(reading, row),
        "no_today": "" if current else reading.translate(_NO_TODAY),
        "points": [_point(reading, stretch, is_current=stretch is current) for stretch in row],
        "coming": {
            "title": reading.translate(_COMING),
            "dates": _coming(reading),
            "none": reading.translate(_NO_DATES),
        },
        "calendar": _calendar(reading),
    }


def _point(reading: Reading, stretch: Stretch, *, is_current: bool) -> dict[str, Any]:
    today = format_date(reading.today, "long", locale=reading.language)
    title, at, place = _place(reading, stretch)
    return {
        "kind": "gathering" if stretch.gathering else "home",
        "title": title,
        "when": at,
        "where": place,
        "today": reading.translate(_TODAY).format(day=today) if is_current else "",
        "sessions": [_session(reading, key) for key in stretch.sessions],
    }


def _place(reading: Reading, stretch: Stretch) -> tuple[str, str, str]:
    """Return what a stretch is called, when it is, and where."""
    if stretch.gathering:
        label = vocabulary("gathering").label(stretch.gathering.key, reading.language)
        return label, when(reading, stretch.gathering), where(reading, stretch.gathering)
    if stretch.before:
        label = vocabulary("gathering").label(stretch.before.key, reading.language)
        until = reading.translate(_UNTIL).format(gathering=label, when=when(reading, stretch.before))
        return reading.translate(_AT_HOME), until, ""
    if not stretch.occasion:
        return reading.translate(_AT_HOME), reading.translate(_AFTERWARDS), ""
    month = format_date(stretch.starts_on, "MMMM y", locale=reading.language) if stretch.starts_on else ""
    from_month = reading.translate(_FROM_MONTH).format(month=month) if month else ""
    return reading.translate(OCCASIONS[stretch.occasion]), from_month, ""


def _session(reading: Reading, key: SessionKey) -> dict[str, Any]:
    state = state_of(reading, key).state
    earlier = [title_of(name, reading.translate) for name in session(key.notebook).builds_on]
    return {
        "title": title_of(str(key), reading.translate),
        "href": link_to(reading, str(key)),
        "state": state,
        "state_label": reading.translate(STATES[state]),
        "sentence": completeness_sentence(reading, key),
        "builds_on": reading.translate(_BUILDS_ON).format(sessions="; ".join(earlier)) if earlier else "",
    }


def _next(reading: Reading, row: list[Stretch]) -> dict[str, str]:
    """Return the first session that is not complete, and what it should be ready for."""
    for stretch in row:
        for key in stretch.sessions:
            state = state_of(reading, key)
            if state.state == "complete" or not state.total:
                continue
            due = stretch.gathering or stretch.before
            sentence = reading.translate(_NEXT).format(session=title_of(str(key), reading.translate))
            if due:
                label = vocabulary("gathering").label(due.key, reading.language)
                ready = reading.translate(_READY).format(gathering=label, when=when(reading, due))
                sentence = f"{sentence} {ready}"
            return {"sentence": sentence, "href": link_to(reading, str(key))}
    return {"sentence": reading.translate(_ALL_DONE), "href": ""}


def _coming(reading: Reading) -> list[dict[str, str]]:
    return [
        {
            "date": dated.on.isoformat(),
            "day": format_date(dated.on, "long", locale=reading.language),
            "title": dated.title,
        }
        for dated in dates(reading)
        if dated.ends_on >= reading.today
    ][:_MOST]


def _calendar(reading: Reading) -> dict[str, str] | None:
    """Return the link to the calendar; only the server has one."""
    if settings().face != "page":
        return None
    return {"href": link_to(reading, "calendar.ics"), "label": reading.translate(_CALENDAR)}
