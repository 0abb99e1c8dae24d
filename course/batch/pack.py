"""The pages and papers of a batch as one ZIP."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

__all__ = ["PAPERS", "pack"]

PAPERS = "papers"
"""The folder of a municipality's or a unit's documents, beside its pages."""


def pack(made: Path, archive: Path) -> None:
    """Pack the pages and papers in `made` into `archive`, which is whole or not there; then clear `made`."""
    files = sorted(path for path in made.rglob("*") if path.is_file())
    files = [path for path in files if path.suffix == ".html" or path.parent.name == PAPERS]
    if files:
        part = archive.with_suffix(".part")
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in files:
                packed.write(path, path.relative_to(made))
        part.replace(archive)
    shutil.rmtree(made, ignore_errors=True)
