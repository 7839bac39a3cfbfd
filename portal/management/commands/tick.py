"""``manage.py tick``: does what falls due; from a timer each minute, or ``--forever``."""

import signal
import threading

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from portal import ticks


class Command(BaseCommand):
    """Safe to run twice at once and any number of times."""

    help = "Do what falls due: roles that begin and end, jobs of dead workers, cleaning up."

    def add_arguments(self, parser):
        parser.add_argument(
            "--forever", type=float, metavar="SECONDS", help="repeat, with this pause between"
        )

    def handle(self, *, forever, verbosity, **options):
        if forever is None:
            self._once(verbosity)
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_args: stop.set())
        while not stop.is_set():
            close_old_connections()
            ticks.run_all()
            stop.wait(max(1.0, forever))

    def _once(self, verbosity):
        done = ticks.run_all()
        if verbosity > 1:
            for name, count in done.items():
                self.stdout.write(f"{name}: {'failed' if count is None else count}")
        if failed := [name for name, count in done.items() if count is None]:
            raise CommandError(f"These failed, see the log: {', '.join(failed)}.")
