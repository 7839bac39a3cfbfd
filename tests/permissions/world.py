"""The people and the things that ``matrix.csv`` speaks of, by the names it gives them."""

from datetime import UTC, datetime

from django.contrib.auth.models import AnonymousUser
from django_tasks_db.models import DBTaskResult

from portal.authz import grants
from portal.models import User
from resources.models import Practice, ReviewAssignment
from tests.factories.members import (
    AffiliationFactory,
    ChangeRequestFactory,
    CoordinatorFactory,
    CountryFactory,
    InstitutionFactory,
    RegionFactory,
    RepresentativeFactory,
)
from tests.factories.portal import LanguageFactory, SecretariatFactory, UserFactory
from tests.factories.projects import (
    EventFactory,
    GroupFileFactory,
    PostFactory,
    SeatFactory,
    ThreadFactory,
    WorkingGroupFactory,
)

THEN = datetime(2026, 5, 1, tzinfo=UTC)


class World:
    """``people`` and ``things`` by name. Everything lies in the region "africa" unless its name says otherwise."""

    def __init__(self):
        self.regions = [RegionFactory(code="africa"), RegionFactory(code="arab-states")]
        self.institution = InstitutionFactory(country=CountryFactory(code="KE", region=self.regions[0]))
        self.people = self._people()
        self.things = {
            "region": self.regions[0],
            **self._institutions(),
            **self._practices(),
            **self._groups(),
        }
        self._seats()
        self._dead_job()

    def _people(self) -> dict:
        elsewhere = InstitutionFactory(country=CountryFactory(code="EG", region=self.regions[1]))
        conflicted = CoordinatorFactory(region=self.regions[0]).person
        AffiliationFactory(person=conflicted, institution=self.institution)
        return {
            "visitor": AnonymousUser(),
            "newcomer": UserFactory(),
            "representative": RepresentativeFactory(institution=self.institution).person,
            "profile editor": RepresentativeFactory(institution=self.institution, kind="editor").person,
            "other representative": RepresentativeFactory(institution=elsewhere).person,
            "member": UserFactory(),
            "chair": UserFactory(),
            "coordinator": CoordinatorFactory(region=self.regions[0]).person,
            "assistant": CoordinatorFactory(region=self.regions[0], role="assistant").person,
            "conflicted coordinator": conflicted,
            "other coordinator": CoordinatorFactory(region=self.regions[1]).person,
            "reviewer": UserFactory(),
            "secretariat": SecretariatFactory(),
            "inactive": self._inactive(),
        }

    def _inactive(self):
        """Holds every role and may do nothing."""
        person = SecretariatFactory()
        RepresentativeFactory(person=person, institution=self.institution)
        CoordinatorFactory(person=person, region=self.regions[0])
        User.objects.filter(pk=person.pk).update(is_active=False)
        person.is_active = False
        return person

    def _institutions(self) -> dict:
        africa = self.institution.country
        hidden = InstitutionFactory(country=africa, live=False)
        proposer = self.people["profile editor"]
        return {
            "public institution": self.institution,
            "hidden institution": hidden,
            "open change": ChangeRequestFactory(institution=self.institution, proposed_by=proposer),
            "returned change": ChangeRequestFactory(
                institution=self.institution, proposed_by=proposer, status="returned", decided_at=THEN
            ),
            "event": EventFactory(region=self.regions[0]),
            "hidden event": EventFactory(region=self.regions[0], live=False),
        }

    def _practices(self) -> dict:
        live = {"published_at": THEN, "revised_at": THEN, "edition": 1, "live": True, "slug": "read-me"}
        made = {
            "draft practice": self._practice(status="draft"),
            "submitted practice": self._practice(status="submitted", submitted_at=THEN),
            "published practice": self._practice(status="published", number="P1", **live),
            "withdrawn practice": self._practice(status="retired", retired_at=THEN, slug="gone"),
        }
        ReviewAssignment.objects.create(practice=made["submitted practice"], person=self.people["reviewer"])
        grants.sync([self.people["reviewer"].pk])
        return made

    def _practice(self, **state) -> Practice:
        return Practice.objects.create(
            title="Practice",
            language=LanguageFactory(),
            lead_institution=self.institution,
            region=self.regions[0],
            submitted_by=self.people["representative"],
            **state,
        )

    def _groups(self) -> dict:
        made = {
            "public group": WorkingGroupFactory(visibility="public"),
            "private group": WorkingGroupFactory(),
            "archived group": WorkingGroupFactory(status="archived"),
        }
        member = self.people["member"]
        for kind in ("public", "private"):
            group = made[f"{kind} group"]
            thread = made[f"{kind} discussion"] = ThreadFactory(group=group, started_by=self.people["chair"])
            made[f"{kind} post"] = PostFactory(thread=thread, author=member)
            made[f"{kind} file"] = GroupFileFactory(group=group, created_by=member)
        made["closed discussion"] = ThreadFactory(
            group=made["private group"], started_by=self.people["chair"], closed=True
        )
        return made

    def _seats(self) -> None:
        for name in ("public group", "private group", "archived group"):
            SeatFactory(group=self.things[name], person=self.people["member"])
            SeatFactory(group=self.things[name], person=self.people["chair"], role="chair")

    def _dead_job(self) -> None:
        self.things["dead job"] = DBTaskResult.objects.create(
            task_path="x", status="FAILED", queue_name="default", backend_name="default", args_kwargs={}
        )

    def of(self, model) -> dict:
        """The named things of one model, by id."""
        return {thing.pk: name for name, thing in self.things.items() if type(thing) is model}
