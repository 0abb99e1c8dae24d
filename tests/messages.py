"""Messages to a widget as the browser would send them."""

from __future__ import annotations

from typing import Any

import anywidget

__all__ = ["answers", "save"]


def answers(widget: anywidget.AnyWidget, **message: Any) -> list[dict[str, Any]]:
    """Send a message as the browser would, and return what it is told."""
    told: list[dict[str, Any]] = []
    widget.send = lambda content, buffers=None: told.append(content)
    widget._handle_custom_msg({"token": 1, **message}, [])
    return told


def save(
    widget: anywidget.AnyWidget, kind: str, record: str, revision: int, **values: Any
) -> list[dict[str, Any]]:
    """Send answers to be saved, and return what the browser is told."""
    return answers(widget, type="save", kind=kind, record=record, revision=revision, values=values)
