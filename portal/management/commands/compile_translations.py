"""``manage.py compile_translations``: makes the .mo files that Django reads."""

from django.core.management.base import BaseCommand

from portal.translations import compile_all


class Command(BaseCommand):
    """Needs no gettext on the machine; part of each upgrade."""

    help = "Compile the translations (.po to .mo)."
    requires_system_checks = []

    def handle(self, **_options):
        self.stdout.write(f"{compile_all()} compiled.")
