"""The base of the widgets: content goes out, messages come in, nothing else is believed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import anywidget
import traitlets

from course.faces import Reading, render
from course.settings import settings

from .bundles import bundle

__all__ = ["Face"]

STYLE = "workbook-style"
"""The id of the stylesheet in a page. All widgets have the same one, and anywidget adds one for each id:
with an id for each class a page would match seven copies of every rule after every keystroke."""

log = logging.getLogger("workbook.widgets")


class Face(anywidget.AnyWidget):
    """A widget that shows some content of a reading.

    Content travels from here to the browser only: `opened` once, then `changed`, the parts that are no
    longer as they were when the page was opened. The protocol of ipywidgets would let a browser set
    it, and every other synced trait; `set_state` refuses that, so that what a page shows to its next
    reader can never have been put there by the last one.
    """

    opened = traitlets.Dict().tag(sync=True)
    changed = traitlets.Dict().tag(sync=True)

    def __init__(self, make: Callable[[Reading], dict[str, Any]], reading: Reading, **traits: Any) -> None:
        self._make = make
        opened = make(reading)
        super().__init__(opened=opened, _anywidget_id=STYLE, **code(opened["widget"]), **traits)

    def show(self, reading: Reading) -> None:
        """Show what the records say now."""
        now = self._make(reading)
        self.changed = {
            name: part for name, part in now.items() if name not in self.opened or part != self.opened[name]
        }

    @property
    def content(self) -> dict[str, Any]:
        """All that is shown now; each content of a widget has the same parts."""
        return {**self.opened, **self.changed}

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Ignore whatever a browser wants the widget's state to be."""
        log.warning("A browser tried to set %s of a widget; refused.", sorted(map(str, sync_data))[:5])

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """Add the static face, which is what an export shows."""
        shown = super()._repr_mimebundle_(**options)
        if shown is None:
            return None
        data, metadata = shown if isinstance(shown, tuple) else (shown, {})
        data["text/html"] = str(render(self.content))
        data["text/plain"] = ""
        return data, metadata


def code(name: str) -> dict[str, str]:
    """Return what stands in a widget's state in place of its code.

    A page of ours has code and style of all widgets among its own files, under this name; everywhere else
    they are part of the state, as text that every instance carries.
    """
    return {"_esm": f"workbook:{name}", "_css": ""} if settings().widget_code == "name" else {}


def sources(name: str) -> dict[str, Any]:
    """Return the class attributes by which anywidget finds a widget's bundle."""
    return {"_esm": bundle(f"{name}.js"), "_css": bundle("workbook.css")}
