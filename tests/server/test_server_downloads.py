"""What the server sends as a file: authorised like a page, and without a kernel."""

from __future__ import annotations

import uuid

import icalendar
import pytest

from tests.conftest import participant


@pytest.fixture(scope="module")
def meetings(served):
    """A meeting of Sula's and one of Asker's."""
    for key in ("sula", "asker"):
        view = served.store.view(participant(key), "pilot", key)
        view.save("meeting", str(uuid.uuid4()), {"held_on": "2027-03-01", "purpose": f"About {key}"}, 0)


def summaries(answer):
    assert answer.status_code == 200, answer.text
    return [str(event["summary"]) for event in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")]


def test_a_participant_downloads_the_dates_of_their_own_municipality(kari, meetings):
    answer = kari.get("calendar.ics?language=en")
    assert "Meeting: About sula" in summaries(answer)
    assert "Meeting: About asker" not in summaries(answer)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="workbook-sula.ics"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_facilitator_names_the_municipality(facilitator, meetings):
    assert "Meeting: About asker" in summaries(facilitator.get("calendar.ics?municipality=asker&language=en"))
    assert facilitator.get("calendar.ics?municipality=oslo").status_code == 404


def test_nobody_downloads_what_they_may_not_open(kari, stranger):
    assert kari.get("calendar.ics?municipality=asker").status_code == 403
    answer = stranger.get("calendar.ics")
    assert answer.status_code == 302
    assert "sign-in" in answer.headers["Location"]


def test_the_home_page_links_to_it_as_a_download(kari):
    html = kari.open("").html
    assert 'href="/calendar.ics" download="workbook.ics"' in html or (
        'download="workbook.ics" href="/calendar.ics"' in html
    )
