"""A representative changes the profile, the region's coordinator approves what needs it; beside it the refusals."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from members.models import ChangeRequest, Institution
from portal.models import OutboxMail

pytestmark = pytest.mark.browser
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
NEW_NAME = "The University of Manchester (example)"


@pytest.fixture
def institution(live_demo):
    return Institution.objects.get(ror="https://ror.org/027m9bs27")


@SCRIPTS
def test_profile_is_changed_reviewed_and_public(signed_in, new_page, institution, scripts):
    page = signed_in("rep.manchester", java_script_enabled=scripts)
    page.goto("/en/dashboard/")
    page.get_by_role("link", name="Edit the profile").click()
    page.get_by_label("In one or two sentences").fill("Courses from Manchester, as an example.")
    page.locator("[name=identity-name]").fill(NEW_NAME)
    page.get_by_label("Note for the reviewer").fill("The council has decided so.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Courses from Manchester, as an example.").first).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. The public profile shows it now.")).to_be_visible()

    public = new_page()
    public.goto(reverse("member_detail", args=[institution.slug]))
    expect(public.get_by_text("Courses from Manchester, as an example.").first).to_be_visible()
    expect(public.get_by_role("heading", level=1)).to_have_text("The University of Manchester")

    change = ChangeRequest.objects.get(institution=institution)
    desk = signed_in("coordinator.europe-north-america", java_script_enabled=scripts)
    desk.goto("/en/desk/?kind=change")
    desk.get_by_role("main").get_by_role("link", name="The University of Manchester").click()
    expect(desk.locator("table.diff ins")).to_have_text(NEW_NAME)
    expect(desk.get_by_text("The council has decided so.")).to_be_visible()
    desk.get_by_role("button", name="Approve").click()
    expect(desk.get_by_text("Approved. The public profile shows it now.")).to_be_visible()

    public.goto(reverse("member_detail", args=[institution.slug]))
    expect(public.get_by_role("heading", level=1)).to_have_text(NEW_NAME)
    mail = OutboxMail.objects.get(key=f"change-approved-{change.pk}")
    assert mail.recipients == ["rep.manchester@demo.alliance.test"]


def test_coordinator_returns_a_change_with_a_reason(signed_in):
    change = ChangeRequest.objects.get(institution__ror="https://ror.org/02y9nww90")
    desk = signed_in("coordinator.africa")
    desk.goto(reverse("change_detail", args=[change.pk]))
    desk.get_by_text("Return with a reason").click()
    desk.get_by_label("Reason").fill("Please send us the charter.")
    desk.get_by_role("button", name="Return").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Desk")
    page = signed_in("editor.nairobi")
    page.goto("/en/dashboard/")
    expect(page.get_by_text("Please send us the charter.")).to_be_visible()


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("coordinator.europe-north-america", 404),
        ("rep.chile", 404),
        ("newcomer", 404),
        ("coordinator.africa", 200),
        ("secretariat", 200),
    ],
)
def test_only_the_region_finds_the_matter(signed_in, person, status):
    page = signed_in(person)
    change = ChangeRequest.objects.get(institution__ror="https://ror.org/02y9nww90")
    assert page.goto(reverse("change_detail", args=[change.pk])).status == status


def test_two_editors_meet_and_neither_loses_a_word(signed_in):
    url = reverse("profile_edit", args=["university-of-nairobi"])
    first, second = signed_in("rep.nairobi"), signed_in("editor.nairobi")
    for page in (first, second):
        page.goto(url)
    first.get_by_label("In one or two sentences").fill("From the first.")
    first.get_by_label("Place").fill("Thika")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_text("Saved. The public profile shows it now.")).to_be_visible()
    second.get_by_label("In one or two sentences").fill("From the second.")
    second.get_by_role("button", name="Save").click()
    expect(
        second.get_by_role("heading", name="Somebody else has changed the profile meanwhile")
    ).to_be_visible()
    expect(second.locator("table.diff").first).to_contain_text("From the first.")
    expect(second.get_by_role("textbox", name="In one or two sentences")).to_have_value("From the second.")
    expect(second.get_by_role("checkbox", name="Place")).to_be_checked()
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_text("Saved. The public profile shows it now.")).to_be_visible()
    nairobi = Institution.objects.get(slug="university-of-nairobi")
    assert (nairobi.summary, nairobi.city) == ("From the second.", "Thika")


def test_typed_text_survives_the_end_of_the_session(signed_in):
    page = signed_in("rep.nairobi")
    page.goto(reverse("profile_edit", args=["university-of-nairobi"]))
    page.get_by_label("In one or two sentences").fill("Typed with care.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("Email").fill("rep.nairobi@demo.alliance.test")
    page.get_by_label("Password", exact=True).fill("alliance-demo")
    page.keyboard.press("Enter")
    expect(page.get_by_label("In one or two sentences")).to_have_value("Typed with care.")


@SCRIPTS
def test_map_is_worked_by_keyboard(new_page, live_demo, scripts):
    page = new_page(java_script_enabled=scripts)
    page.goto("/en/members/map/")
    dots = page.locator("svg.map a")
    count = dots.count()
    assert count > 40
    dots.first.focus()
    name = dots.first.get_attribute("aria-label")
    assert name
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("/members/map/"))
    assert "/members/" in page.url
