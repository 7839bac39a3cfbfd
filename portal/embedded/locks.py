"""Locks between processes. The kernel lets go of them however their holder ends."""

import fcntl
import os
import time
from pathlib import Path

from .errors import EmbeddedError


class FileLock:
    """An advisory lock on a file: one exclusive holder, or any number of shared ones."""

    def __init__(self, path: Path):
        self.path = path
        self._file: int | None = None

    def acquire(self, *, shared: bool = False, timeout: float = 0.0) -> bool:
        """Take the lock within ``timeout`` seconds and say whether that worked.

        ``EmbeddedError`` when the folder cannot be written.
        """
        file = self._file if self._file is not None else open_or_explain(self.path)
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        deadline = time.monotonic() + timeout
        while True:
            try:
                fcntl.flock(file, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    os.close(file)
                    self._file = None
                    return False
                time.sleep(0.02)
            else:
                self._file = file
                return True

    def release(self) -> None:
        """Let go; harmless if the lock is not held."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def note(self, text: str) -> None:
        """Write ``text`` into the file, for whoever is refused."""
        assert self._file is not None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, text.encode(), 0)

    def read_note(self) -> str:
        """What the holder wrote."""
        return self.path.read_text("utf-8", errors="replace").strip()


def open_or_explain(path: Path) -> int:
    """Open ``path`` for a lock, with its folders; ``EmbeddedError`` says why that is impossible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise cannot_write(path.parent.parent, error) from error


def cannot_write(folder: Path, error: OSError) -> EmbeddedError:
    """The sentence for a data folder that refuses."""
    return EmbeddedError(
        f"The data folder {folder} cannot be written ({error.strerror or error}). "
        "Choose another one with --data (demo) or PORTAL_DATA."
    )
