"""Where stored pages live: a least-recently-used store bound by bytes, in this process's memory."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from .entries import Entry
from .generation import Generation

QUERY_SHARE = 0.25
FLIGHT_TIMEOUT = 10.0


class Store:
    """Entries by key, up to ``max_bytes``; the least recently used go first."""

    def __init__(self, max_bytes: int):
        self.max_bytes = max_bytes
        self.bytes = 0
        self._entries: OrderedDict[tuple, Entry] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: tuple, generation: Generation) -> Entry | None:
        """The entry of this generation that is not too old, or ``None``."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            if entry.generation != generation or entry.expires <= monotonic():
                self._drop(key)
                return None
            self._entries.move_to_end(key)
            return entry

    def put(self, key: tuple, entry: Entry) -> None:
        """Keep ``entry``; one larger than an eighth of the store is not worth the others."""
        if entry.cost > self.max_bytes / 8:
            return
        with self._lock:
            if key in self._entries:
                self._drop(key)
            self._entries[key] = entry
            self.bytes += entry.cost
            while self.bytes > self.max_bytes:
                self._drop(next(iter(self._entries)))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self.bytes = 0

    def _drop(self, key: tuple) -> None:
        self.bytes -= self._entries.pop(key).cost


class Shelves:
    """Two stores: pages without query keep three quarters for themselves, whatever is asked of the others."""

    def __init__(self, max_bytes: int):
        self.pages = Store(int(max_bytes * (1 - QUERY_SHARE)))
        self.queries = Store(int(max_bytes * QUERY_SHARE))

    def of(self, query: str) -> Store:
        """The store for a page with this query."""
        return self.queries if query else self.pages


class Flights:
    """Lets one thread render a page while the others that want it wait for the result."""

    def __init__(self) -> None:
        self._locks: dict[tuple, tuple[threading.Lock, int]] = {}
        self._guard = threading.Lock()

    @contextmanager
    def alone(self, key: tuple) -> Iterator[None]:
        """Wait for whoever is rendering ``key``, at most ``FLIGHT_TIMEOUT`` seconds."""
        with self._guard:
            lock, users = self._locks.get(key, (threading.Lock(), 0))
            self._locks[key] = lock, users + 1
        held = lock.acquire(timeout=FLIGHT_TIMEOUT)
        try:
            yield
        finally:
            if held:
                lock.release()
            with self._guard:
                lock, users = self._locks[key]
                if users == 1:
                    del self._locks[key]
                else:
                    self._locks[key] = lock, users - 1
