"""The secret that signs cookies: made once, kept beside the database, readable by the server only."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

__all__ = ["cookie_secret"]


def cookie_secret(var_dir: Path) -> bytes:
    """Return the secret kept in `var_dir`, making it the first time.

    It outlives a restart, so that nobody has to sign in again because the server was updated.
    """
    var_dir.mkdir(parents=True, exist_ok=True)
    path = var_dir / "cookie_secret"
    if not path.exists():
        _make(path)
    elif not path.stat().st_size:
        path.unlink()
        _make(path)
    path.chmod(0o600)
    return path.read_bytes()


def _make(path: Path) -> None:
    """Put a new secret at `path` in one step, unless another process has by now.

    A server that stops half-way, or a full disk, leaves no empty file whose “secret” anybody knows; and of
    two that start at once both take the same.
    """
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_hex(32).encode())
    try:
        with suppress(FileExistsError):
            path.hardlink_to(fresh)
    finally:
        fresh.unlink()
