"""The life of a consultation: who may do what to it, moved, cancelled, and two people at once."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from consultations.models import Consultation
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import refused
from tests.browser.pages import Keys

Another = Callable[..., Page]
Enter = Callable[[User], None]
CYCLE = "/missions/MINUSMA/2017-06-30/?as_of=2017-06-06"
SLOT = "?expiry=2017-06-30&as_of=2017-06-06&day=2017-06-14&start=10:00"
PROPOSE = "/propose/MINUSMA/informal_triangular/"


def person(name: str) -> User:
    return User.objects.get(username=name)


def at(meeting: Consultation) -> str:
    return f"/consultations/{meeting.pk}/"


def test_a_reader_reads_everything_and_is_offered_no_deed(
    page: Page, enter: Enter, meeting: Consultation, troubles: list[str]
) -> None:
    enter(person("reader"))
    page.goto(PROPOSE + SLOT)
    expect(page.locator("#chosen-title")).to_contain_text("Wed 14 June 2017, 10:00")
    expect(page.get_by_role("link", name="Book this slot")).to_have_count(0)
    page.goto(CYCLE)
    expect(page.get_by_role("button", name="Leave it out")).to_have_count(0)
    page.goto(at(meeting))
    expect(page.get_by_role("heading", level=1)).to_have_text("MINUSMA before its renewal")
    expect(page.locator("details.deed")).to_have_count(0)
    for path in (f"{PROPOSE}book/{SLOT}", f"{at(meeting)}edit/", f"{at(meeting)}move/"):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 403
        expect(page.locator("main")).to_contain_text("Planning and booking are for planners.")
    refused(troubles, 403)


def test_a_convener_remarks_on_their_own_consultation(
    page: Page, enter: Enter, meeting: Consultation
) -> None:
    enter(person("convener"))
    keys = Keys(page)
    page.goto(at(meeting))
    expect(page.get_by_role("link", name="Move: see slots")).to_have_count(0)
    keys.follow(page.locator("#deed-remark summary"))
    keys.write(page.locator("#deed-remark textarea"), "The penholder asks for the afternoon.")
    keys.follow(page.locator("#deed-remark button"))
    expect(page.get_by_text("The penholder asks for the afternoon.")).to_be_visible()
    meeting.convener_user.clear()
    page.reload()
    expect(page.locator("#deed-remark")).to_have_count(0)


def test_a_cancelled_consultation_keeps_its_reason(
    page: Page, enter: Enter, meeting: Consultation
) -> None:
    enter(person("planner"))
    keys = Keys(page)
    page.goto(at(meeting))
    keys.follow(page.locator("#deed-cancel summary"))
    keys.write(page.locator("#deed-cancel").get_by_label("Reason"), "the Council travels")
    keys.follow(page.locator("#deed-cancel").get_by_role("button", name="Cancel it"))
    expect(page.locator(".standing .status")).to_have_text("cancelled")
    expect(page.get_by_text("Cancelled: the Council travels")).to_be_visible()
    expect(page.get_by_role("link", name="Move: see slots")).to_have_count(0)
    assert_accessible(page)


def test_a_consultation_moves_with_the_findings_of_its_new_slot_shown(
    page: Page, enter: Enter, meeting: Consultation
) -> None:
    enter(person("planner"))
    keys = Keys(page)
    page.goto(at(meeting))
    keys.follow(page.get_by_role("link", name="Move: see slots"))
    expect(page.locator("main")).to_contain_text("it stands on Tue 13 June 2017")
    keys.follow(page.locator("#grid a[href*='day=2017-06-14&start=15%3A00']"))
    keys.follow(page.get_by_role("link", name="Move it here"))
    expect(page.locator("main")).to_contain_text("16 days before expiry")
    assert_accessible(page)
    keys.write(page.get_by_label("Why it moves"), "the Chair travels on the 13th")
    keys.follow(page.get_by_role("button", name="Move it here"))
    expect(page.locator(".standing")).to_contain_text("Wed 14 June 2017, 15:00")
    expect(page.locator(".standing .room").first).to_contain_text("wanted")
    meeting.refresh_from_db()
    assert meeting.sequence == 1


def test_who_saves_second_is_told_who_was_first_and_loses_nothing(
    meeting: Consultation, another: Another, troubles: list[str]
) -> None:
    first, second = another("planner"), another("administrator")
    for page in (first, second):
        page.goto(f"{at(meeting)}edit/")
    first.get_by_label("Aim").fill("Views before the first draft")
    first.get_by_role("button", name="Save").click()
    expect(first.locator("#messages")).to_contain_text("The details are changed.")
    second.get_by_label("Documents").fill("S/2017/478")
    second.get_by_role("button", name="Save").click()
    alert = second.get_by_role("alert").first
    expect(alert).to_contain_text("planner changed this on")
    expect(second.get_by_label("Documents")).to_have_value("S/2017/478")
    assert_accessible(second)
    refused(troubles, 409)
    assert troubles == []


def test_who_books_a_taken_slot_is_told_by_whom(
    sample: None, another: Another, troubles: list[str]
) -> None:
    first, second = another("planner"), another("administrator")
    for page, kind in ((first, "informal_triangular"), (second, "formal_tcc")):
        page.goto(f"/propose/MINUSMA/{kind}/book/{SLOT}&room=1")
        expect(page.get_by_role("button", name="Book this slot")).to_be_visible()
    first.get_by_role("button", name="Book this slot").click()
    expect(first.locator("#messages")).to_contain_text("Booked")
    second.get_by_role("button", name="Book this slot").click()
    expect(second.get_by_role("alert").first).to_be_visible()
    assert Consultation.objects.count() == 1
    refused(troubles, 409)
    assert troubles == []


def test_an_unconfirmed_room_is_shown_until_it_is_granted(
    page: Page, enter: Enter, meeting: Consultation
) -> None:
    enter(person("planner"))
    keys = Keys(page)
    page.goto(at(meeting))
    expect(page.locator(".standing .room").first).to_contain_text("wanted")
    for standing in ("requested", "confirmed"):
        keys.follow(page.locator("#deed-room summary"))
        keys.choose(page.locator("#deed-room").get_by_label("The room is"), standing)
        keys.write(page.locator("#deed-room").get_by_label("Number of the request"), "M-1706-22")
        keys.write_day(page.locator("#deed-room").get_by_label("Requested on"), "2017-06-01")
        keys.follow(page.locator("#deed-room button"))
        expect(page.locator(".standing .room").first).to_contain_text(standing)
    expect(page.locator(".standing .room").first).to_contain_text("M-1706-22")
