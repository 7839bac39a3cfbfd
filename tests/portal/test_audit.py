"""The audit trail takes lines and gives none back."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from portal import audit
from portal.models import AuditEntry
from tests.factories.members import InstitutionFactory
from tests.factories.portal import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def line():
    return audit.record("members.test", InstitutionFactory(name="Original"), actor=UserFactory())


@pytest.mark.parametrize(
    "tamper",
    [
        lambda line: AuditEntry.objects.filter(pk=line.pk).update(reason="forged"),
        lambda line: AuditEntry.objects.filter(pk=line.pk).delete(),
        lambda line: AuditEntry.objects.all()._raw_delete("default"),
        lambda line: (setattr(line, "object_label", "Forged"), line.save()),
        lambda line: line.delete(),
    ],
    ids=["update", "delete", "raw delete", "save", "delete one"],
)
def test_the_database_refuses_to_change_or_delete_a_line(line, tamper):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        tamper(line)
    assert list(AuditEntry.objects.values_list("object_label", "reason")) == [("Original", "")]


@pytest.mark.parametrize(
    "statement", ["UPDATE portal_auditentry SET reason = ''", "DELETE FROM portal_auditentry"]
)
def test_sql_past_the_orm_is_refused_too(line, statement):
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AuditEntry.objects.count() == 1


def test_a_line_says_who_did_what_to_what_for_whom_and_why():
    institution, actor, absent = InstitutionFactory(), UserFactory(), UserFactory()
    line = audit.record(
        "members.approve_change",
        institution,
        actor=actor,
        on_behalf_of=absent,
        before={"name": "Old"},
        after={"name": "New"},
        reason="Renamed by law.",
        region="africa",
    )
    stored = AuditEntry.objects.get(pk=line.pk)
    assert (stored.actor, stored.on_behalf_of, stored.action) == (actor, absent, "members.approve_change")
    assert (stored.object_type, stored.object_id) == ("members.institution", str(institution.pk))
    assert (stored.object_label, stored.region) == (institution.name, "africa")
    assert (stored.before, stored.after, stored.reason) == (
        {"name": "Old"},
        {"name": "New"},
        "Renamed by law.",
    )
    assert stored.at is not None


def test_dates_numbers_and_translated_texts_become_plain():
    line = audit.record(
        "portal.test",
        UserFactory(),
        actor=None,
        before={"at": datetime(2026, 1, 2, tzinfo=UTC), "share": Decimal("1.5"), "label": _("Name")},
    )
    stored = AuditEntry.objects.get(pk=line.pk)
    assert stored.before == {"at": "2026-01-02T00:00:00Z", "share": "1.5", "label": "Name"}
    assert (stored.after, stored.actor) == (None, None)


def test_a_line_outlives_the_person_and_the_object():
    person, institution = UserFactory(), InstitutionFactory(name="Gone")
    audit.record("members.test", institution, actor=person)
    pk = person.pk
    person.delete()
    institution.delete()
    stored = AuditEntry.objects.get()
    assert (stored.actor_id, stored.object_label) == (pk, "Gone")


def test_a_change_that_is_rolled_back_leaves_no_line():
    with transaction.atomic():
        audit.record("members.test", UserFactory(), actor=None)
        transaction.set_rollback(True)
    assert AuditEntry.objects.count() == 0


def test_an_endless_name_is_cut_and_not_refused():
    line = audit.record("members.test", InstitutionFactory(name="x" * 255), actor=None)
    assert len(line.object_label) == 255
