"""Grants: a role, a place, and nothing beyond."""

import json

import pytest

from course.grants import ENVIRONMENT_VARIABLE, RIGHTS, Action, Grant, NotGranted, Role

ORGANISATION = {Role.PARTICIPANT: "sula", Role.READER: "sula"}


def grant(role: Role) -> Grant:
    return Grant(person="p", name="P", role=role, cohort="pilot", organisation=ORGANISATION.get(role))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_every_role_has_exactly_the_rights_of_the_table(role, action):
    allowed = action in RIGHTS[role]
    assert grant(role).may(action) is allowed
    if allowed:
        grant(role).require(action, "pilot", "sula")
    else:
        with pytest.raises(NotGranted):
            grant(role).require(action, "pilot", "sula")


@pytest.mark.parametrize("role", Role)
def test_only_a_participant_writes(role):
    assert grant(role).may(Action.WRITE) is (role is Role.PARTICIPANT)


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.READER])
def test_those_of_one_municipality_reach_no_other(role):
    assert grant(role).covers("pilot", "sula")
    assert not grant(role).covers("pilot", "asker")
    with pytest.raises(ValueError, match="belongs to one organisation"):
        Grant(person="p", name="P", role=role, cohort="pilot")


@pytest.mark.parametrize("role", Role)
def test_nobody_reaches_another_cohort(role):
    assert not grant(role).covers("next", "sula")


@pytest.mark.parametrize("role", Role)
def test_a_grant_survives_the_environment(role):
    assert Grant.from_environment(grant(role).to_environment()) == grant(role)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", json.dumps({"person": "p"}), '{"role":"king"}'])
def test_no_grant_or_a_broken_one_lets_nobody_in(text):
    with pytest.raises(NotGranted):
        Grant.from_environment({ENVIRONMENT_VARIABLE: text})
