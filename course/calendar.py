"""The dates of a municipality's year as a calendar file (iCalendar, RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import icalendar

from .faces import Reading
from .faces.dates import Dated, dates
from .i18n import N_

__all__ = ["MEDIA_TYPE", "calendar"]

MEDIA_TYPE = "text/calendar; charset=utf-8"
_NAME = N_("International cooperation: {municipality}")


def calendar(reading: Reading) -> bytes:
    """Return the gatherings and the municipality's own dates as a calendar.

    The same date has the same identifier every time, so that a calendar program that reads the file
    again moves what has been moved instead of showing it twice.
    """
    name = reading.translate(_NAME).format(municipality=reading.municipality)
    made = icalendar.Calendar()
    made.add("prodid", "-//Workbook for internationalisation//municipal-workbook//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for dated in dates(reading):
        made.add_component(_event(dated))
    text: bytes = made.to_ical()
    return text


def _event(dated: Dated) -> icalendar.Event:
    """Return a whole-day event; its end is the day after, as the format has it."""
    changed = dated.changed_at or datetime.now(UTC)
    event = icalendar.Event()
    event.add("uid", f"{dated.key}@municipal-workbook")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", max(0, dated.revision - 1))
    event.add("dtstart", dated.on)
    event.add("dtend", dated.ends_on + timedelta(days=1))
    event.add("summary", dated.title)
    event.add("transp", "TRANSPARENT")
    if dated.place:
        event.add("location", dated.place)
    if dated.note:
        event.add("description", dated.note)
    return event
