"""Remembers what a data folder was loaded from, so that a second start need not even look."""

import hashlib
import os
from pathlib import Path

from .options import ROOT

SOURCES = ("portal", "members", "projects", "resources", "uv.lock")
IGNORED = {"__pycache__"}


class Loaded:
    """The note of a data folder. It holds for this code, this database and these static files."""

    def __init__(self, data: Path):
        self.data = data
        self.path = data / "run" / "loaded"

    def holds(self) -> bool:
        """Whether nothing has changed since ``note``."""
        try:
            return self.path.read_text() == self._state()
        except OSError:
            return False

    def note(self) -> None:
        """Everything is loaded now."""
        self.path.write_text(self._state())

    def forget(self) -> None:
        """Look again at the next start."""
        self.path.unlink(missing_ok=True)

    def _state(self) -> str:
        digest = hashlib.blake2b(os.environ.get("DATABASE_URL", "").encode(), digest_size=16)
        for path in (self.data / "postgres" / "global", self.data / "static" / ".collected", *_sources()):
            state = path.stat() if path.exists() else None
            digest.update(f"{path}\0{state and (state.st_ino, _age(path, state))}\n".encode())
        return digest.hexdigest()


def _age(path: Path, state: os.stat_result) -> tuple[int, int]:
    """When and how large; a folder's own date says nothing about what it is."""
    return (0, 0) if path.is_dir() else (state.st_mtime_ns, state.st_size)


def _sources() -> list[Path]:
    found = [ROOT / name for name in SOURCES if (ROOT / name).is_file()]
    for name in SOURCES:
        for folder, folders, files in os.walk(ROOT / name):
            folders[:] = [each for each in folders if each not in IGNORED]
            found += [Path(folder) / each for each in files if not each.endswith((".pyc", ".mo"))]
    return sorted(found)
