"""The page in Panel: `panel serve panel_page.py`."""

from __future__ import annotations

import panel as pn
from page import PROSE, QUESTIONS, TITLE, table

pn.extension()
pn.Column(
    pn.pane.Markdown(f"# {TITLE}\n\n{PROSE}"),
    *[pn.widgets.TextInput(name=question) for question in QUESTIONS],
    pn.pane.DataFrame(table()),
).servable(title=TITLE)
