"""How cost grows: a page with what is written on it, a batch with the municipalities."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from course.example_year import fill, half_year, year
from course.organisations import cohort
from tests.serving import Served

from .country import run
from .made_up import made_up
from .report import OURS, benchmark
from .served import SESSION

MUNICIPALITIES = (1, 5, 10, 20, 40)
PLACES = {"sula": (), "stranda": half_year, "asker": year}


def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """Ask for the page of each municipality `rounds` times, and run each batch a third as often."""
    figures: dict[str, list[float]] = {}
    units: dict[str, str] = {}
    pilot, server = cohort("pilot"), Served(folder)
    server.store.prepare()
    server.store.add_cohort(pilot)
    written: dict[str, int] = {}
    for place, entries in PLACES.items():
        answers = entries() if callable(entries) else []
        written[place] = fill(server.store, pilot.key, pilot.municipality(place), answers) if answers else 0
    server.start()
    try:
        for _ in range(rounds + 1):
            for place, records in written.items():
                with server.client(organisation=place) as client:
                    begin = time.perf_counter()
                    client.open(f"session/{SESSION}")
                    unit = f"page, {records} records"
                    figures.setdefault(unit, []).append(time.perf_counter() - begin)
                    units[unit] = "s"
    finally:
        server.stop()
    for values in figures.values():
        values.pop(0)  # before the server was warm
    for number in range(max(1, rounds // 3)):
        for count in MUNICIPALITIES:
            place_ = folder / f"{number} {count}"
            place_.mkdir()
            with made_up(place_, count):
                took, _, _ = run(place_ / "out")
            unit = f"batch, {count} municipalities"
            figures.setdefault(unit, []).append(took)
            units[unit] = "s"
    return benchmark(
        "growth",
        "How cost grows",
        "Session 04 from the click to the whole page, for a municipality that has written nothing, half the "
        "course year or all of it; and `workbook run` for made-up municipalities with all of it, from the "
        "start of the command to its end.",
        units,
        {OURS: figures},
    )
