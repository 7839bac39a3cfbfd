"""The author's and the desk's screens: forms, refusals, and nothing that was typed is lost."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from members.models import Country
from portal.models import OutboxMail
from resources import services
from resources.models import Practice, ReviewAssignment
from tests.factories.members import (
    AffiliationFactory,
    CoordinatorFactory,
    InstitutionFactory,
    RegionFactory,
    RepresentativeFactory,
)
from tests.factories.portal import PASSWORD, LanguageFactory, SecretariatFactory, UserFactory
from tests.factories.resources import TEXTS, VALUES, PracticeFactory, published, submitted, whole

from .together import together

pytestmark = pytest.mark.django_db
AUTHOR = {"name": "Amina Odhiambo", "role": "", "orcid": "", "consents": "on"}
EVIDENCE = {"kind": "data", "statement": "239 of 412.", "comparator": "none"}


def typed(practice, *, authors=(AUTHOR,), evidence=(EVIDENCE,), materials=(), initial=0, **changes):
    """What the form sends for a whole record with ``changes``."""
    stored = Practice.objects.get(pk=practice.pk)
    data = {
        **TEXTS,
        **VALUES,
        "title": stored.title,
        "version": stored.version,
        "language": stored.language_id,
    }
    data |= {"started": "2024-01-01", "contact_visibility": "members", "keywords": "radio, phones"}
    data |= {name: [term.pk for term in getattr(practice, name).all()] for name in ("countries", "sdg_targets", "isced_levels", "tech_levels")}  # fmt: skip
    data |= {"licence": practice.licence_id or ""}
    for prefix, rows in (("authors", authors), ("evidence", evidence), ("materials", materials)):
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial and len(rows)}
        for number, row in enumerate(rows):
            data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data | changes


def edit(practice):
    return reverse("practice_edit", args=[practice.pk])


def review(practice):
    return reverse("practice_review", args=[practice.pk])


def lead(practice, **fields):
    return CoordinatorFactory(region=practice.region, **fields).person


@pytest.fixture
def practice():
    return whole(title="Radio")


@pytest.fixture
def author(practice, client_for):
    return client_for(practice.submitted_by)


# --- starting ----------------------------------------------------------------------------------


def test_a_representative_starts_a_draft_for_the_own_institution(client_for):
    role, foreign = RepresentativeFactory(), InstitutionFactory()
    browser, language = client_for(role.person), LanguageFactory()
    data = {"title": "New", "language": language.pk, "lead_institution": foreign.pk}
    assert browser.post(reverse("practice_submit"), data).status_code == 422
    response = browser.post(reverse("practice_submit"), data | {"lead_institution": role.institution_id})
    assert response.headers["Location"] == edit(Practice.objects.get())


def test_whoever_may_not_start_is_told_why(client_for):
    for person in (UserFactory(), RepresentativeFactory(kind="editor").person):
        assert client_for(person).get(reverse("practice_submit")).status_code == 403


# --- writing -----------------------------------------------------------------------------------


def test_an_incomplete_draft_is_saved_and_says_what_is_missing(client_for):
    practice = PracticeFactory()
    browser = client_for(practice.submitted_by)
    data = {"title": "Half", "version": 1, "context": "A thought", "evidence-0-comparator": "none"}
    for prefix in ("authors", "evidence", "materials"):
        data |= {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 0}
    assert browser.post(edit(practice), data | {"action": "send"}).headers["Location"] == edit(practice)
    stored = Practice.objects.get()
    assert (stored.title, stored.context, stored.status) == ("Half", "A thought", "draft")
    assert {gap.field for gap in browser.get(edit(practice)).context["gaps"]} >= {
        "summary",
        "context",
        "authors",
    }


def test_a_whole_text_is_sent_and_one_coordinator_gets_one_mail(practice, author):
    person = lead(practice)
    response = author.post(edit(practice), typed(practice, action="send"))
    assert response.headers["Location"] == reverse("practice_preview", args=[practice.pk])
    assert Practice.objects.get().status == "submitted"
    assert [mail.person for mail in OutboxMail.objects.all()] == [person]
    assert author.get(edit(practice)).status_code == 302


@pytest.mark.parametrize("value", ["清华大学 " * 5, "جامعة القاهرة", "😀 <b>&amp;", "l’été"])
def test_texts_of_all_scripts_come_back_as_typed(practice, author, value):
    author.post(
        edit(practice), typed(practice, title=value.strip(), lessons=value.strip(), keywords="أ، ب，ج")
    )
    stored = Practice.objects.get()
    assert (stored.title, stored.lessons, stored.keywords) == (value.strip(), value.strip(), ["أ", "ب", "ج"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""}, {"title": "x" * 121}, {"summary": "x" * 301}, {"started": "yesterday"}, {"aim": "zoo"},
        {"audience": ["zoo"]}, {"countries": ["999999"]}, {"countries": ["x"]}, {"contact_email": "x"},
        {"adapted_from": "javascript:alert(1)"}, {"version": "x"}, {"steps": "x" * 20_001}, {"licence": "999"},
        {"keywords": ",".join("abcdefghijk")}, {"partners": "https://ror.org/02y9nww91"},
        {"authors-0-orcid": "0000-0002-1825-0098"}, {"evidence-0-sample": "-1"},
        {"evidence-0-sample": "99999999999999999999"}, {"authors-TOTAL_FORMS": "5000"}, {"authors-TOTAL_FORMS": "x"},
    ],
)  # fmt: skip
def test_bad_values_are_said_and_nothing_typed_is_lost(practice, author, wrong):
    response = author.post(edit(practice), typed(practice, results="My long text", **wrong))
    assert response.status_code == 422
    assert "My long text" in response.content.decode()
    assert Practice.objects.get().version == practice.version


def test_what_is_too_long_is_shown_whole(practice, author):
    text = "x" * 305 + "END"
    assert text in author.post(edit(practice), typed(practice, summary=text)).content.decode()


def test_rows_are_added_changed_and_deleted(practice, author):
    rows = (AUTHOR, {"name": "Second", "orcid": "0000-0002-1825-0097", "consents": "on"}, {"name": ""})
    link = {"title": "Slides", "url": "https://example.org/a", "kind": "PDF"}
    author.post(edit(practice), typed(practice, authors=rows, materials=[link]))
    stored = Practice.objects.get()
    assert [each.name for each in stored.authors.all()] == ["Amina Odhiambo", "Second"]
    assert [each.url for each in stored.materials.all()] == ["https://example.org/a"]
    rows = (AUTHOR | {"DELETE": "on"}, rows[1] | {"name": "Changed"})
    author.post(edit(practice), typed(practice, authors=rows, initial=1))
    stored = Practice.objects.get()
    assert [each.name for each in stored.authors.all()] == ["Changed"]
    assert stored.materials.count() == 0


def test_partners_are_ours_where_they_are_known(practice, author):
    ours = InstitutionFactory(name="Known", ror="https://ror.org/02y9nww90")
    author.post(edit(practice), typed(practice, partners="ror.org/02y9nww90\nSomebody else\nknown"))
    found = [(each.name, each.institution) for each in Practice.objects.get().partners.all()]
    assert found == [("Known", ours), ("Somebody else", None), ("Known", ours)]


# --- two authors -------------------------------------------------------------------------------


def test_the_second_author_sees_both_texts_and_loses_nothing(practice, author, client_for):
    mine = typed(practice, lessons="Mine", results="Only mine")
    colleague = client_for(RepresentativeFactory(institution=practice.lead_institution).person)
    colleague.post(edit(practice), typed(practice, lessons="Theirs"))
    response = author.post(edit(practice), mine)
    text = response.content.decode()
    assert response.status_code == 409
    assert all(words in text for words in ("Mine", "Theirs", "Only mine"))
    assert Practice.objects.get().lessons == "Theirs"
    version = re.search(r'name="version" value="(\d+)"', text)[1]
    assert author.post(edit(practice), mine | {"version": version}).status_code == 302
    assert Practice.objects.get().lessons == "Mine"


def test_rows_of_a_colleague_are_a_conflict_and_no_mistake(practice, author, client_for):
    practice.authors = []
    practice.save()
    mine = typed(practice, authors=({"name": ""},), lessons="Mine")
    colleague = client_for(RepresentativeFactory(institution=practice.lead_institution).person)
    colleague.post(edit(practice), typed(practice))
    response = author.post(edit(practice), mine)
    assert response.status_code == 409
    assert "Mine" in response.content.decode()


def test_who_writes_on_while_the_text_is_sent_gets_it_back(practice, author):
    mine = typed(practice, lessons="Typed too late")
    services.submit_practice(practice=practice, actor=practice.submitted_by)
    response = author.post(edit(practice), mine)
    assert response.status_code == 409
    assert "Typed too late" in response.content.decode()
    assert Practice.objects.get().lessons != "Typed too late"


@pytest.mark.parametrize("text", ["Typed before", "نص طويل من القرية " * 1100])
def test_what_was_typed_survives_the_end_of_the_session(practice, client, text):
    """A record in Arabic takes six times its length in an address, and is kept all the same."""
    response = client.post(edit(practice), typed(practice, steps=text, results=text))
    response = client.post(response.headers["Location"], {"login": practice.submitted_by.email, "password": PASSWORD})  # fmt: skip
    assert response.headers["Location"] == edit(practice)
    assert text.strip() in client.get(edit(practice)).content.decode()
    assert Practice.objects.get().results != text


def test_others_do_not_reach_the_form(practice, client_for):
    others = [UserFactory(), lead(practice), RepresentativeFactory(institution=InstitutionFactory()).person]
    others += [RepresentativeFactory(institution=practice.lead_institution, kind="editor").person]
    for person in others:
        browser = client_for(person)
        assert browser.get(edit(practice)).status_code == 404
        assert browser.post(edit(practice), typed(practice, title="Hacked")).status_code == 404
        for name in ("practice_withdraw", "practice_discard"):
            assert browser.post(reverse(name, args=[practice.pk])).status_code == 404
    assert Practice.objects.get().title == "Radio"


def test_taking_back_and_throwing_away(practice, author):
    services.submit_practice(practice=practice, actor=practice.submitted_by)
    withdraw = reverse("practice_withdraw", args=[practice.pk])
    discard = reverse("practice_discard", args=[practice.pk])
    assert author.post(discard).status_code == 403
    assert author.post(withdraw).headers["Location"] == edit(practice)
    assert author.post(withdraw).headers["Location"] == reverse("practice_preview", args=[practice.pk])
    assert author.get(discard).status_code == 405
    assert author.post(discard).status_code == 302
    assert Practice.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_clicks_throw_a_draft_away_once():
    practice = PracticeFactory()
    discard, browsers = reverse("practice_discard", args=[practice.pk]), [Client() for _ in range(4)]
    for browser in browsers:
        browser.force_login(practice.submitted_by, backend=settings.AUTHENTICATION_BACKENDS[0])
    answers = together(*(lambda b=b: b.post(discard).status_code for b in browsers))
    assert set(answers) <= {302, 404}
    assert Practice.objects.count() == 0


def test_a_decision_on_what_is_gone_meanwhile_is_404(client_for, monkeypatch):
    practice = submitted()
    browser = client_for(SecretariatFactory())
    publish = services.publish_practice

    def too_late(**arguments):
        Practice.objects.all().delete()
        return publish(**arguments)

    monkeypatch.setattr(services, "publish_practice", too_late)
    assert browser.post(review(practice), {"action": "publish"}).status_code == 404


def test_what_must_be_there_before_sending_is_not_called_optional(practice, author):
    text = author.get(edit(practice)).content.decode()
    labels = {name: re.search(rf'<label for="id_{name}">(.*?)</label>', text, re.DOTALL)[1] for name in ("summary", "steps", "ended", "success_factors")}  # fmt: skip
    assert {name: "optional" in label for name, label in labels.items()} == {
        "summary": False, "steps": False, "ended": True, "success_factors": True,
    }  # fmt: skip


def test_a_new_version_is_read_by_its_people_only(client, client_for):
    practice = published(title="Old title")
    browser = client_for(practice.submitted_by)
    browser.post(edit(practice), typed(practice, title="Newer title"))
    page = reverse("practice_detail", args=[practice.slug])
    preview = reverse("practice_preview", args=[practice.pk])
    for reader in (client, browser, client_for(SecretariatFactory())):
        assert "Newer title" not in reader.get(page).content.decode()
        assert "Newer title" not in reader.get(reverse("practice_list")).content.decode()
    assert "Newer title" in browser.get(preview).content.decode()
    assert client_for(UserFactory()).get(preview).status_code == 404


# --- the desk ----------------------------------------------------------------------------------


def test_a_coordinator_publishes_from_the_desk(client, client_for):
    practice = submitted(title="Radio")
    browser = client_for(lead(practice))
    assert browser.get(review(practice)).context["may_decide"] is True
    data = {"action": "publish", "evidence_level": "E1"}
    assert browser.post(review(practice), data).headers["Location"] == reverse("desk")
    assert client.get(reverse("practice_detail", args=["radio"])).status_code == 200
    assert OutboxMail.objects.count() == 1


def test_the_second_decider_is_told(client_for):
    practice = submitted()
    first, second = lead(practice), lead(practice)
    client_for(first).post(review(practice), {"action": "publish"})
    for data in ({"action": "publish"}, {"action": "decline", "decline-reason": "No."}, {"action": "return", "return-reason": "No."}):  # fmt: skip
        response = client_for(second).post(review(practice), data)
        assert response.status_code == 409
        assert first.name in response.content.decode()
    assert OutboxMail.objects.count() == 1
    assert Practice.objects.get().status == "published"


@pytest.mark.parametrize("action", ["return", "decline"])
def test_a_refusal_without_a_reason_decides_nothing(client_for, action):
    practice = submitted()
    for reason in ("", "  ", "x" * 2001):
        data = {"action": action, f"{action}-reason": reason}
        assert client_for(lead(practice)).post(review(practice), data).status_code == 422
    assert Practice.objects.get().status == "submitted"


@pytest.mark.parametrize("data", [{}, {"action": "nonsense"}, {"action": "publish", "evidence_level": "E9"}])
def test_nonsense_decides_nothing(client_for, data):
    practice = submitted()
    assert client_for(lead(practice)).post(review(practice), data).status_code == 422
    assert Practice.objects.get().status == "submitted"


def test_for_others_the_matter_does_not_exist(client_for):
    practice = submitted()
    elsewhere = CoordinatorFactory(region=RegionFactory(code="arab-states")).person
    for person in (elsewhere, UserFactory(), practice.submitted_by):
        assert client_for(person).get(review(practice)).status_code == 404
        assert client_for(person).post(review(practice), {"action": "publish"}).status_code == 404


def test_assistants_and_the_conflicted_look_and_do_not_decide(client_for):
    practice = submitted()
    conflicted = lead(practice)
    AffiliationFactory(person=conflicted, institution=practice.lead_institution)
    for person in (conflicted, lead(practice, role="assistant")):
        browser = client_for(person)
        assert browser.get(review(practice)).context["may_decide"] is False
        for data in ({"action": "publish"}, {"action": "assign", "assign-email": UserFactory().email}):
            assert browser.post(review(practice), data).status_code == 403
    assert "24 months" in client_for(conflicted).get(review(practice)).content.decode()
    assert Practice.objects.get().status == "submitted"


def test_a_reviewer_is_asked_advises_and_loses_sight(client_for):
    practice, reviewer = submitted(), UserFactory()
    desk, browser = client_for(lead(practice)), client_for(reviewer)
    assert browser.get(review(practice)).status_code == 404
    assert (
        desk.post(review(practice), {"action": "assign", "assign-email": "nobody@x.org"}).status_code == 422
    )
    desk.post(review(practice), {"action": "assign", "assign-email": reviewer.email.upper()})
    assert browser.get(review(practice)).context["may_advise"] is True
    assert browser.get(reverse("desk")).status_code == 403
    assert browser.post(review(practice), {"action": "publish"}).status_code == 403
    data = {"action": "advise", "advise-recommendation": "changes", "advise-comment": "Say more."}
    assert browser.post(review(practice), data).status_code == 302
    assert ReviewAssignment.objects.get().comment == "Say more."
    assert "Say more." in desk.get(review(practice)).content.decode()
    desk.post(review(practice), {"action": "return", "return-reason": "See the advice."})
    assert browser.get(review(practice)).status_code == 404


def test_a_reviewer_with_an_interest_is_refused(client_for):
    practice = submitted()
    person = AffiliationFactory(institution=practice.lead_institution).person
    data = {"action": "assign", "assign-email": person.email}
    assert client_for(lead(practice)).post(review(practice), data).status_code == 422
    assert ReviewAssignment.objects.count() == 0


def test_retiring_needs_the_right_and_a_reason(client, client_for):
    practice = published()
    address = reverse("practice_retire", args=[practice.pk])
    for person, status in ((UserFactory(), 403), (practice.submitted_by, 403), (lead(practice), 422)):
        assert client_for(person).post(address, {"reason": " "}).status_code == status
    assert client_for(lead(practice)).post(address, {"reason": "Course ended."}).status_code == 302
    page = client.get(reverse("practice_detail", args=[practice.slug])).content.decode()
    assert "Course ended." in page
    assert client_for(lead(practice)).post(address, {"reason": "Again."}).status_code == 403


def test_unknown_numbers_are_404(client_for):
    browser = client_for(SecretariatFactory())
    for name in ("practice_edit", "practice_preview", "practice_review", "practice_retire"):
        assert browser.get(reverse(name, args=[99999])).status_code == 404
        assert browser.get(reverse(name, args=[1]).replace("/1/", f"/{10**18}/")).status_code in (400, 404)
    assert Country.objects.count() == 0
