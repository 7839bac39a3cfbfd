"""Roles of people, the exact grants they give, and the screen of the primary representative."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from members import services
from members.enums import RepresentativeKind
from members.models import InstitutionGrant, RegionGrant, Representative
from portal import authz
from portal.authz import grants
from portal.models import AuditEntry
from tests.factories.members import (
    CoordinatorFactory,
    InstitutionFactory,
    RegionFactory,
    RepresentativeFactory,
)
from tests.factories.portal import SecretariatFactory, UserFactory

pytestmark = pytest.mark.django_db

RIGHTS = {
    "primary": {"edit_institution", "manage_institution", "represent_institution"},
    "deputy": {"edit_institution", "represent_institution"},
    "editor": {"edit_institution"},
}


@pytest.fixture
def primary():
    return RepresentativeFactory()


def held(person, institution) -> set[str]:
    rows = InstitutionGrant.objects.current().filter(user=person, content_object=institution)
    return set(rows.values_list("permission__codename", flat=True))


@pytest.mark.parametrize("kind", RIGHTS)
def test_appointing_gives_exactly_the_rights_of_the_role(primary, kind):
    person = UserFactory()
    services.appoint_representative(
        institution=primary.institution, person=person, kind=kind, actor=primary.person
    )
    assert held(person, primary.institution) == RIGHTS[kind]
    assert InstitutionGrant.objects.filter(user=person).count() == len(RIGHTS[kind])
    assert grants.drift() == 0
    assert AuditEntry.objects.filter(action="members.appoint_representative").count() == 1


def test_another_kind_replaces_the_first(primary):
    role = RepresentativeFactory(institution=primary.institution, kind="deputy")
    services.appoint_representative(
        institution=primary.institution, person=role.person, kind="editor", actor=primary.person
    )
    assert held(role.person, primary.institution) == RIGHTS["editor"]
    assert Representative.objects.current().filter(person=role.person).count() == 1


def test_ending_takes_everything_at_once(primary):
    role = RepresentativeFactory(institution=primary.institution)
    assert authz.can(role.person, "change", primary.institution)
    services.end_role(role=role, actor=primary.person)
    assert held(role.person, primary.institution) == set()
    assert not authz.can(role.person, "change", primary.institution)
    assert grants.drift() == 0


def test_role_to_come_gives_nothing_yet(primary):
    person = UserFactory()
    services.appoint_representative(
        institution=primary.institution,
        person=person,
        kind="deputy",
        actor=None,
        starts_at=timezone.now() + timedelta(days=3),
    )
    assert held(person, primary.institution) == set()
    assert not authz.can(person, "change", primary.institution)


@pytest.mark.parametrize(
    "make",
    [
        lambda institution: UserFactory(),
        lambda institution: RepresentativeFactory(institution=institution, kind="deputy").person,
        lambda institution: RepresentativeFactory(institution=institution, kind="editor").person,
        lambda institution: RepresentativeFactory().person,
        lambda institution: CoordinatorFactory(region=institution.region).person,
    ],
    ids=["anybody", "deputy", "editor", "other institution", "coordinator"],
)
def test_others_appoint_and_end_nobody(primary, make):
    actor = make(primary.institution)
    with pytest.raises(PermissionDenied):
        services.appoint_representative(
            institution=primary.institution, person=UserFactory(), kind="editor", actor=actor
        )
    with pytest.raises(PermissionDenied):
        services.end_role(role=primary, actor=actor)


def test_nobody_raises_their_own_role(primary):
    editor = RepresentativeFactory(institution=primary.institution, kind="editor")
    for actor in (editor.person, primary.person, SecretariatFactory()):
        with pytest.raises(PermissionDenied):
            services.appoint_representative(
                institution=primary.institution, person=actor, kind="primary", actor=actor
            )
    assert held(editor.person, primary.institution) == RIGHTS["editor"]


def test_last_primary_stays(primary):
    for actor in (primary.person, SecretariatFactory(), None):
        with pytest.raises(ValidationError) as caught:
            services.end_role(role=primary, actor=actor)
        assert caught.value.code == "last_primary"
    with pytest.raises(ValidationError):
        services.appoint_representative(
            institution=primary.institution, person=primary.person, kind="editor", actor=SecretariatFactory()
        )
    second = RepresentativeFactory(institution=primary.institution)
    services.end_role(role=primary, actor=primary.person)
    assert held(second.person, primary.institution) == RIGHTS["primary"]


def test_ending_twice_changes_nothing(primary):
    role = RepresentativeFactory(institution=primary.institution, kind="editor")
    first = services.end_role(role=role, actor=primary.person)
    assert services.end_role(role=role, actor=primary.person).ends_at == first.ends_at


def test_closed_accounts_and_double_roles_are_refused(primary):
    with pytest.raises(ValidationError):
        services.appoint_representative(
            institution=primary.institution,
            person=UserFactory(is_active=False),
            kind="editor",
            actor=primary.person,
        )
    editor = RepresentativeFactory(institution=primary.institution, kind="editor")
    with pytest.raises(ValidationError):
        services.appoint_representative(
            institution=primary.institution, person=editor.person, kind="editor", actor=primary.person
        )


def test_secretariat_appoints_coordinators_and_nobody_else_does():
    region, person = RegionFactory(), UserFactory()
    services.appoint_coordinator(region=region, person=person, actor=SecretariatFactory())
    names = set(RegionGrant.objects.filter(user=person).values_list("permission__codename", flat=True))
    assert names == {"assist_region", "coordinate_region"}
    secretariat = SecretariatFactory()
    for actor, someone in (
        (CoordinatorFactory(region=region).person, UserFactory()),
        (UserFactory(), UserFactory()),
        (secretariat, secretariat),
    ):
        with pytest.raises(PermissionDenied):
            services.appoint_coordinator(region=region, person=someone, actor=actor)
    assert grants.drift() == 0


# --- the screen --------------------------------------------------------------------------------


def url(role):
    return reverse("profile_people", args=[role.institution.slug])


def test_primary_adds_somebody_with_an_account(primary, client_for):
    person = UserFactory()
    client = client_for(primary.person)
    assert client.post(url(primary), {"email": person.email.upper(), "kind": "editor"}).status_code == 302
    assert held(person, primary.institution) == RIGHTS["editor"]
    assert person.name in client.get(url(primary)).content.decode()


@pytest.mark.parametrize("how", ["unknown", "unconfirmed", "closed", "no kind", "oneself"])
def test_others_cannot_be_added(primary, client_for, how):
    data = {
        "unknown": {"email": "nobody@example.org", "kind": "editor"},
        "unconfirmed": {"email": UserFactory(confirmed=False).email, "kind": "editor"},
        "closed": {"email": UserFactory(is_active=False).email, "kind": "editor"},
        "no kind": {"email": UserFactory().email, "kind": "king"},
        "oneself": {"email": primary.person.email, "kind": "deputy"},
    }[how]
    answer = client_for(primary.person).post(url(primary), data)
    assert answer.status_code == 422
    assert Representative.objects.count() == 1


def test_primary_ends_a_role(primary, client_for):
    role = RepresentativeFactory(institution=primary.institution, kind=RepresentativeKind.EDITOR)
    address = reverse("representative_end", args=[primary.institution.slug, role.pk])
    assert client_for(primary.person).get(address).status_code == 405
    assert client_for(primary.person).post(address).status_code == 302
    assert held(role.person, primary.institution) == set()


def test_role_of_another_institution_is_not_ended_from_here(primary, client_for):
    other = RepresentativeFactory(kind=RepresentativeKind.EDITOR)
    address = reverse("representative_end", args=[primary.institution.slug, other.pk])
    client_for(primary.person).post(address)
    other.refresh_from_db()
    assert other.ends_at is None


def test_last_primary_is_told_why_not(primary, client_for):
    address = reverse("representative_end", args=[primary.institution.slug, primary.pk])
    answer = client_for(primary.person).post(address, follow=True)
    assert "Appoint another one first." in answer.content.decode()


def test_screen_is_for_primaries_and_the_secretariat(primary, client, client_for):
    assert client.get(url(primary)).status_code == 302
    refused = [
        UserFactory(),
        RepresentativeFactory().person,
        RepresentativeFactory(institution=primary.institution, kind="deputy").person,
        CoordinatorFactory(region=primary.institution.region).person,
    ]
    for person in refused:
        assert client_for(person).get(url(primary)).status_code == 403
        data = {"email": person.email, "kind": "primary"}
        assert client_for(person).post(url(primary), data).status_code == 403
    assert client_for(SecretariatFactory()).get(url(primary)).status_code == 200


def test_screen_of_a_draft_does_not_exist_for_strangers(client_for):
    role = RepresentativeFactory(institution=InstitutionFactory(live=False))
    assert client_for(UserFactory()).get(url(role)).status_code == 404


def test_cost_is_the_same_for_one_and_for_thirty(primary, client_for, django_assert_max_num_queries):
    client = client_for(primary.person)
    for _each in range(29):
        RepresentativeFactory(institution=primary.institution, kind="editor")
    client.get(url(primary))
    with django_assert_max_num_queries(12):
        client.get(url(primary))
