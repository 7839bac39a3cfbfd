"""Who comes into the secretariat and who may leave it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portal import authz, services
from portal.models import AuditEntry, SecretariatAppointment
from tests.factories.portal import SecretariatFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_secretariat_appoints_a_colleague():
    actor, person = SecretariatFactory(), UserFactory()
    services.appoint_secretariat(person=person, actor=actor)
    assert authz.actor_of(person).secretariat
    assert AuditEntry.objects.filter(action="portal.appoint_secretariat", actor=actor).count() == 1


def test_others_appoint_nobody():
    with pytest.raises(PermissionDenied):
        services.appoint_secretariat(person=UserFactory(), actor=UserFactory())
    assert not SecretariatAppointment.objects.exists()


def test_nobody_appoints_themselves_or_twice():
    actor = SecretariatFactory()
    with pytest.raises(PermissionDenied):
        services.appoint_secretariat(person=actor, actor=actor)
    with pytest.raises(ValidationError):
        services.appoint_secretariat(person=actor, actor=SecretariatFactory())


def test_last_member_cannot_leave():
    first, second = SecretariatFactory(), SecretariatFactory()
    services.end_secretariat(appointment=SecretariatAppointment.objects.get(person=first), actor=second)
    assert not authz.actor_of(first).secretariat
    with pytest.raises(ValidationError):
        services.end_secretariat(appointment=SecretariatAppointment.objects.get(person=second), actor=second)
