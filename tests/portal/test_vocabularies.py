"""Loading vocabularies is repeatable and leaves the secretariat's work alone."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from members.models import Country, Region
from members.vocabularies import load_countries, load_regions
from portal.languages import canonical, direction, endonym
from portal.models import Language
from portal.vocabularies import load_languages

pytestmark = pytest.mark.django_db


def test_regions_and_countries_are_complete():
    load_regions()
    load_countries()
    assert (Region.objects.count(), Country.objects.count()) == (5, 249)
    assert set(Country.objects.filter(region=None).values_list("code", flat=True)) == {"AQ", "EH"}
    namibia = Country.objects.get(code="NA")
    assert (namibia.label_ar, namibia.m49, namibia.region.code) == ("ناميبيا", "516", "africa")
    assert Country.objects.get(code="AF").m49 == "004"


def test_every_country_has_a_name_in_every_language():
    load_regions()
    load_countries()
    for field in ("label_en", "label_ar", "label_zh_hans", "label_fr", "label_ru", "label_es"):
        assert not Country.objects.filter(**{field: ""}).exists(), field


def test_languages_begin_with_those_of_the_united_nations():
    load_languages()
    codes = list(Language.objects.values_list("code", flat=True))
    assert codes[:6] == ["en", "ar", "zh-Hans", "fr", "ru", "es"]
    assert len(codes) > 60
    assert all(canonical(code) == code for code in codes)
    assert Language.objects.get(code="sw").label_fr == "swahili"


def test_second_loading_changes_nothing_and_keeps_mended_labels():
    load_regions()
    load_countries()
    africa = Region.objects.get(code="africa")
    Country.objects.filter(code="TR").update(label_en="Türkiye, as we write it", region=africa, active=False)
    assert (load_regions(), load_countries()) == (0, 0)
    turkey = Country.objects.get(code="TR")
    assert (turkey.label_en, turkey.region, turkey.active) == ("Türkiye, as we write it", africa, False)


def test_missing_terms_come_back():
    load_languages()
    Language.objects.filter(code="sw").delete()
    assert load_languages() == 1


def test_command_loads_everything(capsys):
    call_command("load_vocabularies")
    assert "countries: 249" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "stored"), [("ZH-hans", "zh-Hans"), ("pt_br", "pt-BR"), ("EN", "en"), ("sr-latn", "sr-Latn")]
)
def test_language_tags_are_stored_in_their_canonical_form(typed, stored):
    assert canonical(typed) == stored


@pytest.mark.parametrize("typed", ["", "klingon", "en-", "é", "xx-yy", "a" * 40, "\x00", "-"])
def test_other_texts_are_no_language_tags(typed):
    with pytest.raises(ValidationError):
        canonical(typed)


def test_names_and_directions_of_languages():
    assert [endonym(tag) for tag in ("sw", "ar", "fj", "x-own")] == [
        "Kiswahili",
        "العربية",
        "Fijian",
        "x-own",
    ]
    assert [direction(tag) for tag in ("ar", "ckb", "fr", "zh-Hans")] == ["rtl", "rtl", "ltr", "ltr"]
