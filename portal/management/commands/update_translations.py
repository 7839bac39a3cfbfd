"""``manage.py update_translations``: brings the .po files up to the strings of the code."""

import re
import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.management.commands import makemessages
from django.test.utils import override_settings
from django.utils.translation import to_locale

from portal.translations import SOURCE

IGNORED = ["locale", "var", "tests", "docs", "deploy", "node_modules", ".venv", "static"]
UNTRANSLATED_PLURAL = re.compile(r'^msgstr\[0\] ""\n(msgstr\[\d\] ""\n)+', re.MULTILINE)
HEADER = r"""# Translations of the Alliance portal.
msgid ""
msgstr ""
"Project-Id-Version: alliance-portal\n"
"Language: {locale}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
{plural}
"""


class Extract(makemessages.Command):
    """Django's extraction without guesses: a similar string is no translation."""

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]


class Command(BaseCommand):
    """Needs GNU gettext. Run twice, it changes nothing the second time."""

    help = "Extract the translatable strings into portal/locale."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail if something is out of date"
        )

    def handle(self, *, check, **_options):
        with tempfile.TemporaryDirectory() as folder:
            fresh = Path(folder) / "locale"
            shutil.copytree(SOURCE, fresh) if SOURCE.exists() else fresh.mkdir()
            self._extract(fresh)
            stale = [po.relative_to(fresh) for po in sorted(fresh.rglob("*.po")) if self._differs(po, fresh)]
            if check and stale:
                names = ", ".join(str(name) for name in stale)
                raise CommandError(f"Out of date: {names}. Run `manage.py update_translations`.")
            for name in stale:
                (SOURCE / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(fresh / name, SOURCE / name)
        self.stdout.write(f"{len(stale)} files updated." if stale else "All files are up to date.")

    def _extract(self, folder: Path) -> None:
        locales = [to_locale(code) for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        with override_settings(LOCALE_PATHS=[str(folder)]):
            call_command(
                Extract(),
                locale=locales,
                ignore_patterns=IGNORED,
                no_location=True,
                no_wrap=True,
                no_obsolete=True,
                verbosity=0,
            )
        for locale in locales:
            _set_header(folder / locale / "LC_MESSAGES" / "django.po", locale)

    def _differs(self, fresh: Path, folder: Path) -> bool:
        present = SOURCE / fresh.relative_to(folder)
        return not present.exists() or present.read_text("utf-8") != fresh.read_text("utf-8")


def _set_header(po: Path, locale: str) -> None:
    """Replace gettext's form to fill in, with its dates, by what is true of our files."""
    _form, _blank, strings = po.read_text("utf-8").partition("\n\n")
    plural = next(line for line in _form.splitlines() if line.startswith('"Plural-Forms:'))
    number = int(re.search(r"nplurals=(\d+)", plural)[1])
    empty = "".join(f'msgstr[{form}] ""\n' for form in range(number))
    strings = UNTRANSLATED_PLURAL.sub(empty, strings)  # a new file has two forms, whatever the language has
    po.write_text(f"{HEADER.format(locale=locale, plural=plural)}\n{strings}", "utf-8")
