"""Valid regions, countries, institutions and their people."""

import factory
from factory.django import DjangoModelFactory

from members.enums import ChangeStatus, CoordinatorRole, InstitutionKind, MembershipClass, RepresentativeKind
from members.models import (
    Affiliation,
    ChangeRequest,
    CoordinatorAppointment,
    Country,
    Institution,
    InstitutionName,
    Membership,
    Region,
    Representative,
)
from portal.authz import grants
from portal.search.folding import fold
from portal.search.vectors import vector

from .portal import UserFactory


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ["code"]

    code = "africa"
    label_en = factory.LazyAttribute(lambda region: region.code.replace("-", " ").title())


class CountryFactory(DjangoModelFactory):
    """Kenya, in Africa; ``region=None`` for a country the secretariat takes care of."""

    class Meta:
        model = Country
        django_get_or_create = ["code"]

    code = "KE"
    iso3 = factory.LazyAttribute(lambda country: f"{country.code}X")
    label_en = factory.LazyAttribute(lambda country: f"Country {country.code}")
    region = factory.SubFactory(RegionFactory)


class InstitutionFactory(DjangoModelFactory):
    """A public university in Kenya; its region follows from its country."""

    class Meta:
        model = Institution
        skip_postgeneration_save = True

    name = factory.Sequence(lambda number: f"University of Example {number}")
    slug = factory.Sequence(lambda number: f"university-of-example-{number}")
    kind = InstitutionKind.UNIVERSITY
    country = factory.SubFactory(CountryFactory)
    region = factory.LazyAttribute(lambda institution: institution.country and institution.country.region)
    city = "Nairobi"
    summary = "A university that serves as an example."
    sort_key = factory.LazyAttribute(lambda institution: fold(institution.name))
    search = factory.LazyAttribute(lambda institution: vector([(institution.name, "A")]))


class InstitutionNameFactory(DjangoModelFactory):
    class Meta:
        model = InstitutionName

    institution = factory.SubFactory(InstitutionFactory)
    value = factory.Sequence(lambda number: f"Chuo Kikuu {number}")
    language = "sw"


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    institution = factory.SubFactory(InstitutionFactory)
    membership_class = MembershipClass.FULL


class _RoleFactory(DjangoModelFactory):
    """A role with the grants it gives, if any."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    person = factory.SubFactory(UserFactory)

    @factory.post_generation
    def granted(self, create, extracted, **kwargs):
        if create:
            grants.sync([self.person_id])


class RepresentativeFactory(_RoleFactory):
    class Meta:
        model = Representative

    institution = factory.SubFactory(InstitutionFactory)
    kind = RepresentativeKind.PRIMARY


class AffiliationFactory(_RoleFactory):
    class Meta:
        model = Affiliation

    institution = factory.SubFactory(InstitutionFactory)
    post = "Lecturer"


class CoordinatorFactory(_RoleFactory):
    class Meta:
        model = CoordinatorAppointment

    region = factory.SubFactory(RegionFactory)
    role = CoordinatorRole.LEAD


class ChangeRequestFactory(DjangoModelFactory):
    """An open request for another kind."""

    class Meta:
        model = ChangeRequest

    institution = factory.SubFactory(InstitutionFactory)
    region = factory.SelfAttribute("institution.region")
    status = ChangeStatus.OPEN
    before = factory.LazyAttribute(lambda change: {"kind": change.institution.kind})
    after = factory.LazyFunction(lambda: {"kind": InstitutionKind.INSTITUTE.value})
    proposed_by = factory.SubFactory(UserFactory)
