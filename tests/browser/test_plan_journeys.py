"""Plan: a month planned, explained, moved, pinned, locked, released and undone; by pointer too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from consultations import drafts
from consultations.models import Consultation, Draft
from tests.browser.accessibility import assert_accessible
from tests.browser.pages import Keys
from tests.views.plans import carried_out

Enter = Callable[[User], None]
Another = Callable[..., Page]
WITHIN = 60_000  # milliseconds in which a plan of one mission is priced on a busy machine


def person(name: str) -> User:
    return User.objects.get(username=name)


def newest() -> Draft:
    draft = Draft.objects.order_by("pk").last()
    assert draft is not None
    return draft


def june(who: User) -> Draft:
    """MINUSMA's June of 2017, planned as the worker does."""
    draft = drafts.sketch(
        who=who, name="June", first=date(2017, 6, 1), last=date(2017, 6, 30),
        as_of=date(2017, 5, 15), missions=["MINUSMA"],
    )  # fmt: skip
    return carried_out(draft)


def asked_for(page: Page, keys: Keys) -> None:
    """From the navigation to a new plan that waits for its worker."""
    page.goto("/")
    keys.follow(page.get_by_role("link", name="Plan", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("The year planned together")
    assert_accessible(page)
    form = page.locator("form:has(#id_name)")
    keys.write(form.get_by_label("Name of the plan"), "June 2017")
    keys.write_day(form.get_by_label("From"), "2017-06-01")
    keys.write_day(form.get_by_label("To", exact=False).nth(0), "2017-06-30")
    keys.write_day(form.get_by_label("As known on"), "2017-05-15")
    form.get_by_label("Missions").select_option("MINUSMA")
    keys.follow(form.get_by_role("button", name="Plan it"))


def test_a_month_is_planned_explained_changed_released_and_undone_by_keyboard(
    page: Page, enter: Enter, sample: None
) -> None:
    enter(person("planner"))
    keys = Keys(page)
    asked_for(page, keys)
    expect(page.get_by_role("heading", name="It waits for the planner")).to_be_visible()
    assert_accessible(page)
    carried_out(newest())
    expect(page.locator(".plan-standing")).to_contain_text("proven optimal")  # of its own accord
    board = page.get_by_role("region", name="Board of the plan")
    expect(board.locator(".plan-card")).to_have_count(newest().placements.count())

    keys.follow(board.get_by_role("link", name="Formal meeting"))
    expect(page.get_by_text("It would cost the whole plan").first).to_be_visible(timeout=WITHIN)
    assert_accessible(page)
    keys.follow(page.get_by_role("button", name="Pin it here"))
    expect(page.locator(".plan-standing")).to_contain_text("pinned")
    keys.follow(page.get_by_role("button", name="Unpin"))
    other = page.get_by_role("radio").nth(1)
    expect(other).to_be_attached(timeout=WITHIN)
    keys.to(page.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    expect(other).to_be_checked()
    keys.follow(page.get_by_role("button", name="Move it there"))
    expect(page.get_by_role("heading", name="It waits for the planner")).to_be_visible()
    carried_out(newest())
    expect(page.locator("#changes")).to_be_visible()
    expect(
        page.get_by_role("region", name="What the last step changed", exact=True)
    ).to_contain_text("formal meeting")
    assert_accessible(page)
    keys.follow(page.get_by_role("button", name="Undo the last step"))
    expect(page.locator("#messages")).to_contain_text("The last step is undone.")

    keys.follow(board.get_by_role("button", name="Lock").first)
    expect(board.locator("th.week-locked")).to_contain_text("locked")
    placed = newest().placements.count()
    keys.follow(page.get_by_role("link", name="Release: book it tentatively"))
    expect(page.locator("main")).to_contain_text("Nothing: it stands as it was planned.")
    assert_accessible(page)
    keys.tick(page.get_by_label("Book what lies in the past as well"))  # June of 2017
    keys.follow(page.get_by_role("button", name="tentatively"))
    expect(page.locator("main")).to_contain_text("its meetings are booked, tentatively")
    assert Consultation.objects.filter(status="tentative").count() == placed
    assert_accessible(page)
    keys.follow(page.locator("#deed-undo summary"))
    keys.write(page.locator("#deed-undo").get_by_label("Reason"), "the Council travels")
    keys.follow(page.locator("#deed-undo button"))
    expect(page.locator("main")).to_contain_text("Its bookings were taken back")
    assert not Consultation.objects.filter(status="tentative").exists()


def test_while_a_meeting_is_held_each_week_says_what_it_would_mean(
    page: Page, enter: Enter, sample: None
) -> None:
    enter(person("planner"))
    draft = june(person("planner"))
    row = draft.placements.get(kind="formal_tcc")
    page.goto(f"/plan/{draft.pk}/")
    card = page.locator(f"[data-card$='/placements/{row.pk}/']")
    line = page.locator("tr").filter(has=card)

    def hold(week: str) -> None:
        card.hover()
        page.mouse.down()
        box = card.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 30, box["y"] + 30, steps=4)
        cell = line.locator(f"td[data-week='{week}']")
        expect(cell.locator(".judged")).to_contain_text(":", timeout=WITHIN)
        over = cell.bounding_box()
        assert over is not None
        page.mouse.move(over["x"] + 20, over["y"] + 15, steps=4)

    hold("2017-06-19")
    expect(line.locator(".judged-short, .judged-broken, .judged-kept").first).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".judged")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)

    hold("2017-06-19")
    page.mouse.up()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("June 2017")
    assert_accessible(page)
    dialog.get_by_role("button", name="Leave it").click()
    expect(dialog).to_have_count(0)
    hold("2017-06-19")
    page.mouse.up()
    dialog.get_by_role("button", name="Move it here").click()
    expect(page.get_by_role("heading", name="It waits for the planner")).to_be_visible()
    draft.refresh_from_db()
    assert list(draft.pins) == [row.key]


def test_the_board_is_read_without_javascript(another: Another, sample: None) -> None:
    draft = june(person("planner"))
    page = another("planner", java_script_enabled=False)
    page.goto(f"/plan/{draft.pk}/")
    page.get_by_role("region", name="Board of the plan").get_by_role(
        "link", name="Formal meeting"
    ).click()
    page.get_by_role("link", name="Work out the next best slots").click()
    expect(page.get_by_role("button", name="Move it there")).to_be_visible()
    page.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Move it there").click()
    expect(page.get_by_role("link", name="Refresh")).to_be_visible()
    carried_out(draft)
    page.get_by_role("link", name="Refresh").click()
    expect(page.locator(".plan-standing")).to_contain_text("proven optimal")
