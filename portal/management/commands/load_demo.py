"""``manage.py load_demo``: brings a database and its files to where the demo can open."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal import demo, static_files
from portal.translations import compile_all


class Command(BaseCommand):
    """The first part of ``manage.py demo``. What is done already is skipped."""

    help = "Migrate, compile translations, collect static files, load vocabularies and the demo's content."

    def handle(self, **_options):
        if not settings.DEMO:
            raise CommandError("The demo's content is for the demo's settings only.")
        progress = demo.Progress()
        with progress.step("Database"):
            call_command("migrate", verbosity=0, interactive=False)
        with progress.step("Translations"):
            compile_all(settings.LOCALE_PATHS[0])
        with progress.step("Static files"):
            static_files.collect()
        demo.load(progress)
