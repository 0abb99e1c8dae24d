"""What was to be reached: each row beside what was measured, and whether it holds."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from . import batch_of_sessions as batch
from . import country, kernel_start, memory, participants, session_page
from .report import OURS, PANEL, PAPERMILL, PLOOMBER, SOLARA, STOCK, STOCK_KERNEL, number

PAGES = (PANEL, SOLARA)
NOT_MEASURED = "–"


class Measured:
    """The medians of a report."""

    def __init__(self, report: dict[str, Any]) -> None:
        self._ways = {entry["key"]: entry["ways"] for entry in report["benchmarks"]}

    def of(self, key: str, way: str, figure: str) -> float | None:
        """Return a median, or None where it was not measured."""
        values = self._ways.get(key, {}).get(way, {}).get(figure)
        return statistics.median(values) if values else None


@dataclass(frozen=True)
class Goal:
    """A row of the table.

    Attributes
    ----------
    holds
        Of ours, stock's and Panel's figure (or None), whether it is reached; None for a row without a goal.
    """

    what: str
    key: str
    figure: str
    unit: str
    to_reach: str
    holds: Callable[[float, float | None, float | None], bool] | None
    stock: str = STOCK
    peers: tuple[str, ...] = ()
    most: bool = False
    """Whether more is better."""

    def row(self, measured: Measured) -> str:
        """Return it as a line of a Markdown table."""
        ours = measured.of(self.key, OURS, self.figure)
        stock = measured.of(self.key, self.stock, self.figure)
        others = {name: measured.of(self.key, name, self.figure) for name in self.peers}
        known = [(value, name) for name, value in others.items() if value is not None]
        best = ", ".join(f"{name} {number(value)}" for value, name in sorted(known, reverse=self.most))
        verdict = self._verdict(ours, stock, others.get(PANEL))
        return (
            f"| {self.what} ({self.unit}) | {_shown(stock)} | {best or NOT_MEASURED} | {_shown(ours)} | "
            f"{self.to_reach} | {verdict} |"
        )

    def _verdict(self, ours: float | None, stock: float | None, panel: float | None) -> str:
        if self.holds is None:
            return NOT_MEASURED
        try:
            return "not measured" if ours is None else "yes" if self.holds(ours, stock, panel) else "**no**"
        except TypeError:  # the other figure is None
            return "not measured"


def _shown(value: float | None) -> str:
    return NOT_MEASURED if value is None else number(value)


def _as_quick_as_panel(ours: float, _stock: float | None, panel: float | None) -> bool:
    return ours <= panel  # type: ignore[operator]


def _at_most(limit: float) -> Callable[[float, float | None, float | None], bool]:
    return lambda ours, _stock, _panel: ours <= limit


GOALS = (
    Goal(
        "kernel start → first reply, imports done", "kernel start", kernel_start.ANSWER, "s",
        "≥ 20 × faster than stock", lambda ours, stock, _: stock >= 20 * ours,  # type: ignore[operator]
        stock=STOCK_KERNEL,
    ),
    Goal("fork and handshake alone", "kernel start", kernel_start.FORK, "s", "0.02", _at_most(0.025)),
    Goal("session 04, full example: GET → whole page", "session page", session_page.GET, "s", "≤ Panel",
         _as_quick_as_panel, peers=PAGES),
    Goal("browser, warm cache: prose visible", "session page", session_page.PROSE, "s", "≤ 0.2",
         _at_most(0.2), peers=PAGES),
    Goal("browser, warm cache: first field usable", "session page", session_page.WARM, "s", "≤ Panel",
         _as_quick_as_panel, peers=PAGES),
    Goal("20 visitors in the same second, last one served", "visitors", "20 at once", "s", "≤ Panel",
         _as_quick_as_panel, peers=PAGES),
    Goal("memory per further visitor, 30 open and used", "memory", memory.FURTHER, "MB", "≤ 25", _at_most(25),
         peers=PAGES),
    Goal("bytes on a first visit", "session page", session_page.BYTES, "MB", "≤ 0.6", _at_most(0.6),
         peers=PAGES),
    Goal("requests to elsewhere on a first visit", "session page", session_page.OUTSIDE, "number", "0",
         _at_most(0), peers=PAGES),
    Goal("executed notebook and page, all workers, sustained", "batch", batch.SUSTAINED, "a second", "≥ 35",
         lambda ours, _stock, _panel: ours >= 35, stock=PAPERMILL, peers=(PLOOMBER,), most=True),
    Goal("200 participants, each saving every 5 s: acknowledged, 95th percentile", "participants",
         participants.MOST, "s", "≤ 0.2", _at_most(0.2)),
    Goal("200 participants: refused", "participants", participants.REFUSED, "number", "0", _at_most(0)),
    Goal("200 participants: without an answer", "participants", participants.SILENT, "number", "0",
         _at_most(0)),
)  # fmt: skip


def summary(report: dict[str, Any]) -> list[str]:
    """Return the lines of the table of what was to be reached."""
    measured = Measured(report)
    return [
        "| what | stock | best peers | ours | to reach | holds |",
        "|---|---:|---:|---:|---|---|",
        *(goal.row(measured) for goal in GOALS),
        *_of_our_own(measured, report),
    ]


def _of_our_own(measured: Measured, report: dict[str, Any]) -> Iterator[str]:
    """Yield the rows that hold one figure of ours against another."""
    twenty, hundred = (measured.of("visitors", OURS, f"{count} at once") for count in (20, 100))
    if twenty and hundred:
        panel = measured.of("visitors", PANEL, "100 at once")
        yield (
            f"| 100 visitors in the same second (s) | – | {PANEL} {_shown(panel)} | {number(hundred)} | "
            f"≤ 6 × 20 visitors ({number(6 * twenty)}) | {'yes' if hundred <= 6 * twenty else '**no**'} |"
        )
    first = measured.of("country", OURS, country.FIRST)
    again = measured.of("country", OURS, country.AGAIN)
    if first is not None and again is not None:
        size = next(entry["size"] for entry in report["benchmarks"] if entry["key"] == "country")
        peak = measured.of("country", OURS, country.PEAK)
        yield (
            f"| {size} municipalities × 10 notebooks, whole (s) | – | – | {number(first)}, "
            f"at most {_shown(peak)} MB | measured | yes |"
        )
        yield (
            f"| the same again, {country.CHANGED} municipalities changed (s) | – | – | {number(again)} | "
            f"≤ 1/50 of the first ({number(first / 50)}) | {'yes' if again <= first / 50 else '**no**'} |"
        )
