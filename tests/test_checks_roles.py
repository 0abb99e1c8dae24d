"""Roles, routines and inclusion."""

import pytest

from tests.planted import found, stored


def roles(*names):
    return [stored("role", role="project_leader", held_by=name) for name in names]


@pytest.mark.parametrize(
    ("names", "fires"),
    [
        (["Kari Nes"] * 3, True),
        (["Kari Nes", "kari  nes", "Kari Nes (50 %)"], True),
        (["Kari Nes"] * 2, False),
        (["Rådgiver, kulturskolen", "Rådgiver, barnehage", "Rådgiver, skole"], False),
        ([""] * 3, False),
        ([], False),
    ],
)
def test_not_everything_rests_on_one_name(names, fires):
    assert bool(found("many_roles_one_name", *roles(*names))) is fires


def test_the_one_with_many_roles_is_named_once():
    (finding,) = found("many_roles_one_name", *roles(*["Kari Nes"] * 4))
    assert (finding.subject, finding.session) == ("Kari Nes", "06_roles")
    assert finding.message.blanks == {"number": 4}


@pytest.mark.parametrize(
    ("held_by", "deputy", "fires"),
    [
        ("Kari Nes", "Kari Nes", True),
        ("Kari Nes", "kari nes (vara)", True),
        ("Kari Nes", "Ola Nes", False),
        ("Kari Nes", "", False),  # completeness asks for it
        ("", "", False),
    ],
)
def test_nobody_is_their_own_deputy(held_by, deputy, fires):
    assert bool(found("deputy_is_holder", stored("role", held_by=held_by, deputy=deputy))) is fires


@pytest.mark.parametrize(
    ("status", "document", "link", "fires"),
    [
        ("in_place", "", "", True),
        ("in_place", "Reiserutine 4.2", "", False),
        ("in_place", "", "https://example.org/rutine", False),
        ("partly", "", "", False),
        (None, "", "", False),
    ],
)
def test_a_routine_in_place_is_written_down(status, document, link, fires):
    planted = stored("routine", standard=None, status=status, document=document, link=link)
    assert bool(found("routine_without_document", planted)) is fires


@pytest.mark.parametrize(
    ("planted", "fires"),
    [
        ([stored("goal", called="Mål", eu_priorities=["inclusion_and_diversity"])], True),
        ([stored("activity", called="Besøk", fewer_opportunities=2)], True),
        ([stored("activity", called="Besøk", fewer_opportunities=0)], False),
        ([stored("goal", called="Mål", eu_priorities=["digital_transformation"])], False),
        ([], False),
    ],
)
def test_inclusion_is_more_than_a_word(planted, fires):
    barrier = stored("inclusion", barrier="economic_barriers", measure="Kommunen betaler passet.")
    assert bool(found("inclusion_only_claimed", *planted)) is fires
    assert bool(found("inclusion_only_claimed", *planted, stored("inclusion", barrier=None))) is fires
    assert found("inclusion_only_claimed", *planted, barrier) == []
