"""The process that holds a PostgreSQL server and ends it when nobody uses it any more.

Everybody who uses the server holds a shared lock (see ``postgres``). The keeper tries now and then
to take it alone: if it can, and could for ``linger`` seconds, it stops the server while newcomers
wait for the lock. That counts users without a counter that a killed process would leave wrong.

Started as ``python -m portal.embedded.keeper DATA_DIR LINGER DURABLE``; returns once the server is
ready (it prints ``ready``) or has failed, and lives on in the background.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from .cluster import Cluster
from .locks import FileLock
from .processes import ends_with_parent, wait_until

MAX_LOG = 5_000_000
START_SECONDS = 120
STOP_SECONDS = 10
TURN_SECONDS = 0.5


def users_lock(data_dir: Path) -> FileLock:
    """The lock that every user of the server shares."""
    return FileLock(data_dir / "run" / "postgres-users.lock")


class Keeper:
    """Parent of one server."""

    def __init__(self, cluster: Cluster, linger: float):
        self.cluster = cluster
        self.linger = linger
        self.lock = users_lock(cluster.data_dir)
        self.stopping = False

    def start(self) -> bool:
        """Start the server; whether it is ready."""
        log = self.cluster.log
        fresh = not log.exists() or log.stat().st_size > MAX_LOG
        with log.open("wb" if fresh else "ab") as output:
            self.server = subprocess.Popen(  # noqa: S603 - a program of the wheel, arguments of ours
                self.cluster.command(),
                **self.cluster.identity(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=ends_with_parent(signal.SIGINT),
            )
        wait_until(lambda: self.cluster.is_ready() or self.server.poll() is not None, START_SECONDS)
        return self.server.poll() is None and self.cluster.is_ready()

    def keep(self) -> None:
        """Stay until the server has ended, by itself or because nobody was left."""
        idle_since: float | None = None
        while self.server.poll() is None:
            over = idle_since and time.monotonic() - idle_since >= self.linger
            if self.stopping or (over and self.lock.acquire()):
                self.stop()
                return
            if self.lock.acquire():
                self.lock.release()
                idle_since = idle_since or time.monotonic()
            else:
                idle_since = None
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.server.wait(TURN_SECONDS)

    def stop(self) -> None:
        """End the server: first as a normal shutdown, then at once (it recovers at the next start)."""
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            self.server.send_signal(number)
            try:
                self.server.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                continue
            return

    def asked_to_stop(self, *_signal) -> None:
        """The handler of SIGTERM."""
        self.stopping = True


def main(data_dir: str, linger: str, durable: str) -> None:
    """See the module."""
    if os.fork():
        # The caller waits for the end of our output, which the child closes when it knows the result.
        os._exit(0)
    os.setsid()
    os.chdir("/")
    keeper = Keeper(Cluster(Path(data_dir), durable == "durable"), float(linger))
    signal.signal(signal.SIGTERM, keeper.asked_to_stop)
    ready = keeper.start()
    os.write(1, b"ready" if ready else b"failed")
    _close_output()
    if ready:
        keeper.keep()
    else:
        keeper.stop()


def _close_output() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)


if __name__ == "__main__":
    main(*sys.argv[1:])
