"""The main job, by keyboard alone: from signing in to the calendar file of what was booked."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from icalendar import Calendar, Event
from playwright.sync_api import Page, expect

from consultations.models import HEADQUARTERS, Consultation
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import PASSWORD
from tests.browser.pages import SIZES, Keys, sign_in, sized, too_wide

NEED = "informal triangular consultation"
CYCLE = "/missions/MINUSMA/2017-06-30/"


# Each width and each theme once: what theirs together could break, every page is looked at for.
@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_from_signing_in_to_the_calendar_file(
    page: Page, sample: None, tmp_path: Path, width: int, theme: str
) -> None:
    sized(page, width, theme)
    keys = Keys(page)
    page.goto("/")
    sign_in(page, "planner", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Today")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
    looked_at(page)
    open_the_cycle(page, keys)
    looked_at(page)
    read_the_chain(page)
    propose(page, keys)
    looked_at(page)
    ask_why_not(page, keys)
    choose(page, keys)
    book(page, keys)
    looked_at(page)
    event = downloaded(page, keys, tmp_path)
    says_what_was_booked(event)


def looked_at(page: Page) -> None:
    """Every page on the way is accessible, and none scrolls sideways.

    axe looks at everything on a large light screen and at everything on a small dark one.
    """
    assert too_wide(page) == []
    small = page.viewport_size == {"width": 390, "height": SIZES[390]}
    dark = page.locator("html").get_attribute("data-bs-theme") == "dark"
    if small == dark:
        assert_accessible(page)


def open_the_cycle(page: Page, keys: Keys) -> None:
    """Search, mission, cycle, and what was known on 6 June 2017."""
    keys.write(page.locator("#site-search"), "MINUSMA")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("MINUSMA")
    keys.follow(page.locator(f"main a[href^='{CYCLE}']").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("cycle to Fri 30 June 2017")
    keys.write_day(page.get_by_label("What was known on"), "2017-06-06")
    keys.follow(page.get_by_role("button", name="Show", exact=True))
    expect(page.locator(".as-of .as-known")).to_have_text("as known on Tue 6 June 2017")


def read_the_chain(page: Page) -> None:
    """What is called for, in which days, and by when it is announced."""
    need = page.locator("#informal_triangular")
    expect(need).to_contain_text("Tue 13 June 2017")
    expect(need.get_by_text("Announce by").locator("xpath=..")).to_contain_text("working day")
    expect(need.get_by_text("para. 73").first).to_be_attached()


def propose(page: Page, keys: Keys) -> None:
    """The days with nothing short are 13 and 14 June; a cell tells its findings."""
    keys.follow(page.locator("#informal_triangular").get_by_role("link", name="Propose slots"))
    best = page.locator("ol.best > li")
    expect(best.first.locator("a.slot-link")).to_be_visible()
    days = [one.split(",")[0] for one in best.locator("a.slot-link").all_inner_texts()]
    assert days[:2] == ["Wed 14 June 2017", "Tue 13 June 2017"]
    keys.follow(page.locator("#grid a[href*='day=2017-06-13&start=10%3A00']"))
    expect(page.locator("#chosen-title")).to_be_focused()
    expect(page.locator("#chosen-title")).to_contain_text("Tue 13 June 2017, 10:00")
    expect(page.locator("#chosen")).to_contain_text("17 days before expiry (Fri 30 June 2017)")
    expect(page.locator("#chosen")).to_contain_text("5 working days after the report")


def ask_why_not(page: Page, keys: Keys) -> None:
    """Why not 8 June: a report by 1 June would have allowed it."""
    keys.write_day(page.locator("#why-not"), "2017-06-08")
    keys.follow(page.get_by_role("button", name="Why not?"))
    change = page.locator("section[aria-labelledby='not-that-day'] .change").first
    expect(change).to_contain_text("report by 1 June 2017")


def choose(page: Page, keys: Keys) -> None:
    """The four questions of paragraph 72 are asked; one is answered otherwise."""
    level = page.locator("select[name='choice-72d']")
    keys.choose(level, "minister")
    keys.follow(page.get_by_role("button", name="Propose with these choices"))
    expect(page.locator("select[name='choice-72d']")).to_have_value("minister")
    expect(page.locator("#chosen-title")).to_contain_text("Tue 13 June 2017, 10:00")


def book(page: Page, keys: Keys) -> None:
    """In a room, with those the roster names, and one added by hand with a reason."""
    room = page.locator("#room")
    keys.to(room)
    page.keyboard.press("ArrowDown")
    keys.follow(page.get_by_role("button", name="Judge in this room"))
    keys.follow(page.get_by_role("link", name="Book this slot"))
    guests = page.locator("input[name='guest']")
    expect(guests.first).to_be_checked()
    assert guests.count() > 25
    looked_at(page)
    keys.write(page.get_by_label("Aim"), "Views on the mandate before the first draft")
    keys.write(page.get_by_label("Add by hand"), "Office of Legal Affairs")
    keys.write(page.get_by_label("Why the list is changed by hand"), "asked by the penholder")
    keys.follow(page.get_by_role("button", name="Book this slot"))
    expect(page.locator("#messages")).to_contain_text("Booked")
    expect(page.locator(".standing")).to_contain_text("Tue 13 June 2017, 10:00")
    expect(page.locator(".standing .room").first).to_contain_text("wanted")


def downloaded(page: Page, keys: Keys, folder: Path) -> Event:
    """The calendar file, as a calendar would read it."""
    keys.to(page.get_by_role("link", name="Calendar file (.ics)"))
    with page.expect_download() as coming:
        page.keyboard.press("Enter")
    file = folder / "invitation.ics"
    coming.value.save_as(file)
    calendar = Calendar.from_ical(file.read_bytes())
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["America/New_York"]
    (event,) = calendar.walk("VEVENT")
    return event


def says_what_was_booked(event: Event) -> None:
    """The event is the consultation: times, people, standing, and an identity that lasts."""
    row = Consultation.objects.get()
    assert row.level == "minister"
    assert (str(event["UID"]), event["SEQUENCE"], str(event["STATUS"])) == (
        str(row.pk),
        row.sequence,
        "TENTATIVE",
    )
    assert event["DTSTART"].dt == datetime(2017, 6, 13, 10, tzinfo=HEADQUARTERS)
    assert event["DTSTART"].params["TZID"] == "America/New_York"
    assert "ORGANIZER" in event
    assert row.room is not None
    assert row.room.name in str(event["LOCATION"])
    invited = {str(one.params["CN"]): one.params for one in event["ATTENDEE"]}
    assert {"Chad", "France", "Office of Legal Affairs"} <= set(invited)
    assert invited["Chad"]["ROLE"] == "REQ-PARTICIPANT"
    assert invited["Chad"]["CUTYPE"] == "GROUP"
    assert "Views on the mandate before the first draft" in str(event["DESCRIPTION"])
