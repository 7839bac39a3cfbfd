"""Translations are compiled without gettext and stay in step with the code."""

import gettext

import pytest
from django.conf import settings
from django.utils.translation import to_locale

from portal import translations

LOCALES = [to_locale(code) for code, _name in settings.LANGUAGES if code != "en"]


@pytest.mark.parametrize("locale", LOCALES)
def test_each_language_has_a_file_with_its_plural_forms(locale, tmp_path):
    translations.compile_all(tmp_path)
    with (tmp_path / locale / "LC_MESSAGES" / "django.mo").open("rb") as stream:
        info = gettext.GNUTranslations(stream).info()
    assert info["language"] == locale
    assert info["plural-forms"].startswith("nplurals=")


def test_only_what_has_changed_is_compiled_again(tmp_path):
    assert translations.compile_all(tmp_path) == len(LOCALES)
    assert translations.compile_all(tmp_path) == 0
