"""People who come to the shared server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from course.grants import Role
from tests.serving import Client, Served, served

__all__ = ["served"]


@pytest.fixture
def kari(served: Served) -> Iterator[Client]:
    """A member of Sula's project group."""
    with served.client(Role.PARTICIPANT, "sula", name="Kari") as client:
        yield client


@pytest.fixture
def ola(served: Served) -> Iterator[Client]:
    """A member of Asker's project group."""
    with served.client(Role.PARTICIPANT, "asker", name="Ola") as client:
        yield client


@pytest.fixture
def facilitator(served: Served) -> Iterator[Client]:
    """Somebody who follows the whole cohort."""
    with served.client(Role.FACILITATOR, None, name="Fride") as client:
        yield client


@pytest.fixture
def stranger(served: Served) -> Iterator[Client]:
    """Somebody who is not signed in, and whose browser has an XSRF cookie of this server all the same."""
    with Client(served.base) as client:
        client.get("sign-in")
        yield client
