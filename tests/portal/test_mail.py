"""The outbox: written once, sent at least once, in the person's language, with nothing smuggled in."""

import smtplib
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMessage
from django.core.mail.backends import locmem
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django_tasks_db.models import DBTaskResult

from portal import mail
from portal.jobs.worker import run_pending
from portal.models import OutboxMail, User

TEMPLATES = Path(__file__).parent / "templates"
attempts: list[str] = []


class BrokenServer(locmem.EmailBackend):
    """A mail server that cannot be reached."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("nobody there")


class RefusingServer(locmem.EmailBackend):
    """A mail server that knows no such address."""

    def send_messages(self, messages):
        attempts.append("refused")
        raise smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"no such user")})


@pytest.fixture(autouse=True)
def own_templates(settings):
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], TEMPLATES]}]
    attempts.clear()


@pytest.fixture
def person(db):
    return User.objects.create_user("amina@example.org", "password", name="Amina", language="fr")


def greet(person, key="greeting-1", title="A <b>title</b>"):
    return mail.send("greeting", person, {"title": title}, key)


def test_a_mail_is_written_and_then_sent(person):
    row = greet(person)
    assert django_mail.outbox == []
    assert run_pending() == 1
    row.refresh_from_db()
    assert row.sent_at is not None
    [sent] = django_mail.outbox
    assert sent.to == ["amina@example.org"]
    assert "Dear Amina & all,\nA <b>title</b> at http" in sent.body
    assert sent.extra_headers["Message-ID"] == mail.message_id("greeting-1")


def test_the_html_part_escapes_and_names_its_language(person):
    person.language = "ar"
    content = mail._render("greeting", person, {"title": "<script>"}, "k")
    [(html, kind)] = [(part.content, part.mimetype) for part in content.alternatives]
    assert kind == "text/html"
    assert 'lang="ar"' in html
    assert 'dir="rtl"' in html
    assert "<script>" not in html


def test_a_mail_is_written_once_for_each_key(person):
    assert greet(person) == greet(person, title="Another")
    assert (OutboxMail.objects.count(), DBTaskResult.objects.count()) == (1, 1)


def test_a_mail_belongs_to_the_transaction_that_wrote_it(person):
    with transaction.atomic():
        greet(person)
        transaction.set_rollback(True)
    assert (OutboxMail.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_a_second_delivery_sends_nothing(person):
    row = greet(person)
    run_pending()
    mail.deliver_mail.call(row.pk)
    mail.deliver_mail.call(row.pk + 1000)
    assert len(django_mail.outbox) == 1


def test_line_breaks_cannot_become_headers(person):
    row = greet(person, title="x\r\nBcc: victim@example.org\n\nbody")
    head = bytes(row.content).partition(b"\n\n")[0]
    assert b"Bcc" not in head
    assert "\n" not in row.subject
    assert row.recipients == ["amina@example.org"]


def test_a_long_subject_is_cut(person):
    assert len(greet(person, title="long " * 500).subject) <= mail.MAX_SUBJECT


def test_an_unreachable_server_delays_the_mail(person, settings):
    settings.OUTBOX_BACKEND = "tests.portal.test_mail.BrokenServer"
    row = greet(person)
    run_pending()
    row.refresh_from_db()
    assert (row.sent_at, DBTaskResult.objects.get().status) == (None, "READY")
    settings.OUTBOX_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    DBTaskResult.objects.update(run_after=timezone.now())
    run_pending()
    assert len(django_mail.outbox) == 1


def test_an_address_refused_for_good_is_not_tried_again(person, settings):
    settings.OUTBOX_BACKEND = "tests.portal.test_mail.RefusingServer"
    row = greet(person)
    run_pending()
    mail.deliver_mail.call(row.pk)
    row.refresh_from_db()
    assert attempts == ["refused"]
    assert row.sent_at is None
    assert "no such user" in row.answer


def test_mail_of_other_libraries_takes_the_same_way(settings, db):
    settings.EMAIL_BACKEND = "portal.mail.OutboxBackend"
    EmailMessage("Hello", "Body", "a@example.org", ["b@example.org"], bcc=["c@example.org"]).send()
    row = OutboxMail.objects.get()
    assert (row.subject, row.recipients) == ("Hello", ["b@example.org", "c@example.org"])
    assert b"c@example.org" not in bytes(row.content)
    run_pending()
    assert len(django_mail.outbox) == 1


def test_password_reset_goes_through_the_outbox(client, person, settings):
    settings.EMAIL_BACKEND = "portal.mail.OutboxBackend"
    client.post(reverse("account_reset_password"), {"email": person.email})
    assert OutboxMail.objects.get().recipients == ["amina@example.org"]


def test_stored_bytes_reach_the_file_as_written(person, settings, tmp_path):
    settings.OUTBOX_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    row = greet(person)
    run_pending()
    [file] = tmp_path.iterdir()
    assert bytes(row.content) in file.read_bytes()


def test_old_mail_is_emptied_but_not_forgotten(person):
    greet(person)
    waiting = greet(person, key="waiting")
    mail.deliver_mail.call(OutboxMail.objects.get(key="greeting-1").pk)
    OutboxMail.objects.update(created_at=timezone.now() - timedelta(days=100))
    assert (mail.forget_content(), mail.forget_content()) == (1, 0)
    old = OutboxMail.objects.get(key="greeting-1")
    assert (bytes(old.content), old.recipients, old.subject) == (b"", [], "")
    waiting.refresh_from_db()
    assert bytes(waiting.content) != b""
    greet(person)
    assert OutboxMail.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_senders_at_once_send_it_once():
    person = User.objects.create_user("b@example.org", "password", name="B")
    row, barrier = greet(person), threading.Barrier(4)
    threads = [threading.Thread(target=_deliver, args=(row.pk, barrier)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(django_mail.outbox) == 1


def _deliver(pk, barrier):
    try:
        barrier.wait(10)
        mail.deliver_mail.call(pk)
    finally:
        connection.close()


def test_the_demo_shows_its_mail(client, person):
    row = greet(person)
    assert escape(row.subject) in client.get(reverse("dev_mail")).text
    assert "Dear Amina" in client.get(reverse("dev_mail_detail", args=[row.pk])).text
    assert client.get(reverse("dev_mail_detail", args=[row.pk + 1]), follow=True).status_code == 404


def test_other_sites_do_not_show_their_mail(client, person, settings):
    settings.DEMO = False
    row = greet(person)
    assert client.get(reverse("dev_mail"), follow=True).status_code == 404
    assert client.get(reverse("dev_mail_detail", args=[row.pk]), follow=True).status_code == 404


def test_a_reset_link_never_follows_the_host_header(client, person, settings):
    settings.ALLOWED_HOSTS, settings.EMAIL_BACKEND = ["*"], "portal.mail.OutboxBackend"
    client.post(reverse("account_reset_password"), {"email": person.email}, headers={"host": "evil.example"})
    text = bytes(OutboxMail.objects.get().content).decode()
    assert ("evil.example" in text, settings.SITE_URL in text) == (False, True)
