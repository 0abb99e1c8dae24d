"""What holds for all checks together."""

import inspect
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.checks import CHECKS, SAID_HERE, Severity, completeness, findings, lacks
from course.i18n import LANGUAGES, translator
from course.outline import sessions
from course.records import KINDS, Question, questions
from course.vocabulary import vocabulary
from tests.conftest import participant
from tests.planted import TODAY, records, stored

IDS = st.sampled_from(["a", "b", "c", "gone"])
WORDS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40),
    st.sampled_from(["Delta på kurs", "ikke avklart", "PPT (", "(", "Mål 1:", "{0}", "{name}", "Å"]),
)


def answers(question: Question) -> st.SearchStrategy[object]:
    """Anything that may stand in a field, whether it makes sense or not."""
    if question.vocabulary:
        one = st.sampled_from(vocabulary(question.vocabulary).codes)
        many = question.type == "choices"
    elif question.refers_to:
        one, many = IDS, question.type == "references"
    elif question.type in ("line", "text"):
        return WORDS
    else:
        low, high = int(question.minimum or 0), int(min(question.maximum or 10_000, 10_000))
        of_type = {
            "url": st.sampled_from(["", "https://example.org"]),
            "yesno": st.none() | st.booleans(),
            "year": st.none() | st.integers(1900, 2100),
            "date": st.none() | st.dates(date(1900, 1, 1), date(2100, 12, 31)),
            "number": st.none() | st.integers(low, high),
        }
        return of_type[question.type]
    return st.lists(one, unique=True, max_size=3) if many else st.none() | one


@cache
def some_of(kind: str) -> st.SearchStrategy[dict[str, object]]:
    """Some answers of a record of a kind, any of them left out."""
    asked = questions(KINDS[kind])
    return st.fixed_dictionaries({}, optional={question.name: answers(question) for question in asked})


PLACES = st.lists(st.tuples(st.sampled_from(sorted(KINDS)), IDS), unique=True, max_size=8)


@st.composite
def some_records(draw):
    return records(*(stored(kind, record, **draw(some_of(kind))) for kind, record in draw(PLACES)))


@given(some_records(), st.dates(date(1990, 1, 1), date(2150, 1, 1)))
@settings(max_examples=100)
def test_checks_never_raise_whatever_is_written(planted, today):
    said = [
        finding.message.text(translator(language))
        for finding in findings(planted, today=today)
        for language in LANGUAGES
    ]
    assert all(said)


@given(some_records())
@settings(max_examples=50)
def test_a_finding_points_at_a_field_and_a_session_there_is(planted):
    homes = {session.key for session in sessions()}
    ids = {one.id for kind in planted.values() for one in kind}
    for finding in findings(planted, today=TODAY):
        assert finding.session in homes
        assert finding.field in {question.name for question in questions(KINDS[finding.kind])}
        assert finding.record == "" or finding.record in ids


@given(some_records())
@settings(max_examples=50)
def test_a_finding_never_repeats_what_completeness_says(planted):
    """Save for the one named exception: a goal without development work is half of the anchoring rule."""
    there = {one.id for kind in planted.values() for one in kind}
    asked = {
        (one.kind, one.id, question.name)
        for kind in planted.values()
        for one in kind
        for question in lacks(one, there)
    }
    said = {
        (finding.kind, finding.record, finding.field)
        for finding in findings(planted, today=TODAY)
        # These two are about the whole record, and point at its name for want of a better place.
        if finding.code not in ("goal_without_anchor", "need_without_development_work")
        and finding.code != "goal_without_development_work"
    }
    assert said & asked == set()


def test_nothing_written_nothing_found():
    assert findings(records(), today=TODAY) == []
    assert findings({}, today=TODAY) == []


def test_a_new_municipality_finds_no_fault(store):
    view = store.view(participant("lillestrom"), "pilot", "lillestrom")
    assert [one for one in findings(view.everything(), today=TODAY) if one.severity == "error"] == []


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_every_check_says_what_it_finds_and_where_it_is_from(check):
    assert check.description.endswith(".")
    assert check.source
    assert isinstance(check.severity, Severity)
    assert list(inspect.signature(check.rule).parameters) == ["records", "today"]


def test_no_rule_reads_the_clock():
    for check in CHECKS.values():
        assert "today()" not in inspect.getsource(check.rule)


def test_the_day_is_passed_in():
    planted = records(stored("steering_document", called="Plan", next_window="2027-03-01"))
    assert "window_in_past" not in {one.code for one in findings(planted, today=date(2027, 3, 1))}
    assert "window_in_past" in {one.code for one in findings(planted, today=date(2027, 3, 2))}


@pytest.mark.parametrize(("weakness", "fields"), SAID_HERE.items())
def test_what_is_left_to_completeness_is_asked_for_there(weakness, fields):
    for kind, field in fields:
        asked = {question.name: question for question in questions(KINDS[kind])}
        assert asked[field].required, f"{weakness}: {kind}.{field} is not required; a check has to say it."


def test_a_link_to_what_is_gone_is_no_answer():
    gone = records(stored("goal", "g", called="Mål", needs=["gone"]))
    asked = {item.question.name for item in completeness(gone, "04_anchoring").missing if item.question}
    assert "needs" in asked
    there = records(stored("goal", "g", called="Mål", needs=["n"]), stored("need", "n", called="Behov"))
    asked = {item.question.name for item in completeness(there, "04_anchoring").missing if item.question}
    assert "needs" not in asked
