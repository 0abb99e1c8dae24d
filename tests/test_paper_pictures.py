"""The strategy of the example year as a council would receive it: the pages that the docs show."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from course.documents import DOCUMENTS, make
from course.example_year import fill, year
from course.faces.opening import reading_of
from course.grants import Grant, Role
from course.organisations import cohort
from course.store import Store

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
SHOWN = (1, 5)
"""The first page, and the one on which the goals are anchored."""
PNG = b"\x89PNG\r\n\x1a\n"


def test_the_strategy_of_the_example_year_has_the_pages_that_the_docs_show(tmp_path):
    """The pictures become those of the docs only where `make pictures` asks for new ones."""
    example, store = cohort("example"), Store(f"sqlite:///{tmp_path / 'workbook.sqlite'}")
    store.prepare()
    store.add_cohort(example)
    (place,) = example.municipalities
    fill(store, example.key, place, year())
    grant = Grant(person="eli", name="Eli", role=Role.PARTICIPANT, cohort=example.key, organisation=place.key)
    reading = reading_of(
        store, grant, cohort=example.key, organisation=place.key, session="home", language="nn"
    )
    paper = tmp_path / "strategy.pdf"
    paper.write_bytes(make(DOCUMENTS["strategy"], reading, "pdf").content)
    for number in SHOWN:
        made = tmp_path / f"strategy-{number}"
        page = ["-f", str(number), "-l", str(number), "-singlefile", "-r", "80", "-png"]
        subprocess.run(
            ["pdftoppm", *page, str(paper), str(made)], check=True, timeout=60, capture_output=True
        )
        content = made.with_suffix(".png").read_bytes()
        assert content.startswith(PNG)
        if os.environ.get("WORKBOOK_PICTURES"):
            (PICTURES / f"{made.name}.png").write_bytes(content)
