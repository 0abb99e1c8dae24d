"""What the kernel has said of its widgets while the cells ran, for the page that shows them."""

from __future__ import annotations

from typing import Any

from ..export.sanitise import harmless

__all__ = ["new_models", "still"]

_OURS = '<section class="wb-static'
"""How a static face of ours begins; its templates have escaped all that anybody has written."""


def still(html: str) -> str:
    """Return what of a widget can be read before it is live; that of another library is made harmless."""
    return html if html.lstrip().startswith(_OURS) else harmless(html)


def new_models(cell_generator: Any) -> dict[str, Any] | None:
    """Return the widgets whose state the page has not been told yet, or not as it is now.

    Parameters
    ----------
    cell_generator
        What Voilà gives a template to run the cells with. Its renderer listens to the kernel, and what it
        hears of widgets nobody else hears: a page that waited for the kernel to tell it again would wait for
        several round trips.

    Returns
    -------
    dict or None
        `application/vnd.jupyter.widget-state+json`; None when there is nothing new.
    """
    executor = cell_generator.__self__.executor
    told: dict[str, Any] = executor.__dict__.setdefault("_workbook_told", {})
    new = {
        model: dict(state)
        for model, state in executor.widget_state.items()
        if "_model_module" in state and state != told.get(model)
    }
    if not new:
        return None
    told |= new
    return {
        "version_major": 2,
        "version_minor": 0,
        "state": {
            model: executor._serialize_widget_state(state)
            | ({"buffers": list(buffers.values())} if (buffers := executor.widget_buffers.get(model)) else {})
            for model, state in new.items()
        },
    }
