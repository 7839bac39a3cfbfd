"""A working group shares a new version of a file among its members, and nobody else learns of it."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from projects.models import Thread, WorkingGroup

from .screens import status_of

pytestmark = pytest.mark.browser
GROUP, FILE = "Quality and standards", "Fifteen expectations for an online course"
CONTENT = b"# Fifteen expectations\n\nNumber nine has been shortened.\n"
OUTSIDERS = (None, "rep.nairobi", "newcomer", "coordinator.africa")


@pytest.fixture
def group(live_demo):
    return WorkingGroup.objects.get(slug="quality-standards")


def test_members_share_a_new_version(signed_in, group):
    chair = signed_in("chair.quality")
    chair.goto("/en/dashboard/")
    chair.get_by_role("main").get_by_role("link", name=GROUP).click()
    chair.get_by_role("link", name="Files", exact=True).click()
    chair.get_by_role("link", name=FILE).click()
    expect(chair.get_by_role("heading", name=FILE)).to_be_visible()
    versions = chair.get_by_role("link", name=re.compile(r"Version \d"))
    before = versions.count()
    assert before > 0
    chair.get_by_label("File", exact=True).set_input_files(
        {"name": "fifteen-expectations.md", "mimeType": "text/markdown", "buffer": CONTENT}
    )
    chair.get_by_label("What changed?").fill("Number nine is shorter.")
    chair.get_by_role("button", name="Add the version").click()
    expect(versions).to_have_count(before + 1)

    member = signed_in("member.quality")
    member.goto(chair.url)
    expect(member.get_by_text("Number nine is shorter.")).to_be_visible()
    with member.expect_download() as coming:
        member.get_by_role("link", name=re.compile(rf"Version {before + 1}\b")).click()
    assert coming.value.suggested_filename == "fifteen-expectations.md"
    assert Path(coming.value.path()).read_bytes() == CONTENT
    expect(member.get_by_role("link", name=re.compile(rf"Version {before}\b"))).to_be_visible()


def test_nobody_else_finds_group_file_or_download(signed_in, new_page, group):
    file = group.files.get(title=FILE)
    addresses = [
        reverse("group_detail", args=[group.slug]),
        reverse("group_files", args=[group.slug]),
        reverse("group_discussions", args=[group.slug]),
        reverse("group_members", args=[group.slug]),
        reverse("file_detail", args=[group.slug, file.pk]),
        reverse("file_download", args=[group.slug, file.pk, file.latest_number]),
    ]
    member = signed_in("member.quality")
    assert [status_of(member, address) for address in addresses] == [200] * len(addresses)
    for person in OUTSIDERS:
        page = signed_in(person) if person else new_page()
        found = {address: status_of(page, address) for address in addresses}
        assert set(found.values()) == {404}, (person, found)


def test_nothing_mentions_it_to_others(signed_in, new_page, group):
    for person in OUTSIDERS:
        page = signed_in(person) if person else new_page()
        for address in (
            "/en/groups/",
            "/en/search/?q=Fifteen+expectations",
            "/en/search/?q=quality+standards",
        ):
            page.goto(address)
            expect(page.get_by_role("main")).not_to_contain_text(GROUP)
            expect(page.get_by_role("main")).not_to_contain_text(FILE)
        if person:
            page.goto("/en/dashboard/")
            expect(page.get_by_role("main")).not_to_contain_text(GROUP)
    index = new_page().request
    parts = re.findall(r"<loc>([^<]+)</loc>", index.get("/sitemap.xml").text())
    assert parts
    paths = [re.sub(r"^https?://[^/]+", "", part) for part in parts]
    assert all(group.slug not in index.get(path).text() for path in paths)
    member = signed_in("member.quality")
    member.goto("/en/groups/")
    expect(member.get_by_role("main")).to_contain_text(GROUP)


def test_members_discuss(signed_in, group):
    chair = signed_in("chair.quality")
    chair.goto(reverse("group_discussions", args=[group.slug]))
    chair.get_by_role("link", name="Start a discussion").click()
    chair.get_by_label("What is it about?").fill("Number nine")
    chair.get_by_label("Your post").fill("Is it short enough now?")
    chair.get_by_role("button", name="Post", exact=True).click()
    expect(chair.get_by_text("Is it short enough now?")).to_be_visible()
    thread = Thread.objects.get(group=group, title="Number nine")
    member = signed_in("member.quality")
    member.goto(reverse("group_discussions", args=[group.slug]))
    member.get_by_role("link", name="Number nine").click()
    member.get_by_label("Your post").fill("Yes, leave it like this.")
    member.get_by_role("button", name="Post", exact=True).click()
    expect(member.get_by_role("article").last).to_contain_text("Yes, leave it like this.")
    outside = signed_in("rep.nairobi")
    assert status_of(outside, reverse("thread_detail", args=[group.slug, thread.pk])) == 404
