"""A report slips: from the plan of the year to the released plan, only what must moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from consultations import drafts
from consultations.models import Consultation, Draft
from tests.browser.accessibility import assert_accessible
from tests.browser.pages import sized, too_wide


@pytest.fixture
def year(sample: None) -> Draft:
    """All missions of 2017, planned as known on 2 January."""
    draft = drafts.sketch(
        who=User.objects.get(username="planner"), name="2017", first=date(2017, 1, 2),
        last=date(2017, 12, 31), as_of=date(2017, 1, 2),
    )  # fmt: skip
    drafts.carry_out(draft.pk, draft.run)
    return Draft.objects.get(pk=draft.pk)


def looked_at(page: Page) -> None:
    """Accessible on a large light screen, and on a small dark one; never too wide."""
    assert_accessible(page)
    assert too_wide(page) == []
    sized(page, 390, "dark")
    assert_accessible(page)
    assert too_wide(page) == []
    sized(page, 1280)


def test_from_a_slip_to_the_released_plan(
    page: Page, enter: Callable[[User], None], year: Draft
) -> None:
    enter(User.objects.get(username="planner"))
    assume(page, year)
    looked_at(page)
    late = plan(page)
    read_what_moved(page)
    looked_at(page)
    decide(page)
    release(page, late, year)


def assume(page: Page, year: Draft) -> None:
    """From the board: MINUSMA's report ten days late, and all that follows before it is saved."""
    page.goto(f"/plan/{year.pk}/")
    page.get_by_role("link", name="What if…").click()
    form = page.locator("#report_late")
    form.get_by_label("Mandate").select_option(label="MINUSMA, mandate to Fri 30 June 2017")
    form.get_by_label("Late by, days").fill("10")
    form.get_by_role("button", name="Assume this").click()
    expect(page.locator(".assumed")).to_contain_text("the report comes 10 days late")
    headings = page.locator("section[aria-labelledby='cycles'] h3")
    expect(headings).to_have_count(1)
    expect(headings).to_contain_text("MINUSMA")
    expect(page.locator("section[aria-labelledby='cycles']")).to_contain_text("Mon 12 June 2017")


def plan(page: Page) -> Draft:
    """Made with what is assumed; it waits for the worker, and is read anew once it is done."""
    page.get_by_label("Name of the plan").fill("2017, MINUSMA late")
    page.get_by_role("button", name="Plan with what is assumed").click()
    expect(page.locator("#progress")).to_be_visible()
    made = Draft.objects.get(name="2017, MINUSMA late")
    drafts.carry_out(made.pk, made.run)
    expect(page.get_by_role("heading", name="What moves")).to_be_visible()
    return made


def read_what_moved(page: Page) -> None:
    """Everything that moved is MINUSMA's, and the page says of each why it could not stay."""
    lines = page.locator("section[aria-labelledby='moved'] article")
    assert lines.count() > 0
    for line in lines.all():
        expect(line.get_by_role("heading")).to_contain_text("MINUSMA")
        expect(line).to_contain_text("Time to prepare after the report")
        expect(line.locator(".verdict-broken").first).to_be_visible()
    expect(page.locator("#new, #gone")).to_have_count(0)
    expect(page.locator(".not-recorded")).to_contain_text("What is assumed is not recorded")


def decide(page: Page) -> None:
    """One line is accepted, and says so."""
    first = page.locator("section[aria-labelledby='moved'] article").first
    first.get_by_role("button", name="Accept").click()
    expect(first.locator(".decided")).to_contain_text("accepted")


def release(page: Page, late: Draft, year: Draft) -> None:
    """Booked tentatively, where the new plan has them; what it assumes is still not recorded."""
    page.get_by_role("link", name="Release…").click()
    page.get_by_label("Book what lies in the past as well").check()
    page.get_by_role("button", name="tentatively").click()
    expect(page.locator("main")).to_contain_text("booked, tentatively")
    booked = {row.pk: row.starts_at for row in Consultation.objects.filter(status="tentative")}
    placed = {row.released_id: row.starts_at for row in late.placements.all()}
    assert booked == placed
    before = {row.key: row.starts_at for row in year.placements.all()}
    moved = {row.key for row in late.placements.all() if before[row.key] != row.starts_at}
    assert {key.split("/")[0] for key in moved} == {"MINUSMA"}
    page.goto(f"/plan/{late.pk}/what-follows/")
    expect(page.locator(".not-recorded")).to_contain_text("what it assumes is not recorded")
