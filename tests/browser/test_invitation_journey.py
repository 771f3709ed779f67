"""From a booking to the record: invited, answered three ways, moved, taken off, by real mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from icalendar import Calendar, Event
from playwright.sync_api import Page, expect
from pytest_django import Settings

from consultations import planning
from consultations.invitations.sending import deliver
from consultations.models import HEADQUARTERS, Consultation, Contact, MemberState
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import PASSWORD
from tests.browser.pages import Keys, sign_in, too_wide
from tests.mail_server import Mail, MailServer

Another = Callable[..., Page]
ADDRESSES = {
    "China": "mission@china.example",
    "France": "mission@france.example",
    "United Kingdom": "mission@uk.example",
}
CHINA, FRANCE, KINGDOM = ADDRESSES.values()


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    """A mail server on this machine, to which the worker delivers."""
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.MAIL_AUTHSERV_ID = "trust"
        yield server


@pytest.fixture
def contacts(sample: None) -> None:
    """Three members of the Council can be written to."""
    for name, email in ADDRESSES.items():
        member = MemberState.objects.get(name=name)
        Contact.objects.create(member=member, email=email, cutype="GROUP")


def test_from_a_booking_to_the_record(
    page: Page, another: Another, contacts: None, server: MailServer, tmp_path: Path
) -> None:
    keys = Keys(page)
    page.goto("/")
    sign_in(page, "planner", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Today")
    row = book(page, keys)
    review_and_approve(page, keys, row, 3)
    invited = delivered(server)
    assert sorted(invited) == sorted(ADDRESSES.values())
    assert {said(mail)[:2] for mail in invited.values()} == {("REQUEST", 1)}

    answer_by_link(another(""), link_in(invited[CHINA]))
    answer_by_mail(invited[FRANCE], tmp_path)
    proposed = propose_by_link(another(""), link_in(invited[KINGDOM]))
    who_answered(page, row)

    accept(page, keys, proposed)
    row.refresh_from_db()
    assert row.starts_at == proposed
    review_and_approve(page, keys, row, 3)
    updated = delivered(server)
    assert {said(mail) for mail in updated.values()} == {("REQUEST", 2, proposed)}
    assert {mail.headers["References"] for mail in updated.values()} == {
        mail.message_id for mail in invited.values()
    }

    take_off(page, keys, row, "France")
    review_and_approve(page, keys, row, 1)
    called_off = delivered(server)
    assert {to: said(mail)[:2] for to, mail in called_off.items()} == {FRANCE: ("CANCEL", 3)}
    read_the_record(page, row)


def book(page: Page, keys: Keys) -> Consultation:
    """The Working Group's own meeting some weeks ahead, confirmed at once."""
    page.goto("/propose/working-group/organisational/")
    keys.follow(page.locator("ol.best a.slot-link").first)
    keys.follow(page.get_by_role("link", name="Book this slot"))
    keys.write(page.get_by_label("Subject"), "Organization of work")
    keys.write(page.get_by_label("Aim"), "To agree on the programme of work")
    keys.write(page.get_by_label("Documents"), "S/2017/1086")
    keys.follow(page.get_by_role("button", name="Book this slot"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Organization of work")
    row = Consultation.objects.get(subject="Organization of work")
    keys.follow(page.locator("#deed-confirm summary"))
    keys.follow(page.locator("#deed-confirm").get_by_role("button", name="Confirm"))
    expect(page.locator(".standing .status")).to_have_text("confirmed")
    return row


def review_and_approve(page: Page, keys: Keys, row: Consultation, count: int) -> None:
    """The drafts are looked at and approved together."""
    page.goto(f"/consultations/{row.pk}/")
    words = "1 draft waits to be read." if count == 1 else f"{count} drafts wait to be read."
    keys.follow(page.get_by_role("link", name=words))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Drafts")
    looked_at(page)
    keys.follow(page.get_by_role("link", name="Read and edit").first)
    expect(page.get_by_role("heading", name="As a mail")).to_be_visible()
    looked_at(page)
    page.goto(f"/consultations/{row.pk}/outbox/")
    keys.follow(page.get_by_role("button", name="Approve all"))
    expect(page.locator("#messages")).to_contain_text("to be sent")


def delivered(server: MailServer) -> dict[str, Mail]:
    """What arrives when the worker has sent what waits, by recipient."""
    before = len(server.mails)
    deliver()
    return {mail.to: mail for mail in server.mails[before:]}


def event_in(mail: Mail) -> tuple[str, Event]:
    """METHOD and the one meeting of a mail."""
    (part,) = [one for one in mail.parsed.walk() if one.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    (event,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), event  # type: ignore[return-value]


def said(mail: Mail) -> tuple[str, int, datetime]:
    """METHOD, SEQUENCE and start."""
    method, event = event_in(mail)
    return method, int(event["SEQUENCE"]), event.start.astimezone(HEADQUARTERS)


def link_in(mail: Mail) -> str:
    """The personal link, on the server of the tests."""
    body = mail.parsed.get_body(("plain",))
    assert body is not None
    (link,) = [word for word in body.get_content().split() if "/answer/" in word]
    assert link.startswith(f"{settings.PUBLIC_URL}/answer/")
    return link.removeprefix(settings.PUBLIC_URL)


def answer_by_link(page: Page, link: str) -> None:
    """China accepts, without an account."""
    page.goto(link)
    looked_at(page)
    keys = Keys(page)
    keys.write(page.get_by_label("Who comes"), "Ms. Li")
    keys.follow(page.get_by_role("button", name="Accept").last)
    expect(page.locator("main")).to_contain_text("Ms. Li")
    looked_at(page)


def answer_by_mail(mail: Mail, folder: Path) -> None:
    """France's mail program answers as Outlook does, without ORGANIZER."""
    _method, event = event_in(mail)
    reply = "\r\n".join([
        f"From: {FRANCE}", f"To: {settings.ORGANIZER_EMAIL}", "Subject: Tentative",
        "Message-ID: <1@france.example>", "MIME-Version: 1.0",
        "Content-Type: text/calendar; charset=utf-8; method=REPLY", "",
        "BEGIN:VCALENDAR", "PRODID:Microsoft Exchange Server 2010", "VERSION:2.0", "METHOD:REPLY",
        "BEGIN:VEVENT", f"UID:{event['UID']}", f"SEQUENCE:{event['SEQUENCE']}",
        f"ATTENDEE;PARTSTAT=TENTATIVE;CN=France:mailto:{FRANCE}",
        "COMMENT;LANGUAGE=en:If the plane lands", "DTSTAMP:20260101T000000Z",
        "END:VEVENT", "END:VCALENDAR", "",
    ])  # fmt: skip
    file = folder / "answer.eml"
    file.write_bytes(reply.encode())
    call_command("read_replies", str(file))


def propose_by_link(page: Page, link: str) -> datetime:
    """The United Kingdom would rather meet in the afternoon of the next working day."""
    page.goto(link)
    row = Consultation.objects.get(subject="Organization of work")
    day = planning.workdays().shift(row.starts_at.astimezone(HEADQUARTERS).date(), 1).on
    keys = Keys(page)
    keys.follow(page.get_by_text("Propose another time", exact=True))
    keys.write_day(page.get_by_label("Day"), day.isoformat())
    for name, hours, value in (("start", "0300PM", "15:00"), ("end", "0400PM", "16:00")):
        hour = keys.to(page.locator(f"#another-time-{name}"))
        page.keyboard.type(hours)
        expect(hour).to_have_value(value)
    keys.follow(page.get_by_role("button", name="Propose it"))
    expect(page.get_by_role("status")).to_contain_text("Thank")
    looked_at(page)
    return datetime.combine(day, time(15), tzinfo=HEADQUARTERS)


def who_answered(page: Page, row: Consultation) -> None:
    """One comes, one perhaps, the rest have not answered: in figures and by name."""
    page.goto(f"/consultations/{row.pk}/")
    section = page.locator("section[aria-labelledby='invitations']")
    figures = section.locator("tr", has_text="Member of the Council").locator("td")
    assert figures.all_inner_texts()[:2] == ["1", "1"]
    expect(section).to_contain_text("Ms. Li")
    expect(section).to_contain_text("If the plane lands")
    looked_at(page)


def accept(page: Page, keys: Keys, proposed: datetime) -> None:
    """Its findings stand beside those of the time that stands; one click takes it."""
    keys.follow(page.get_by_role("link", name="Answers", exact=True))
    keys.follow(page.get_by_role("link", name="Look").first)
    expect(page.get_by_role("heading", name="The time proposed")).to_be_visible()
    looked_at(page)
    keys.follow(page.get_by_role("button", name="Take this time: move it there"))
    expect(page.locator("#messages")).to_contain_text("Moved.")


def take_off(page: Page, keys: Keys, row: Consultation, name: str) -> None:
    """Off the list, with the reason."""
    page.goto(f"/consultations/{row.pk}/")
    keys.follow(page.locator("#guests ~ * summary", has_text="Member of the Council").first)
    keys.follow(page.locator("summary", has_text=f"Take {name} off"))
    line = page.locator("form", has=page.locator(f"input[name='name'][value='{name}']"))
    keys.write(line.get_by_label("Reason"), "represented by another")
    keys.follow(line.get_by_role("button", name="Take off"))
    expect(page.locator("#messages")).to_contain_text("Taken off the list")


def read_the_record(page: Page, row: Consultation) -> None:
    """What was done stands there: mails approved, answers, the move and who was taken off."""
    page.goto(f"/consultations/{row.pk}/")
    record = page.locator("section[aria-labelledby='history']")
    for words in ("invitation: 3", "change: 3", "cancellation: 1", "moved", "taken off"):
        expect(record).to_contain_text(words)
    page.goto(f"/outbox/?state=sent&consultation={row.pk}")
    expect(page.locator("tbody tr")).to_have_count(7)
    looked_at(page)
    page.goto(f"/answers/?show=all&consultation={row.pk}")
    expect(page.locator("tbody tr")).to_have_count(3)


def looked_at(page: Page) -> None:
    """Accessible, and no wider than the window."""
    assert too_wide(page) == []
    assert_accessible(page)
