"""Jobs for the tests of the worker."""

import threading
from pathlib import Path
from time import monotonic

from portal.jobs import job

failures: list[int] = []


@job(max_attempts=3)
def note(name):
    from portal.models import TickMark

    TickMark.objects.create(name=name)


@job(max_attempts=3)
def fail(reason):
    raise RuntimeError(reason)


@job(max_attempts=5)
def slow_note(name, folder):
    """Says that it has started, waits for ``go``, then does its deed in one statement."""
    from portal.models import TickMark

    (Path(folder) / f"started-{len(list(Path(folder).glob('started-*')))}").touch()
    deadline = monotonic() + 30
    while not (Path(folder) / "go").exists() and monotonic() < deadline:
        threading.Event().wait(0.02)
    TickMark.objects.get_or_create(name=name)
