"""Editing a profile: live at once, identity later, and nothing that was typed is lost."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from members.models import ChangeRequest, Institution, ProfileDraft
from portal.models import AuditEntry
from tests.factories.members import CoordinatorFactory, InstitutionFactory, RepresentativeFactory
from tests.factories.portal import PASSWORD, LanguageFactory, SecretariatFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def role():
    return RepresentativeFactory(institution__name="Alpha", kind="editor")


@pytest.fixture
def editor(role, client_for):
    return client_for(role.person)


def typed(institution, *names, **changes):
    """What the form sends when only ``changes`` differ."""
    stored = Institution.objects.get(pk=institution.pk)
    data = {
        "version": stored.version, "summary": stored.summary, "description": stored.description, "city": stored.city,
        "website": stored.website, "contact_email": stored.contact_email, "wikidata": "", "established": "",
        "latitude": "", "longitude": "", "identity-name": stored.name, "identity-kind": stored.kind,
        "identity-country": stored.country.code, "identity-ror": stored.ror, "identity-note": "",
        "names-TOTAL_FORMS": str(len(names)), "names-INITIAL_FORMS": "0", "action": "save",
    }  # fmt: skip
    for number, (value, language, kind) in enumerate(names):
        row = {"value": value, "language": language, "kind": kind}
        data |= {f"names-{number}-{name}": each for name, each in row.items()}
    return data | changes


def address(role, name="profile_edit"):
    return reverse(name, args=[role.institution.slug])


def stored(role):
    return Institution.objects.get(pk=role.institution_id)


# --- saving ------------------------------------------------------------------------------------


def test_live_fields_are_public_at_once_and_audited(role, editor, client):
    LanguageFactory(code="sw")
    names = [("Chuo Kikuu", "sw", "label"), ("清华", "zh", "alias")]
    data = typed(role.institution, *names, summary="Fresh words", languages=["sw"])
    assert editor.post(address(role), data).status_code == 302
    page = client.get(address(role, "member_detail")).content.decode()
    assert "Fresh words" in page
    assert "清华" in page
    assert stored(role).version == 2
    line = AuditEntry.objects.get(action="members.update_profile")
    assert (line.actor, line.after["summary"]) == (role.person, "Fresh words")
    assert client.get(reverse("member_list"), {"q": "清华"}).context["total"] == 1
    assert ChangeRequest.objects.count() == 0


def test_saving_without_a_difference_writes_nothing(role, editor):
    editor.post(address(role), typed(role.institution))
    assert stored(role).version == 1
    assert AuditEntry.objects.filter(action="members.update_profile").count() == 0


def test_identity_waits_while_the_rest_is_saved(role, editor):
    data = typed(role.institution, summary="Fresh", **{"identity-name": "Beta", "identity-note": "Charter"})
    editor.post(address(role), data)
    change = ChangeRequest.objects.get()
    assert (change.before, change.after, change.note) == ({"name": "Alpha"}, {"name": "Beta"}, "Charter")
    assert change.proposed_by == role.person
    assert (stored(role).name, stored(role).summary) == ("Alpha", "Fresh")
    editor.post(address(role), typed(role.institution, **{"identity-name": "Gamma"}))
    assert ChangeRequest.objects.get().after == {"name": "Beta"}
    assert stored(role).name == "Alpha"


def test_a_bad_identity_saves_nothing_of_the_rest(role, editor):
    for wrong in ({"identity-ror": "02y9nww91"}, {"identity-name": ""}, {"identity-country": "XX"}):
        response = editor.post(address(role), typed(role.institution, summary="Kept?", **wrong))
        assert response.status_code == 422
        assert "Kept?" in response.content.decode()
    assert stored(role).summary != "Kept?"


@pytest.mark.parametrize(
    "wrong",
    [
        {"latitude": "91", "longitude": "0"}, {"latitude": "1"}, {"latitude": "nan", "longitude": "nan"},
        {"established": "99999999999999999999"}, {"website": "javascript:alert(1)"}, {"contact_email": "x"},
        {"wikidata": "Q0"}, {"summary": "x" * 301}, {"languages": ["xx-nonsense"]}, {"version": "x"},
        {"version": "99999999999999999999"}, {"names-TOTAL_FORMS": "5000"}, {"names-TOTAL_FORMS": "x"},
    ],
)  # fmt: skip
def test_bad_values_are_said_and_nothing_typed_is_lost(role, editor, wrong):
    response = editor.post(address(role), typed(role.institution, description="My long text", **wrong))
    assert response.status_code == 422
    assert "My long text" in response.content.decode()
    assert stored(role).version == 1


@pytest.mark.parametrize("value", ["清华大学", "جامعة القاهرة", "Ωμέγα 😀", "<b>&amp;</b>", "a\u202eb"])
def test_texts_of_all_scripts_come_back_as_typed(role, editor, value):
    editor.post(address(role), typed(role.institution, (value, "", "alias"), description=value, city=value))
    found = stored(role)
    assert (found.description, found.city, found.names.get().value) == (value, value, value)


def test_nul_and_huge_bodies_are_refused_in_plain_words(role, editor):
    assert editor.post(address(role), typed(role.institution, city="a\x00b")).status_code == 400
    assert editor.post(address(role), typed(role.institution, city="x" * 6_000_000)).status_code in (400, 413)
    assert stored(role).version == 1


def test_names_are_added_and_deleted(role, editor):
    editor.post(address(role), typed(role.institution, ("One", "", "alias"), ("Two", "fr", "acronym")))
    rows = [("One", "", "alias"), ("Two", "fr", "acronym")]
    data = typed(role.institution, *rows, **{"names-0-DELETE": "on", "names-INITIAL_FORMS": "2"})
    editor.post(address(role), data)
    assert [name.value for name in stored(role).names.all()] == ["Two"]


# --- two editors -------------------------------------------------------------------------------


def test_the_second_editor_sees_both_texts_and_loses_nothing(role, editor, client_for):
    mine = typed(role.institution, summary="Mine", description="Only mine")
    other = client_for(RepresentativeFactory(institution=role.institution).person)
    other.post(address(role), typed(role.institution, summary="Theirs"))
    response = editor.post(address(role), mine)
    text = response.content.decode()
    assert response.status_code == 409
    assert all(words in text for words in ("Mine", "Theirs", "Only mine"))
    assert stored(role).summary == "Theirs"
    version = re.search(r'name="version" value="(\d+)"', text)[1]
    assert editor.post(address(role), mine | {"version": version}).status_code == 302
    assert stored(role).summary == "Mine"


def test_a_name_that_both_have_added_is_not_lost(role, editor, client_for):
    mine = typed(role.institution, ("Chuo Kikuu", "sw", "label"), summary="Mine")
    other = client_for(RepresentativeFactory(institution=role.institution).person)
    other.post(address(role), typed(role.institution, ("Chuo Kikuu", "sw", "label")))
    assert editor.post(address(role), mine).status_code == 409
    assert editor.post(address(role), mine | {"version": stored(role).version}).status_code == 302
    assert [name.value for name in stored(role).names.all()] == ["Chuo Kikuu"]


# --- preview, draft, session -------------------------------------------------------------------


def test_a_preview_shows_what_was_typed_and_saves_nothing(role, editor):
    data = typed(role.institution, ("Neuer Name", "de", "alias"), summary="Seen", action="preview")
    response = editor.post(address(role), data | {"identity-name": "Beta"})
    text = response.content.decode()
    assert response.status_code == 200
    assert all(words in text for words in ("Seen", "Neuer Name", "Beta"))
    assert (stored(role).version, stored(role).names.count()) == (1, 0)
    assert (ChangeRequest.objects.count(), ProfileDraft.objects.count()) == (0, 0)


def test_a_draft_is_kept_as_typed_for_its_author_only(role, editor, client_for):
    data = typed(role.institution, summary="x" * 400, latitude="north", action="keep")
    assert editor.post(address(role), data).status_code == 302
    assert "x" * 400 in editor.get(address(role)).content.decode()
    other = client_for(RepresentativeFactory(institution=role.institution).person)
    assert "x" * 400 not in other.get(address(role)).content.decode()
    assert stored(role).version == 1
    editor.post(address(role), typed(role.institution, summary="Done"))
    assert ProfileDraft.objects.count() == 0


def test_a_draft_can_be_thrown_away(role, editor):
    editor.post(address(role), typed(role.institution, summary="Half", action="keep"))
    assert editor.post(address(role, "profile_draft_discard")).status_code == 302
    assert "Half" not in editor.get(address(role)).content.decode()


def test_what_was_typed_survives_the_end_of_the_session(role, client):
    response = client.post(address(role), typed(role.institution, summary="Typed before"))
    assert response.status_code == 302
    sign_in = response.headers["Location"]
    assert sign_in.startswith(reverse("account_login"))
    response = client.post(sign_in, {"login": role.person.email, "password": PASSWORD})
    assert response.headers["Location"] == address(role)
    assert "Typed before" in client.get(address(role)).content.decode()
    assert stored(role).version == 1


# --- who ---------------------------------------------------------------------------------------


def test_others_may_not(role, client_for):
    people = [
        UserFactory(), RepresentativeFactory(institution=InstitutionFactory()).person,
        CoordinatorFactory(region=role.institution.region).person,
    ]  # fmt: skip
    for person in people:
        browser = client_for(person)
        assert browser.get(address(role)).status_code == 403
        assert browser.post(address(role), typed(role.institution, summary="Hacked")).status_code == 403
        for name in ("profile_logo", "profile_draft_discard"):
            assert browser.post(address(role, name)).status_code == 403, name
    assert client_for(people[0]).get(address(role, "profile_history")).status_code == 403
    assert client_for(people[2]).get(address(role, "profile_history")).status_code == 200
    Institution.objects.update(live=False)
    assert client_for(people[0]).get(address(role)).status_code == 404
    assert stored(role).version == 1


def test_the_secretariat_may(role, client_for):
    browser = client_for(SecretariatFactory())
    assert browser.post(address(role), typed(role.institution, summary="Helped")).status_code == 302
    assert stored(role).summary == "Helped"


def test_a_right_that_ended_is_gone_on_the_next_request(role, editor):
    from members import services

    assert editor.get(address(role)).status_code == 200
    services.end_role(role=role, actor=None)
    assert editor.get(address(role)).status_code == 403


# --- history -----------------------------------------------------------------------------------


def test_history_compares_versions(role, editor):
    editor.post(address(role), typed(role.institution, summary="Second"))
    editor.post(address(role), typed(role.institution, summary="Third"))
    response = editor.get(address(role, "profile_history"), {"version": "3"})
    rows = {row["name"]: (row["before"], row["after"]) for row in response.context["rows"]}
    assert rows == {"summary": ("Second", "Third")}


@pytest.mark.parametrize("version", ["x", "0", "99", "-1", "99999999999", "", "٣"])
def test_a_version_that_is_none_is_404(role, editor, version):
    assert editor.get(address(role, "profile_history"), {"version": version}).status_code == 404


# --- logo --------------------------------------------------------------------------------------


def picture(kind="PNG"):
    buffer = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(buffer, kind)
    return SimpleUploadedFile("logo.png", buffer.getvalue())


def test_a_logo_is_set_and_removed(role, editor):
    for kind in ("PNG", "JPEG", "WEBP"):
        editor.post(address(role, "profile_logo"), {"logo": picture(kind)})
        assert stored(role).logo.file.name.endswith(".png")
    editor.post(address(role, "profile_logo"), {"remove": "1"})
    assert stored(role).logo is None


@pytest.mark.parametrize(
    "content",
    [b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"GIF89a\x01\x00\x01\x00", b"", b"\x89PNG\r\n\x1a\n", b"x" * 3_000_000],
)  # fmt: skip
def test_what_is_no_picture_is_refused(role, editor, content):
    response = editor.post(address(role, "profile_logo"), {"logo": SimpleUploadedFile("logo.png", content)})
    assert response.status_code in (302, 422)
    assert stored(role).logo is None


def test_a_kept_draft_is_what_the_form_has_and_no_more(client_for):
    role = RepresentativeFactory()
    client, url = client_for(role.person), reverse("profile_edit", args=[role.institution.slug])
    junk = {f"junk-{number}": "x" for number in range(300)}
    assert client.post(url, {"action": "keep", "latitude": "999", **junk}).status_code == 302
    assert ProfileDraft.objects.get().data == {"latitude": ["999"]}
    body = client.get(url).content.decode()
    assert "Throw the draft away" in body
    assert client.post(url, {"action": "keep", "description": "ü" * 70_000}).status_code == 422
    assert ProfileDraft.objects.get().data == {"latitude": ["999"]}
