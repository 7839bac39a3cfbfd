"""``manage.py demo``: one small process that starts all others, mends what is killed and ends them.

It does without Django, so that it stays small and can say what is wrong before anything is loaded.
"""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import postgres
from .accounts import table
from .children import Child, manage, stop_all
from .errors import EmbeddedError
from .loaded import Loaded
from .locks import FileLock
from .options import Address
from .processes import end_with_launcher, wait_until

LINGER = 2.0
READY_SECONDS = 90
TURN_SECONDS = 1.0
WEB_THREADS = 4
# Everything the portal writes into a data folder, and nothing else, is what --reset removes.
OURS = (
    "postgres",
    "postgres.new",
    "media",
    "private",
    "static",
    "mail",
    "locale",
    "secret-key",
    "page-generation",
)


def run(data: Path, bind: Address, *, reset: bool = False) -> None:
    """Run the demo until Ctrl-C or SIGTERM; ``EmbeddedError`` says in one sentence what keeps it from running."""
    children: list[Child] = []
    with _alone(data, bind):
        _prepare_environment(data, bind)
        embedded = "DATABASE_URL" not in os.environ
        try:
            with _stoppable():
                if reset:
                    _reset(data, embedded)
                if embedded:
                    os.environ["DATABASE_URL"] = postgres.ensure_running(data, linger=LINGER)
                _load(data, children)
                children[:] = [_web(bind), *_background()]
                _supervise(data, bind, children, embedded)
        finally:
            _ignore_signals()
            stop_all(children)
            if embedded:
                postgres.stop(data)
    print("Stopped.", flush=True)


@contextmanager
def _alone(data: Path, bind: Address) -> Iterator[None]:
    """Be the only demo on this data folder and find the port free."""
    lock = FileLock(data / "run" / "demo.lock")
    if not lock.acquire():
        raise EmbeddedError(
            f"The demo runs already on {data} ({lock.read_note()}). End it there with Ctrl-C, "
            "or choose another folder with --data and another port with --bind."
        )
    killed = bool(lock.read_note())
    # What a killed demo started ends within seconds of it.
    if not wait_until(lambda: _is_free(bind), 10 if killed else 0, pause=0.2):
        raise EmbeddedError(
            f"{bind.host}:{bind.port} is taken by another program; choose another with --bind."
        )
    lock.note(f"process {os.getpid()}, {bind.url}")
    try:
        yield
    finally:
        lock.note("")
        lock.release()


def _is_free(bind: Address) -> bool:
    try:
        family = socket.getaddrinfo(bind.host, bind.port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((bind.host, bind.port))
    except PermissionError as error:
        raise EmbeddedError(
            f"Port {bind.port} is for the administrator; choose another with --bind."
        ) from error
    except socket.gaierror as error:
        raise EmbeddedError(f"--bind: this machine does not know the host {bind.host!r}.") from error
    except OSError as error:
        if "assign" in str(error):
            raise EmbeddedError(f"--bind: {bind.host} is no address of this machine.") from error
        return False
    return True


def _prepare_environment(data: Path, bind: Address) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.demo"
    os.environ["PORTAL_DATA"] = str(data)
    os.environ.setdefault("SITE_URL", bind.url)
    os.environ["PYTHONUNBUFFERED"] = "1"


@contextmanager
def _stoppable() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal end the block quietly."""

    def stop(*_signal) -> None:
        _ignore_signals()
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    end_with_launcher("uv", signal.SIGTERM)
    with contextlib.suppress(KeyboardInterrupt):
        yield


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _reset(data: Path, embedded: bool) -> None:
    if not embedded:
        raise EmbeddedError("--reset is for the embedded database; empty the one of DATABASE_URL yourself.")
    postgres.stop(data)
    for name in OURS:
        path = data / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _load(data: Path, children: list[Child]) -> None:
    loaded = Loaded(data)
    if loaded.holds():
        return
    loaded.forget()
    loading = Child("loading", manage("load_demo"))
    children.append(loading)
    loading.start()
    if code := loading.wait():
        raise EmbeddedError(f"The demo could not be loaded (exit code {code}); see the messages above.")
    loaded.note()


def _web(bind: Address) -> Child:
    granian = [
        *(
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--host",
            bind.host,
            "--port",
            str(bind.port),
        ),
        *("--workers", "1", "--blocking-threads", str(WEB_THREADS), "--respawn-failed-workers"),
        *("--workers-kill-timeout", "5", "--no-ws", "--no-access-log", "--log-level", "error"),
        "portal.embedded.web:application",
    ]
    return Child("web server", granian)


def _background() -> list[Child]:
    return [Child("worker", manage("run_worker")), Child("clock", manage("tick", "--forever", "60"))]


def _supervise(data: Path, bind: Address, children: list[Child], embedded: bool) -> None:
    for child in children:
        child.start()
    if not wait_until(lambda: _answers(bind) or children[0].process.poll() is not None, READY_SECONDS, 0.1):
        raise EmbeddedError("The web server does not answer; see the messages above.")
    print(f"\n{table()}\n\nThe Alliance is open at {bind.url}/ (Ctrl-C stops it).\n", flush=True)
    while True:
        if embedded:
            postgres.ensure_running(data, linger=LINGER)
        for child in children:
            child.mend()
        time.sleep(TURN_SECONDS)


def _answers(bind: Address) -> bool:
    connection = http.client.HTTPConnection(bind.reachable_host, bind.port, timeout=5)
    try:
        connection.request("GET", "/livez", headers={"Host": f"localhost:{bind.port}"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
