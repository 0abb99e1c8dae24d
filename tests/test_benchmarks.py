"""What the benchmarks make of their figures. No figure is taken here."""

import copy
import json

import pytest

from tests.benchmarks import country, kernel_start, memory, performance, session_page
from tests.benchmarks.goals import summary
from tests.benchmarks.report import OURS, PANEL, SOLARA, STOCK, STOCK_KERNEL, as_markdown, benchmark

MACHINE = {
    "processors": 2,
    "processor": "Made up",
    "memory (MB)": 8000,
    "load when it began": 0.1,
    "system": "Linux",
    "python": "3.11",
    "packages": {"voila": "1"},
    "peers": {"panel": "2"},
}


@pytest.fixture
def report() -> dict:
    page = {session_page.GET: "s", session_page.WARM: "s", session_page.BYTES: "MB"}

    def figures(get: float, warm: float, sent: float) -> dict[str, list[float]]:
        return {session_page.GET: [get, get, 9 * get], session_page.WARM: [warm], session_page.BYTES: [sent]}

    visitors = {f"{count} at once": "s" for count in (1, 20, 100)}
    return {
        "machine": MACHINE,
        "rounds": 3,
        "benchmarks": [
            benchmark(
                "kernel start", "Start", "From here to there.", {kernel_start.ANSWER: "s"},
                {OURS: {kernel_start.ANSWER: [0.1]}, STOCK_KERNEL: {kernel_start.ANSWER: [2.0]}},
            ),
            benchmark(
                "session page", "Page", "One page.", page,
                {OURS: figures(0.1, 0.5, 0.3), STOCK: figures(2, 3.6, 5), PANEL: figures(0.2, 0.4, 3),
                 SOLARA: figures(0.05, 1, 3)},
            ),
            benchmark(
                "visitors", "Visitors", "Many.", visitors,
                {OURS: {"1 at once": [0.1], "20 at once": [1.05], "100 at once": [5.05]},
                 PANEL: {"1 at once": [0.1], "20 at once": [1.5], "100 at once": [6]}},
            ),
            benchmark(
                "memory", "Memory", "Much.", {memory.FURTHER: "MB"},
                {OURS: {memory.FURTHER: [24.6]}, PANEL: {}},
            ),
            benchmark(
                "country", "Country", "All.", {country.FIRST: "s", country.AGAIN: "s"},
                {OURS: {country.FIRST: [100.0], country.AGAIN: [3.0]}}, size=357,
            ),
        ],
    }  # fmt: skip


def row(report: dict, beginning: str) -> list[str]:
    (found,) = [line for line in summary(report) if line.startswith(f"| {beginning}")]
    return [cell.strip() for cell in found.strip("|").split("|")]


def test_a_row_tells_stock_the_best_peers_ours_and_whether_it_holds(report):
    assert row(report, "session 04") == [
        "session 04, full example: GET → whole page (s)", "2", "Solara 0.05, Panel 0.2", "0.1", "≤ Panel",
        "yes",
    ]  # fmt: skip
    assert row(report, "browser, warm cache: first field")[-3:] == ["0.5", "≤ Panel", "**no**"]
    assert row(report, "kernel start")[-1] == "yes"


def test_twenty_times_is_held_to_the_figure(report):
    slow = copy.deepcopy(report)
    slow["benchmarks"][0]["ways"][OURS][kernel_start.ANSWER] = [0.1001]
    assert row(slow, "kernel start")[-1] == "**no**"


def test_what_was_not_measured_is_said_to_be_so(report):
    assert row(report, "200 participants: refused")[-3:] == ["–", "0", "not measured"]
    without_panel = copy.deepcopy(report)
    del without_panel["benchmarks"][1]["ways"][PANEL]
    assert row(without_panel, "session 04")[-1] == "not measured"


def test_ours_is_held_to_ours_where_that_is_the_goal(report):
    assert row(report, "100 visitors")[-2:] == ["≤ 6 × 20 visitors (6.3)", "yes"]
    assert row(report, "the same again")[-3:] == ["3", "≤ 1/50 of the first (2)", "**no**"]


def test_the_summary_comes_before_the_details_and_a_cell_has_median_range_and_ratio(report):
    text = as_markdown(report)
    assert text.index("| what | stock |") < text.index("## Page")
    assert "| stock Voilà | 2 (2–18, 3) ×20 | 3.6 ×7.2 | 5 ×17 |" in text
    assert "Panel | – |" in text


def test_growth_is_the_slope_of_what_was_measured():
    base, slope = performance.line_through({1: 0.15, 20: 1.1, 100: 5.1})
    assert (round(base, 6), round(slope, 6)) == (0.1, 0.05)


def test_the_page_says_on_what_the_figures_were_taken_and_how_they_grow(report, tmp_path):
    text = performance.written(report)
    assert "2 processors (Made up)" in text
    assert "workbook: 50 ms for each further visitor" in text
    assert "Memory for each further visitor. workbook: 24.6 MB." in text
    performance.draw(report, tmp_path / "drawn.svg")
    assert "<svg" in (tmp_path / "drawn.svg").read_text("utf-8")


def test_the_page_in_the_documentation_is_made_of_the_figures_beside_it():
    kept = performance.DOCS / "performance.json"
    page = kept.with_suffix(".md").read_text("utf-8")
    assert page == performance.written(json.loads(kept.read_text("utf-8")))
