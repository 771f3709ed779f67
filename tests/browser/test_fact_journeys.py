"""Facts and numbers by hand: files tried and loaded, a date moved, a number changed, each why."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from consultations.models import Report, Room
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import refused
from tests.browser.pages import Keys

Enter = Callable[[User], None]
CYCLE = "/missions/MINUSMA/2017-06-30/?as_of=2017-06-06"
PROPOSE = "/propose/MINUSMA/informal_triangular/?expiry=2017-06-30&as_of=2017-06-06"


def person(name: str) -> User:
    return User.objects.get(username=name)


def _file(content: str) -> dict[str, object]:
    return {"name": "rooms.csv", "mimeType": "text/csv", "buffer": content.encode()}


def test_a_bad_file_is_named_by_row_and_column_and_a_good_one_is_loaded_as_tried(
    page: Page, enter: Enter, sample: None
) -> None:
    enter(person("administrator"))
    before = Room.objects.count()
    page.goto("/data/")
    files = page.locator("input[type=file][name=upload]")
    files.set_input_files(_file("name,capacity\nRoom A,sixty\nRoom B,20\n"))  # type: ignore[arg-type]
    page.get_by_role("button", name="Check the files").click()
    expect(page.locator("#answer-head")).to_have_text("1 problem: nothing was written")
    expect(page.locator("#answer")).to_contain_text("rooms.csv")
    expect(page.locator("#answer")).to_contain_text("capacity")
    expect(page.locator("#answer")).to_contain_text("sixty")
    assert_accessible(page)
    files.set_input_files(_file("name,capacity\nRoom A,60\nRoom B,20\n"))  # type: ignore[arg-type]
    page.get_by_role("button", name="Check the files").click()
    expect(page.locator("#answer-head")).to_have_text("Checked: nothing is written yet")
    assert Room.objects.count() == before
    assert_accessible(page)
    page.get_by_role("button", name="Load exactly this").click()
    expect(page.locator("#messages .alert-success")).to_be_visible()
    assert Room.objects.count() == before + 2


def test_a_report_moved_in_the_admin_asks_why_and_the_mission_shows_it(
    page: Page, enter: Enter, sample: None
) -> None:
    enter(person("administrator"))
    report = Report.objects.get(symbol="S/2017/478")
    page.goto(f"/admin/consultations/report/{report.pk}/change/")
    page.locator("#id_issued_on").fill("2017-06-07")
    page.locator("[name=_save]").first.click()
    expect(page.locator(".errornote")).to_be_visible()
    page.locator("textarea[name*=reason], input[name*=reason]").first.fill("late in translation")
    page.locator("[name=_save]").first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto("/missions/MINUSMA/")
    changed = page.get_by_role("row").filter(has_text="late in translation")
    expect(changed).to_contain_text("Tue 6 June 2017")
    expect(changed).to_contain_text("Wed 7 June 2017")
    expect(changed).to_contain_text("administrator")


def test_a_changed_number_is_flagged_where_it_acts(page: Page, enter: Enter, sample: None) -> None:
    enter(person("administrator"))
    keys = Keys(page)
    page.goto("/register/numbers/notice_kept/")
    keys.write(page.get_by_label("New value"), "8")
    keys.write(page.get_by_label("Reason", exact=False).last, "agreed with the Chair")
    keys.follow(page.get_by_role("button", name="Change the number"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("notice_kept = 8")
    expect(page.locator("main")).to_contain_text("agreed with the Chair")
    assert_accessible(page)
    for path in (CYCLE, PROPOSE):
        page.goto(path)
        flag = page.get_by_role("link", name="notice_kept = 8")
        expect(flag).to_be_visible()
        expect(flag).to_have_attribute("href", "/register/numbers/notice_kept/")


def test_a_number_that_cannot_be_is_refused_with_the_bounds(
    page: Page, enter: Enter, sample: None, troubles: list[str]
) -> None:
    enter(person("administrator"))
    page.goto("/register/numbers/notice_kept/")
    page.get_by_label("New value").evaluate("one => one.removeAttribute('max')")
    page.get_by_label("New value").fill("9999")
    page.get_by_label("Reason", exact=False).last.fill("a slip")
    page.get_by_role("button", name="Change the number").click()
    expect(page.locator("#error_1_id_value, .invalid-feedback").first).to_be_visible()
    assert_accessible(page)
    refused(troubles, 400)
