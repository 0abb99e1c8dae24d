"""The drafts of the documents as pages: nothing for axe to find, nothing beyond the edge."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.documents import DOCUMENTS, make
from course.faces.opening import cohort_reading_of, reading_of
from tests.conftest import FACILITATOR, participant
from tests.worked import answer_everything

pytestmark = pytest.mark.browser


def test_every_draft_is_accessible_and_fits(page, axe, store, tmp_path: Path):
    answer_everything(store.view(participant("sula"), "pilot", "sula"), "Fjord")
    of_all = cohort_reading_of(store, FACILITATOR, cohort="pilot", session="home", language="nb")
    readings = [
        reading_of(store, participant(key), cohort="pilot", organisation=key, session="home", language="nb")
        for key in ("sula", "asker")
    ]
    path = tmp_path / "draft.html"
    for document in DOCUMENTS.values():
        if document.data:
            continue
        # Full, and without an answer: what is missing is shown otherwise than what is there.
        for reading in [of_all] if document.whole else readings:
            path.write_bytes(make(document, reading, "html", draft=True).content)
            page.goto(path.as_uri())
            for width in (1280, 390):
                page.set_viewport_size({"width": width, "height": 900})
                axe(page)
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
                    document.key,
                    width,
                )
