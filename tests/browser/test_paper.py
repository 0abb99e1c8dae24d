"""Blank forms and the line of the year as pages: nothing for axe to find, nothing beyond the edge."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.blank_form import blank_form

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("session", ["00_mandate", "01_baseline", "04_anchoring"])
def test_a_blank_form_is_accessible_fits_and_prints(page, axe, tmp_path: Path, session):
    path = tmp_path / f"{session}.html"
    path.write_text(blank_form(session, "nb"), "utf-8")
    page.goto(path.as_uri())
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.emulate_media(media="print")
    assert page.locator(".wb-blank-line").count() > 10
