"""The look-up as one types, on the whole table."""

import gzip
import json

import pytest
from django.test import Client
from django.urls import reverse

from members.models import RorName, RorRecord
from members.ror import load_ror, look_up
from tests.factories.portal import UserFactory

pytestmark = pytest.mark.django_db

RECORDS = [
    {
        "id": "https://ror.org/03cve4549", "status": "active", "established": 1911,
        "names": [["Tsinghua University", "en", "label+ror_display"], ["清华大学", "zh", "label"], ["THU", None, "acronym"]],
        "country": "CN", "city": "Beijing", "lat": 39.9, "lng": 116.4, "website": "https://www.tsinghua.edu.cn",
        "wikidata": "Q16955", "successor": [],
    },
    {
        "id": "https://ror.org/02y9nww90", "status": "active", "established": 1970,
        "names": [["University of Nairobi", "en", "label+ror_display"], ["Chuo Kikuu cha Nairobi", "sw", "label"]],
        "country": "KE", "city": "Nairobi", "lat": -1.28, "lng": 36.8, "website": None, "wikidata": None, "successor": [],
    },
    {
        "id": "https://ror.org/01r22mr83", "status": "withdrawn", "established": None,
        "names": [["Nairobi, \"Old\" College\\N", "en", "label+ror_display"], ["جامعة نَيْروبي", "ar", "alias"]],
        "country": "KE", "city": None, "lat": None, "lng": None, "website": None, "wikidata": None,
        "successor": ["https://ror.org/02y9nww90"],
    },
]  # fmt: skip


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "ror.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS)
    assert load_ror(path) == 3
    return path


def names(query):
    return [record.name for record in look_up(query)]


def test_loading_again_replaces(table):
    load_ror(table)
    assert (RorRecord.objects.count(), RorName.objects.count()) == (3, 7)


def test_odd_characters_survive_the_copy(table):
    record = RorRecord.objects.get(pk="https://ror.org/01r22mr83")
    assert (record.name, record.latitude, record.established) == ('Nairobi, "Old" College\\N', None, None)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tsing", ["Tsinghua University"]),
        ("清华", ["Tsinghua University"]),
        ("thu", ["Tsinghua University"]),
        ("chuo kikuu", ["University of Nairobi"]),
        ("02Y9NWW90", ["University of Nairobi"]),
        ("https://ror.org/02y9nww90", ["University of Nairobi"]),
        ("جامعه نيروبي", ['Nairobi, "Old" College\\N']),
        ("nothing like it", []),
        ("", []),
        ("'|&\x00", []),
    ],
)
def test_look_up_by_any_name_or_id(table, query, found):
    assert names(query) == found


def test_active_records_come_first_and_withdrawn_ones_name_their_successor(table):
    first, second = look_up("nairobi")
    assert (first.name, first.status) == ("University of Nairobi", "active")
    assert second.successor_record.name == "University of Nairobi"


def test_look_up_costs_the_same_for_one_and_many(table, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(look_up("tsinghua")) == 1
    with django_assert_num_queries(3):  # one more for successors
        assert len(look_up("nairobi")) == 2


def test_screen_is_for_people_with_an_account(client):
    assert client.get(reverse("ror_lookup"), {"q": "x"})["Location"].startswith(reverse("account_login"))


def test_screen_is_a_page_and_for_htmx_a_fragment(table, client_for):
    client: Client = client_for(UserFactory())
    page = client.get(reverse("ror_lookup"), {"q": "nairobi"}).content.decode()
    part = client.get(
        reverse("ror_lookup"), {"q": "nairobi"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "<html" in page
    assert "<html" not in part
    for text in (page, part):
        assert "https://ror.org/02y9nww90" in text
        assert "University of Nairobi" in text


def test_whole_table_loads_and_answers():
    assert load_ror() == 13_933
    assert "Tsinghua University" in names("清华大学")
    assert "Universidade de São Paulo" in names("universidade sao pa")
    assert names("mit")[0] != ""
    assert RorRecord.objects.filter(status="withdrawn").exclude(successor="").count() > 300
