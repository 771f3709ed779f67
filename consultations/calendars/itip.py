"""What goes to a calendar by mail (RFC 5546): a request, a cancellation, a proposal declined.

One method, one meeting, one recipient. The same entry gives the same bytes: neither clock nor
settings are asked here, and what an account is needed for is not in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from consultations.calendars.lines import clean, line, name, one_line, text, utc, written
from consultations.calendars.uris import address, mailto, web
from consultations.calendars.zones import Zone, zone

PRODID = "-//Consultation planner//Consultations//EN"
LONGEST = 255  # UTF-16 units of SUMMARY and LOCATION; Outlook cuts there
METHODS = ("REQUEST", "CANCEL", "DECLINECOUNTER")
STATUSES = ("CONFIRMED", "TENTATIVE", "CANCELLED")
BUSY = {"TENTATIVE": "TENTATIVE"}  # Outlook looks here before STATUS
LONGEST_ALARM = 28 * 24 * 60  # minutes


@dataclass(frozen=True, slots=True)
class Guest:
    """One ATTENDEE; the addresses it was delegated from and to are empty where it was not."""

    email: str
    name: str = ""
    cutype: str = "INDIVIDUAL"
    role: str = "REQ-PARTICIPANT"
    partstat: str = "NEEDS-ACTION"
    rsvp: bool = True
    delegated_from: str = ""
    delegated_to: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything that one message says of one meeting to one guest.

    *others* is filled only where the guest list is shown. *alarm_minutes* only where the guest
    asked. *comment* is the reason of a change, a cancellation or a refusal. *zone* is an IANA name.
    """

    uid: str
    sequence: int
    stamped_at: datetime
    created_at: datetime
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    organizer_email: str
    attendee: Guest
    description: str = ""
    location: str = ""
    status: str = "CONFIRMED"
    classification: str = "PUBLIC"
    categories: tuple[str, ...] = ()
    language: str = "en"
    organizer_name: str = ""
    acting_email: str = ""
    others: tuple[Guest, ...] = ()
    video_url: str = ""
    alarm_minutes: int | None = None
    comment: str = ""
    zone: str = "America/New_York"


def compose(method: str, entry: Entry) -> str:
    """The VCALENDAR of one message, lines ended by CRLF.

    A refused proposal says no more than RFC 5546, 3.2.8 lets it, and who it is for. CANCEL carries
    STATUS only where the whole meeting falls: one who is taken off is told so by the method alone
    (3.2.5). Raises ValueError for a method or times that no message can have, and bad addresses.
    """
    _check(method, entry)
    here = None if method == "DECLINECOUNTER" else _zone(entry)
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN"]
    block = here.block if here else ""
    inside = written([*_event(method, entry, here), "END:VCALENDAR"]).decode()
    return written([*head, f"METHOD:{method}"]).decode() + block + inside


def _check(method: str, entry: Entry) -> None:
    if method not in METHODS:
        raise ValueError(f"no method of ours: {method!r}")
    if entry.status not in STATUSES or (method == "REQUEST" and entry.status == "CANCELLED"):
        raise ValueError(f"no status for {method}: {entry.status!r}")
    times = (entry.stamped_at, entry.created_at, entry.changed_at, entry.starts_at, entry.ends_at)
    if any(at.tzinfo is None for at in times):
        raise ValueError("a time without its zone")
    if entry.ends_at < entry.starts_at:
        raise ValueError("it ends before it begins")


def _zone(entry: Entry) -> Zone | None:
    """The zone whose VTIMEZONE tells both ends rightly; None where UTC has to be written.

    Of two hours of the same name RFC 5545, 3.3.5 means the first, and some readers the second; a
    zone that never differs from UTC is taken by some for none at all.
    """
    here = zone(entry.zone)
    if here is None or (here.daylight is None and not here.standard.offset):
        return None
    for at in (entry.starts_at, entry.ends_at):
        local = at.astimezone(ZoneInfo(here.tzid))
        twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
        if twice or not here.covers(at):
            return None
    return here


def _event(method: str, entry: Entry, here: Zone | None) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield line("UID", one_line(entry.uid))
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTAMP:{utc(entry.stamped_at)}"
    yield from _people(method, entry)
    if clean(entry.comment):
        yield text("COMMENT", entry.comment, LANGUAGE=entry.language)
    if method != "DECLINECOUNTER":
        yield _instant("DTSTART", entry.starts_at, here)
        yield _instant("DTEND", entry.ends_at, here)
        yield from _words(entry)
        yield from _state(method, entry)
    if method == "REQUEST" and entry.alarm_minutes is not None:
        yield from _alarm(entry)
    yield "END:VEVENT"


def _instant(property: str, at: datetime, here: Zone | None) -> str:
    if here is None:
        return f"{property}:{utc(at)}"
    return f"{property};TZID={here.tzid}:{at.astimezone(ZoneInfo(here.tzid)):%Y%m%dT%H%M%S}"


def _words(entry: Entry) -> Iterator[str]:
    """Each text says its language; the video link stands in the words too, for few show it else."""
    said = {"LANGUAGE": entry.language}
    yield text("SUMMARY", one_line(entry.summary, LONGEST), **said)
    if location := one_line(entry.location, LONGEST):
        yield text("LOCATION", location, **said)
    description, link = clean(entry.description), clean(entry.video_url)
    if link not in description:
        description = f"{description}\n\n{link}".strip()
    if description:
        yield text("DESCRIPTION", description, **said)
    if url := web(entry.video_url):
        yield line("CONFERENCE", url, VALUE="URI", FEATURE="VIDEO", LABEL="Video")
    if categories := [
        word for word in (one_line(one, LONGEST) for one in entry.categories) if word
    ]:
        yield text("CATEGORIES", categories)


def _state(method: str, entry: Entry) -> Iterator[str]:
    falls = method == "CANCEL"
    if not falls or entry.status == "CANCELLED":
        yield f"STATUS:{entry.status}"
    yield f"TRANSP:{'TRANSPARENT' if falls else 'OPAQUE'}"
    if busy := "FREE" if falls else BUSY.get(entry.status):
        yield f"X-MICROSOFT-CDO-BUSYSTATUS:{busy}"
    yield f"CLASS:{entry.classification}"
    yield f"CREATED:{utc(entry.created_at)}"
    yield f"LAST-MODIFIED:{utc(entry.changed_at)}"


def _people(method: str, entry: Entry) -> Iterator[str]:
    """ORGANIZER is the mailbox that mail comes from; the recipient is the first ATTENDEE."""
    said = {"CN": name(entry.organizer_name)} if name(entry.organizer_name) else {}
    if acting := _other_mailbox(entry.acting_email, entry.organizer_email):
        said["SENT_BY"] = acting
    yield line("ORGANIZER", mailto(entry.organizer_email), **said)
    asks = method == "REQUEST"
    yield _attendee(entry.attendee, asks=asks)
    for guest in entry.others if method != "DECLINECOUNTER" else ():
        if guest.email.lower() != entry.attendee.email.lower():
            yield _attendee(guest, asks=asks)


def _other_mailbox(email: str, than: str) -> str:
    """The URI of a mailbox that is another one; empty where there is none."""
    try:
        return "" if address(email).lower() == address(than).lower() else mailto(email)
    except ValueError:
        return ""


def _attendee(guest: Guest, *, asks: bool) -> str:
    said = {"CN": name(guest.name)} if name(guest.name) else {}
    said |= {"CUTYPE": guest.cutype, "ROLE": guest.role, "PARTSTAT": guest.partstat}
    said["RSVP"] = "TRUE" if asks and guest.rsvp else "FALSE"
    if guest.delegated_from:
        said["DELEGATED_FROM"] = mailto(guest.delegated_from)
    if guest.delegated_to:
        said["DELEGATED_TO"] = mailto(guest.delegated_to)
    return line("ATTENDEE", mailto(guest.email), **said)


def _alarm(entry: Entry) -> Iterator[str]:
    """One that only shows itself: nothing sounds, and no mail goes out (RFC 5545, 3.6.6)."""
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield text("DESCRIPTION", one_line(entry.summary, LONGEST) or "-")
    yield f"TRIGGER:-PT{min(entry.alarm_minutes or 0, LONGEST_ALARM)}M"
    yield "END:VALARM"
