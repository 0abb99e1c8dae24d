"""The command for the look of a municipality's papers: `workbook look`."""

from __future__ import annotations

from pathlib import Path

import click

from ..records import Refused
from ..settings import settings
from ..store import Look, Looks, Store
from .errors import BadInput
from .manner import cohort_here, cohort_option, operator

__all__ = ["look"]


@click.command()
@click.option("--municipality", "municipality_name", required=True, metavar="NAME", help="Whose papers.")
@click.option("--name", metavar="NAME", help="What it is called on them; empty for the usual name.")
@click.option(
    "--logo", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A PNG or SVG file."
)
@click.option("--no-logo", is_flag=True, help="Take the logo away.")
@click.option("--alternative", metavar="TEXT", help="What the logo shows, for those who do not see it.")
@click.option("--colour", metavar="#RRGGBB", help="The main colour; empty for the workbook's own.")
@cohort_option
def look(
    municipality_name: str,
    name: str | None,
    logo: Path | None,
    no_logo: bool,
    alternative: str | None,
    colour: str | None,
    cohort_key: str,
) -> None:
    """Give a municipality's papers its name, logo and colour, or print those they have."""
    if logo and no_logo:
        raise BadInput("Either --logo or --no-logo: a logo cannot be given and taken away at once.")
    place = cohort_here(cohort_key).municipality(municipality_name)
    store, grant = Store(settings().database), operator(cohort_key)
    store.check()
    now = Looks(store.engine).of(grant, cohort_key, place.key)
    if logo or no_logo or any(one is not None for one in (name, alternative, colour)):
        from ..looks import change_look

        try:
            now = change_look(
                store,
                grant,
                cohort_key,
                place.key,
                name=now.name if name is None else name,
                alternative=now.alternative if alternative is None else alternative,
                colour=now.colour if colour is None else colour,
                file=logo.read_bytes() if logo else b"",
                without_logo=no_logo,
                revision=now.revision,
            )
        except Refused as error:
            raise BadInput(str(error)) from error
    click.echo(_said(now))


def _said(now: Look) -> str:
    logo = f"{now.logo.media_type}, {len(now.logo.content)} bytes" if now.logo else "none"
    lines = [
        f"Name: {now.name or 'the usual one'}",
        f"Logo: {logo}",
        f"Stands for the logo: {now.alternative or 'the usual words'}",
        f"Colour: {now.colour or 'that of the workbook'}",
    ]
    if now.made_at:
        lines.append(f"Since {now.made_at:%Y-%m-%d %H:%M} UTC, by {now.made_by}")
    return "\n".join(lines)
