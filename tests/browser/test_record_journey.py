"""The record at a meeting: by keyboard alone, by two at once, and without a connection."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from consultations import booking, records
from consultations.models import (
    HEADQUARTERS,
    Consultation,
    Mission,
    Participation,
    RecordEdit,
    Room,
)
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import sign_in

Enter = Callable[[User], None]
Another = Callable[..., Page]
COUNCIL = """China; France; Russian Federation; United Kingdom; United States; Bolivia; Egypt;
Italy; Ethiopia; Japan; Kazakhstan; Senegal; Sweden; Ukraine; Uruguay"""
CONTRIBUTORS = """
Bangladesh; Chad; Burkina Faso; Togo; Niger; Guinea; Germany; Netherlands; Nigeria; Cambodia;
Nepal; Côte d'Ivoire; Ghana; Benin; Mauritania; Gambia; Kenya; Rwanda; Jordan; Indonesia;
Portugal; Norway; Denmark; Finland; Belgium; Austria; Switzerland; Canada; Tunisia; Djibouti;
Cameroon; Burundi; Madagascar; Mali; Morocco; Mexico; Pakistan; India; Sri Lanka; Turkey;
Spain; Estonia; Latvia; Lithuania; Armenia
"""
SIXTY = 15 + 45
POINTS = (
    "The force lacks helicopters in the north", "Convoys need protection against mines",
    "Rotation of troops takes too long", "The mandate should name the north",
    "Medical evacuation within the hour", "Caveats have to be told beforehand",
    "Reports come too late to prepare", "Police units need armoured vehicles",
)  # fmt: skip
QUESTIONS = (
    "When is the strategic review?", "Who pays for the vehicles?", "What happened at Aguelhok?",
)  # fmt: skip


class Counted:
    """A keyboard that counts its strokes; those of prose apart."""

    def __init__(self, page: Page) -> None:
        self.keyboard, self.strokes, self.prose = page.keyboard, 0, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keyboard.press(key)
            self.strokes += 1

    def find(self, name: str) -> None:
        """F2, some letters, Enter."""
        self.press("F2", *name, "Enter")

    def write(self, text: str) -> None:
        self.keyboard.type(text)
        self.prose += len(text)


@pytest.fixture
def row(sample: None) -> Consultation:
    """A confirmed meeting of 60 delegations that has begun; 50 of them said that they come."""
    who, mission = User.objects.get(username="planner"), Mission.objects.get(acronym="MINUSMA")
    guests = [
        {"name": name.strip(), "category": category}
        for names, category in ((COUNCIL, "council_member"), (CONTRIBUTORS, "contributor"))
        for name in names.split(";")
    ]
    row = booking.book(
        who=who, kind="informal_triangular", need="informal_triangular", missions=[mission],
        subject="MINUSMA before its renewal", room=Room.objects.filter(in_use=True).first(),
        starts_at=datetime(2017, 6, 13, 10, tzinfo=HEADQUARTERS), guests=guests,
        ends_at=datetime(2017, 6, 13, 11, 30, tzinfo=HEADQUARTERS), cycle_mission=mission,
        expires_on=date(2017, 6, 30), aim="To hear the contributors", documents="S/2017/478",
    )  # fmt: skip
    row = booking.confirm(row, who=who, version=row.version)
    coming = row.participations.order_by("category", "name").values_list("pk", flat=True)[:35]
    council = row.participations.filter(category="council_member").values_list("pk", flat=True)
    Participation.objects.filter(pk__in=[*coming, *council]).update(partstat="ACCEPTED")
    assert row.participations.count() == SIXTY
    records.open_record(row, who=who)
    return row


def screen(page: Page, row: Consultation) -> Page:
    """The record's screen, once its script has heard from the server."""
    page.goto(f"/consultations/{row.pk}/record/")
    expect(page.locator("[data-record-bar]")).to_have_attribute("data-state", "saved")
    return page


def saved(page: Page) -> None:
    """Every word has arrived."""
    bar = page.locator("[data-record-bar]")
    expect(bar).to_have_attribute("data-unsaved", "0")
    expect(bar).to_have_attribute("data-state", "saved")


def first_point(page: Page) -> str:
    """The name of the first point's text field."""
    name = page.locator("#points textarea").first.get_attribute("name")
    assert name
    return name


def test_a_meeting_of_sixty_is_closed_by_keyboard_within_three_minutes(
    page: Page, enter: Enter, row: Consultation, capsys: pytest.CaptureFixture[str]
) -> None:
    enter(User.objects.get(username="planner"))
    screen(page, row)
    assert_accessible(page)
    begun, keys = time.perf_counter(), Counted(page)
    keys.press("F2", "*")  # in the empty box it is the command, not a name
    expect(page.locator("[data-total='all present']")).to_have_text("50")
    keys.find("nor")
    keys.press(*(f"Shift+{key}" for key in "PPEPPPPAPP"))  # Norway to Turkey, each goes on
    keys.find("chin")
    keys.press("2", "l", "m", "s", "ArrowDown", "2", "l", "s")
    write_down(keys)
    saved(page)
    keys.press("F9", "Space", "Enter")
    expect(page.locator(".record-reports")).to_contain_text("oral")
    saved(page)  # the script of the new page listens
    keys.press("F9", "Enter")
    expect(page.locator(".record-closed")).to_be_visible()
    seconds = time.perf_counter() - begun
    with capsys.disabled():
        words = f"{keys.strokes} strokes and {keys.prose} characters of prose, {seconds:.1f} s"
        print(f"\nA meeting of {SIXTY} delegations, closed by keyboard: {words}")
    assert seconds < 180
    assert keys.strokes < 80
    kept(row)


def write_down(keys: Counted) -> None:
    """Eight points, the second one with its theme and who raised it; three questions."""
    keys.press("F4")
    for place, text in enumerate(POINTS):
        keys.write(text)
        if place == 1:
            keys.press("Tab")
            keys.write("mines")
            keys.press("Tab")
            keys.write("Chad")
        keys.press("Enter")
    keys.press("F8")
    for text in QUESTIONS:
        keys.write(text)
        keys.press("Enter")


def kept(row: Consultation) -> None:
    """What the record holds after all that."""
    row.refresh_from_db()
    record = row.record
    assert (row.status, record.is_closed) == ("held", True)
    states = record.attendances.values_list("name", "state")
    assert {name: state for name, state in states if state != "present"} == {
        "Portugal": "excused", "Togo": "absent",
    }  # fmt: skip
    china = record.attendances.get(name="China")
    assert (china.level, china.political, china.military, china.spoke) == ("dpr", True, True, True)
    points = record.points.exclude(text="").order_by("position")
    assert tuple(points.values_list("text", flat=True)) == POINTS
    assert list(points.exclude(theme="").values_list("theme", "raised_by")) == [("mines", "Chad")]
    questions = record.questions.exclude(text="").order_by("position")
    assert tuple(questions.values_list("text", flat=True)) == QUESTIONS
    assert list(row.report_backs.values_list("mode", "done_on")) == [("oral", None)]


def test_two_type_in_one_field_at_once_and_nothing_is_lost(
    page: Page, enter: Enter, another: Another, row: Consultation
) -> None:
    enter(User.objects.get(username="planner"))
    screen(page, row).keyboard.press("F4")
    page.keyboard.type("patrols need fuel")
    saved(page)
    name = first_point(page)
    other = screen(another("administrator"), row)
    mine, theirs = (one.locator(f"[name='{name}']") for one in (page, other))
    expect(theirs).to_have_value("patrols need fuel")
    mine.focus()
    page.keyboard.press("End")
    theirs.focus()
    other.keyboard.press("Home")
    for one, two in zip(" and water every day", "The northern convoys, ", strict=False):
        page.keyboard.type(one)
        other.keyboard.type(two)
    other.keyboard.type(", ")
    for one, whom, key in ((page, "ital", "e"), (other, "chad", "a")):
        one.keyboard.press("F2")
        one.keyboard.type(whom)
        one.keyboard.press("Enter")
        one.keyboard.press(key)
    saved(page)
    saved(other)
    whole = "The northern convoys, patrols need fuel and water every day"
    assert list(row.record.points.values_list("text", flat=True)) == [whole]
    for one in (page, other):
        expect(one.locator(f"[name='{name}']")).to_have_value(whole)
        expect(one.locator("[data-name='Italy'] select[name$=':state']")).to_have_value("excused")
        expect(one.locator("[data-name='Chad'] select[name$=':state']")).to_have_value("absent")
    expect(page.locator("[data-record-others]")).to_have_text("Also writing: administrator")


def test_words_typed_without_a_connection_come_back_with_the_page_and_are_saved(
    page: Page, enter: Enter, row: Consultation, troubles: list[str]
) -> None:
    enter(User.objects.get(username="planner"))
    screen(page, row)
    page.context.set_offline(True)
    page.keyboard.press("F4")
    page.keyboard.type("said without a wire")
    said = "Not connected: your words are kept on this machine (1 changes)."
    expect(page.locator("[data-record-status]")).to_have_text(said)
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.route("**/record/changes/**", lambda route: route.abort())  # it comes, saving fails
    again.goto(f"/consultations/{row.pk}/record/")
    text = again.locator("#points textarea").first
    expect(text).to_have_value("said without a wire")
    expect(again.locator("[data-record-bar]")).to_have_attribute("data-state", "offline")
    assert row.record.points.count() == 0
    again.unroute("**/record/changes/**")
    saved(again)
    expect(text).to_have_value("said without a wire")
    assert list(row.record.points.values_list("text", flat=True)) == ["said without a wire"]
    signed_out_and_in_again(again, row)
    troubles[:] = [one for one in troubles if "Failed to load resource: net::ERR" not in one]


def signed_out_and_in_again(page: Page, row: Consultation) -> None:
    """The session ends while words are typed; they wait until their writer is back."""
    context, said = page.context, "Signed out: your words are kept on this machine (1 changes)."
    context.clear_cookies()
    page.keyboard.press("F8")
    page.keyboard.type("who goes there?")
    expect(page.locator("[data-record-status]")).to_have_text(said)
    expect(page.locator("[data-sign-in]")).to_be_visible()
    sign_in(context, page.url, User.objects.get(username="administrator"))
    said = "Somebody else is signed in: your words are kept on this machine (1 changes)."
    expect(page.locator("[data-record-status]")).to_have_text(said)
    assert row.record.questions.count() == 0
    sign_in(context, page.url, User.objects.get(username="planner"))
    saved(page)
    assert list(row.record.questions.values_list("text", flat=True)) == ["who goes there?"]
    writers = RecordEdit.objects.filter(now="who goes there?").values_list(
        "who__username", flat=True
    )
    assert set(writers) == {"planner"}
