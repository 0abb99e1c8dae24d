"""The nbconvert exporter `workbook`: `jupyter nbconvert --to workbook` on a notebook that has been run."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from jinja2 import Environment
from markupsafe import Markup, escape
from nbconvert.exporters import TemplateExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from traitlets import default
from traitlets.config import Config

from ..i18n import LANGUAGES, N_, Translator, translator
from ..settings import settings
from .sanitise import harmless

TEMPLATE = Path(__file__).parent / "template"

LIVE_ONLY = N_("This part can only be seen in the workbook itself.")
NOT_MADE = N_("This part could not be made.")
MADE = N_("{day} at {clock}")

_WIDGET = "application/vnd.jupyter.widget-view+json"


class WorkbookExporter(TemplateExporter):
    """Makes a self-contained page of an executed notebook.

    Of an output it shows `text/html`, the face a widget has without its script; what a cell says
    (its source) is never shown.
    """

    export_from_notebook = "Workbook page"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "workbook"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(TEMPLATE)]

    @property
    def default_config(self) -> Config:
        """Nbconvert's own defaults, and its priority of outputs: HTML first."""
        config = Config(
            {
                "NbConvertBase": {"display_data_priority": ["text/html", "text/markdown", "text/plain"]},
                # Looked at once when it is ready, and not after each of eleven steps.
                "Exporter": {"optimistic_validation": True},
            }
        )
        config.merge(super().default_config)
        return config

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()
        environment.autoescape = True  # nbconvert's own default is to paste whatever comes
        return environment

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page and nbconvert's resources."""
        language = nb.metadata.get("language", "en")
        reader = translator(language if language in LANGUAGES else "en")
        self.environment.globals.update(
            _=reader.gettext,
            language=reader.language,
            title=_title(nb, resources or {}),
            made=_made(nb, reader),
            place=nb.metadata.get("workbook", {}),
            parts=[part for cell in nb.cells for part in _parts(cell, reader)],
            stylesheet=Markup((TEMPLATE / "workbook" / "workbook.css").read_text("utf-8")),  # noqa: S704
        )
        page, resources = super().from_notebook_node(nb, resources, **kw)
        return page, resources


@lru_cache(maxsize=1)
def page_exporter() -> WorkbookExporter:
    """Return the one exporter of this process: making it costs more than using it."""
    return WorkbookExporter()


def _title(nb: NotebookNode, resources: dict[str, Any]) -> str:
    """What the page is called: the notebook's title, its first heading, or its file name."""
    if nb.metadata.get("title"):
        return str(nb.metadata["title"])
    for cell in nb.cells:
        heading = re.match(r"#\s+(.+)", cell.source) if cell.cell_type == "markdown" else None
        if heading:
            return heading[1].strip()
    return str(resources.get("metadata", {}).get("name", "Workbook"))


def _made(nb: NotebookNode, reader: Translator) -> str:
    """When the notebook was run, as the reader writes it; empty where it never was."""
    end = nb.metadata.get("papermill", {}).get("end_time")
    if not end:
        return ""
    moment = datetime.fromisoformat(end).astimezone(ZoneInfo(settings().time_zone))
    return reader(MADE).format(
        day=format_date(moment, "long", locale=reader.language),
        clock=format_time(moment, "HH:mm", locale=reader.language),
    )


def _parts(cell: NotebookNode, reader: Translator) -> list[Markup]:
    """What a cell contributes to the page: its prose, or its outputs."""
    if cell.cell_type == "markdown":
        return [Markup(harmless(_prose(cell.source)))]  # noqa: S704
    if cell.cell_type != "code":
        return []
    shown = (_shown(output, reader) for output in cell.outputs)
    return [part for part in shown if part]


def _prose(markdown: str) -> str:
    """Markdown as HTML, without nbconvert's anchor in every heading.

    It would be a link without a name to those who listen, and two headings of the same words would have
    the same id.
    """
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    return str(MarkdownWithMath(renderer=renderer).render(markdown))


def _shown(output: NotebookNode, reader: Translator) -> Markup | None:
    """One output as HTML; what is meant for a programmer (tracebacks, warnings) stays out of the page."""
    if output.output_type == "error":
        return Markup("<p>{}</p>").format(reader.gettext(NOT_MADE))
    if output.output_type == "stream":
        return Markup("<pre>{}</pre>").format(_text(output.text)) if output.name == "stdout" else None
    if "text/html" in output.data:
        return Markup(harmless(_text(output.data["text/html"])))  # noqa: S704
    if "text/markdown" in output.data:
        return Markup(harmless(_prose(_text(output.data["text/markdown"]))))  # noqa: S704
    if _WIDGET in output.data:
        return Markup("<p>{}</p>").format(reader.gettext(LIVE_ONLY))
    text = _text(output.data.get("text/plain", ""))
    return Markup("<pre>{}</pre>").format(escape(text)) if text else None


def _text(value: str | list[str]) -> str:
    """A notebook's text, which its file format may hold as one string or as a list of lines."""
    return value if isinstance(value, str) else "".join(value)
