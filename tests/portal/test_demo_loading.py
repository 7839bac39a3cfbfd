"""The content of the demo: its accounts work, and loading it twice changes nothing."""

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db.models import Count

from portal import demo, registries
from portal.embedded.accounts import ACCOUNTS, DOMAIN, PASSWORD
from portal.models import TickMark, User


def counts() -> dict[str, int]:
    models = [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]
    return {model._meta.label: model._base_manager.count() for model in models}


def test_every_account_can_sign_in(demo_database):
    people = User.objects.in_bulk([f"{name}@{DOMAIN}" for name, _role in ACCOUNTS], field_name="email")
    assert len(people) == len(ACCOUNTS)
    assert [email for email, person in people.items() if not person.check_password(PASSWORD)] == []
    verified = EmailAddress.objects.filter(verified=True, primary=True, user__in=people.values())
    assert verified.aggregate(Count("user", distinct=True))["user__count"] == len(ACCOUNTS)


def test_what_is_loaded_is_skipped(demo_database):
    said = []

    class Listening(demo.Progress):
        def step(self, label):
            said.append(label)
            return super().step(label)

    demo.load(Listening())
    assert said == []


def test_each_step_may_run_again_and_changes_nothing(demo_database):
    before = counts()
    TickMark.objects.filter(name__startswith="demo:").delete()
    demo.load()
    assert counts() == before
    assert TickMark.objects.filter(name__startswith="demo:").count() == len(registries.demo_steps.names())
