"""What several journeys do on a screen."""

import re

from playwright.sync_api import Page

NARROW = {"viewport": {"width": 360, "height": 740}}


def open_facets(page: Page) -> None:
    """Show the facets where the screen is too small to have them open."""
    summary = page.get_by_text("Narrow the list", exact=True)
    if summary.is_visible() and not page.get_by_role("heading", name="Region", exact=True).is_visible():
        summary.click()


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def status_of(page: Page, address: str) -> int:
    """What this person's browser gets from an address, downloads included."""
    return page.request.get(address).status


def tab_to(page: Page, name: str, limit: int = 200) -> bool:
    """Press Tab until the link or button with this accessible name has the focus; whether it was reached."""
    target = page.get_by_role("link", name=name, exact=True).first
    for _ in range(limit):
        page.keyboard.press("Tab")
        if target.evaluate("each => each === document.activeElement"):
            return True
    return False


def sign_in(page: Page, email: str) -> None:
    """Fill in the sign-in form as a person does."""
    page.get_by_label("Email").fill(f"{email}@demo.alliance.test")
    page.get_by_label("Password", exact=True).fill("alliance-demo")
    page.get_by_role("main").get_by_role("button", name=re.compile("^sign in$", re.I)).click()
