"""Loading the demo Alliance: each app's steps, in order, once."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils import timezone, translation

from . import registries
from .models import TickMark

Report = Callable[[str], None]


class Silence:
    """Reports nothing."""

    @contextmanager
    def step(self, label: str) -> Iterator[Report]:
        """A step of the loading; what the block says through the callable goes nowhere."""
        yield lambda text: None


class Progress(Silence):
    """Prints what is being done, what came of it and how long it took."""

    @contextmanager
    def step(self, label: str) -> Iterator[Report]:
        """A step of the loading; the block says through the callable what came of it."""
        started, said = time.monotonic(), ["done"]
        print(f"{label} … ", end="", flush=True)
        yield said.append
        print(f"{said[-1]} ({time.monotonic() - started:.1f} s)", flush=True)


def load(progress: Silence | None = None) -> None:
    """Load the registered steps into the current database; what was loaded before is skipped.

    Each step is idempotent, so a load that was killed goes on with the step it died in.
    """
    progress = progress or Silence()
    loaded = set(TickMark.objects.values_list("name", flat=True))
    with translation.override("en"):
        for name in registries.demo_steps.names():
            step = registries.demo_steps.get(name)
            if step and f"demo:{name}" not in loaded:
                _load_step(f"demo:{name}", step, progress)


def _load_step(mark: str, step: registries.DemoStep, progress: Silence) -> None:
    with progress.step(str(step.label)) as report:
        step.load(report)
        TickMark.objects.update_or_create(pk=mark, defaults={"at": timezone.now()})
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # the next step asks about what this one wrote
