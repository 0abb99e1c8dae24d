"""The static files: our own, the assets of the pages, and Voilà's front end."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tornado.web import HTTPError, StaticFileHandler
from voila.static_file_handler import MultiStaticFileHandler

from .assets import ASSETS
from .headers import Hardened

__all__ = ["Asset", "Static", "VoilaStatic"]

_NAME = re.compile(r"[A-Za-z0-9-]+\.[a-z]+")
_ENCODINGS = {"br": ".br", "gzip": ".gz"}
"""In the order of preference; the build makes a file of each kind beside every file."""


class _StaticFiles(Hardened):
    """Static files say nothing about why one is missing."""

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code}\n")


class Static(_StaticFiles, StaticFileHandler):
    """The workbook's own files, and those of the widget extensions."""

    compressed = True


class VoilaStatic(_StaticFiles, MultiStaticFileHandler):  # type: ignore[misc]
    """Voilà's front end."""


class Asset(Static):
    """A file whose name says what is in it: the same address never brings anything else."""

    async def get(self, path: str, include_body: bool = True) -> None:
        """Send the file, in the best encoding the browser takes."""
        if not _NAME.fullmatch(path):
            raise HTTPError(404)
        self._asked = path
        accepted = self.request.headers.get("Accept-Encoding", "")
        taken = {part.partition(";")[0].strip() for part in accepted.split(",")}
        for encoding, suffix in _ENCODINGS.items():
            if encoding in taken and (ASSETS / f"{path}{suffix}").is_file():
                self.set_header("Content-Encoding", encoding)
                path += suffix
                break
        await super().get(path, include_body)

    def get_content_type(self) -> str:
        """Return what the file is, however it is encoded."""
        kind = {".js": "text/javascript", ".css": "text/css"}.get(Path(self._asked).suffix)
        return f"{kind}; charset=utf-8" if kind else super().get_content_type()

    def set_extra_headers(self, path: str) -> None:
        """Let the browser keep it: what changes gets another name."""
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")
