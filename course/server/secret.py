"""The secret that signs cookies: made once, kept beside the database, readable by the server only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

__all__ = ["cookie_secret"]


def cookie_secret(var_dir: Path) -> bytes:
    """Return the secret kept in `var_dir`, making it the first time.

    It outlives a restart, so that nobody has to sign in again because the server was updated.
    """
    var_dir.mkdir(parents=True, exist_ok=True)
    path = var_dir / "cookie_secret"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        path.chmod(0o600)
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        secret = secrets.token_hex(32).encode()
        file.write(secret)
    return secret
