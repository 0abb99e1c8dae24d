"""The course year as a line, the dates in it, and a session that is held again."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

import pytest
from bs4 import BeautifulSoup

from course.cli.files import held_again as again
from course.faces import (
    Reading,
    attendance_content,
    gathering_content,
    gathering_of,
    render,
    session_content,
    timeline_content,
)
from course.faces.dates import dates
from course.faces.year import held_again, later, stretches
from course.organisations import cohort
from course.settings import settings
from tests.conftest import FACILITATOR

DAYS = [
    ("2026-10-13", "2026-10-15", "Bergen"),
    ("2026-12-01", "2026-12-03", "Oslo"),
    ("2027-02-09", "2027-02-12", ""),
    ("2027-04-20", "2027-04-22", "Trondheim"),
]


@pytest.fixture
def on(monkeypatch):
    """Let the reader's day be another one."""

    def make(day: str) -> None:
        monkeypatch.setattr(Reading, "today", date.fromisoformat(day))

    return make


@pytest.fixture
def gather(store):
    """Write down the days of the first gatherings, or of those named."""

    def make(*numbers: int):
        view = store.gatherings_view(FACILITATOR, "pilot")
        for number in numbers or (1, 2, 3, 4):
            starts_on, ends_on, place = DAYS[number - 1]
            place_of = {"gathering": f"gathering_{number}"}
            values = {**place_of, "starts_on": starts_on, "ends_on": ends_on, "place": place}
            view.save("gathering", view.row_id("gathering", place_of), values, 0)
        return view.all("gathering")

    return make


def home(read, view, gatherings=(), session="home"):
    return replace(read(view, session), gatherings=gatherings)


def line(content):
    return [(point["title"], point["when"], point["where"]) for point in content["points"]]


def marked(reading):
    return [index for index, stretch in enumerate(stretches(reading)) if stretch.holds(reading.today)]


def test_without_days_the_line_shows_months_and_marks_nothing(sula, read):
    content = timeline_content(home(read, sula))
    assert line(content) == [
        ("Work at home", "Until Gathering 1: October", ""),
        ("Gathering 1", "October", ""),
        ("Work at home", "Until Gathering 2: December", ""),
        ("Gathering 2", "December", ""),
        ("Work at home", "Until Gathering 3: February", ""),
        ("Gathering 3", "February", "Brussels"),
        ("Work at home", "Until Gathering 4: April", ""),
        ("Gathering 4", "April", ""),
        ("Work at home", "After the last gathering", ""),
    ]
    assert content["no_today"]
    assert not any(point["today"] for point in content["points"])


def test_every_session_of_the_year_is_on_the_line_once(sula, read):
    content = timeline_content(home(read, sula))
    titles = [session["title"] for point in content["points"] for session in point["sessions"]]
    assert len(titles) == len(set(titles)) == 9


@pytest.mark.parametrize(
    ("day", "stretch"),
    [
        ("2026-08-20", 0),
        ("2026-10-12", 0),
        ("2026-10-13", 1),
        ("2026-10-15", 1),
        ("2026-10-16", 2),
        ("2026-12-03", 3),
        ("2027-02-08", 4),
        ("2027-02-12", 5),
        ("2027-03-01", 6),
        ("2027-04-20", 7),
        ("2027-04-23", 8),
        ("2028-01-01", 8),
    ],
)
def test_today_is_marked_where_it_is(sula, read, gather, on, day, stretch):
    on(day)
    assert marked(home(read, sula, gather())) == [stretch]


@pytest.mark.parametrize(
    ("numbers", "day", "expected"),
    [
        ([1], "2026-10-14", [1]),
        ([1], "2026-11-20", []),
        ([2], "2026-11-20", []),
        ([2, 3], "2027-01-15", [4]),
        ([4], "2027-05-01", [8]),
    ],
)
def test_today_is_not_guessed_between_gatherings_without_days(sula, read, gather, on, numbers, day, expected):
    on(day)
    assert marked(home(read, sula, gather(*numbers))) == expected


def test_what_comes_next_is_the_first_session_that_is_not_complete(sula, read, gather):
    reading = home(read, sula, gather(1))
    content = timeline_content(reading)
    assert content["next"]["sentence"] == (
        "Next: “Mandate and project group”. It should be ready for this: Gathering 1, "
        "October 13, 2026 – October 15, 2026."
    )
    assert content["next"]["href"].endswith("00_mandate.html")


def test_dates_to_come_are_those_of_the_gatherings_and_the_municipality_s_own(sula, read, gather, on):
    on("2026-11-01")
    plans = gather(1, 2)
    new = lambda: str(uuid.uuid4())  # noqa: E731
    sula.save("meeting", new(), {"held_on": "2026-11-10", "purpose": "Goals"}, 0)
    sula.save("wheel_event", new(), {"event": "council_budget", "on": "2026-12-10"}, 0)
    document = sula.save("steering_document", new(), {"called": "Plan", "next_window": "2027-01-15"}, 0)
    goal = sula.save("goal", new(), {"called": "All schools"}, 0)
    sula.save("anchor", new(), {"goal": goal.id, "document": document.id, "window": "2027-03-01"}, 0)
    sula.save("indicator", new(), {"goal": goal.id, "called": "Units", "deadline": "2028-06-01"}, 0)
    content = timeline_content(home(read, sula, plans))
    assert [(entry["date"], entry["title"]) for entry in content["coming"]["dates"]] == [
        ("2026-11-10", "Meeting: Goals"),
        ("2026-12-01", "Gathering 2"),
        ("2026-12-10", "The council adopts the budget and the financial plan"),
        ("2027-01-15", "Decision window: Plan"),
        ("2027-03-01", "Decision window of “All schools” in “Plan”"),
        ("2028-06-01", "Deadline of the indicator “Units”"),
    ]
    sula.delete(document.id, 1)
    titles = [entry.title for entry in dates(home(read, sula, plans))]
    assert "Decision window: Plan" not in titles


def test_the_line_says_in_words_what_it_shows(sula, read, gather, on):
    on("2026-11-01")
    page = BeautifulSoup(render(timeline_content(home(read, sula, gather()))), "html5lib")
    current = page.find_all(attrs={"aria-current": "date"})
    assert len(current) == 1
    assert current[0].find(class_="wb-today").get_text() == "Today, November 1, 2026"
    assert page.section["aria-label"] == "The course year, in order"


def test_a_session_at_a_gathering_shows_its_programme_escaped(store, sula, read):
    view = store.gatherings_view(FACILITATOR, "pilot")
    place = {"gathering": "gathering_1"}
    values = {**place, "programme": "<b>Welcome</b>", "link": "https://example.org/m"}
    view.save("gathering", view.row_id("gathering", place), values, 0)
    reading = home(read, sula, view.all("gathering"), "01_baseline")
    html = str(render(gathering_content(reading)))
    assert "&lt;b&gt;Welcome&lt;/b&gt;" in html
    assert 'href="https://example.org/m"' in html
    assert "October" in html


def test_a_session_at_a_gathering_nobody_has_written_down_says_so(sula, read):
    html = str(render(gathering_content(home(read, sula, (), "05_activities"))))
    assert "The facilitator has not written the programme down yet." in html
    assert "Brussels" in html


def test_who_took_part_is_asked_without_asking_where(sula, read):
    content = attendance_content(home(read, sula, (), "03_documents"))
    assert [question["name"] for group in content["groups"] for question in group["questions"]] == [
        "members",
        "remark",
    ]
    assert content["record"]["id"] == sula.row_id("attendance", {"gathering": "gathering_2"})
    assert content["record"]["revision"] == 0


@pytest.mark.parametrize("session", ["00_mandate", "08_decision", "07_followup@plus-6"])
def test_a_session_at_home_has_no_gathering(sula, read, session):
    reading = home(read, sula, (), session)
    assert gathering_of(reading) is None
    assert "held at home" in str(render(gathering_content(reading)))
    with pytest.raises(ValueError, match="no gathering"):
        attendance_content(reading)


def test_the_later_occasions_are_offered_when_the_first_has_been_held(sula, read, gather, on):
    on("2027-11-20")
    plans = gather()
    assert held_again(home(read, sula)) == []
    sula.save("learning", sula.single_id("learning"), {"keep": "The meetings"}, 0)
    reading = home(read, sula, plans)
    assert [str(key) for key in held_again(reading)] == ["07_followup@plus-6", "07_followup@plus-12"]
    content = timeline_content(reading)
    assert line(content)[-2:] == [
        ("Six months after the course", "From October 2027", ""),
        ("Twelve months after the course", "From April 2028", ""),
    ]
    assert marked(reading) == [9]
    assert content["points"][9]["sessions"][0]["href"].endswith("07_followup@plus-6.html")


def test_the_command_knows_who_holds_a_session_again(address, sula, monkeypatch, fresh_settings):
    sula.save("learning", sula.single_id("learning"), {"keep": "The meetings"}, 0)
    monkeypatch.setenv("WORKBOOK_DATABASE_URL", address)
    settings.cache_clear()
    found = again(cohort("pilot"))
    assert found.pop("sula") == ["07_followup@plus-6", "07_followup@plus-12"]
    assert not any(found.values())


def test_each_occasion_has_records_of_its_own(sula, read):
    again = sula.at("plus-6")
    sula.save("learning", sula.single_id("learning"), {"keep": "At the end"}, 0)
    again.save("learning", again.single_id("learning"), {"keep": "Half a year on"}, 0)
    assert sula.one("learning").record.keep == "At the end"
    assert again.one("learning").record.keep == "Half a year on"
    assert sula.at("plus-12").one("learning").revision == 0
    assert again.all("goal") == sula.all("goal")


def test_an_occasion_knows_where_in_the_year_it_is_and_its_own_state(sula, read):
    again = sula.at("plus-6")
    again.save("learning", again.single_id("learning"), {"keep": "Half a year on"}, 0)
    sula.save("reporting", sula.single_id("reporting"), {"method": "A survey"}, 0)
    content = session_content(read(again, "07_followup@plus-6"))
    assert content["place"] == "Six months after the course"
    steps = {step["key"]: step for step in content["steps"]}
    assert [key for key, step in steps.items() if step["current"]] == ["07_followup@plus-6"]
    assert steps["07_followup"]["state"] == "started"
    assert steps["07_followup@plus-6"]["state"] == "empty"
    assert "07_followup@plus-12" in steps


def test_an_occasion_that_is_open_is_a_step_even_before_the_first_was_held(sula, read):
    steps = [
        step["key"] for step in session_content(read(sula.at("plus-12"), "07_followup@plus-12"))["steps"]
    ]
    assert "07_followup@plus-12" in steps
    assert "07_followup@plus-6" not in steps


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2027-04-22", 6, "2027-10-01"), ("2027-04-30", 12, "2028-04-01"), ("2027-08-31", 6, "2028-02-01")],
)
def test_months_later_is_the_first_of_a_month(day, months, expected):
    assert later(date.fromisoformat(day), months) == date.fromisoformat(expected)
