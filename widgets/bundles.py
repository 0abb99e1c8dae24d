"""Where the browser part lies that the build has bundled."""

from __future__ import annotations

from pathlib import Path

STATIC = Path(__file__).parent / "static"


class NotBuilt(RuntimeError):
    """The browser part is missing."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The browser part of the widgets is missing ({path.name}). "
            "Install the project again, or run `make assets`."
        )


def bundle(name: str) -> Path:
    """Return the path of a bundled file.

    Raises
    ------
    NotBuilt
        When the build has not made it.
    """
    path = STATIC / name
    if not path.exists():
        raise NotBuilt(path)
    return path
