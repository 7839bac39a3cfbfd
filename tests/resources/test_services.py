"""The life of a practice: who may do which step, what each leaves behind, and two people at once."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portal import authz
from portal.models import AuditEntry, OutboxMail
from resources import selectors, services
from resources.models import Author, Practice, PracticeGrant
from resources.validators import gaps, validate_orcid
from tests.factories.members import (
    AffiliationFactory,
    CoordinatorFactory,
    CountryFactory,
    InstitutionFactory,
    RegionFactory,
    RepresentativeFactory,
)
from tests.factories.portal import SecretariatFactory, UserFactory
from tests.factories.resources import PracticeFactory, fill, published, submitted, whole

from .together import together

pytestmark = pytest.mark.django_db


def coordinator(practice, **fields):
    return CoordinatorFactory(region=practice.region, **fields).person


def keys():
    return [mail.key.rsplit("-", 3)[0] for mail in OutboxMail.objects.order_by("pk")]


def actions(practice):
    lines = AuditEntry.objects.filter(object_type="resources.practice", object_id=str(practice.pk))
    return [line.action.partition(".")[2] for line in lines.order_by("pk")]


# --- what is missing ---------------------------------------------------------------------------


def test_a_whole_practice_has_no_gaps():
    assert gaps(whole()) == []


def test_an_empty_practice_names_every_required_field():
    found = {gap.field for gap in gaps(PracticeFactory())}
    assert {"summary", "countries", "tech_levels", "context", "authors", "evidence", "licence"} <= found
    assert "title" not in found


@pytest.mark.parametrize(
    ("name", "value"), [("context", "x" * 199), ("steps", " " * 600), ("steps", "x" * 6001), ("title", "")]
)
def test_a_text_too_short_blank_or_too_long_is_a_gap(name, value):
    practice = whole()
    setattr(practice, name, value)
    assert [gap.field for gap in gaps(practice)] == [name]


def test_an_author_who_did_not_agree_is_a_gap():
    practice = whole()
    practice.authors = [Author(name="A", consents=True), Author(name="B", consents=False)]
    assert [gap.field for gap in gaps(practice)] == ["authors"]


def test_an_end_before_the_start_is_a_gap():
    practice = whole()
    practice.ended = practice.started.replace(year=2020)
    assert [gap.field for gap in gaps(practice)] == ["ended"]


@pytest.mark.parametrize("value", ["0000-0002-1825-0097", "0000-0002-1694-233X"])
def test_a_true_orcid_passes(value):
    validate_orcid(value)


@pytest.mark.parametrize(
    "value",
    ["0000-0002-1825-0098", "0000-0002-1694-2330", "0000000218250097", "0000-0002-1825-009x", "٠٠٠٠-0002-1825-0097", ""],
)  # fmt: skip
def test_a_wrong_orcid_is_refused(value):
    with pytest.raises(ValidationError):
        validate_orcid(value)


# --- starting and saving -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["primary", "deputy"])
def test_a_representative_starts_for_the_own_institution_only(kind):
    role = RepresentativeFactory(kind=kind)
    services.start_practice(title="X", lead_institution=role.institution, actor=role.person)
    with pytest.raises(PermissionDenied):
        services.start_practice(title="X", lead_institution=InstitutionFactory(), actor=role.person)


def test_profile_editors_and_newcomers_start_nothing():
    role = RepresentativeFactory(kind="editor")
    for person in (role.person, UserFactory()):
        with pytest.raises(PermissionDenied):
            services.start_practice(title="X", lead_institution=role.institution, actor=person)


def test_an_incomplete_draft_is_saved_and_not_sent():
    practice = PracticeFactory()
    draft = selectors.working_copy(practice)
    draft.summary = "Half a thought"
    saved = services.save_draft(draft=draft, version=1, actor=practice.submitted_by)
    with pytest.raises(ValidationError) as refused:
        services.submit_practice(practice=saved, actor=practice.submitted_by)
    assert "Started: This is still empty." in refused.value.messages
    stored = Practice.objects.get()
    assert (stored.summary, stored.status, stored.version) == ("Half a thought", "draft", 2)


def test_saving_an_older_version_writes_nothing():
    practice = PracticeFactory()
    first, second = Practice.objects.get(), Practice.objects.get()
    first.summary, second.summary = "first", "second"
    services.save_draft(draft=first, version=1, actor=practice.submitted_by)
    with pytest.raises(services.EditConflict):
        services.save_draft(draft=second, version=1, actor=practice.submitted_by)
    assert Practice.objects.get().summary == "first"


def test_strangers_and_coordinators_do_not_write_in_a_draft():
    practice = PracticeFactory()
    for person in (UserFactory(), coordinator(practice), RepresentativeFactory().person):
        with pytest.raises(PermissionDenied):
            services.save_draft(draft=Practice.objects.get(), version=1, actor=person)


def test_a_submitted_text_is_closed():
    practice = submitted()
    with pytest.raises((ValidationError, PermissionDenied)):
        services.save_draft(draft=practice, version=practice.version, actor=practice.submitted_by)


# --- submitting and taking back ----------------------------------------------------------------


def test_submitting_tells_the_coordinator_of_the_region_once():
    practice = whole()
    leading = coordinator(practice)
    coordinator(practice, role="assistant")
    CoordinatorFactory(region=RegionFactory(code="arab-states"))
    services.submit_practice(practice=practice, actor=practice.submitted_by)
    with pytest.raises(ValidationError):
        services.submit_practice(practice=practice, actor=practice.submitted_by)
    assert [mail.person for mail in OutboxMail.objects.all()] == [leading]


def test_without_a_coordinator_the_secretariat_is_told():
    practice = whole()
    secretary = SecretariatFactory()
    services.submit_practice(practice=practice, actor=practice.submitted_by)
    assert [mail.person for mail in OutboxMail.objects.all()] == [secretary]


def test_an_author_takes_the_text_back_and_a_stranger_does_not():
    practice = submitted()
    with pytest.raises(PermissionDenied):
        services.withdraw_submission(practice=practice, actor=UserFactory())
    services.withdraw_submission(practice=practice, actor=practice.submitted_by)
    assert Practice.objects.get().status == "draft"
    with pytest.raises(ValidationError):
        services.withdraw_submission(practice=practice, actor=practice.submitted_by)


# --- deciding ----------------------------------------------------------------------------------


def test_publishing_makes_it_public_with_a_number_an_address_and_one_mail():
    practice = submitted(title="Écoles & radios")
    services.publish_practice(practice=practice, actor=coordinator(practice), evidence_level="E2")
    stored = Practice.objects.get()
    assert (stored.status, stored.live, stored.edition, stored.evidence_level) == ("published", True, 1, "E2")
    assert stored.slug == "ecoles-radios"
    assert stored.number == f"GP-{stored.published_at.year}-0001"
    assert keys() == ["practice_published"]
    assert actions(practice)[-1] == "publish_practice"


@pytest.mark.parametrize("step", ["publish", "return", "decline"])
def test_people_without_the_right_decide_nothing(step):
    practice = submitted()
    elsewhere = CoordinatorFactory(region=RegionFactory(code="arab-states")).person
    work = {
        "publish": lambda person: services.publish_practice(practice=practice, actor=person),
        "return": lambda person: services.return_practice(practice=practice, reason="r", actor=person),
        "decline": lambda person: services.decline_practice(practice=practice, reason="r", actor=person),
    }[step]
    for person in (elsewhere, UserFactory(), practice.submitted_by, coordinator(practice, role="assistant")):
        with pytest.raises(PermissionDenied):
            work(person)
    assert Practice.objects.get().status == "submitted"
    assert OutboxMail.objects.count() == 0


def test_a_coordinator_with_an_interest_is_told_why_not():
    practice = submitted()
    person = coordinator(practice)
    AffiliationFactory(person=person, institution=practice.lead_institution)
    with pytest.raises(PermissionDenied, match="24 months"):
        services.publish_practice(practice=practice, actor=person)


def test_a_coordinator_does_not_decide_on_an_own_submission():
    lead = InstitutionFactory()
    person = CoordinatorFactory(region=lead.region).person
    practice = submitted(lead_institution=lead, submitted_by=person)
    with pytest.raises(PermissionDenied, match="You submitted"):
        services.publish_practice(practice=practice, actor=person)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2001])
def test_refusals_need_a_reason_of_bearable_length(reason):
    practice = submitted()
    person = coordinator(practice)
    for work in (services.return_practice, services.decline_practice):
        with pytest.raises(ValidationError):
            work(practice=practice, reason=reason, actor=person)
    assert Practice.objects.get().status == "submitted"


def test_a_returned_text_can_be_sent_again_and_each_return_is_told():
    practice = submitted()
    person = coordinator(practice)
    for _round in range(2):
        services.return_practice(practice=practice, reason="More on cost.", actor=person)
        services.submit_practice(practice=practice, actor=practice.submitted_by)
    assert sorted(keys()) == ["practice_returned"] * 2 + ["practice_submitted"] * 2


def test_a_declined_practice_is_over():
    practice = submitted()
    services.decline_practice(practice=practice, reason="Not a practice.", actor=coordinator(practice))
    assert keys() == ["practice_declined"]
    with pytest.raises((ValidationError, PermissionDenied)):
        services.submit_practice(practice=practice, actor=practice.submitted_by)


def test_a_text_with_gaps_is_not_published():
    practice = submitted()
    Practice.objects.update(summary="")
    with pytest.raises(ValidationError):
        services.publish_practice(practice=practice, actor=coordinator(practice))
    assert Practice.objects.get().live is False


def test_retiring_leaves_the_reason_and_takes_it_from_the_library():
    practice = published()
    person = coordinator(practice)
    with pytest.raises(PermissionDenied):
        services.retire_practice(practice=practice, reason="Old.", actor=practice.submitted_by)
    services.retire_practice(practice=practice, reason="Old.", actor=person)
    stored = Practice.objects.get()
    assert (stored.status, stored.live, stored.reason) == ("retired", False, "Old.")
    with pytest.raises((ValidationError, PermissionDenied)):
        services.retire_practice(practice=practice, reason="Again.", actor=person)
    assert keys() == ["practice_retired"]


# --- new versions ------------------------------------------------------------------------------


def new_version(practice, **changes):
    draft = selectors.working_copy(Practice.objects.get(pk=practice.pk))
    for name, value in changes.items():
        setattr(draft, name, value)
    return services.save_draft(draft=draft, version=draft.version, actor=practice.submitted_by)


def test_a_new_version_is_invisible_until_it_is_approved():
    practice = published(title="Old title")
    new_version(practice, title="New title", authors=[Author(name="New author", consents=True)])
    stored = Practice.objects.get()
    assert (stored.title, stored.live, stored.status) == ("Old title", True, "draft")
    assert [author.name for author in stored.authors.all()] == ["Amina Odhiambo"]
    assert selectors.working_copy(stored).title == "New title"
    services.submit_practice(practice=stored, actor=practice.submitted_by)
    assert Practice.objects.get().title == "Old title"
    services.publish_practice(practice=stored, actor=coordinator(practice))
    stored = Practice.objects.get()
    assert (stored.title, stored.edition, stored.slug) == ("New title", 2, "old-title")
    assert [author.name for author in stored.authors.all()] == ["New author"]
    assert stored.number == practice.number
    assert stored.published_versions.count() == 2


def test_a_declined_new_version_leaves_the_published_one():
    practice = published(title="Old title")
    new_version(practice, title="New title")
    services.submit_practice(practice=practice, actor=practice.submitted_by)
    services.decline_practice(practice=practice, reason="No.", actor=coordinator(practice))
    stored = Practice.objects.get()
    assert (stored.title, stored.live, stored.status) == ("Old title", True, "published")
    assert selectors.working_copy(stored).title == "Old title"


def test_throwing_a_new_version_away_keeps_the_published_one():
    practice = published(title="Old title")
    new_version(practice, title="New title")
    services.discard_draft(practice=practice, actor=practice.submitted_by)
    stored = Practice.objects.get()
    assert (stored.title, stored.status) == ("Old title", "published")
    new_version(stored, summary="Third")
    assert selectors.working_copy(Practice.objects.get()).title == "Old title"


def test_several_sittings_at_a_new_version_add_up():
    practice = published(title="Old title")
    new_version(practice, title="New title")
    new_version(practice, summary="New summary")
    text = selectors.working_copy(Practice.objects.get())
    assert (text.title, text.summary) == ("New title", "New summary")


# --- reviewers ---------------------------------------------------------------------------------


def test_a_reviewer_sees_the_text_until_the_decision():
    practice, reviewer = submitted(), UserFactory()
    person = coordinator(practice)
    assert not authz.can(reviewer, "review", practice)
    services.assign_reviewer(practice=practice, person=reviewer, actor=person)
    assert authz.can(type(reviewer).objects.get(pk=reviewer.pk), "review", practice)
    grants = PracticeGrant.objects.filter(user=reviewer).values_list("permission__codename", flat=True)
    assert list(grants) == ["review_practice"]
    services.advise(practice=practice, recommendation="publish", comment="Good.", actor=type(reviewer).objects.get(pk=reviewer.pk))  # fmt: skip
    services.publish_practice(practice=practice, actor=person)
    fresh = type(reviewer).objects.get(pk=reviewer.pk)
    assert not authz.can(fresh, "review", Practice.objects.get())
    assert sorted(keys()) == ["practice_published", "practice_review_asked"]


def test_nobody_with_an_interest_reviews():
    practice = submitted()
    person = coordinator(practice)
    colleague = AffiliationFactory(institution=practice.lead_institution).person
    for interested in (colleague, practice.submitted_by):
        with pytest.raises(ValidationError) as refused:
            services.assign_reviewer(practice=practice, person=interested, actor=person)
        assert refused.value.code == "conflict_of_interest"


def test_the_same_reviewer_is_not_asked_twice_and_only_deciders_ask():
    practice, reviewer = submitted(), UserFactory()
    person = coordinator(practice)
    services.assign_reviewer(practice=practice, person=reviewer, actor=person)
    with pytest.raises(ValidationError):
        services.assign_reviewer(practice=practice, person=reviewer, actor=person)
    with pytest.raises(PermissionDenied):
        services.assign_reviewer(practice=practice, person=UserFactory(), actor=practice.submitted_by)


def test_advice_needs_an_assignment_and_words():
    practice, reviewer = submitted(), UserFactory()
    with pytest.raises(PermissionDenied):
        services.advise(practice=practice, recommendation="publish", comment="x", actor=reviewer)
    services.assign_reviewer(practice=practice, person=reviewer, actor=coordinator(practice))
    fresh = type(reviewer).objects.get(pk=reviewer.pk)
    for recommendation, comment in (("publish", "  "), ("nonsense", "x")):
        with pytest.raises(ValidationError):
            services.advise(practice=practice, recommendation=recommendation, comment=comment, actor=fresh)


# --- regions and addresses ---------------------------------------------------------------------


def test_practices_follow_their_institution_to_another_region():
    practice = submitted()
    other = RegionFactory(code="arab-states")
    country = practice.lead_institution.country
    country.region = other
    country.save()
    assert Practice.objects.get().region == other


def test_addresses_do_not_collide_or_shadow_screens():
    slugs = [published(title=title).slug for title in ("Submit", "Radio", "Radio", "数字课堂")]
    assert slugs[1:3] == ["radio", "radio-2"]
    assert slugs[0] != "submit"
    assert slugs[3].startswith("gp-")


# --- two at once -------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_is_told():
    practice = submitted()
    people = [coordinator(practice), SecretariatFactory()]
    results = together(*(lambda p=p: services.publish_practice(practice=practice, actor=p) for p in people))
    assert sorted(type(each).__name__ for each in results) == ["Practice", "ValidationError"]
    assert Practice.objects.get().edition == 1
    assert keys() == ["practice_published"]
    assert actions(practice).count("publish_practice") == 1


@pytest.mark.django_db(transaction=True)
def test_numbers_are_unique_when_many_publish_at_once():
    secretary, country = SecretariatFactory(), CountryFactory()
    practices = [
        submitted(lead_institution=InstitutionFactory(country=country), title="Same title") for _ in range(4)
    ]
    together(*(lambda p=p: services.publish_practice(practice=p, actor=secretary) for p in practices))
    found = list(Practice.objects.filter(live=True).order_by("number").values_list("number", "slug"))
    assert [number[-4:] for number, _slug in found] == ["0001", "0002", "0003", "0004"]
    assert len({slug for _number, slug in found}) == 4


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_gets_the_conflict():
    practice = PracticeFactory()
    texts = [Practice.objects.get(), Practice.objects.get()]
    for number, text in enumerate(texts):
        fill(text).summary = f"text {number}"
    results = together(
        *(lambda t=t: services.save_draft(draft=t, version=1, actor=practice.submitted_by) for t in texts)
    )
    assert sorted(type(each).__name__ for each in results) == ["EditConflict", "Practice"]
    assert Practice.objects.get().version == 2
