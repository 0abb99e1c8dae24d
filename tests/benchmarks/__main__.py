"""`make bench`: measure, write `out/bench/bench.json` and `out/bench/bench.md`, and print the latter."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from course.settings import settings

from . import batch_of_sessions, full_page, papers, session_page
from .report import as_markdown, machine

MEASURED = {
    "session page": session_page.measure,
    "full page": full_page.measure,
    "batch": batch_of_sessions.measure,
    "papers": papers.measure,
}


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each way is measured (5)")
    parser.add_argument("--only", choices=sorted(MEASURED), help="one benchmark alone")
    chosen = parser.parse_args()
    benchmarks = []
    for name, measure in MEASURED.items():
        if chosen.only in (None, name):
            with tempfile.TemporaryDirectory(prefix="bench-") as folder:
                benchmarks.append(measure(Path(folder), chosen.rounds))
    report = {"machine": machine(), "rounds": chosen.rounds, "benchmarks": benchmarks}
    out = settings().out_dir / "bench"
    out.mkdir(parents=True, exist_ok=True)
    (out / "bench.json").write_text(json.dumps(report, indent=1, ensure_ascii=False), encoding="utf-8")
    (out / "bench.md").write_text(as_markdown(report), encoding="utf-8")
    print(as_markdown(report))  # noqa: T201 - that is what it is for
    print(f"Written to {out}.")  # noqa: T201


if __name__ == "__main__":
    main()
