"""ROR ids: every real one passes, every mistyped one is caught, likely meanings are suggested."""

import contextlib
import gzip
import json

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from members.ror import FILE
from members.validators import ALPHABET, canonical_ror, is_ror, validate_wikidata

NAIROBI = "https://ror.org/02y9nww90"


def real_ids() -> list[str]:
    with gzip.open(FILE, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["id"] for line in lines]


def test_all_real_ids_are_valid_and_canonical():
    ids = real_ids()
    assert len(ids) == 13_933
    assert [each for each in ids if canonical_ror(each) != each] == []


@pytest.mark.parametrize(
    "typed",
    [
        "02y9nww90",
        "ror.org/02y9nww90",
        "http://ror.org/02y9nww90",
        "https://ror.org/02Y9NWW90/",
        "HTTPS://WWW.ROR.ORG/02Y9NWW90",
        "  https://ror.org/02y9nww90\n",
    ],
)
def test_usual_writings_become_canonical(typed):
    assert canonical_ror(typed) == NAIROBI


def test_empty_stays_empty():
    assert canonical_ror("   ") == ""


@pytest.mark.parametrize(
    "typed",
    [
        "University of Nairobi",
        "https://ror.org/",
        "12y9nww90",
        "0" * 500,
        "https://example.org/02y9nww90",
        "02y9nww9０",
    ],
)
def test_other_texts_are_no_ids(typed):
    with pytest.raises(ValidationError) as caught:
        canonical_ror(typed)
    assert caught.value.code == "ror"


def test_wrong_check_digits_are_told():
    with pytest.raises(ValidationError) as caught:
        canonical_ror("02y9nww91")
    assert caught.value.code == "ror_check"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("O2y9nww9O", NAIROBI), ("03cve4549".replace("0", "o", 1), "https://ror.org/03cve4549")],
)
def test_lookalike_letters_bring_a_suggestion_and_are_not_stored(typed, meant):
    with pytest.raises(ValidationError) as caught:
        canonical_ror(typed)
    assert caught.value.code == "ror_lookalike"
    assert caught.value.params == {"id": meant}


@given(st.text(alphabet=ALPHABET, min_size=6, max_size=6))
def test_each_body_has_exactly_the_check_digits_of_the_rule(body):
    number = 0
    for character in body:
        number = number * 32 + ALPHABET.index(character)
    check = 98 - number * 100 % 97
    right = f"0{body}{check:02d}"
    valid = [f"0{body}{digits:02d}" for digits in range(100) if is_ror(f"0{body}{digits:02d}")]
    assert right in valid
    assert len(valid) <= 2  # 97 values share 100 pairs of digits


@given(st.text(max_size=40))
def test_any_text_is_an_id_or_a_refusal_and_no_failure(text):
    with contextlib.suppress(ValidationError):
        assert canonical_ror(text) == "" or is_ror(canonical_ror(text)[-9:])


@pytest.mark.parametrize("wrong", ["q649998", "Q0", "Q", "Q12x", "Q٣", "649998"])
def test_wikidata_ids_are_checked(wrong):
    validate_wikidata("Q649998")
    with pytest.raises(ValidationError):
        validate_wikidata(wrong)
