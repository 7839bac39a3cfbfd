"""The search over the whole site: all scripts, text never syntax, and only what one may see."""

import pytest
from django.urls import reverse

from members.models import Institution
from members.services import refresh_search
from tests.factories.members import InstitutionFactory, InstitutionNameFactory, RepresentativeFactory
from tests.factories.portal import UserFactory
from tests.factories.projects import SeatFactory, WorkingGroupFactory
from tests.factories.resources import published, submitted, whole

pytestmark = pytest.mark.django_db


def search(browser, q):
    response = browser.get(reverse("search"), {"q": q})
    assert response.status_code == 200
    return response


def institution(name, *others, **fields):
    made = InstitutionFactory(name=name, **fields)
    for value in others:
        InstitutionNameFactory(institution=made, value=value)
    refresh_search(institution=Institution.objects.get(pk=made.pk))
    return made


@pytest.mark.parametrize("q", ["清华", "tsinghua uni", "TSINGHUA", "جامعه", "sao pa", "strasse", "ﬁeld"])
def test_names_of_all_scripts_are_found_as_one_types(client, q):
    institution("Tsinghua University", "清华大学", "جامعة تسينغهوا", "São Paulo Straße field")
    assert search(client, q).context["total"] == 1


def test_all_kinds_are_found_at_once(client):
    institution("Zebra university")
    published(title="Zebra practice")
    WorkingGroupFactory(name="Zebra group", visibility="public")
    text = search(client, "zebra").content.decode()
    assert all(word in text for word in ("Zebra university", "Zebra practice", "Zebra group"))


def test_what_may_not_be_seen_is_not_counted_either(client, client_for):
    hidden = institution("Zebra hidden", live=False)
    whole(title="Zebra draft")
    submitted(title="Zebra waiting")
    group = WorkingGroupFactory(name="Zebra council")
    for browser in (client, client_for(UserFactory())):
        response = search(browser, "zebra")
        assert response.context["total"] == 0
        assert "Zebra " not in response.content.decode()
    own = client_for(RepresentativeFactory(institution=hidden).person)
    assert search(own, "zebra").context["total"] == 1
    assert search(client_for(SeatFactory(group=group).person), "zebra").context["total"] == 1


@pytest.mark.parametrize("q", ["a & b", "a | !b", "zq:*", "'", "\\", "<->", "(((", "%", "' OR 1=1 --", "x" * 5000, "!!!", "", " "])  # fmt: skip
def test_words_are_text_never_syntax(client, q):
    institution("Zebra")
    assert search(client, q).context["total"] == 0


def test_what_was_typed_is_escaped(client):
    assert '<script>alert("x")' not in search(client, '"><script>alert("x")</script>').content.decode()


def test_nul_is_refused_in_plain_words(client):
    assert client.get(reverse("search"), {"q": "a\x00b"}).status_code == 400


def test_many_hits_lead_to_the_list_with_the_same_words(client):
    for number in range(8):
        institution(f"Zebra {number}")
    response = search(client, "zebra")
    assert response.context["groups"][0]["total"] == 8
    assert len(response.context["groups"][0]["rows"]) == 6
    assert client.get(response.context["groups"][0]["url"]).context["total"] == 8
