"""What a server looks at again and again for the pages that are open: whether anything was written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, select

from . import schema
from .place import Place

__all__ = ["Seen", "look"]


@dataclass(frozen=True)
class Seen:
    """How things stand: a number for each place that grows when something is written there."""

    numbers: Mapping[tuple[str, str], int]
    signed_in: frozenset[str]
    """Those of the sign-ins that were asked about that have not ended."""

    def standing(self, place: Place) -> int:
        """Return what `View.standing` is at the place."""
        return sum(self.numbers.get((one.cohort, one.organisation), 0) for one in place.read)


def look(engine: Engine, places: Collection[Place], sign_ins: Collection[str]) -> Seen:
    """Look once, whatever the number of pages: two short statements that any database has an index for.

    Parameters
    ----------
    places
        Whose records the pages show.
    sign_ins
        Stored keys, `SignIn.key`, of the browsers the pages are open in.
    """
    read = {one for place in places for one in place.read}
    at, browser = schema.participation.c, schema.sign_in.c
    counted = select(at.cohort, at.organisation, at.change + at.comments).where(
        at.cohort.in_({one.cohort for one in read}), at.organisation.in_({one.organisation for one in read})
    )
    open_still = select(browser.id_hash).where(
        browser.id_hash.in_(sign_ins), browser.ended_at.is_(None), browser.expires_at > datetime.now(UTC)
    )
    with engine.connect() as connection:
        numbers = {(cohort, key): number for cohort, key, number in connection.execute(counted)}
        return Seen(numbers, frozenset(connection.scalars(open_still)))
