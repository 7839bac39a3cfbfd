"""The demo's secret key: made once, kept in its data folder."""

import os
import secrets
from pathlib import Path

from .locks import cannot_write


def secret_key(data_dir: Path) -> str:
    """The key of ``data_dir``, made on the first call. Two processes at once agree on one."""
    path = data_dir / "secret-key"
    try:
        if not path.exists():
            _make(path)
        return path.read_text("ascii")
    except OSError as error:
        raise cannot_write(data_dir, error) from error


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"secret-key.{secrets.token_hex(8)}")
    file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(64))
    try:
        os.link(fresh, path)  # fails if another process was first, and then its key counts
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
