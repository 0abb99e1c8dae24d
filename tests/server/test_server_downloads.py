"""What the server sends as a file: authorised like a page, and without a kernel."""

from __future__ import annotations

import re
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


def test_a_session_is_downloaded_as_a_blank_form_without_answers(kari, meetings):
    answer = kari.get("print/00_mandate?language=nn")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="00_mandate-nn.html"'
    assert 'lang="nn"' in answer.text
    assert "About sula" not in answer.text
    assert 'href="/print/00_mandate?language=nn" download' in kari.open("session/00_mandate?language=nn").html


def test_a_blank_form_is_for_those_who_are_signed_in_and_of_a_session_there_is(kari, stranger):
    assert stranger.get("print/00_mandate").status_code == 302
    assert kari.get("print/12_party").status_code == 404
    assert kari.get("print/09_facilitator").status_code == 403


def test_the_municipalities_together_are_shown_to_a_facilitator_and_to_nobody_else(served, kari, facilitator):
    answer = kari.get("session/09_facilitator")
    assert answer.status_code == 403
    assert "session/09_facilitator" not in kari.open("").html
    page = facilitator.open("session/09_facilitator?language=en").html
    assert "wb-failed" not in page
    assert "Asker" in page and "Sula" in page
    assert 'href="/session/09_facilitator"' in facilitator.open("").html


def test_a_document_is_downloaded_in_the_language_of_the_visitor(kari):
    answer = kari.get("document/strategy.docx?language=nn")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="strategy-sula-nn.docx"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content.startswith(b"PK")


@pytest.mark.parametrize("language", ["sv", "da"])
def test_a_paper_is_printed_in_languages_that_pages_have_not(kari, language):
    for address in (
        f"document/strategy.html?language={language}",
        f"draft/strategy.html?language={language}",
    ):
        answer = kari.get(address)
        assert answer.status_code == 200
        assert f'<html lang="{language}">' in answer.text
        assert "Set-Cookie" not in answer.headers
    for page in ("", "session/08_decision", "print/00_mandate", "calendar.ics"):
        refused = kari.get(f"{page}?language={language}")
        assert refused.status_code == 404
        assert "en, nb, nn" in refused.text
    assert kari.get("document/strategy.html?language=fi").status_code == 404


def test_papers_in_another_language_are_a_page_away(kari, stranger):
    assert 'href="/papers/sv.html"' in kari.open("session/08_decision?language=en").html
    page = kari.get("papers/sv.html?language=en")
    assert page.status_code == 200
    assert '<html lang="en">' in page.text
    assert 'href="/document/strategy.docx?language=sv"' in page.text
    assert kari.get("papers/fi.html").status_code == 404
    assert kari.get("papers/sv.html?language=sv").status_code == 404
    assert kari.get("papers/sv.html?municipality=asker").status_code == 403
    assert stranger.get("papers/sv.html").status_code == 302


def test_a_draft_is_read_in_the_browser_and_leads_back(kari):
    answer = kari.get("draft/strategy.html?language=en")
    assert answer.status_code == 200
    assert "Content-Disposition" not in answer.headers
    assert 'href="/session/02_needs#' in answer.text


def test_documents_are_for_those_who_may_see_the_answers(kari, stranger, facilitator):
    assert stranger.get("document/strategy.html").status_code == 302
    assert kari.get("document/strategy.html?municipality=asker").status_code == 403
    assert facilitator.get("document/strategy.html?municipality=asker").status_code == 200
    for missing in ("document/diary.html", "document/strategy.rtf", "draft/answers.html"):
        assert kari.get(missing).status_code == 404


def test_the_course_overview_is_for_those_who_hold_the_gatherings(kari, stranger, facilitator):
    assert stranger.get("document/course_overview.html").status_code == 302
    assert kari.get("document/course_overview.html").status_code == 403
    assert facilitator.get("draft/course_overview.html").status_code == 404
    answer = facilitator.get("document/course_overview.html?language=en")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="course-overview-cohort-pilot-en.html"'
    )
    for name in ("Asker", "Elverum", "Lillestrøm", "Stranda", "Sula"):
        assert name in answer.text
    for page in ("", "session/09_facilitator"):
        assert "document/course_overview.xlsx" in facilitator.open(page).html
        assert "draft/course_overview" not in facilitator.open(page).html
    assert "document/strategy" not in facilitator.open("session/09_facilitator").html
    assert "course_overview" not in kari.open("").html


def test_the_pages_link_to_the_documents_as_downloads(kari):
    for page in ("", "session/08_decision"):
        html = kari.open(page).html
        assert re.search(r'<a [^>]*href="/document/strategy\.docx"[^>]* download', html)
