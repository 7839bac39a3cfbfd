"""A visitor finds and reads a good practice, and the members on a list and on a map."""

import re

import pytest
from playwright.sync_api import expect

from .screens import NARROW, open_facets, overflow, tab_to

pytestmark = pytest.mark.browser
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
FACETS = ("Low technology", "Africa", "Universal primary and secondary education")


def _chip(page, label: str):
    return page.get_by_role("link", name=re.compile(rf"^Remove:.*{label}"))


def _choose(page, label: str) -> None:
    open_facets(page)
    page.get_by_role("complementary", name="Narrow the list").get_by_role(
        "link", name=re.compile(rf"^{label}\s*\d+$")
    ).click()
    expect(_chip(page, label)).to_be_visible()


def _read_the_first(page) -> None:
    link = page.get_by_role("article").first.get_by_role("link")
    title = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def _number(page, what: str) -> int:
    text = page.get_by_text(re.compile(rf"^\s*[\d,]+ {what}s?\s*$")).first.inner_text()
    return int(re.sub(r"\D", "", text))


@SCRIPTS
def test_from_home_to_a_practice(new_page, scripts):
    page = new_page(java_script_enabled=scripts)
    page.goto("/en/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Library").click()
    numbers = [_number(page, "practice")]
    for label in FACETS:
        _choose(page, label)
        numbers.append(_number(page, "practice"))
    assert numbers == sorted(numbers, reverse=True)
    assert 0 < numbers[-1] < numbers[0]

    friend = new_page(java_script_enabled=scripts)
    friend.goto(page.url)
    assert _number(friend, "practice") == numbers[-1]
    _read_the_first(friend)
    expect(friend.get_by_role("heading", name="What did not work")).to_be_visible()

    _chip(page, FACETS[2]).click()
    assert _number(page, "practice") == numbers[2]
    page.get_by_role("link", name="Clear all").click()
    assert _number(page, "practice") == numbers[0]


def test_library_on_a_small_telephone(new_page):
    page = new_page(**NARROW)
    page.goto("/en/")
    assert overflow(page) <= 0
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Library").click()
    assert overflow(page) <= 0
    _choose(page, "Low technology")
    _choose(page, "Africa")
    assert overflow(page) <= 0
    _read_the_first(page)
    assert overflow(page) <= 0


@SCRIPTS
def test_language_switch_keeps_page_and_choice(new_page, scripts):
    page = new_page(java_script_enabled=scripts)
    page.goto("/en/library/?region=africa")
    languages = page.get_by_role("navigation", name="Languages")
    if not languages.is_visible():
        page.get_by_role("button", name="Languages").click()
    languages.get_by_role("link", name="Français").click()
    page.wait_for_url("**/fr/library/?region=africa")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("main")).to_contain_text("Afrique")


@SCRIPTS
def test_list_and_map_are_views_of_one_query(new_page, scripts):
    page = new_page(java_script_enabled=scripts)
    page.goto("/en/members/")
    everywhere = _number(page, "institution")
    _choose(page, "Africa")
    number, names = _number(page, "institution"), page.get_by_role("article").all_inner_texts()
    assert 0 < number < everywhere
    views = page.get_by_role("navigation", name="Views")
    views.get_by_role("link", name="Map").click()
    page.wait_for_url("**/members/map/?region=africa")
    assert _number(page, "institution") == number
    assert page.get_by_role("article").all_inner_texts() == names
    views.get_by_role("link", name="List").click()
    page.wait_for_url("**/members/?region=africa")
    assert _number(page, "institution") == number


def test_a_dot_leads_to_a_profile_by_keyboard(page):
    page.goto("/en/members/map/?q=Nairobi&region=africa")
    dot = page.get_by_role("group", name="Map of the institutions").get_by_role("link").first
    name = dot.get_attribute("aria-label")
    assert tab_to(page, name)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/en/members/[a-z0-9-]+/(\?.*)?$"))
    if "/map/" in page.url:  # several institutions in one place: the dot comes closer first
        page.get_by_role("article").first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
