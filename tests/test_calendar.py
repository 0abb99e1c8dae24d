"""The calendar file: what a calendar program reads out of it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

import icalendar
import pytest
from click.testing import CliRunner

from course.calendar import calendar
from course.cli import main
from course.faces.dates import dates
from course.settings import settings
from tests.conftest import FACILITATOR

FIRST = {
    "gathering": "gathering_1",
    "starts_on": "2026-10-13",
    "ends_on": "2026-10-15",
    "place": "Bergen, hotel; room 2",
    "programme": "Welcome\nWork",
}


@pytest.fixture
def gatherings(store):
    view = store.gatherings_view(FACILITATOR, "pilot")
    view.save("gathering", view.row_id("gathering", FIRST), FIRST, 0)
    return view


def events(content):
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_a_gathering_is_an_event_of_whole_days_to_the_last_one(sula, read, gatherings):
    (event,) = events(calendar(replace(read(sula), gatherings=gatherings.all("gathering"))))
    assert event.decoded("dtstart") == date(2026, 10, 13)
    assert event.decoded("dtend") == date(2026, 10, 16)
    assert str(event["summary"]) == "Gathering 1"
    assert str(event["location"]) == "Bergen, hotel; room 2"
    assert str(event["description"]) == "Welcome\nWork"


def test_every_date_of_the_municipality_is_there_once_and_keeps_its_identifier(sula, read):
    meeting = sula.save("meeting", str(uuid.uuid4()), {"held_on": "2026-11-10", "purpose": "Goals"}, 0)
    first = events(calendar(read(sula)))
    sula.save("meeting", meeting.id, {"held_on": "2026-11-12"}, 1)
    second = events(calendar(read(sula)))
    assert len(second) == len(dates(read(sula)))
    assert [str(event["uid"]) for event in first] == [str(event["uid"]) for event in second]
    assert second[0].decoded("dtstart") == date(2026, 11, 12)
    assert second[0]["sequence"] > first[0]["sequence"]


@pytest.mark.parametrize("purpose", ["Line\r\nBEGIN:VEVENT", "ATTACH:file;x,y", "x" * 200, "📅 Ærøskøbing"])
def test_what_people_write_stays_text(sula, read, purpose):
    sula.save("meeting", str(uuid.uuid4()), {"held_on": "2026-11-10", "purpose": purpose}, 0)
    content = calendar(read(sula))
    (event,) = events(content)
    assert "ATTACH" not in event
    assert str(event["summary"]).split() == f"Meeting: {purpose}".split()
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_an_empty_year_is_a_calendar_all_the_same(sula, read):
    assert events(calendar(read(sula))) == []


def test_the_command_prints_a_calendar_or_writes_it(
    address, gatherings, monkeypatch, fresh_settings, tmp_path
):
    monkeypatch.setenv("WORKBOOK_DATABASE_URL", address)
    settings.cache_clear()
    printed = CliRunner().invoke(main, ["calendar", "--municipality", "sula"])
    assert printed.exit_code == 0
    assert "SUMMARY:Samling 1" in printed.output
    out = tmp_path / "year.ics"
    assert CliRunner().invoke(main, ["calendar", "--municipality", "Sula", "--out", str(out)]).exit_code == 0
    assert len(events(out.read_bytes())) == 1
    unknown = CliRunner().invoke(main, ["calendar", "--municipality", "oslo"])
    assert unknown.exit_code == 2
