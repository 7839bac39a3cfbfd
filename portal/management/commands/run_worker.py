"""``manage.py run_worker``: does the background work."""

from django.core.management.base import BaseCommand

from portal.jobs.worker import Worker, install_signals


class Command(BaseCommand):
    """Run as many of these as there is work for, on any number of hosts."""

    help = "Do background jobs until told to stop (SIGTERM, Ctrl-C)."

    def add_arguments(self, parser):
        parser.add_argument(
            "--interval", type=float, default=1.0, help="seconds between looks at an empty queue (default: 1)"
        )
        parser.add_argument("--batch", action="store_true", help="stop when nothing is due")

    def handle(self, *, interval, batch, **options):
        worker = Worker(interval=max(0.05, interval), batch=batch)
        install_signals(worker)
        worker.run()
