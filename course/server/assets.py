"""What the files are called that a browser loads for a page: the build names each after what is in it."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

__all__ = ["ASSETS", "NotBuilt", "address_of", "client", "preloads"]

_STATIC = Path(__file__).parent / "static"
ASSETS = _STATIC / "assets"
_WIDGETS = ("form", "table", "matrix", "checklist", "report", "session")


class NotBuilt(RuntimeError):
    """The browser part of the pages is missing."""

    def __init__(self) -> None:
        super().__init__(
            "The browser part of the pages is missing. Install the project again, or run `make assets`."
        )


def address_of(name: str, base_url: str) -> str:
    """Return where the browser finds what is called `name` in the source, such as ``page.css``.

    Raises
    ------
    NotBuilt
        When the build has not made it.
    """
    return _address(str(_names(name)["file"]), base_url)


def preloads(base_url: str) -> list[str]:
    """Return the modules of a session's page, which the browser would else find out one after the other."""
    files: dict[str, None] = {}
    for name in ("client.js", *(f"{widget}.js" for widget in _WIDGETS)):
        files |= dict.fromkeys((_names(name)["file"], *_names(name)["needs"]))
    return [_address(file, base_url) for file in files]


def client(base_url: str, *, ordinary: str) -> dict[str, Any]:
    """Return what the client of a session's page is told; `ordinary` is where the page is without it."""
    return {
        "widgets": {widget: address_of(f"{widget}.js", base_url) for widget in _WIDGETS},
        "controls": address_of("controls.js", base_url),
        "controls_style": address_of("controls.css", base_url),
        "ordinary": ordinary,
    }


def _address(file: str, base_url: str) -> str:
    return f"{base_url}static/assets/{file}"


def _names(name: str) -> dict[str, Any]:
    try:
        written = _STATIC / "assets.json"
        return _made(written, written.stat().st_mtime_ns)[name]
    except (OSError, KeyError):
        raise NotBuilt from None


@lru_cache(maxsize=1)
def _made(written: Path, _when: int) -> dict[str, dict[str, Any]]:
    """Read it once, and again when it has been built anew: the files of the last build are gone."""
    made: dict[str, dict[str, Any]] = json.loads(written.read_text(encoding="utf-8"))
    return made
