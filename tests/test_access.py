"""Invitations, where two people use the same one at the same moment."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from course.grants import Role
from course.store import Store, access, schema
from course.store.access import Access, InvitationRefused, Refusal
from course.store.invited import hashed
from course.store.people import People
from tests.conftest import participant

pytestmark = pytest.mark.each_database

DAY = timedelta(days=1)


@pytest.mark.parametrize(("uses", "more"), [(1, 0), (2, 1), (None, 3)])
def test_an_invitation_opens_as_often_as_it_may(store, uses, more):
    known = Access(store.engine)
    token = known.invite(participant("sula"), valid_for=DAY, uses=uses)
    for _ in range(1 + more):
        assert known.signed_in(known.redeem(token, valid_for=DAY))


def test_of_two_who_use_the_last_one_at_once_only_one_comes_in(store, monkeypatch):
    known = Access(store.engine)
    token = known.invite(participant("sula"), valid_for=DAY, uses=1)
    still_open = known.invitation(token)
    known.redeem(token, valid_for=DAY)
    # The second has looked before the first had counted: PostgreSQL lets both look.
    monkeypatch.setattr(access, "open_invitation", lambda connection, text: still_open)
    with pytest.raises(InvitationRefused) as refused:
        known.redeem(token, valid_for=DAY)
    assert refused.value.refusal == Refusal.USED


def test_who_was_invited_before_there_were_several_roles_keeps_theirs(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'old.sqlite'}")
    configuration = Config()
    configuration.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    now = datetime.now(UTC).isoformat(" ")
    with store.engine.connect() as connection:
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "0001")
    with store.engine.begin() as connection:
        for row in (
            "cohort VALUES ('pilot', '{\"en\": \"Pilot\"}', false)",
            "organisation (key, country, name, language) VALUES ('sula', 'NO', 'Sula', 'nn')",
            "participation VALUES ('pilot', 'sula', 0)",
            "person VALUES ('kari', 'Kari', NULL), ('gone', 'Gone', NULL)",
            f"invitation VALUES ('a', 'kari', 'participant', 'pilot', 'sula', '{now}', '{now}', NULL, 0)",
            f"invitation VALUES ('b', 'kari', 'participant', 'pilot', 'sula', '{now}', '{now}', NULL, 1)",
            f"invitation VALUES ('c', 'gone', 'participant', 'pilot', 'sula', '{now}', '{now}', '{now}', 1)",
            f"sign_in VALUES ('{hashed('key')}', 'kari', 'participant', 'pilot', 'sula', '{now}',"
            " '2999-01-01 00:00:00', NULL)",
        ):
            connection.execute(text(f"INSERT INTO {row}"))
    store.prepare()
    store.check()
    people = People(store.engine)
    (kari,) = people.roles_of("kari")
    assert Access(store.engine).signed_in("key").grant == kari.grant
    assert (kari.grant.role, kari.place("nn")) == (Role.PARTICIPANT, "Sula")
    assert people.roles_of("gone") == (), "whose access was taken back gets it again"
