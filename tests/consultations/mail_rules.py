"""The rules of an invitation by mail (RFC 6047, 5322, 2045-2047), each on the bytes that arrive.

`broken(raw)` answers a line for each rule that one mail breaks, of its calendar part's own rules
too (`ical_rules`); `broken_thread(mails)` for those between the mails that one guest gets of one
meeting, in their order.
"""

from __future__ import annotations

import html
import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime

from tests.consultations import ical_rules
from tests.consultations.ical_rules import Part, mailbox, tree

ONCE = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type")
MORE = ("References", "Content-Language", "Content-Transfer-Encoding", "Auto-Submitted")
ADDED = ("Received", "Return-Path", "Delivered-To", "X-Peer", "X-MailFrom", "X-RcptTo")
ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>")
ENCODED = re.compile(r"=\?[^?\s]+\?[bBqQ]\?[^?\s]*\?=")


@dataclass
class Letter:
    """One mail, read once for all rules."""

    raw: bytes
    message: EmailMessage
    parts: list[EmailMessage]
    ics: bytes
    shown: bool

    @property
    def head(self) -> bytes:
        return self.raw.partition(b"\r\n\r\n")[0]

    def of(self, kind: str) -> list[EmailMessage]:
        return [part for part in self.parts if part.get_content_type() == kind]

    @property
    def method(self) -> str:
        found = self.of("text/calendar")
        return str(found[0].get_param("method", "")) if found else ""

    @property
    def event(self) -> Part | None:
        try:
            found = tree(self.ics).within("VEVENT")
        except (ValueError, IndexError):
            return None
        return found[0] if len(found) == 1 else None


Rule = Callable[[Letter], Iterator[str]]
RULES: dict[str, Rule] = {}
INVITING: dict[str, Rule] = {}


def rule(function: Rule) -> Rule:
    """For every mail."""
    RULES[function.__name__] = function
    return function


def inviting(function: Rule) -> Rule:
    """For a mail with a calendar part."""
    INVITING[function.__name__] = function
    return function


def read(raw: bytes, *, shown: bool = False) -> Letter:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    parts = [part for part in message.walk() if isinstance(part, EmailMessage)]
    calendars = [part for part in parts if part.get_content_type() == "text/calendar"]
    ics = calendars[0].get_payload(decode=True) if calendars else b""
    return Letter(raw, message, parts, ics if isinstance(ics, bytes) else b"", shown)


def broken(raw: bytes, *, shown: bool = False, calendar: bool = True) -> list[str]:
    """A line for each rule broken; *calendar*: it should hold one; *shown*: the guests too."""
    letter = read(raw, shown=shown)
    rules = RULES | (INVITING if calendar else {})
    found = [f"{name}: {said}" for name, check in rules.items() for said in check(letter)]
    if calendar:
        found += ical_rules.broken(letter.ics, letter.method, shown=shown)
    elif letter.ics:
        found.append("no_calendar: there is one")
    return found


# Lines and headers


@rule
def lines_are_short_and_of_seven_bits(letter: Letter) -> Iterator[str]:
    if re.search(rb"\r(?!\n)|(?<!\r)\n|\x00", letter.raw):
        yield "a CR or LF that stands alone, or a NUL"
    if not letter.raw.isascii():
        yield "eight bits"
    for line in letter.raw.split(b"\r\n"):
        if len(line) > 998:
            yield f"{len(line)} octets"


@rule
def headers_are_those_we_know(letter: Letter) -> Iterator[str]:
    """One more would be somebody's own; Reply-To would not be kept to, Bcc would tell."""
    names = [name.title() for name in list(letter.message)]
    for name in ONCE:
        if names.count(name.title()) != 1:
            yield f"{name}: {names.count(name.title())} times"
    known = {name.title() for name in ONCE + MORE + ADDED}
    yield from sorted(set(names) - known)


@rule
def headers_are_encoded_in_short_words(letter: Letter) -> Iterator[str]:
    for word in ENCODED.findall(letter.head.decode("ascii", "replace")):
        if len(word) > 75:
            yield word
    for line in letter.head.split(b"\r\n"):
        if len(line) > 76 and b"=?" in line:
            yield f"a line of {len(line)}"
    for name, value in letter.message.items():
        if any(ord(one) < 32 or ord(one) == 127 for one in str(value)):
            yield name


@rule
def it_goes_from_one_mailbox_to_one(letter: Letter) -> Iterator[str]:
    for name in ("From", "To"):
        found = getaddresses([str(letter.message[name])])
        if len(found) != 1 or not re.fullmatch(r"[!-~]+@[A-Za-z0-9.-]+", found[0][1]):
            yield f"{name}: {letter.message[name]}"


@rule
def ids_are_whole_and_beside_their_names(letter: Letter) -> Iterator[str]:
    for name in (b"Message-ID", b"References"):
        for value in re.findall(rb"(?im)^" + name + rb":(.*)\r?$", letter.head + b"\r\n"):
            if not re.fullmatch(rf"( {ID.pattern})+", value.decode().rstrip("\r")):
                yield f"{name.decode()}:{value.decode()}"


@rule
def the_date_is_a_date(letter: Letter) -> Iterator[str]:
    try:
        if parsedate_to_datetime(str(letter.message["Date"])).tzinfo is None:
            yield "without its zone"
    except (ValueError, TypeError):
        yield str(letter.message["Date"])


# The parts


@rule
def words_are_plain_then_html(letter: Letter) -> Iterator[str]:
    kinds = [part.get_content_type() for part in letter.parts]
    start = 2 if kinds[:1] == ["multipart/mixed"] else 1
    if kinds[start - 1 : start + 2] != ["multipart/alternative", "text/plain", "text/html"]:
        yield str(kinds)


@rule
def words_are_in_utf_8(letter: Letter) -> Iterator[str]:
    for part in letter.of("text/plain") + letter.of("text/html"):
        data = part.get_payload(decode=True)
        if part.get_param("charset") != "utf-8":
            yield f"charset {part.get_param('charset')}"
        try:
            assert isinstance(data, bytes)
            data.decode("utf-8")
        except UnicodeDecodeError:
            yield part.get_content_type()


@rule
def html_says_the_same(letter: Letter) -> Iterator[str]:
    plain, rich = (_text(letter, kind) for kind in ("text/plain", "text/html"))
    shown = html.unescape(re.sub(r"<[^>]*>", "", rich))
    if " ".join(plain.split()) != " ".join(shown.split()):
        yield "other words"


@rule
def html_does_nothing_by_itself(letter: Letter) -> Iterator[str]:
    """No script, form or frame, and nothing fetched when it is opened."""
    rich = _text(letter, "text/html").lower()
    tags = {"!doctype", "html", "head", "meta", "body", "p", "br", "a"}
    yield from sorted(set(re.findall(r"<(?:/)?([a-z!]+)", rich)) - tags)
    for name in re.findall(r"<[^>]*\s(on\w+|src|style|background)\s*=", rich):
        yield str(name)
    for link in re.findall(r'href="([^"]*)"', rich):
        if not link.startswith(("http://", "https://", "mailto:")):
            yield str(link)


def _text(letter: Letter, kind: str) -> str:
    found = letter.of(kind)
    data = found[0].get_payload(decode=True) if found else b""
    return data.decode("utf-8", "replace") if isinstance(data, bytes) else ""


@rule
def no_place_was_left_open(letter: Letter) -> Iterator[str]:
    yield from re.findall(r"\{[a-z_]+\}", str(letter.message["Subject"]))
    yield from re.findall(r"\{[a-z_]+\}", _text(letter, "text/plain"))


# The calendar part (RFC 6047, 2.4)


@inviting
def parts_stand_as_mail_programs_want_them(letter: Letter) -> Iterator[str]:
    kinds = [part.get_content_type() for part in letter.parts]
    wanted = "multipart/mixed multipart/alternative text/plain text/html text/calendar"
    if kinds != [*wanted.split(), "application/ics"]:
        yield str(kinds)
    inner = [part for part in letter.parts if part.get_content_type() == "multipart/alternative"]
    if inner and len(list(inner[0].iter_parts())) != 3:
        yield "the calendar is not in the alternative"


@inviting
def one_part_has_a_method_that_is_its_own(letter: Letter) -> Iterator[str]:
    having = [part for part in letter.parts if part.get_param("method") is not None]
    if having != letter.of("text/calendar") or len(having) != 1:
        yield f"{len(having)} parts"
    found = re.findall(rb"(?m)^METHOD:(\w+)\r$", letter.ics)
    if found != [letter.method.encode()]:
        yield f"{letter.method}, {found}"


@inviting
def the_calendar_part_is_utf_8_in_base64_and_no_attachment(letter: Letter) -> Iterator[str]:
    for part in letter.of("text/calendar"):
        if part.get_param("charset") != "utf-8":
            yield f"charset {part.get_param('charset')}"
        if part["Content-Transfer-Encoding"] != "base64":
            yield str(part["Content-Transfer-Encoding"])
        if part["Content-Disposition"] is not None:
            yield str(part["Content-Disposition"])


@inviting
def base64_is_whole(letter: Letter) -> Iterator[str]:
    for part in letter.parts:
        if part["Content-Transfer-Encoding"] == "base64":
            lines = str(part.get_payload()).split()
            try:
                b64decode("".join(lines), validate=True)
            except NotBase64:
                yield part.get_content_type()
            if any(len(line) > 76 for line in lines):
                yield "a long line"


@inviting
def the_attachment_is_the_same(letter: Letter) -> Iterator[str]:
    for part in letter.of("application/ics"):
        if part.get_payload(decode=True) != letter.ics:
            yield "other octets"
        if part.get_content_disposition() != "attachment":
            yield str(part["Content-Disposition"])
        if (part.get_param("name"), part.get_filename()) != ("invite.ics", "invite.ics"):
            yield f"{part.get_param('name')}, {part.get_filename()}"


@inviting
def it_comes_from_the_organizer(letter: Letter) -> Iterator[str]:
    organizer = letter.event.first("ORGANIZER") if letter.event else None
    sender = letter.message["From"].addresses[0].addr_spec.lower()
    if organizer is None or mailbox(organizer.value) != sender:
        yield f"{sender}, {organizer and organizer.value}"


@inviting
def it_goes_to_the_first_guest(letter: Letter) -> Iterator[str]:
    guest = letter.event.first("ATTENDEE") if letter.event else None
    to = letter.message["To"].addresses[0].addr_spec.lower()
    if guest is None or mailbox(guest.value) != to:
        yield f"{to}, {guest and guest.value}"


@inviting
def it_is_dated_as_it_is_stamped(letter: Letter) -> Iterator[str]:
    stamp = letter.event.first("DTSTAMP") if letter.event else None
    said = str(letter.message["Date"])
    try:
        date = f"{parsedate_to_datetime(said).astimezone(UTC):%Y%m%dT%H%M%SZ}"
    except (ValueError, TypeError):
        date = said
    if stamp is None or stamp.value != date:
        yield f"{date}, {stamp and stamp.value}"


# Between the mails of one guest (RFC 5546, 2.1.4 and 2.1.5)


def broken_thread(mails: Sequence[bytes]) -> list[str]:
    """What breaks the order of a REQUEST, its updates, and its CANCEL to one guest."""
    letters = [read(raw) for raw in mails]
    found: list[str] = []
    for number, letter in enumerate(letters[1:], start=1):
        before = letters[:number]
        requests = [one for one in before if one.method == "REQUEST"]
        said = [*_follows(before[0], letter), *_after(before[-1], letter)]
        said += _revises(requests[-1], letter) if requests else ["no REQUEST before it"]
        found += [f"mail {number + 1}: {one}" for one in said]
    return found


def _value(letter: Letter, name: str) -> str:
    line = letter.event.first(name) if letter.event else None
    return line.value if line else ""


def _follows(first: Letter, letter: Letter) -> Iterator[str]:
    for name in ("UID", "ORGANIZER", "ATTENDEE"):
        if _value(first, name) != _value(letter, name):
            yield f"another {name}"
    if str(letter.message["References"]) != str(first.message["Message-ID"]):
        yield "References is not the first Message-ID"


def _after(before: Letter, letter: Letter) -> Iterator[str]:
    if before.message["Message-ID"] == letter.message["Message-ID"]:
        yield "the same Message-ID"
    if _value(letter, "DTSTAMP") <= _value(before, "DTSTAMP"):
        yield "no later DTSTAMP"
    if _sequence(letter) < _sequence(before):
        yield "a lower SEQUENCE"


def _revises(request: Letter, letter: Letter) -> Iterator[str]:
    """Against the last REQUEST that the guest holds."""
    grown = _sequence(letter) > _sequence(request)
    if letter.method == "CANCEL":
        if not grown:
            yield "a CANCEL without a higher SEQUENCE"
        for name in ("SUMMARY", "DTSTART", "DTEND"):
            if _value(letter, name) != _value(request, name):
                yield f"another {name} in the CANCEL"
    elif letter.method == "REQUEST":
        guest = letter.event.first("ATTENDEE") if letter.event else None
        if any(_value(letter, one) != _value(request, one) for one in ("DTSTART", "DTEND")):
            if not grown:
                yield "moved without a higher SEQUENCE"
            if guest is None or guest.params.get("PARTSTAT") != "NEEDS-ACTION":
                yield "moved, and the guest is not asked again"
    elif grown:
        yield "a refusal with a higher SEQUENCE"


def _sequence(letter: Letter) -> int:
    return int(_value(letter, "SEQUENCE") or -1)
