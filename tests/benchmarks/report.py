"""Benchmarks as tables: what was to be reached first, then medians with their range, beside each other."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

OURS, STOCK, PANEL, SOLARA = "workbook", "stock Voilà", "Panel", "Solara"
STOCK_KERNEL, PAPERMILL, PLOOMBER = (
    "kernelspec python3",
    "Papermill and nbconvert",
    "ploomber-engine and nbconvert",
)

PACKAGES = ("voila", "papermill", "nbconvert", "jupyterlab", "ipykernel", "pandas")
PEERS = ("voila", "papermill", "nbconvert", "ipykernel", "pandas", "panel", "solara", "ploomber-engine")
_ENVIRONMENT = Path(__file__).parents[2] / ".peers"


def benchmark(
    key: str,
    title: str,
    what: str,
    units: dict[str, str],
    ways: dict[str, dict[str, list[float]]],
    *,
    reference: str = OURS,
    size: int = 0,
) -> dict[str, Any]:
    """Return a benchmark: for each way and figure the values of all rounds, to be kept whole.

    The other ways are told as a multiple of `reference`. `size` is of how many municipalities it was, where
    that can be chosen.
    """
    return {
        "key": key,
        "title": title,
        "what": what,
        "units": units,
        "ways": ways,
        "reference": reference,
        "size": size,
        "ended": time.strftime("%Y-%m-%d %H:%M"),
    }


def machine() -> dict[str, Any]:
    """What the figures are taken on."""
    return {
        "processors": os.cpu_count(),
        "processor": _processor(),
        "memory (MB)": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 10**6,
        "load when it began": round(os.getloadavg()[0], 2),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
        "peers": _peers(),
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _peers() -> dict[str, str]:
    """Return the versions in the peers' environment, which is another Python's."""
    code = "import sys; from importlib.metadata import version; print(*map(version, sys.argv[1:]))"
    told = subprocess.run(
        [_ENVIRONMENT / "bin" / "python", "-c", code, *PEERS], capture_output=True, text=True, check=True
    )
    return dict(zip(PEERS, told.stdout.split(), strict=True))


def as_markdown(report: dict[str, Any]) -> str:
    """Return the report as Markdown: where it was taken, what was to be reached, one table per benchmark."""
    from .goals import summary

    return "\n".join(
        ["# Benchmarks", "", circumstances(report), "", *summary(report), *details(report, level=2), ""]
    )


def circumstances(report: dict[str, Any]) -> str:
    """Return on what the figures were taken, and how they are to be read."""
    about = report["machine"]
    packages, peers = (
        ", ".join(f"{name} {number}" for name, number in about[which].items())
        for which in ("packages", "peers")
    )
    return (
        f"Python {about['python']}, {about['processors']} processors ({about['processor']}), "
        f"{about['memory (MB)']} MB, {about['system']}, load {about['load when it began']} when it began; "
        f"{packages}. The peers, in an environment of their own: {peers}. "
        f"Medians of {report['rounds']} rounds at most, the ways taking turns; in brackets the range and how "
        "many values there are; × is how many times the figure of the way that has none."
    )


def details(report: dict[str, Any], level: int) -> list[str]:
    """Return the lines of one section for each benchmark, its heading of `level`."""
    lines = []
    for entry in report["benchmarks"]:
        names, reference = list(entry["units"]), entry["reference"]
        lines += ["", f"{'#' * level} {entry['title']}", "", f"{entry['what']} Ended {entry['ended']}.", ""]
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
    return lines


def _cell(values: Sequence[float], reference: Sequence[float]) -> str:
    if not values:
        return "–"
    middle = statistics.median(values)
    text = number(middle)
    if len(values) > 1:
        text += f" ({number(min(values))}–{number(max(values))}, {len(values)})"
    if not reference or not statistics.median(reference):
        return text
    return f"{text} ×{middle / statistics.median(reference):.2g}"


def number(value: float) -> str:
    """Return a figure with three digits that count, and never as a power of ten."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
