"""What HK-dir asks of a project group, and the self-assessment."""

import pytest

from course.i18n import translator
from tests.planted import found, stored, text

FOUR = (
    "administrative_leadership",
    "specialist_department",
    "kindergarten_school_leadership",
    "kindergarten_school_leadership",
)


def members(*categories):
    return [
        stored("member", name_or_initials=f"Member {number}", category=category)
        for number, category in enumerate(categories)
    ]


@pytest.mark.parametrize(
    ("categories", "short"),
    [
        (FOUR, 0),
        ((*FOUR, "specialist_department"), 0),
        (FOUR[:3], 1),
        (FOUR[2:], 2),
        ((), 0),  # completeness asks for a first member
        ((*FOUR[:3], None), 0),  # who has no category yet may be the one
        ((*FOUR[2:], None), 2),
    ],
)
def test_each_category_needs_its_least_number(categories, short):
    assert len(found("group_category_short", *members(*categories))) == short


def test_the_category_is_named_in_the_readers_language():
    (finding,) = found("group_category_short", *members(*FOUR[:3]))
    assert "Kategori 3" in text(finding, translator("nb"))
    assert (finding.session, finding.kind, finding.record) == ("00_mandate", "member", "")


@pytest.mark.parametrize(("number", "fires"), [(4, False), (5, False), (6, True)])
def test_no_more_than_five_travel_on_the_grant(number, fires):
    assert bool(found("group_larger_than_funded", *members(*[FOUR[0]] * number))) is fires


@pytest.mark.parametrize(
    ("owner", "member", "category", "fires"),
    [
        ("Kari Nes, principal", "Kari Nes", FOUR[2], True),
        ("KN (rektor)", "KN", FOUR[2], True),
        ("Kari Nes, head of education", "Kari Nes", FOUR[0], False),
        ("Head of education", "Kari Nes", FOUR[2], False),
        ("Anne", "An", FOUR[2], False),
        ("", "Kari Nes", FOUR[2], False),
        ("Kari Nes", "", FOUR[2], False),
    ],
)
def test_the_owner_is_not_only_a_school_leader(owner, member, category, fires):
    planted = (
        stored("profile", owner=owner),
        stored("member", name_or_initials=member, category=category),
    )
    assert bool(found("owner_only_among_leaders", *planted)) is fires


def test_an_owner_who_is_also_in_the_administration_is_fine():
    planted = (
        stored("profile", owner="Kari Nes"),
        stored("member", name_or_initials="Kari Nes", category=FOUR[2]),
        stored("member", name_or_initials="Kari Nes", category=FOUR[0]),
    )
    assert found("owner_only_among_leaders", *planted) == []


def answer(moment, role, level="level_1"):
    return stored("assessment", statement="shared_reason", moment=moment, role=role, level=level)


@pytest.mark.parametrize(
    ("answers", "moments"),
    [
        ([], 0),
        ([("start", "staff")], 1),
        ([("start", "staff"), ("start", "unit_leader")], 0),
        ([("start", "staff"), ("end", "unit_leader")], 2),
        ([("start", "staff", None)], 0),
    ],
)
def test_at_least_two_roles_answer_the_self_assessment_each_time(answers, moments):
    assert len(found("assessed_by_one_role", *(answer(*one) for one in answers))) == moments
