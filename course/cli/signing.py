"""The command that signs off a gathering, and what the other commands say of snapshots."""

from __future__ import annotations

from pathlib import Path

import click

from ..outline import gatherings
from ..records import Refused
from ..settings import settings
from ..store import SignOffs, Store
from .errors import BadInput, Sentence
from .manner import cohort_here, cohort_option, operator
from .units import find_unit

__all__ = ["sign_off", "snapshot_number"]


def snapshot_number(text: str, out: Path | None) -> int | None:
    """Return the number of the snapshot that was asked for: 0 for the latest, None when none was.

    Raises
    ------
    BadInput
        When it is no number, or the results would lie among those of today.
    """
    if not text:
        return None
    if text != "latest" and not (text.isascii() and text.isdigit() and 0 < int(text) < 10**6):
        raise BadInput(f"“{text}” is no snapshot: give its number, or say latest.")
    if out is None:
        raise BadInput("Say with --out where the results go: they are not those of today.")
    return 0 if text == "latest" else int(text)


@click.command("signoff")
@click.argument("gathering", type=click.Choice([gathering.key for gathering in gatherings()]))
@click.option("--municipality", "municipality_name", required=True, metavar="NAME", help="Whose gathering.")
@click.option("--unit", "unit_name", default="", metavar="NAME", help="That of a unit of the municipality.")
@click.option("--take-back", is_flag=True, help="Take the sign-off back; its snapshot stays.")
@cohort_option
def sign_off(
    gathering: str, municipality_name: str, unit_name: str, take_back: bool, cohort_key: str
) -> None:
    """Sign off a gathering for its facilitators, and print the number of the snapshot."""
    cohort = cohort_here(cohort_key)
    place = cohort.municipality(municipality_name)
    store = Store(settings().database)
    store.check()
    organisation = find_unit(store, cohort, place, unit_name).key if unit_name else place.key
    signs = SignOffs(store, operator(cohort_key), cohort_key)
    if take_back:
        try:
            signs.take_back(organisation, gathering)
        except Refused as error:
            raise Sentence(str(error)) from error
        return
    click.echo(signs.sign(organisation, gathering).number)
