"""Looking around: calendar, year on paper, register filters, right to left, without JavaScript."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from consultations.models import Consultation
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import PASSWORD
from tests.browser.pages import sized, too_wide

Another = Callable[..., Page]
Enter = Callable[[User], None]
PROPOSE = "/propose/MINUSMA/informal_triangular/?expiry=2017-06-30&as_of=2017-06-06"


def person(name: str) -> User:
    return User.objects.get(username=name)


def test_the_calendar_shows_a_booking_by_month_week_and_list(
    page: Page, enter: Enter, meeting: Consultation
) -> None:
    enter(person("reader"))
    page.goto("/calendar/?on=2017-06-01")
    for view in ("Month", "Week", "List"):
        if view == "Week":
            page.goto("/calendar/?view=month&on=2017-06-13")
        page.get_by_role("navigation", name="Views").get_by_role("link", name=view).click()
        shown = page.locator("main").get_by_role("link", name=meeting.subject)
        expect(shown).to_have_attribute("href", f"/consultations/{meeting.pk}/")
    page.get_by_label("Room").select_option(label="Conference Room 8")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("main").get_by_role("link", name=meeting.subject)).to_have_count(0)
    assert "room=" in page.url


def test_the_year_leads_to_its_cycles_and_can_be_narrowed(
    page: Page, enter: Enter, sample: None
) -> None:
    enter(person("reader"))
    page.goto("/year/2017/")
    table = page.get_by_role("region", name="Table of the year")
    expect(table).to_contain_text("Fri 30 June 2017")
    expect(table.locator("a[href^='/missions/MINUSMA/2017-06-30/']").first).to_be_attached()
    page.locator("select[name=kind]").select_option("special political mission")
    page.get_by_role("button", name="Show", exact=True).click()
    assert "kind=special" in page.url
    expect(table).not_to_contain_text("MINUSMA")


def test_the_year_prints_its_drawing_and_table_without_the_buttons(
    page: Page, enter: Enter, sample: None, tmp_path: Path
) -> None:
    enter(person("reader"))
    page.goto("/year/2017/")
    page.emulate_media(media="print")
    expect(page.locator(".year-scroller > svg")).to_be_visible()
    expect(page.get_by_role("table").first).to_be_visible()
    expect(page.locator(".site-nav")).to_be_hidden()
    expect(page.locator(".year-tools")).to_be_hidden()
    paper = tmp_path / "year.pdf"
    page.pdf(path=paper, prefer_css_page_size=True)
    assert b"%PDF" in paper.read_bytes()[:8]


def test_the_register_is_narrowed_by_words_in_the_address(
    page: Page, enter: Enter, sample: None
) -> None:
    enter(person("reader"))
    page.goto("/register/")
    expect(page.locator("article")).to_have_count(116)
    page.locator("select[name=document]").select_option("2017")
    page.locator("input[name=q]").last.fill("notice")
    page.get_by_role("button", name="Filter").click()
    assert "document=2017" in page.url
    assert 0 < page.locator("article").count() < 116
    page.get_by_role("link", name="Show all").first.click()
    expect(page.locator("article")).to_have_count(116)


@pytest.mark.parametrize(
    "path", ["/", "/year/2017/", "/missions/MINUSMA/", PROPOSE, "/calendar/?on=2017-06-08"]
)
def test_arabic_stands_from_right_to_left_and_fits(
    page: Page, enter: Enter, sample: None, base_url: str, path: str
) -> None:
    enter(person("reader"))
    page.context.add_cookies([{"name": "django_language", "value": "ar", "url": base_url}])
    for width in (1280, 390):
        sized(page, width)
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        assert too_wide(page) == []


def test_without_javascript_the_main_job_can_be_done(sample: None, another: Another) -> None:
    page = another("", java_script_enabled=False)
    page.goto("/")
    page.get_by_label("Username").fill("planner")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.locator("#site-search").fill("MINUSMA")
    page.get_by_role("button", name="Search").click()
    page.locator("main a[href^='/missions/MINUSMA/2017-06-30/']").first.click()
    page.get_by_label("What was known on").fill("2017-06-06")
    page.get_by_role("button", name="Show", exact=True).click()
    page.locator("#informal_triangular").get_by_role("link", name="Propose slots").click()
    page.locator("#grid a[href*='day=2017-06-13&start=10%3A00']").click()
    expect(page.locator("#chosen")).to_contain_text("17 days before expiry")
    page.locator("#why-not").fill("2017-06-08")
    page.get_by_role("button", name="Why not?").click()
    expect(page.locator(".change").last).to_contain_text("report by 1 June 2017")
    page.get_by_role("link", name="Book this slot").click()
    page.get_by_role("button", name="Book this slot").click()
    expect(page.locator(".standing")).to_contain_text("Tue 13 June 2017, 10:00")


def test_the_picture_of_the_readme_is_of_the_page_itself(
    page: Page, enter: Enter, sample: None, tmp_path: Path
) -> None:
    """``SCREENSHOTS=docs`` keeps it there."""
    enter(person("planner"))
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.goto(f"{PROPOSE}&day=2017-06-13&start=10:00")
    expect(page.locator("#chosen-title")).to_contain_text("Tue 13 June 2017, 10:00")
    assert_accessible(page)
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / "propose.png")
    assert (folder / "propose.png").stat().st_size > 20_000
