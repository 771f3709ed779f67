"""Mails: the shape every mail program understands, the same bytes, nothing slipped into a header.

Golden files are made anew with ``WRITE_GOLDEN=1``; read what changed before you commit it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail import get_connection
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from consultations import booking, invitations
from consultations.calendars.itip import compose as calendar
from consultations.invitations import mime
from consultations.invitations.sending import deliver
from consultations.models import Consultation, Message, Occasion
from tests.consultations import invited, mail_rules
from tests.consultations.calendar_readers import by_ical_js, by_icalendar, by_vobject
from tests.consultations.test_itip import GOLDEN, MESSAGES
from tests.mail_server import MailServer

LINK = "https://planner.example.org/answer/Zm9yIHRoZSBleGFtcGxlIG9ubHk-x_0123456789abc/"
BODY = """Madame, Monsieur,

Vous êtes invités à la consultation <b>du jeudi 18 juin 2026</b> & voici les documents :
- https://undocs.org/S/2026/478?a=1&b=2.

Pour répondre :
{answer_link}
"""
FIRST = "<5c9e3b5e-9f0b-4d0e-8b1e-2f6f6a0f1a11@example.org>"
OCCASIONS = {
    "request": Occasion.INVITE,
    "update": Occasion.UPDATE,
    "cancel": Occasion.CANCEL,
    "declined_proposal": Occasion.DECLINE_COUNTER,
}


@pytest.fixture(autouse=True)
def organizer(settings: Any) -> None:
    settings.ORGANIZER_EMAIL = "council-consultations@example.org"
    settings.ORGANIZER_NAME = "Consultation planner"
    settings.PUBLIC_URL = "https://planner.example.org"


def row(name: str = "request", **changes: Any) -> Message:
    """A message as approving leaves it; not stored."""
    method, entry = MESSAGES[f"{name}.ics"]
    given = {
        "occasion": OCCASIONS[name], "method": method, "ics": calendar(method, entry),
        "to_email": entry.attendee.email, "to_name": "Mission permanente du Tchad",
        "language": "fr", "subject": "Invitation : consultation sur la MINUSCA, jeudi 18 juin 2026",
        "body": BODY, "stamped_at": entry.stamped_at, "sequence": entry.sequence,
        "message_id": FIRST if name == "request" else f"<{name}@example.org>",
        "references": "" if name == "request" else FIRST,
    }  # fmt: skip
    return Message(**{**given, **changes})


def sent(message: Message, link: str = LINK) -> bytes:
    return mime.compose(message, link=link).message().as_bytes(linesep="\r\n")


def parsed(message: Message) -> EmailMessage:
    read = message_from_bytes(sent(message), policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


# The shape


@pytest.mark.parametrize("name", OCCASIONS)
def test_a_mail_is_written_as_it_was_read_through(name: str) -> None:
    file, raw = GOLDEN / f"{name}.eml", sent(row(name))
    if os.environ.get("WRITE_GOLDEN"):
        file.write_bytes(raw)
    assert raw.decode() == file.read_bytes().decode()


@pytest.mark.parametrize("name", OCCASIONS)
def test_a_mail_breaks_no_rule(name: str) -> None:
    assert mail_rules.broken(sent(row(name))) == []


def test_the_mails_of_one_meeting_break_no_rule_between_them() -> None:
    assert (
        mail_rules.broken_thread([sent(row(one)) for one in ("request", "update", "cancel")]) == []
    )


def test_the_same_row_gives_the_same_bytes_at_any_time() -> None:
    with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC)):
        once = sent(row())
    with time_machine.travel(datetime(2027, 6, 1, tzinfo=UTC)):
        assert sent(row()) == once
    other = sent(row(message_id="<other@example.org>"))
    assert other.count(b"=mixed=") == once.count(b"=mixed=")
    assert other != once


def test_a_mail_without_a_calendar_part_is_words_alone() -> None:
    plain = row(occasion=Occasion.DIGEST, ics="", method="")
    assert mail_rules.broken(sent(plain), calendar=False) == []
    assert [part.get_content_type() for part in parsed(plain).walk()] == [
        "multipart/alternative", "text/plain", "text/html",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("occasion", "said"),
    [
        (Occasion.DIGEST, "auto-generated"),
        (Occasion.DEADLINE, "auto-generated"),
        (Occasion.INVITE, None),
    ],
)
def test_only_what_nobody_wrote_says_so(occasion: Occasion, said: str | None) -> None:
    assert parsed(row(occasion=occasion))["Auto-Submitted"] == said


def test_the_link_stands_in_the_words_and_nowhere_in_the_row() -> None:
    message = row()
    plain, html = (parsed(message).get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert plain.get_content().splitlines()[-1] == LINK
    assert f'<a href="{LINK}">{LINK}</a>' in html.get_content()
    assert LINK not in message.body


def test_html_is_the_words_and_no_markup_of_theirs() -> None:
    html = mime.html("a <script>x</script> & https://x.example/?a=1&b=2\nb\n\nc", "fr")
    assert html == (
        '<!DOCTYPE html>\n<html lang="fr" dir="ltr">\n<head><meta charset="utf-8"></head>\n<body>\n'
        '<p>a &lt;script&gt;x&lt;/script&gt; &amp; <a href="https://x.example/?a=1&amp;b=2">'
        "https://x.example/?a=1&amp;b=2</a><br>\nb</p>\n<p>c</p>\n</body>\n</html>\n"
    )


def test_arabic_is_written_from_right_to_left() -> None:
    assert '<html lang="ar" dir="rtl">' in mime.html("مرحبا", "ar")


def test_a_draft_can_be_looked_at_before_it_is_stamped() -> None:
    draft = row(ics="", message_id=None, stamped_at=None)
    assert parsed(draft)["Message-ID"] is None
    assert parsed(draft)["Subject"] == draft.subject


# Headers

LONG = "x" * 150


def test_ids_stand_whole_beside_their_names() -> None:
    head = sent(row(message_id=f"<{LONG}@example.org>", references=FIRST)).split(b"\r\n\r\n")[0]
    assert f"\r\nMessage-ID: <{LONG}@example.org>\r\n".encode() in head
    assert f"\r\nReferences: {FIRST}\r\n".encode() in head


@pytest.mark.parametrize("references", ["", "x", "<a@b>\r\nBcc: eve@example.org", "<a b@c>"])
def test_what_is_no_id_is_left_out(references: str) -> None:
    said = parsed(row(references=references))["References"]
    assert said == ("<a@b>" if references.startswith("<a@") else None)


def test_a_subject_that_looks_encoded_is_read_as_it_stands() -> None:
    assert parsed(row(subject="=?utf-8?q?x=0D=0Ay?="))["Subject"] == "=?utf-8?q?x=0D=0Ay?="


HOSTILE = st.text(st.characters(codec="utf-8"), max_size=90) | st.sampled_from(
    [
        "x\r\nBcc: eve@example.org\r\n\r\nbody",
        'a"b\\c, <eve@example.org>; d',
        "مرحبا " * 40,
        "é" * 300,
        "=?utf-8?b?eA==?=" * 9,
        "\u2028\u2029\x85\x0b\x00\x1b",
        "a b " * 80,
        "@(,;:)[]",
    ]
)


@hypothesis(max_examples=40, deadline=None)
@given(subject=HOSTILE, name=HOSTILE, body=HOSTILE.map(lambda one: one.replace("{", "")))
def test_no_words_break_a_mail(subject: str, name: str, body: str) -> None:
    raw = sent(row(subject=f"S {subject}", to_name=name, body=body))
    assert mail_rules.broken(raw) == []


def test_an_address_that_no_mail_goes_to_is_refused() -> None:
    for email in ("", "nobody", "a@b\r\nBcc: x@y", "a b@c.example", "é@mission.example"):
        with pytest.raises(ValueError, match="not an address"):
            mime.compose(row(to_email=email), link=LINK)


def test_a_domain_of_other_letters_is_the_same_in_header_and_envelope() -> None:
    message = mime.compose(row(to_email="post@bücher.example", to_name=""), link=LINK)
    assert message.recipients() == [message.message()["To"]] == ["post@xn--bcher-kva.example"]


@pytest.mark.parametrize("backend", ["locmem", "console", "filebased"])
def test_every_backend_takes_it(backend: str, tmp_path: Any, capsys: Any) -> None:
    options = {"file_path": str(tmp_path)} if backend == "filebased" else {}
    connection = get_connection(f"django.core.mail.backends.{backend}.EmailBackend", **options)
    assert connection.send_messages([mime.compose(row(), link=LINK)]) == 1


# Through a real mail server


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with MailServer() as listening:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", listening.port
        yield listening


def story(who: User) -> Consultation:
    """Invited, reminded, a proposal declined, moved, and fallen; each mail approved and sent."""
    meeting = invited.told(who)
    france = invited.of(meeting, invited.FRANCE)
    deliver()
    invitations.remind(meeting, [france], who=who, since=timedelta(0))
    start = meeting.starts_at
    france.refresh_from_db()
    invitations.decline_counter(
        france, reason="Another meeting", proposed_start=start, proposed_end=start, who=who
    )
    deliver()
    invited.moved(meeting, who)
    invitations.approve(invited.drafts(meeting), who=who)
    deliver()
    meeting.refresh_from_db()
    booking.cancel(meeting, reason="The report is late", who=who, version=meeting.version)
    invitations.approve(invited.drafts(meeting), who=who)
    deliver()
    return meeting


@pytest.fixture
def arrived(server: MailServer, planner: User) -> dict[str, list[bytes]]:
    """What came to each address, in its order."""
    story(planner)
    addresses = sorted({one.to for one in server.mails})
    return {to: [one.content for one in server.mails if one.to == to] for to in addresses}


@pytest.mark.django_db
def test_what_a_mail_server_is_handed_breaks_no_rule(arrived: dict[str, list[bytes]]) -> None:
    assert {to: len(mails) for to, mails in arrived.items()} == {
        invited.CHAD: 3, invited.CHAD_MILITARY: 3, invited.FRANCE: 5,
    }  # fmt: skip
    for mails in arrived.values():
        assert [mail_rules.broken(raw) for raw in mails] == [[]] * len(mails)
        assert mail_rules.broken_thread(mails) == []
    methods = [mail_rules.read(raw).method for raw in arrived[invited.FRANCE]]
    assert methods == ["REQUEST", "REQUEST", "DECLINECOUNTER", "REQUEST", "CANCEL"]


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.javascript
def test_three_readers_agree_on_what_arrived(arrived: dict[str, list[bytes]]) -> None:
    texts = [mail_rules.read(raw).ics.decode() for mails in arrived.values() for raw in mails]
    assert by_icalendar(texts) == by_vobject(texts) == by_ical_js(texts)


@pytest.mark.django_db
def test_where_the_guests_are_shown_each_mail_names_them_and_its_own_first(planner: User) -> None:
    meeting = invited.told(planner, guests_shown=True)
    deliver()
    meeting.invitations.filter(email=invited.CHAD_MILITARY).update(partstat="DELEGATED")
    invitations.invite_delegate(
        invited.of(meeting, invited.CHAD_MILITARY), email="awa@chad.example", name="Awa Diallo"
    )
    invitations.approve(invited.drafts(meeting), who=planner)
    deliver()
    letters = [one.message().as_bytes(linesep="\r\n") for one in mail.outbox]
    assert [mail_rules.broken(raw, shown=True) for raw in letters] == [[]] * len(letters)
    texts = [mail_rules.read(raw).ics.decode() for raw in letters]
    assert {len(seen.guests) for seen in by_icalendar(texts[:3])} == {3}
    (delegate,) = [text for text in texts if by_icalendar([text])[0].guests[0][1] == "Awa Diallo"]
    assert f'DELEGATED-FROM="mailto:{invited.CHAD_MILITARY}"' in delegate.replace("\r\n ", "")


@pytest.mark.django_db
def test_the_link_of_a_mail_is_the_invitations_own(planner: User) -> None:
    meeting = invited.told(planner)
    deliver()
    for invitation in meeting.invitations.all():
        (letter,) = [one for one in mail.outbox if one.to == [invitation.email]]
        assert letter.body.count(invitations.answer_url(invitation)) == 1
        assert "{answer_link}" not in letter.body
