"""What a process in which notebooks run may know of the environment of whoever asked for it."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["fits", "harmless_environment"]

_INHERITED = frozenset(
    {
        "HOME", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_PATH",
        "JUPYTER_PLATFORM_DIRS", "JUPYTER_RUNTIME_DIR", "LANG", "LANGUAGE", "LD_LIBRARY_PATH",
        "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "PATH", "PYTHONDONTWRITEBYTECODE",
        "PYTHONHASHSEED", "PYTHONHOME", "PYTHONIOENCODING", "PYTHONPATH",
        "PYTHONUTF8", "PYTHONWARNINGS", "SYSTEMROOT", "TMPDIR", "TZ", "VIRTUAL_ENV",
    }
)  # fmt: skip

_READ_AT_START = ("LD_LIBRARY_PATH", "LD_PRELOAD")
"""What only counts when a process begins, besides everything of Python's own."""
_MAY_DIFFER = frozenset({"PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "PYTHONUNBUFFERED"})
"""What a copy can do without: it has the seed of its original, and flushes what it says itself."""


def harmless_environment(inherited: Mapping[str, str]) -> dict[str, str]:
    """Return what a process in which notebooks run may know of the environment of its maker.

    A name that is not on the list stays behind, so that whatever secret an operator puts there never
    reaches a notebook.
    """
    return {name: value for name, value in inherited.items() if name in _INHERITED or name.startswith("LC_")}


def fits(wanted: Mapping[str, str], running: Mapping[str, str]) -> str:
    """Return the name of a variable that a process begun with `running` can no longer take; else nothing."""
    for name in sorted(wanted.keys() | running.keys()):
        counts = name.startswith("PYTHON") or name in _READ_AT_START
        if counts and name not in _MAY_DIFFER and wanted.get(name) != running.get(name):
            return name
    return ""
