"""The command `workbook`: what an operator or a facilitator does without a browser.

Each command reads its arguments, calls one thing and prints what came of it.
"""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import click
from rich.console import Console

from .. import __version__, invitations, organisations, outline
from ..settings import settings
from ..store import SignOffs, Store
from ..store.consistent import one_state
from .bring import bring
from .cluster import on_cluster
from .cohort import cohort
from .demo import demo
from .errors import Commands, Sentence
from .files import blank, calendar, held_again
from .looks import look
from .manner import (
    cohort_here,
    cohort_option,
    ended_in_order,
    jobs_option,
    language_option,
    operator,
    person_name,
)
from .papers import export
from .people import invite, link, people, revoke
from .privacy import forget, retention
from .signing import sign_off, snapshot_number
from .status import status
from .units import unit, units_of


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="workbook")
def main() -> None:
    """Serve, run and look after the workbook for internationalisation."""


@main.command()
@cohort_option
def prepare(cohort_key: str) -> None:
    """Create the database or bring it up to date, and load the cohort."""
    from ..demonstration import load

    cohort = organisations.cohort(cohort_key)
    store = Store(settings().database)
    store.prepare()
    if load(store, cohort):
        click.echo(
            f"Loaded “{cohort.label('en')}”: {', '.join(entry.name for entry in cohort.municipalities)}."
        )


@main.command()
@click.argument("sessions", nargs=-1, metavar="[SESSION]...")
@click.option("--municipality", "municipalities", multiple=True, metavar="NAME", help="Repeat for several.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Where results go; otherwise out/."
)
@language_option
@jobs_option
@click.option(
    "--units/--no-units", default=True, show_default=True, help="Whether a municipality's units are run too."
)
@click.option("--again", is_flag=True, help="Everything, also what is up to date.")
@click.option("--missing", is_flag=True, help="Only what has not been run before.")
@click.option("--comments", is_flag=True, help="Show the comments in the pages.")
@click.option("--json", "as_json", is_flag=True, help="Print what is run and each result as a line of JSON.")
@click.option(
    "--scheduler", default="", metavar="ADDRESS", help="On the Dask cluster whose scheduler is there."
)
@click.option(
    "--snapshot",
    default="",
    metavar="NUMBER",
    help="As it was when the group was ready: the snapshot of that number, or “latest”.",
)
@cohort_option
def run(
    sessions: tuple[str, ...],
    municipalities: tuple[str, ...],
    out: Path | None,
    language: str,
    jobs: int,
    units: bool,
    again: bool,
    missing: bool,
    comments: bool,
    as_json: bool,
    scheduler: str,
    snapshot: str,
    cohort_key: str,
) -> None:
    """Run sessions for municipalities; each leaves an executed notebook and its page.

    What an earlier run has left and nothing has changed since is not run again.
    """
    from .. import batch

    cohort = cohort_here(cohort_key)
    for session in sessions:
        outline.session(session)  # a slip is told before anything is looked up
    number = snapshot_number(snapshot, out)
    store = Store(settings().database)
    store.check()
    tasks = batch.plan(
        cohort,
        out or settings().out_dir,
        sessions=sessions,
        municipalities=municipalities,
        language=language,
        again={} if sessions else held_again(cohort),
        units=units_of(store, cohort) if units else {},
    )
    tasks = [replace(task, comments=comments) for task in tasks]
    if number is not None:
        tasks = batch.at_snapshots(tasks, SignOffs(store, operator(cohort.key), cohort.key), number)
        if not tasks:
            raise Sentence("There is no such snapshot. workbook status shows which there are.")
    if missing:
        tasks = [task for task in tasks if not (task.page.exists() or task.story.exists())]
    if not tasks:
        return
    way = partial(batch.run_notebooks, jobs=jobs) if not scheduler else on_cluster(scheduler)
    with ended_in_order(), one_state(store.url) as state:
        tasks = [replace(task, database=state) for task in tasks]
        with closing(batch.run_changed(tasks, way, again=again)) as going:
            results = batch.tell(tasks, going, click.echo) if as_json else batch.follow(going, len(tasks))
    if not as_json:
        Console().print(batch.table(results))
        up_to_date = sum(result.up_to_date for result in results)
        if up_to_date:
            click.echo(f"{up_to_date} of {len(results)} were up to date; --again makes them anew.")
        click.echo(f"Results are in {tasks[0].out / cohort_key}.")
    failed = sum(1 for result in results if result.error)
    if failed:
        raise Sentence(
            f"{failed} of {len(results)} failed; each left its story in an .error.txt file beside its place."
        )


@main.command()
@click.option("--host", metavar="ADDRESS", help="Where to listen; otherwise on this machine only.")
@click.option("--port", type=click.IntRange(0, 65535), help="Which port; 0 for any that is free.")
@click.option(
    "--base-url", metavar="PATH", help="Below which path of its host, as a proxy in front of it says: /x/."
)
@click.option(
    "--links", is_flag=True, help="Print a sign-in link per role and municipality of a demonstration cohort."
)
@cohort_option
def serve(host: str | None, port: int | None, base_url: str | None, links: bool, cohort_key: str) -> None:
    """Serve the workbook to those who are invited, until Ctrl-C."""
    from ..server import CannotServe, cookie_secret
    from ..server import serve as serve_until_told

    if base_url is not None:
        # Whatever writes a link, in this process or in a kernel, reads it from the settings.
        os.environ["WORKBOOK_BASE_URL"] = base_url
        settings.cache_clear()
    cohort = cohort_here(cohort_key)
    given = {"host": host, "port": port, "cohort": cohort_key}
    chosen = settings().model_copy(update={name: value for name, value in given.items() if value is not None})

    def announce(address: str, store: Store) -> None:
        click.echo(f"The workbook is at {address} (Ctrl-C ends it).")
        # What the server listens to is not what people behind a proxy can reach.
        reached = f"{chosen.address.rstrip('/')}/" if chosen.address else address
        if links and cohort.demonstration:
            click.echo("Sign in as:")
            for link in invitations.demonstration_links(store, cohort, cookie_secret(chosen.var_dir)):
                click.echo(f"  {f'{link.grant.name}, {link.grant.role}':50} {reached}{link.path}")

    try:
        serve_until_told(chosen, announce)
    except CannotServe as error:
        raise Sentence(str(error)) from error


@main.command()
@click.option("--municipality", "municipality_name", required=True, metavar="NAME", help="Whose answers.")
@click.option(
    "--as",
    "person",
    default="",
    metavar="NAME",
    callback=person_name,
    help="Who writes; without it nothing can be changed.",
)
@language_option
@click.option("--port", type=click.IntRange(0, 65535), default=8888, show_default=True, help="Which port.")
@click.option("--no-browser", is_flag=True, help="Print the address instead of opening a browser.")
@cohort_option
def lab(
    municipality_name: str, person: str, language: str, port: int, no_browser: bool, cohort_key: str
) -> None:
    """Open JupyterLab on prepared copies of a municipality's sessions, on this machine only."""
    from .. import lab as prepared

    municipality = cohort_here(cohort_key).municipality(municipality_name)
    Store(settings().database).check()
    grant = prepared.grant_for(person, cohort_key, municipality.key)
    folder = settings().var_dir.absolute() / "lab" / cohort_key / municipality.key
    prepared.refresh(
        folder, cohort=cohort_key, municipality=municipality.key, language=language or municipality.language
    )
    prepared.start(folder, prepared.environment(settings(), grant), port=port, browser=not no_browser)


main.add_command(calendar)
main.add_command(blank)
main.add_command(unit)
main.add_command(look)
main.add_command(cohort)
main.add_command(export)
main.add_command(bring)
main.add_command(sign_off)
main.add_command(status)
main.add_command(demo)
main.add_command(forget)
main.add_command(invite)
main.add_command(link)
main.add_command(people)
main.add_command(retention)
main.add_command(revoke)
