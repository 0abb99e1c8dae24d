"""Benchmarks as a table: medians with their range, and how many times the first one each other is."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

OURS = "workbook"


def benchmark(
    title: str,
    what: str,
    units: dict[str, str],
    ways: dict[str, dict[str, list[float]]],
    *,
    reference: str = OURS,
) -> dict[str, Any]:
    """Return a benchmark: for each way and figure the values of all rounds, to be kept whole.

    The other ways are told as a multiple of `reference`.
    """
    return {"title": title, "what": what, "units": units, "ways": ways, "reference": reference}


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    packages = ("voila", "papermill", "nbconvert", "jupyterlab", "ipykernel")
    return {
        "processors": os.cpu_count(),
        "load when it began": round(os.getloadavg()[0], 2),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "packages": {name: version(name) for name in packages},
    }


def as_markdown(report: dict[str, Any]) -> str:
    """Return the report as Markdown, one table per benchmark."""
    about = report["machine"]
    packages = ", ".join(f"{name} {number}" for name, number in about["packages"].items())
    lines = [
        "# Benchmarks",
        "",
        f"Python {about['python']}, {about['processors']} processors, {about['system']}, load "
        f"{about['load when it began']} when it began; {packages}. "
        f"Medians of {report['rounds']} rounds, the ways taking turns; in brackets the range; "
        "× is how many times the figure of the way that has none.",
    ]
    for entry in report["benchmarks"]:
        names, reference = list(entry["units"]), entry["reference"]
        lines += ["", f"## {entry['title']}", "", entry["what"], ""]
        lines += ["| way | " + " | ".join(f"{name} ({entry['units'][name]})" for name in names) + " |"]
        lines += ["|---|" + "---:|" * len(names)]
        for way, figures in entry["ways"].items():
            cells = [
                _cell(
                    figures.get(name, []), () if way == reference else entry["ways"][reference].get(name, ())
                )
                for name in names
            ]
            lines.append(f"| {way} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(values: Sequence[float], reference: Sequence[float]) -> str:
    if not values:
        return "–"
    middle = statistics.median(values)
    text = f"{middle:.3g} ({min(values):.3g}–{max(values):.3g})"
    if not reference or not statistics.median(reference):
        return text
    return f"{text} ×{middle / statistics.median(reference):.2g}"
