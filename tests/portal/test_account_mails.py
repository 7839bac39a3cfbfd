"""Mails about accounts speak of the Alliance."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_the_mail_names_the_alliance_and_no_host(client, settings, mailoutbox):
    settings.ALLOWED_HOSTS = ["other.example"]
    answer = client.post(
        reverse("account_signup"),
        {"name": "Amina", "email": "amina@example.org", "password1": "a long enough one"},
        headers={"host": "other.example"},
    )
    assert answer.status_code == 302
    (mail,) = mailoutbox
    assert mail.subject.startswith("[Global MOOC Alliance] ")
    assert "Hello from Global MOOC Alliance!" in mail.body
    assert "[other.example]" not in mail.body
