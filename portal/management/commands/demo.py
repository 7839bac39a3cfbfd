"""``manage.py demo``: the whole Alliance on this machine, with one command."""

from django.core.management.base import BaseCommand

from portal.embedded import options, supervisor


class Command(BaseCommand):
    """Usually started by ``manage.py`` without Django; here for ``help`` and for whoever calls it by name."""

    help = "Run the demo Alliance: database, web server, worker. Ctrl-C stops all of it."
    requires_system_checks = []

    def add_arguments(self, parser):
        options.add_options(parser)

    def handle(self, *, bind, data, reset, **_options):
        supervisor.run(options.data_dir(data), options.address(bind), reset=reset)
