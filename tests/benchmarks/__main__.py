"""`make bench`: measure, write `out/bench/bench.json` and `out/bench/bench.md`, and print the latter."""

from __future__ import annotations

import argparse
import json
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from course.settings import settings

from . import (
    batch_of_sessions,
    country,
    full_page,
    growth,
    kernel_start,
    memory,
    papers,
    participants,
    session_page,
    visitors,
)
from .report import as_markdown, machine

MEASURED = {
    "kernel start": kernel_start.measure,
    "session page": session_page.measure,
    "visitors": visitors.measure,
    "memory": memory.measure,
    "batch": batch_of_sessions.measure,
    "participants": participants.measure,
    "growth": growth.measure,
    "full page": full_page.measure,
    "papers": papers.measure,
}


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each way is measured (5)")
    parser.add_argument(
        "--only", choices=sorted([*MEASURED, "country"]), action="append", help="one alone; may be repeated"
    )
    parser.add_argument(
        "--country",
        type=int,
        nargs="?",
        const=country.COUNTRY,
        metavar="MUNICIPALITIES",
        help=f"run a whole country too, which takes long ({country.COUNTRY})",
    )
    parser.add_argument("--keep", action="store_true", help="keep what was measured earlier and is not now")
    chosen = parser.parse_args()
    measured: dict[str, Any] = dict(MEASURED)
    if chosen.country or "country" in (chosen.only or ()):
        measured["country"] = partial(country.measure, municipalities=chosen.country or country.COUNTRY)
    out = settings().out_dir / "bench"
    out.mkdir(parents=True, exist_ok=True)
    report: dict[str, Any] = {"machine": machine(), "rounds": chosen.rounds, "benchmarks": []}
    kept = out / "bench.json"
    earlier = json.loads(kept.read_text("utf-8"))["benchmarks"] if chosen.keep and kept.exists() else []
    for name, measure in measured.items():
        if not chosen.only or name in chosen.only:
            with tempfile.TemporaryDirectory(prefix="bench-") as folder:
                report["benchmarks"].append(measure(Path(folder), chosen.rounds))
            _write(report, earlier, out)  # what is measured is not lost with what comes after it
    print((out / "bench.md").read_text("utf-8"))  # noqa: T201 - that is what it is for
    print(f"Written to {out}.")  # noqa: T201


def _write(report: dict[str, Any], earlier: list[dict[str, Any]], out: Path) -> None:
    """Write the report so far, with what is kept of an earlier one."""
    now = {entry["key"] for entry in report["benchmarks"]}
    order = [*MEASURED, "country"]
    entries = [*report["benchmarks"], *(entry for entry in earlier if entry["key"] not in now)]
    whole = report | {"benchmarks": sorted(entries, key=lambda entry: order.index(entry["key"]))}
    (out / "bench.json").write_text(json.dumps(whole, indent=1, ensure_ascii=False), encoding="utf-8")
    (out / "bench.md").write_text(as_markdown(whole), encoding="utf-8")


if __name__ == "__main__":
    main()
