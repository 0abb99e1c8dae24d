"""JupyterLab for the operator: prepared copies of the sessions of one municipality, live on its answers.

The copies lie under `var/`, so that no answers end up in the project's own notebooks.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import nbformat
from jupyter_core.paths import jupyter_runtime_dir

from .batch.kernel import transport
from .grants import Grant, Role
from .notebooks import prepare
from .outline import sessions
from .settings import Settings

__all__ = ["configuration", "environment", "grant_for", "refresh", "start"]

_NOTED = ".prepared.json"
"""Session → what its copy was when it was written; whatever differs has been worked on since."""

_SETTINGS = ".settings"
_OVERRIDES = {"@jupyterlab/apputils-extension:notification": {"checkForUpdates": False, "fetchNews": "false"}}
"""JupyterLab would ask whether it may fetch news; it may not."""


def grant_for(name: str, cohort: str, municipality: str) -> Grant:
    """Return what the kernels of this JupyterLab may do: write in the name of `name`, or only read."""
    return Grant(
        # The same person for the same name, also where a name has no letter of the Latin alphabet.
        person=f"lab-{_digest(name)[:16]}",
        name=name or "workbook lab",
        role=Role.PARTICIPANT if name else Role.READER,
        cohort=cohort,
        organisation=municipality,
    )


def refresh(folder: Path, *, cohort: str, municipality: str, language: str) -> list[Path]:
    """Bring the prepared copies in `folder` up to date and return them.

    A copy somebody has worked on is left alone as long as its session is what it was. When the session
    has changed since, the worked-on copy is kept beside the new one, under a name with the day.
    """
    prepared = {
        session.key: nbformat.writes(
            prepare(cohort=cohort, municipality=municipality, session=session.key, language=language)
        )
        for session in sessions()
    }
    folder.mkdir(parents=True, exist_ok=True)
    noted = _read(folder / _NOTED)
    for session, fresh in prepared.items():
        copy = folder / f"{session}.ipynb"
        if copy.exists() and noted.get(session) == _digest(fresh):
            continue
        if copy.exists() and noted.get(session) != _digest(copy.read_text("utf-8")):
            copy.rename(_kept(copy))
        copy.write_text(fresh, encoding="utf-8")
        noted[session] = _digest(fresh)
    (folder / _NOTED).write_text(json.dumps(noted, indent=1), encoding="utf-8")
    return [folder / f"{session}.ipynb" for session in prepared]


def _read(path: Path) -> dict[str, str]:
    """What was noted; nothing where the note is missing or torn, so that every copy counts as worked on."""
    try:
        noted: dict[str, str] = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return noted


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _kept(copy: Path) -> Path:
    """A name beside `copy` that nothing has yet."""
    stamp = f"{datetime.now():%Y-%m-%d-%H%M%S}"
    return copy.with_name(f"{copy.stem}.kept-{stamp}.ipynb")


def environment(settings: Settings, grant: Grant) -> dict[str, str]:
    """Return the environment of JupyterLab, which its kernels inherit."""
    return (
        os.environ
        | settings.for_drawing
        | grant.to_environment()
        | {
            "WORKBOOK_COHORT": grant.cohort,
            "WORKBOOK_FACE": "lab",
            # The kernels work in another folder: what was relative to this one would be lost there.
            "WORKBOOK_DATABASE_URL": settings.database,
            "WORKBOOK_DATA_DIR": str(settings.data_dir.absolute()),
            "WORKBOOK_NOTEBOOKS_DIR": str(settings.notebooks_dir.absolute()),
        }
    )


def configuration(folder: Path, *, port: int, browser: bool) -> dict[str, Any]:
    """Return JupyterLab's settings: for this machine only, and asking nothing of the network."""
    return {
        "ServerApp": {
            "root_dir": str(folder),
            "ip": "127.0.0.1",
            "port": port,
            "open_browser": browser,
            "allow_root": True,
            # Installing Voilà switches its extension on everywhere; inside a Jupyter Server it would let a
            # page execute code and read files.
            "jpserver_extensions": {"voila": False, "voila.server_extension": False},
        },
        # It asks nothing of the network: no news, no newer version, no list of extensions.
        "LabApp": {
            "app_settings_dir": str(folder / _SETTINGS),
            "news_url": None,
            "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
            "extension_manager": "readonly",
        },
        "KernelManager": {"transport": transport(Path(jupyter_runtime_dir()))},
    }


def start(folder: Path, environment: dict[str, str], *, port: int, browser: bool) -> NoReturn:
    """Become JupyterLab on `folder`; a token of its own is in the address it prints."""
    path, settings = folder / ".jupyter_server_config.json", folder / _SETTINGS
    settings.mkdir(exist_ok=True)
    (settings / "overrides.json").write_text(json.dumps(_OVERRIDES, indent=1), encoding="utf-8")
    path.write_text(json.dumps(configuration(folder, port=port, browser=browser), indent=1), encoding="utf-8")
    os.execve(sys.executable, [sys.executable, "-m", "jupyterlab", f"--config={path}"], environment)  # noqa: S606
