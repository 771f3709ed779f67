"""Consultations as iCalendar text (RFC 5545) that Outlook, Google, Apple and the others accept.

The same data give the same bytes: DTSTAMP is the last change, not now. What a reader may not see is
not in the file at all, for CLASS is a label and no lock.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from icalendar import Timezone

from consultations.calendars.descriptions import description, kind, location
from consultations.calendars.lines import clean, line, name, one_line, text, utc, written
from consultations.calendars.uris import web
from consultations.calendars.zones import zone
from consultations.models import HEADQUARTERS, Consultation, Mission, Participation
from consultations.people import Person, may

__all__ = [
    "calendar", "clean", "conference", "entry", "file", "ics", "instant", "name", "one_line",
    "wanted_of",
]  # fmt: skip

PRODID = "-//Consultation planner//Consultations//EN"
LONGEST = 255  # UTF-16 units of SUMMARY and LOCATION; Outlook cuts there
Status = Consultation.Status
STATUS = {
    Status.PROPOSED: "TENTATIVE",
    Status.TENTATIVE: "TENTATIVE",
    Status.CONFIRMED: "CONFIRMED",
    Status.HELD: "CONFIRMED",
    Status.CANCELLED: "CANCELLED",
}
BUSY = {"TENTATIVE": "TENTATIVE", "CANCELLED": "FREE"}  # Outlook looks here before STATUS
CATEGORIES = {value: place for place, value in enumerate(Participation.Category.values)}


def ics(consultation: Consultation, reader: Person | None) -> bytes:
    """One consultation for *reader*, with its guests if the details are for them.

    No METHOD: a download announces nothing to a mail program (RFC 5546 binds messages alone).
    """
    return calendar([consultation], reader=reader, guests=True)


def calendar(
    consultations: Iterable[Consultation],
    *,
    reader: Person | None,
    guests: bool = False,
    everything: bool = False,
) -> bytes:
    """Many consultations in one file, in the order given; Headquarters' zone once, if used.

    *everything*: for the one who runs the installation, who may see all of it.
    """
    lines: list[str] = []
    for row in consultations:
        shown = everything or may(reader, "details", row)
        lines += entry(row, shown=shown, guests=guests and shown)
    return file(lines)


def file(lines: Iterable[str], head: Iterable[str] = ()) -> bytes:
    """A whole VCALENDAR around components that are written; the zone once, if they name it."""
    inside = written(lines)
    begin = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODID}",
        "CALSCALE:GREGORIAN",
        *head,
    ]
    block = _headquarters() if f";TZID={HEADQUARTERS.key}:".encode() in inside else b""
    return written(begin) + block + inside + written(["END:VCALENDAR"])


def entry(
    row: Consultation, *, shown: bool, guests: bool = False, organizer: bool = True, said: str = ""
) -> list[str]:
    """One VEVENT; *said* stands at the end of its description."""
    status = STATUS[Status(row.status)]
    return [
        "BEGIN:VEVENT",
        text("SUMMARY", _title(row) if shown else _("Closed meeting")),
        instant("DTSTART", row.starts_at, row.starts_at),
        instant("DTEND", row.ends_at, row.starts_at),
        f"DTSTAMP:{utc(row.updated_at)}",
        line("UID", row.uid),
        f"SEQUENCE:{row.sequence}",
        *(_attendee(guest, row) for guest in (_guests(row) if guests else ())),
        *_details(row, said, shown=shown, organizer=organizer),
        f"STATUS:{status}",
        f"TRANSP:{'TRANSPARENT' if status == 'CANCELLED' else 'OPAQUE'}",
        *([line("URL", _page(row))] if shown else []),
        *([f"X-MICROSOFT-CDO-BUSYSTATUS:{BUSY[status]}"] if status in BUSY else []),
        "END:VEVENT",
    ]


def _details(row: Consultation, said: str, *, shown: bool, organizer: bool) -> Iterator[str]:
    closed = row.visibility == Consultation.Visibility.INVITEES
    if shown:
        missions = sorted(mission.acronym for mission in row.missions.all())
        yield text("CATEGORIES", map(one_line, [kind(row), *missions]))
        yield f"CLASS:{'PRIVATE' if closed else 'PUBLIC'}"
        if video := web(row.video_url):
            yield conference(video)
    else:
        yield "CLASS:CONFIDENTIAL"
    yield f"CREATED:{utc(row.created_at)}"
    if shown:
        yield text("DESCRIPTION", "\n\n".join(filter(None, [description(row), said])))
    yield f"LAST-MODIFIED:{utc(row.updated_at)}"
    if shown:
        yield text("LOCATION", one_line(location(row), LONGEST))
    if organizer:
        yield _organizer(row)


def _title(row: Consultation) -> str:
    return one_line(row.subject, LONGEST)


def _page(row: Consultation) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}{row.get_absolute_url()}"


def instant(property: str, at: datetime, start: datetime) -> str:
    """Local time where the file's VTIMEZONE is right at *start*, else UTC; both ends alike."""
    here = zone(HEADQUARTERS.key)
    if here is None or not here.covers(start):
        return f"{property}:{utc(at)}"
    return f"{property};TZID={here.tzid}:{at.astimezone(HEADQUARTERS):%Y%m%dT%H%M%S}"


def conference(url: str) -> str:
    """Where some take part from afar (RFC 7986, 5.11)."""
    return line("CONFERENCE", url, VALUE="URI", FEATURE="VIDEO", LABEL=_("Video"))


@lru_cache(maxsize=1)
def _headquarters() -> bytes:
    here = zone(HEADQUARTERS.key)
    return Timezone.from_ical(here.block.encode()).to_ical() if here else b""


def _organizer(row: Consultation) -> str:
    """A mailbox that stays when people and presidencies change; SENT-BY names who acts."""
    params = {"CN": name(_("Consultation planner"))}
    email = one_line(row.booked_by.email) if row.booked_by else ""
    if email and email != settings.ORGANIZER_EMAIL:
        params["SENT_BY"] = f"mailto:{email}"
    return line("ORGANIZER", f"mailto:{settings.ORGANIZER_EMAIL}", **params)


def _guests(row: Consultation) -> list[Participation]:
    """The list in an order that no database changes."""
    invited = [guest for guest in row.participations.all() if not guest.removed]
    return sorted(invited, key=lambda g: (CATEGORIES[g.category], -(g.strength or 0), g.name))


def _attendee(guest: Participation, row: Consultation) -> str:
    """A guest. ATTENDEE must be a URI (RFC 5545, 3.3.3), and many delegations have no address
    here: a name-based UUID stands for them, so that no address is made up and the same guest is the
    same in every file (RFC 4122, 4.3)."""
    urn = uuid.uuid5(row.pk, guest.name).urn
    wanted = guest.role != Participation.Role.INFORMED and row.status != Status.CANCELLED
    waiting = guest.partstat == Participation.Answer.NEEDS_ACTION
    return line(
        "ATTENDEE",
        f"mailto:{guest.email}" if guest.email else urn,
        CN=name(guest.name),
        CUTYPE=guest.cutype,
        PARTSTAT=guest.partstat,
        ROLE=guest.role,
        RSVP="TRUE" if wanted and waiting else "FALSE",
    )


def wanted_of(rows: Any) -> Any:
    """The query with everything that a file needs, in a fixed number of queries."""
    return rows.select_related("room", "cycle_mission", "booked_by").prefetch_related(
        Prefetch("missions", Mission.objects.only("acronym")), "participations", "convener_user"
    )
