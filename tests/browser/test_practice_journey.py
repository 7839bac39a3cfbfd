"""A representative writes a practice in several sittings, the coordinator publishes it, everybody reads it."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from resources.models import Practice

from .screens import sign_in, status_of

pytestmark = pytest.mark.browser
TITLE = "Lectures that fit into a matatu ride"
SUMMARY = "Commuting students listen to twelve-minute lectures. Two thirds of them finished the course."
TEXTS = {
    "Context and problem": "Students sit in traffic for two hours a day and have no evening left. " * 4,
    "Objectives": "At least half of those who start also finish.",
    "What was done, step by step": "1. We cut each lecture into parts of twelve minutes and listened again. "
    * 8,
    "Results": "Of 240 who started 161 finished, 96 the year before.",
    "What did not work": "The first recordings drowned in the noise of the engine.",
    "Lessons and advice": "Record close to the mouth and leave pauses.",
    "Inclusion and equity": "Deaf students got the same texts on paper, a week earlier.",
    "How to adapt it": "A cassette does the same work as a telephone.",
    "Resources and cost": "One technician, two days a week; no new equipment.",
}


def _start(page) -> Practice:
    page.goto("/en/dashboard/")
    page.get_by_role("link", name="Submit a practice").first.click()
    page.get_by_label("Language you write in").select_option(label="English")
    page.get_by_label("Working title").fill(TITLE)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    return Practice.objects.get(title=TITLE)


def _first_choice(page, label: str) -> None:
    """Choose the first real choice of a list."""
    page.get_by_label(label, exact=True).select_option(index=1)


def _first_boxes(page, *labels: str) -> None:
    for label in labels:
        page.get_by_role("group", name=label, exact=True).get_by_role("checkbox").first.check()


def _complete(page) -> None:
    page.get_by_role("region", name="The essentials").get_by_label("Started").fill("2025-02-01")
    people = page.get_by_role("region", name="People")
    people.get_by_label("Contact", exact=True).fill("Centre for distance learning")
    people.get_by_label("Contact address").fill("distance@uonbi.example")
    author = people.get_by_role("group", name="Authors 1")
    author.get_by_label("Name", exact=True).fill("Wanjiru Example")
    author.get_by_label("This person agreed to be named").check()
    page.get_by_label("Countries").select_option(label="Kenya")
    for label in (
        "Learners reached",
        "Aim of the Alliance",
        "Connection",
        "Electricity",
        "Device",
        "Licence",
    ):
        _first_choice(page, label)
    _first_boxes(page, "Useful to", "Levels of education", "SDG 4 targets", "Technology levels", "Delivery")
    for label, text in TEXTS.items():
        page.get_by_label(label, exact=True).fill(text)
    evidence = page.get_by_role("group", name="Evidence 1")
    evidence.get_by_label("Kind").select_option(index=1)
    evidence.get_by_label("What it shows").fill("161 of 240 finished the course.")


def test_draft_review_publication(signed_in, new_page):
    author = signed_in("rep.nairobi")
    practice = _start(author)
    author.get_by_label("Summary").fill(SUMMARY)
    author.get_by_role("button", name="Save the draft").click()
    expect(author.get_by_text("Saved. You can go on at any time")).to_be_visible()
    author.get_by_role("button", name="Save and send for review").click()
    expect(author.get_by_text("Saved, but not sent: something is missing")).to_be_visible()

    later = signed_in("rep.nairobi")  # another day, another machine
    later.goto("/en/dashboard/")
    later.get_by_role("link", name=TITLE).click()
    expect(later.get_by_label("Summary")).to_have_value(SUMMARY)
    _complete(later)
    later.get_by_role("button", name="Save and send for review").click()
    expect(later.get_by_text("Sent. The region’s coordinator looks at it next")).to_be_visible()
    review = reverse("practice_review", args=[practice.pk])
    refused = {who: status_of(signed_in(who), review) for who in ("coordinator.asia-pacific", "newcomer")}
    assert set(refused.values()) == {404}, refused

    desk = signed_in("coordinator.africa")
    desk.goto("/en/desk/")
    desk.get_by_role("main").get_by_role("link", name=TITLE).click()
    expect(desk.get_by_text("Everything required is there.")).to_be_visible()
    desk.get_by_role("button", name="Publish in the library").click()
    expect(desk.get_by_text("Published. It is in the library now.")).to_be_visible()

    visitor = new_page()
    visitor.goto("/en/library/?q=matatu")
    visitor.get_by_role("link", name=TITLE).click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(visitor.get_by_text(TEXTS["What did not work"])).to_be_visible()


def test_a_draft_is_nobody_elses_business(signed_in, new_page):
    practice = _start(signed_in("rep.nairobi"))
    draft = reverse("practice_edit", args=[practice.pk])
    refused = {
        who: status_of(signed_in(who), draft) for who in ("rep.chile", "coordinator.asia-pacific", "newcomer")
    }
    assert set(refused.values()) == {404}, refused
    visitor = new_page()
    visitor.goto("/en/library/?q=matatu")
    expect(visitor.get_by_role("main")).not_to_contain_text(TITLE)


def test_typed_text_survives_the_end_of_the_session(signed_in):
    page = signed_in("rep.nairobi")
    practice = _start(page)
    page.get_by_label("Summary").fill(SUMMARY)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Save the draft").click()
    sign_in(page, "rep.nairobi")
    expect(page.get_by_label("Summary")).to_have_value(SUMMARY)
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("Saved. You can go on at any time")).to_be_visible()
    page.goto(reverse("practice_edit", args=[practice.pk]))
    expect(page.get_by_label("Summary")).to_have_value(SUMMARY)
