"""The translation template, as `make messages` extracts it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

__all__ = ["template_of"]


def template_of(project: Path, path: Path) -> Catalog:
    """Return every sentence that `project` shows; the template itself is left in `path`."""
    babel = [sys.executable, "-m", "babel.messages.frontend", "-q"]
    extract = [*babel, "extract", "-k", "N_", "-F", "babel.cfg", "-o", path, "."]
    subprocess.run(extract, cwd=project, check=True)
    with path.open("rb") as source:
        return read_po(source)
