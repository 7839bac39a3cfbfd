"""What readers take for the same word is the same; nothing a reader types is syntax."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from members.models import Institution
from portal.search.folding import MAX_TEXT, MAX_TOKEN, fold, query_tokens, tokens
from portal.search.vectors import match, vector
from tests.factories.members import InstitutionFactory


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Universidad de São Paulo", "universidad de sao paulo"),
        ("Straße", "STRASSE"),
        ("ﬁnance", "finance"),
        ("Łódź", "lodz"),
        ("Ørsted", "orsted"),
        ("İstanbul", "istanbul"),
        ("Iğdır", "igdir"),
        ("Đà Nẵng", "da nang"),
        ("Учёный", "ученый"),
        ("جَامِعَة", "جامعه"),
        ("أحمد إبراهيم آمنة", "احمد ابراهيم امنه"),
        ("مستشفى", "مستشفي"),
        ("دانشگاه کیش", "دانشگاه كيش"),
        ("مسؤول", "مسوول"),
        ("جـــامعة", "جامعة"),
        ("２０２０", "2020"),
        ("٢٠٢٠", "2020"),
        ("ＫＹＯＴＯ", "kyoto"),
        ("e\u0301cole", "école"),
    ],
)
def test_writings_of_the_same_word_fold_to_the_same(written, meant):
    assert fold(written) == fold(meant)


def test_fold_keeps_what_differs_apart():
    assert fold("Korea") != fold("Koreas")
    assert fold("한국") == "한국"


def test_fold_makes_nul_and_controls_spaces():
    assert fold("a\x00b\u200ec\nd") == "a b c d"


def test_tokens_of_a_hyphenated_word_are_its_parts_and_the_whole():
    assert tokens("Aix-Marseille") == ["aix", "marseille", "aixmarseille"]


def test_tokens_of_chinese_are_characters_and_pairs():
    assert tokens("清华大学") == ["清", "华", "大", "学", "清华", "华大", "大学"]


def test_query_tokens_of_chinese_are_pairs_and_of_mixed_text_both():
    assert query_tokens("清华大学") == ["清华", "华大", "大学"]
    assert query_tokens("MOOC慕课x") == ["mooc", "慕课", "x"]


def test_tokens_are_cut():
    assert tokens("x" * 500) == ["x" * MAX_TOKEN]
    assert len(fold("y" * (MAX_TEXT + 7))) == MAX_TEXT


@given(st.text(max_size=300))
def test_tokens_never_hold_a_character_that_means_something_to_postgresql(text):
    assert all(character.isalnum() for token in [*tokens(text), *query_tokens(text)] for character in token)


@given(st.text(max_size=300))
def test_fold_changes_nothing_the_second_time(text):
    assert fold(fold(text)) == fold(text)


def _found(query: str) -> list[str]:
    return [row.name for row in match(Institution.objects.all(), query)]


@pytest.fixture
def names(db):
    for name in (
        "Universidade de São Paulo",
        "Universidad de Paulo",
        "清华大学",
        "北京大学",
        "جامعة القاهرة",
        "St. Mary’s Teachers’ College",
        "Aix-Marseille Université",
    ):
        InstitutionFactory(name=name)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("sao pa", ["Universidade de São Paulo"]),
        ("清华", ["清华大学"]),
        ("清", ["清华大学"]),
        ("جامعه القاهره", ["جامعة القاهرة"]),
        ("marys coll", ["St. Mary’s Teachers’ College"]),
        ("aixmars", ["Aix-Marseille Université"]),
        ("aix-marseille", ["Aix-Marseille Université"]),
        ("universite", ["Aix-Marseille Université"]),
        ("paulo -sao", ["Universidade de São Paulo"]),
        ("sao & paulo", ["Universidade de São Paulo"]),
        ("sao paulo | xyz", []),
        ("", []),
        ("' \\ : * & | ! ( )", []),
        ("\x00", []),
    ],
)
def test_match_takes_all_words_and_the_last_as_a_beginning(names, query, wanted):
    assert _found(query) == wanted


@pytest.mark.django_db
@settings(max_examples=60)
@given(st.text(max_size=250))
def test_match_takes_any_text(text):
    assert list(match(Institution.objects.all(), text)) == []


@pytest.mark.django_db
@settings(max_examples=40)
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=80))
def test_whatever_has_words_is_found_by_its_own_words(text):
    institution = InstitutionFactory()
    Institution.objects.filter(pk=institution.pk).update(search=vector([(text, "A")]))
    found = match(Institution.objects.filter(pk=institution.pk), text)
    assert found.exists() == bool(query_tokens(text))


@pytest.mark.django_db
def test_match_puts_the_name_before_the_text():
    in_text, in_name = InstitutionFactory(name="One"), InstitutionFactory(name="Other")
    Institution.objects.filter(pk=in_text.pk).update(search=vector([("radio", "D")]))
    Institution.objects.filter(pk=in_name.pk).update(search=vector([("radio", "A")]))
    assert _found("radio") == ["Other", "One"]


@pytest.mark.django_db
def test_vector_of_a_very_long_text_is_stored():
    institution = InstitutionFactory()
    text = " ".join(f"word{number}" for number in range(40_000))
    Institution.objects.filter(pk=institution.pk).update(search=vector([(text, "D")]))
    assert [row.pk for row in match(Institution.objects.all(), "word1 word77")] == [institution.pk]
