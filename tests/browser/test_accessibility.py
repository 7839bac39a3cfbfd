"""axe finds nothing serious on the main pages; the keyboard reaches what the mouse does; Arabic mirrors."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from members.models import ChangeRequest

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PUBLIC = [
    "/en/", "/ar/", "/en/members/", "/en/members/map/", "/en/members/university-of-nairobi/", "/en/library/",
    "/en/library/offline-statistics-course-nairobi/", "/ar/library/", "/en/groups/", "/en/groups/inclusion-equity/",
    "/en/events/", "/en/declaration/", "/en/regions/africa/", "/en/news/", "/en/search/?q=teacher",
    "/en/account/login/", "/en/account/signup/", "/en/nothing-here/", "/en/dev/components/",
]  # fmt: skip


def serious(page) -> list[str]:
    """What axe calls serious or critical on the page as it stands, one line each."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:160]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


def faults(page, addresses) -> dict[str, list[str]]:
    result = {}
    for address in addresses:
        page.goto(address)
        if wrong := serious(page):
            result[address] = wrong
    return result


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_public_pages(new_page, scheme):
    assert faults(new_page(color_scheme=scheme), PUBLIC) == {}


def test_members_pages(signed_in):
    page = signed_in("rep.nairobi")
    addresses = ["/en/dashboard/", "/en/members/university-of-nairobi/edit/", "/en/library/submit/"]
    assert faults(page, [*addresses, "/en/account/email/"]) == {}


def test_the_desk(signed_in):
    change = ChangeRequest.objects.get(institution__slug="university-of-nairobi")
    page = signed_in("coordinator.africa")
    assert faults(page, ["/en/dashboard/", "/en/desk/", f"/en/desk/changes/{change.pk}/"]) == {}


def test_the_space_of_a_group(signed_in):
    page = signed_in("chair.quality")
    parts = ("", "discussions/", "files/", "members/", "settings/")
    assert faults(page, [f"/en/groups/quality-standards/{part}" for part in parts]) == {}


def test_the_keyboard_finds_the_way(page):
    page.goto("/en/library/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("address", ["/ar/", "/ar/library/", "/ar/members/map/", "/ar/groups/"])
def test_arabic_mirrors_and_fits_a_phone(new_page, address):
    page = new_page(viewport={"width": 360, "height": 740})
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    logo, button = page.locator(".wordmark").first.bounding_box(), page.locator("main").bounding_box()
    assert logo["x"] + logo["width"] > 360 / 2
    assert button["width"] <= 360
