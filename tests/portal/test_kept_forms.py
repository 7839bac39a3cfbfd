"""What was typed when the session ended waits for its writer."""

import pytest
from django.urls import reverse

from portal.kept_forms import MAX_LENGTH
from tests.factories.members import InstitutionFactory, RepresentativeFactory
from tests.factories.portal import PASSWORD

pytestmark = pytest.mark.django_db


def test_form_sent_without_a_session_is_there_after_signing_in(client):
    role = RepresentativeFactory()
    url = reverse("profile_edit", args=[role.institution.slug])
    answer = client.post(url, {"summary": "Typed with care", "version": "1"})
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
    client.post(answer["Location"], {"login": role.person.email, "password": PASSWORD})
    assert "Typed with care" in client.get(url).content.decode()
    assert "Typed with care" not in client.get(url).content.decode()  # handed out once


def test_form_is_not_shown_at_another_address(client):
    role = RepresentativeFactory()
    other = RepresentativeFactory(person=role.person, institution=InstitutionFactory())
    client.post(reverse("profile_edit", args=[role.institution.slug]), {"summary": "Typed with care"})
    client.force_login(role.person, backend="portal.authz.backends.GrantBackend")
    page = client.get(reverse("profile_edit", args=[other.institution.slug]))
    assert "Typed with care" not in page.content.decode()


def test_form_of_unbearable_length_is_not_kept(client):
    role = RepresentativeFactory()
    client.post(reverse("profile_edit", args=[role.institution.slug]), {"summary": "x" * (MAX_LENGTH + 1)})
    assert "kept_form" not in client.session


def test_visitors_get_is_sent_to_sign_in_and_starts_no_session(client):
    role = RepresentativeFactory()
    url = reverse("profile_edit", args=[role.institution.slug])
    answer = client.get(url)
    assert answer["Location"] == f"{reverse('account_login')}?next={url}"
    assert not answer.cookies
