"""What only shows when several municipalities are seen together."""

import pytest

from course.checks import shared_texts
from course.i18n import translator
from tests.planted import records, stored

LONG = "Elevene våre trenger å møte andre språk i vanlige skoletimer."


def need(said, record="need-a"):
    return records(stored("need", record, called="Språk", description=said))


def test_a_sentence_in_two_municipalities_is_shared():
    (shared,) = shared_texts({"sula": need(f"Hos oss er det slik. {LONG}"), "asker": need(LONG)})
    assert shared.organisations == ("asker", "sula")
    assert shared.code == "shared_text"
    assert {place.field for place in shared.places} == {"description"}
    assert shared.text == LONG


@pytest.mark.parametrize(
    "other",
    [
        LONG.upper(),
        f"  {LONG.replace(' ', '   ')}",
        LONG.removesuffix("."),
        LONG.replace(" i ", ", i "),
    ],
)
def test_capitals_spaces_and_punctuation_make_no_difference(other):
    assert len(shared_texts({"sula": need(LONG), "asker": need(other)})) == 1


@pytest.mark.parametrize(
    ("sula", "asker"),
    [
        (need(LONG), need("Lærerne våre trenger å møte andre språk i vanlige skoletimer.")),
        (need("Alle elever lærer et språk til."), need("Alle elever lærer et språk til.")),
        (need(f"{LONG} {LONG}"), need("")),
        (
            records(stored("steering_document", called="Plan", quotation=LONG)),
            records(stored("steering_document", called="Plan", quotation=LONG)),
        ),
        (records(stored("project", called="A", description=LONG)),) * 2,
    ],
    ids=["another sentence", "a short one", "twice in one place", "quoted from a plan", "from a register"],
)
def test_what_is_alike_for_good_reason_is_not_shared(sula, asker):
    assert shared_texts({"sula": sula, "asker": asker}) == []


def test_two_organisations_have_not_one_number():
    ready = records(stored("readiness", oid="E10203040"))
    same = records(stored("readiness", oid="e10203040"))
    (shared,) = shared_texts({"sula": ready, "asker": same})
    assert shared.code == "shared_oid"
    assert shared_texts({"sula": ready, "asker": records(stored("readiness"))}) == []


def test_a_shared_text_is_said_with_the_municipalities_names():
    (shared,) = shared_texts({"sula": need(LONG), "asker": need(LONG), "stranda": need("Noko anna.")})
    sentence = shared.message({"sula": "Sula", "asker": "Asker"}).text(translator("en"))
    assert sentence.startswith("Asker, Sula have written the same sentence")
    assert LONG in sentence


def test_nobody_shares_with_nobody():
    assert shared_texts({}) == []
    assert shared_texts({"sula": need(LONG)}) == []
