"""Somebody subscribes to one mission by keyboard, copies the address once, and revokes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.request import urlopen

from django.contrib.auth.models import User
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Page, expect

from consultations.models import Consultation, Feed
from tests.browser.accessibility import assert_accessible
from tests.browser.pages import Keys, sized, too_wide


def test_a_reader_subscribes_copies_the_address_once_and_revokes_it(
    page: Page, enter: Callable[[User], None], meeting: Consultation, base_url: str
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    soon = timezone.now() + timedelta(days=10)
    Consultation.objects.update(starts_at=soon, ends_at=soon + timedelta(hours=1))
    enter(User.objects.get(username="reader"))
    page.goto("/missions/MINUSMA/")
    keys = Keys(page)
    keys.follow(page.get_by_role("link", name="Subscribe to its consultations"))
    expect(page.get_by_label("Mission", exact=True)).to_have_value("MINUSMA")
    keys.follow(page.get_by_role("button", name="Subscribe"))
    address = page.get_by_label("Address, for any calendar").input_value()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address
    assert_accessible(page)
    sized(page, 390, "dark")
    assert too_wide(page) == []
    path = address[address.index("/feeds/") :]
    with urlopen(f"{base_url}{path}") as answer:
        (event,) = Calendar.from_ical(answer.read()).walk("VEVENT")
    assert (event["UID"], Feed.objects.get().scope) == (meeting.uid, "mission")
    page.goto("/subscriptions/")
    assert path.removeprefix("/feeds/") not in page.content()
    expect(page.get_by_role("row", name="Consultations: MINUSMA")).to_contain_text("Python-urllib")
    table = page.get_by_role("region", name="Table of subscriptions")
    assert (too_wide(page), table.evaluate("one => one.scrollWidth > one.clientWidth")) == (
        [], False,
    )  # fmt: skip
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("its address opens nothing any more")).to_be_visible()
