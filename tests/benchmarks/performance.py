"""`make performance`: write `docs/performance.md` and its drawing from what was measured.

The figures are kept beside them, in `docs/performance.json`: a copy of `out/bench/bench.json`.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
from pathlib import Path
from typing import Any

from .goals import summary
from .report import OURS, PANEL, circumstances, details, number

DOCS = Path(__file__).parents[2] / "docs"

Series = dict[float, float]
"""Seconds by how many there are."""

HEAD = """# Performance

What the workbook takes beside what else might be used, measured side by side by `make bench`. This page is
made from `docs/performance.json` by `make performance`; nothing on it is written by hand. Absolute figures
depend on the machine and on what else it does: compare the ratios.
"""


def written(report: dict[str, Any]) -> str:
    """Return the page."""
    lines = [
        HEAD,
        "## Taken on",
        "",
        circumstances(report),
        "",
        "## What was to be reached",
        "",
        *summary(report),
    ]
    lines += [
        "",
        "## How cost grows",
        "",
        *growth(report),
        "",
        "## Each benchmark",
        *details(report, level=3),
    ]
    return "\n".join(lines) + "\n"


def growth(report: dict[str, Any]) -> list[str]:
    """Return what one more visitor, municipality and record cost, in a sentence each, and the drawing."""
    shown = series(report)
    lines = []
    for (what, one, several), ways in shown.items():
        told = []
        for way, points in ways.items():
            if len(points) > 1:
                base, slope = line_through(points)
                told.append(
                    f"{way}: {number(1000 * slope)} ms for each further {one}, beside {number(base)} s"
                )
        if told:
            lines.append(
                f"- {what}, from {number(min(points))} to {number(max(points))} {several}. {'; '.join(told)}."
            )
    memory = next((entry for entry in report["benchmarks"] if entry["key"] == "memory"), None)
    if memory is not None:
        told = [
            f"{way}: {number(statistics.median(figures['each further visitor']))} MB"
            for way, figures in memory["ways"].items()
            if figures
        ]
        lines.append(f"- Memory for each further visitor. {'; '.join(told)}.")
    if shown:
        sizes = "; ".join(
            f"{what}: "
            + ", ".join(
                f"{way} {', '.join(f'{number(count)} → {number(took)} s' for count, took in points.items())}"
                for way, points in ways.items()
            )
            for (what, _, _), ways in shown.items()
        )
        lines += ["", f"![{sizes}](performance.svg)"]
    return lines


def series(report: dict[str, Any]) -> dict[tuple[str, str, str], dict[str, Series]]:
    """Return what grows: (what it is, one of what it grows with, several of them) → way → points."""
    ways = {entry["key"]: entry["ways"] for entry in report["benchmarks"]}
    found: dict[tuple[str, str, str], dict[str, Series]] = {
        ("Visitors in the same second, the last one served", "visitor", "visitors"): {
            way: _points(ways.get("visitors", {}).get(way, {}), r"(\d+) at once") for way in (OURS, PANEL)
        },
        ("A whole batch", "municipality", "municipalities"): {
            OURS: _points(ways.get("growth", {}).get(OURS, {}), r"batch, (\d+) municipalities")
            | {
                float(entry["size"]): statistics.median(entry["ways"][OURS]["first run"])
                for entry in report["benchmarks"]
                if entry["key"] == "country"
            }
        },
        ("A page", "record", "records"): {
            OURS: _points(ways.get("growth", {}).get(OURS, {}), r"page, (\d+) records")
        },
    }
    return {what: ways for what, ways in found.items() if any(len(points) > 1 for points in ways.values())}


def _points(figures: dict[str, list[float]], pattern: str) -> Series:
    matched = {
        float(found[1]): values for name, values in figures.items() if (found := re.fullmatch(pattern, name))
    }
    return {count: statistics.median(matched[count]) for count in sorted(matched) if matched[count]}


def line_through(points: Series) -> tuple[float, float]:
    """Return where a straight line through the points begins and how steep it is (least squares)."""
    slope, base = statistics.linear_regression(list(points), list(points.values()))
    return base, slope


def draw(report: dict[str, Any], path: Path) -> None:
    """Draw what grows with what."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    shown = series(report)
    if not shown:
        return
    with pyplot.rc_context({"svg.hashsalt": "workbook", "font.size": 9, "axes.spines.top": False}):
        figure, places = pyplot.subplots(1, len(shown), figsize=(4 * len(shown), 3), squeeze=False)
        for place, ((what, _, several), ways) in zip(places[0], shown.items(), strict=True):
            # Told apart by their marks, not by their colours alone.
            for (way, points), mark, colour in zip(
                ways.items(), "os^", ("#004d80", "#a04000", "#404040"), strict=False
            ):
                place.plot(list(points), list(points.values()), marker=mark, color=colour, label=way)
            place.set_title(what, fontsize=9)
            place.set_xlabel(several)
            place.set_ylabel("seconds")
            place.set_xlim(left=0)
            place.set_ylim(bottom=0)
            if len(ways) > 1:
                place.legend(frameon=False)
        figure.tight_layout()
        figure.savefig(path, format="svg", metadata={"Date": None})
        pyplot.close(figure)


def main() -> None:
    """Write the page and the drawing; of another file of figures, keep them first."""
    kept = DOCS / "performance.json"
    if len(sys.argv) > 1:
        kept.write_text(Path(sys.argv[1]).read_text("utf-8"), encoding="utf-8")
    report = json.loads(kept.read_text("utf-8"))
    (DOCS / "performance.md").write_text(written(report), encoding="utf-8")
    draw(report, DOCS / "performance.svg")


if __name__ == "__main__":
    main()
