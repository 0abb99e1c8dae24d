"""The page in Solara: `solara run solara_page.py`."""

from __future__ import annotations

import solara
from page import PROSE, QUESTIONS, TITLE, table


@solara.component
def Page() -> None:  # noqa: N802 - the name Solara looks for
    answers = [solara.use_reactive("") for _ in QUESTIONS]
    solara.Title(TITLE)
    with solara.Column():
        solara.Markdown(f"# {TITLE}\n\n{PROSE}")
        for question, answer in zip(QUESTIONS, answers, strict=True):
            solara.InputText(label=question, value=answer)
        solara.DataFrame(table())
