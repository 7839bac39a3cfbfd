from django.core.management.base import BaseCommand

from portal import vocabularies


class Command(BaseCommand):
    help = "Adds the terms of all vocabularies that are missing; leaves alone what is there. Safe to repeat."

    def handle(self, *args, **options):
        vocabularies.load_all(self.stdout.write)
