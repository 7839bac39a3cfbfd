"""Background work: enqueueing, retries, leases, dead letters, and workers that are killed."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.jobs import job, services, store
from portal.jobs.worker import run_pending, work_once
from portal.models import AuditEntry, JobLease, SecretariatAppointment, TickMark, User

from . import example_jobs


def only_job():
    return DBTaskResult.objects.get()


def make_due():
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))


def give_up():
    example_jobs.fail.enqueue("no reason")
    for _attempt in range(3):
        make_due()
        run_pending()
    return only_job()


@pytest.mark.django_db
def test_a_job_is_done_once():
    example_jobs.note.enqueue("done")
    assert run_pending() == 1
    assert run_pending() == 0
    assert (only_job().status, TickMark.objects.filter(name="done").count()) == ("SUCCESSFUL", 1)
    assert JobLease.objects.count() == 0


@pytest.mark.django_db
def test_a_job_belongs_to_the_transaction_that_asked_for_it():
    with transaction.atomic():
        example_jobs.note.enqueue("never")
        transaction.set_rollback(True)
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db
def test_a_failure_is_tried_again_later():
    example_jobs.fail.enqueue("the server is down")
    before = timezone.now()
    run_pending()
    row = only_job()
    assert (row.status, row.exception_class_path) == ("READY", "builtins.RuntimeError")
    assert "the server is down" in row.traceback
    assert row.run_after > before
    assert run_pending() == 0


@pytest.mark.django_db
def test_a_job_is_given_up_after_its_last_attempt():
    row = give_up()
    assert (row.status, len(row.worker_ids)) == ("FAILED", 3)
    make_due()
    assert run_pending() == 0


@pytest.mark.django_db
def test_a_job_whose_code_is_gone_is_given_up_at_once():
    example_jobs.note.enqueue("x")
    DBTaskResult.objects.update(task_path="tests.portal.example_jobs.removed")
    run_pending()
    assert only_job().status == "FAILED"


def test_pauses_grow_and_end(settings):
    settings.JOB_FIRST_PAUSE_SECONDS = 15
    assert 7.5 <= store.pause(1).total_seconds() <= 15
    assert 67.5 <= store.pause(3).total_seconds() <= 135
    assert store.pause(1000).total_seconds() <= store.LONGEST_PAUSE


def test_a_job_without_attempts_is_refused():
    with pytest.raises(ValueError, match="attempt"):
        job(max_attempts=0)


@pytest.mark.django_db
def test_reap_leaves_a_living_worker_alone():
    example_jobs.note.enqueue("x")
    row = store.claim("alive")
    assert store.reap() == 0
    assert store.renew(row.pk, "alive")
    assert not store.renew(row.pk, "another")


@pytest.mark.django_db
def test_reap_gives_a_silent_workers_job_back():
    example_jobs.note.enqueue("x")
    row = store.claim("silent")
    JobLease.objects.update(expires_at=timezone.now() - timedelta(minutes=5))
    assert (store.reap(), store.reap()) == (1, 0)
    assert only_job().status == "READY"
    make_due()
    assert run_pending() == 1
    # The silent worker wakes up: its results no longer count.
    assert not store.succeed(row, "silent", None)
    assert not store.fail(row, "silent", RuntimeError())
    assert only_job().status == "SUCCESSFUL"


@pytest.mark.django_db
def test_reap_finds_jobs_without_a_lease():
    example_jobs.note.enqueue("x")
    store.claim("gone")
    JobLease.objects.all().delete()
    assert store.reap() == 0
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(minutes=5))
    assert store.reap() == 1


@pytest.mark.django_db
def test_a_job_that_kills_its_worker_is_given_up_in_the_end():
    example_jobs.note.enqueue("x")
    for number in range(3):
        make_due()
        store.claim(f"worker-{number}")
        JobLease.objects.update(expires_at=timezone.now() - timedelta(minutes=5))
        store.reap()
    assert (only_job().status, only_job().traceback) == ("FAILED", store.KILLED)


@pytest.mark.django_db
def test_prune_forgets_only_what_was_done_long_ago():
    give_up()
    example_jobs.note.enqueue("old")
    run_pending()
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=8))
    assert store.prune() == 1
    assert only_job().status == "FAILED"


# --- the secretariat -----------------------------------------------------------------------------


@pytest.fixture
def secretary(db):
    person = User.objects.create_user("secretary@example.org", "password", name="Secretary")
    SecretariatAppointment.objects.create(person=person)
    return person


@pytest.fixture
def stranger(db):
    return User.objects.create_user("stranger@example.org", "password", name="Stranger")


def test_retry_starts_over_and_is_audited(secretary):
    row = give_up()
    services.retry(job_id=row.pk, actor=secretary)
    row.refresh_from_db()
    assert (row.status, row.worker_ids) == ("READY", [])
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.before["attempts"]) == ("portal.retry_job", secretary, 3)
    with pytest.raises(ValidationError):
        services.retry(job_id=row.pk, actor=secretary)


def test_discard_removes_and_is_audited(secretary):
    row = give_up()
    services.discard(job_id=row.pk, actor=secretary)
    assert list(DBTaskResult.objects.values_list("task_path", flat=True)) == []
    assert AuditEntry.objects.get().action == "portal.discard_job"


def test_only_the_secretariat_sees_and_acts(client, stranger):
    row, address = give_up(), reverse("dead_jobs")
    assert client.get(address).status_code == 302
    client.force_login(stranger, backend="portal.authz.backends.GrantBackend")
    assert client.get(address).status_code == 404
    assert client.post(address, {"job": row.pk, "action": "discard"}).status_code == 404
    assert DBTaskResult.objects.count() == 1


def test_the_secretariat_acts_on_its_screen(client, secretary):
    row, address = give_up(), reverse("dead_jobs")
    client.force_login(secretary, backend="portal.authz.backends.GrantBackend")
    assert "RuntimeError" in client.get(address).text
    assert client.post(address, {"job": "x", "action": "retry"}).status_code == 404
    assert client.post(address, {"job": row.pk, "action": "explode"}).status_code == 404
    assert client.post(address, {"job": row.pk, "action": "retry"}).status_code == 302
    assert only_job().status == "READY"


# --- real processes ------------------------------------------------------------------------------


def wait_until(condition, what, seconds=30):
    deadline = monotonic() + seconds
    while not condition():
        assert monotonic() < deadline, f"Waited {seconds} s in vain until {what}."
        threading.Event().wait(0.05)


@contextmanager
def worker():
    """A worker process on this test's database; killed at the end if it still runs."""
    url = urlsplit(os.environ["PORTAL_TEST_DATABASE_URL"])._replace(
        path=f"/{connection.settings_dict['NAME']}"
    )
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_worker", "--interval", "0.05"],
        cwd=django_settings.BASE_DIR,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "tests.portal.worker_settings",
            "PORTAL_TEST_DATABASE_URL": urlunsplit(url),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def started(folder, number):
    return (folder / f"started-{number}").exists


@pytest.mark.django_db(transaction=True)
def test_a_killed_workers_job_is_done_by_another(tmp_path):
    example_jobs.slow_note.enqueue("survived", str(tmp_path))
    example_jobs.note.enqueue("waiting behind")
    with worker() as first:
        wait_until(started(tmp_path, 0), "the first worker has the job")
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    assert TickMark.objects.filter(name="survived").count() == 0
    (tmp_path / "go").touch()
    with worker():
        wait_until(lambda: DBTaskResult.objects.successful().count() == 2, "both jobs are done")
    assert TickMark.objects.filter(name="survived").count() == 1
    assert TickMark.objects.filter(name="waiting behind").count() == 1
    row = DBTaskResult.objects.get(task_path__endswith="slow_note")
    assert len(row.worker_ids) == len(set(row.worker_ids)) == 2


@pytest.mark.django_db(transaction=True)
def test_a_long_job_keeps_its_lease(tmp_path):
    example_jobs.slow_note.enqueue("long", str(tmp_path))
    with worker(), worker():
        wait_until(started(tmp_path, 0), "a worker has the job")
        first = JobLease.objects.get().expires_at
        wait_until(lambda: JobLease.objects.get().expires_at > first + timedelta(seconds=2), "it was renewed")
        (tmp_path / "go").touch()
        wait_until(lambda: DBTaskResult.objects.successful().exists(), "the job is done")
    assert len(only_job().worker_ids) == 1


@pytest.mark.django_db(transaction=True)
def test_sigterm_lets_the_current_job_end(tmp_path):
    example_jobs.slow_note.enqueue("finished", str(tmp_path))
    example_jobs.note.enqueue("not begun")
    with worker() as process:
        wait_until(started(tmp_path, 0), "the worker has the job")
        process.send_signal(signal.SIGTERM)
        (tmp_path / "go").touch()
        assert process.wait(timeout=30) == 0
    assert list(TickMark.objects.values_list("name", flat=True)) == ["finished"]
    assert DBTaskResult.objects.successful().count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work():
    for number in range(30):
        example_jobs.note.enqueue(f"note-{number}")
    threads = [threading.Thread(target=_work_until_empty, args=(f"thread-{number}",)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert DBTaskResult.objects.successful().count() == TickMark.objects.count() == 30


def _work_until_empty(name):
    try:
        while work_once(name):
            pass
    finally:
        connection.close()
