"""The widgets' style beside JupyterLab's own: it asks for nothing and touches only what is its own."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.harness import ROOT

pytestmark = pytest.mark.browser

NEIGHBOURS = """
<div id="jp-main" data-size="sm" data-color="danger" data-color-scheme="light" data-typography="primary">
<h1>Lab</h1><p><a href="#">link</a></p><button aria-disabled="true">button</button><input type="checkbox">
<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>
<details><summary>more</summary></details><fieldset><legend>l</legend></fieldset><dialog open>d</dialog>
</div>
"""

# Every selector of every rule, however deep it is nested, tried on every element outside a widget.
TOUCHED = """() => {
  const selectors = (rules) => [...rules].flatMap((rule) =>
    [...(rule.selectorText ? [rule.selectorText] : []), ...(rule.cssRules ? selectors(rule.cssRules) : [])]);
  const all = [...document.styleSheets].flatMap((sheet) => selectors(sheet.cssRules))
    .filter((selector) => !selector.includes("&"));
  return [all.length, all.filter((selector) => document.querySelector(selector))];
}"""


def test_the_style_touches_nothing_outside_a_widget(page: Page) -> None:
    page.set_content(NEIGHBOURS)
    page.add_style_tag(path=ROOT / "widgets" / "static" / "workbook.css")
    number, touching = page.evaluate(TOUCHED)
    assert number > 200
    assert touching == []


@pytest.mark.parametrize("name", ["widgets/static/workbook.css", "course/server/static/page.css"])
def test_the_style_asks_for_nothing_more(name: str) -> None:
    css = (ROOT / name).read_text(encoding="utf-8")
    assert "url(http" not in css
    assert "@import" not in css
    assert "@font-face" not in css
