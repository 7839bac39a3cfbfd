"""The example records: what the loader adds to them."""

import tomllib

import pytest

from resources.demo import CONTENT, evidence_level_of
from resources.enums import EvidenceLevel


@pytest.mark.parametrize(
    ("comparators", "level"),
    [
        (["none"], "E1"),
        (["none", "before-after"], "E2"),
        (["before-after", "group"], "E3"),
        (["random"], "E3"),
        ([None], "E1"),
    ],
)
def test_the_level_follows_from_the_strongest_comparison(comparators, level):
    assert evidence_level_of([{"comparator": each} for each in comparators]) == level


def test_an_independent_finding_alone_lifts_nothing():
    assert evidence_level_of([{"comparator": "none", "independent": True}]) == "E1"


def test_every_example_shows_a_level_of_the_ladder():
    texts = [tomllib.loads(path.read_text("utf-8")) for path in sorted(CONTENT.glob("*.toml"))]
    levels = {text.get("evidence_level") or evidence_level_of(text["evidence"]) for text in texts}
    assert len(texts) >= 40
    assert levels <= set(EvidenceLevel.values)
