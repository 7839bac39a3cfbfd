"""One counter that all processes share: a page is good as long as the counter has not moved.

On one host it is a file that grows by a byte with each purge (an append is atomic, a look at its
size costs microseconds). With ``CACHE_URL`` it is a key there, shared by all hosts.
"""

import logging
import os
import uuid
from pathlib import Path

from django.conf import settings
from django.core.cache import cache

logger = logging.getLogger("portal.page_cache")
KEY = "page_cache.generation"
MAX_SIZE = 1024 * 1024
Generation = tuple[int, int, int] | str


def current() -> Generation | None:
    """The generation now; ``None`` if it cannot be told, and then nothing may be served or stored."""
    try:
        return cache.get_or_set(KEY, _new, timeout=None) if settings.CACHE_URL else _file_state()
    except (OSError, *_cache_errors()):
        logger.exception("The generation of the page cache cannot be read.")
        return None


def purge() -> None:
    """Make every stored page of every process stale, at once.

    Call it after the commit (``transaction.on_commit``): a page that was being rendered from the
    old state meanwhile was filed under the generation read before, and so is stale too.
    """
    try:
        cache.set(KEY, _new(), timeout=None) if settings.CACHE_URL else _append()
    except (OSError, *_cache_errors()):
        # The change is committed; pages age out by PAGE_CACHE_MAX_AGE even so.
        logger.exception("The page cache could not be purged.")


def _new() -> str:
    return uuid.uuid4().hex


def _path() -> Path:
    return Path(settings.DATA_DIR) / "page-generation"


def _file_state() -> Generation:
    try:
        state = os.stat(_path())
    except FileNotFoundError:
        _append()
        state = os.stat(_path())
    # Inode and time too: a file made anew has a size that was there before.
    return state.st_ino, state.st_size, state.st_mtime_ns


def _append() -> None:
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(file, b".")
        full = os.fstat(file).st_size > MAX_SIZE
    finally:
        os.close(file)
    if full:
        _start_over(path)


def _start_over(path: Path) -> None:
    """Replace the file. That moves the generation as well, so an append to the old one is not lost."""
    fresh = path.with_name(f"{path.name}.{_new()}")
    fresh.touch()
    os.replace(fresh, path)


def _cache_errors() -> tuple[type[Exception], ...]:
    try:
        from redis.exceptions import RedisError
    except ImportError:
        return ()
    return (RedisError,)
