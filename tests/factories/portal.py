"""Valid people and vocabulary terms of the ground floor."""

import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory

from portal.authz import grants
from portal.models import Language, SecretariatAppointment, User

PASSWORD = "alliance-demo"


class LanguageFactory(DjangoModelFactory):
    class Meta:
        model = Language
        django_get_or_create = ["code"]

    code = "en"
    label_en = factory.LazyAttribute(lambda term: f"Language {term.code}")


class UserFactory(DjangoModelFactory):
    """A person with a confirmed address and the password ``PASSWORD``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda number: f"Person {number}")
    email = factory.Sequence(lambda number: f"person{number}@example.org")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def confirmed(self, create, extracted, **kwargs):
        if create and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


class SecretariatFactory(UserFactory):
    """A person in the secretariat."""

    @factory.post_generation
    def appointed(self, create, extracted, **kwargs):
        if create:
            SecretariatAppointment.objects.create(person=self)
            grants.sync([self.pk])
