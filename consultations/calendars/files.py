"""Consultations as iCalendar text (RFC 5545) that Outlook, Google, Apple and the others accept.

The same data give the same bytes: DTSTAMP is the last change, not now. What a reader may not see is
not in the file at all, for CLASS is a label and no lock.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vCalAddress, vText, vUri

from consultations.calendars.descriptions import description, location
from consultations.calendars.zones import zone
from consultations.models import HEADQUARTERS, Consultation, Participation
from consultations.people import Person, may

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
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]")
BREAKS = re.compile(r"\r\n|[\r\x85\u2028\u2029]")
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
    file = Calendar()
    file.add("prodid", PRODID)
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    rows = list(consultations)
    here = zone(HEADQUARTERS.key)
    if here and any(here.covers(row.starts_at) for row in rows):
        file.add_component(Timezone.from_ical(here.block.encode()))
    for row in rows:
        shown = everything or may(reader, "details", row)
        file.add_component(_event(row, shown=shown, guests=guests and shown))
    return file.to_ical()


def _event(row: Consultation, *, shown: bool, guests: bool) -> Event:
    event = Event()
    event.add("uid", row.uid)
    event.add("dtstamp", row.updated_at.astimezone(UTC))
    event.add("created", row.created_at.astimezone(UTC))
    event.add("last-modified", row.updated_at.astimezone(UTC))
    event.add("sequence", row.sequence)
    event.add("dtstart", _instant(row.starts_at, row))
    event.add("dtend", _instant(row.ends_at, row))
    status = STATUS[Status(row.status)]
    event.add("status", status)
    event.add("transp", "TRANSPARENT" if status == "CANCELLED" else "OPAQUE")
    if status in BUSY:
        event.add("x-microsoft-cdo-busystatus", BUSY[status])
    event.add("organizer", _organizer(row), encode=False)
    if shown:
        _details(event, row)
    else:
        event.add("summary", _("Closed meeting"))
        event.add("class", "CONFIDENTIAL")
    for guest in _guests(row) if guests else ():
        event.add("attendee", _attendee(guest, row), encode=False)
    return event


def _details(event: Event, row: Consultation) -> None:
    closed = row.visibility == Consultation.Visibility.INVITEES
    missions = sorted(mission.acronym for mission in row.missions.all())
    event.add("summary", one_line(row.subject, LONGEST))
    event.add("location", one_line(location(row), LONGEST))
    event.add("description", clean(description(row)))
    event.add("categories", [one_line(row.get_kind_display()), *map(one_line, missions)])
    event.add("class", "PRIVATE" if closed else "PUBLIC")
    event.add("url", vUri(f"{settings.PUBLIC_URL.rstrip('/')}{row.get_absolute_url()}"))


def _instant(at: datetime, row: Consultation) -> datetime:
    """Local time where the file's VTIMEZONE is right, else UTC; both ends alike."""
    here = zone(HEADQUARTERS.key)
    local = here is not None and here.covers(row.starts_at)
    return at.astimezone(HEADQUARTERS if local else UTC)


def _organizer(row: Consultation) -> vCalAddress:
    """A mailbox that stays when people and presidencies change; SENT-BY names who acts."""
    address = vCalAddress(f"mailto:{settings.ORGANIZER_EMAIL}")
    address.params["CN"] = vText(name(_("Consultation planner")))
    email = row.booked_by.email if row.booked_by else ""
    if email and email != settings.ORGANIZER_EMAIL:
        address.params["SENT-BY"] = f"mailto:{one_line(email)}"
    return address


def _guests(row: Consultation) -> list[Participation]:
    """The list in an order that no database changes."""
    invited = [guest for guest in row.participations.all() if not guest.removed]
    return sorted(invited, key=lambda g: (CATEGORIES[g.category], -(g.strength or 0), g.name))


def _attendee(guest: Participation, row: Consultation) -> vCalAddress:
    """A guest. ATTENDEE must be a URI (RFC 5545, 3.3.3), and many delegations have no address
    here: a name-based UUID stands for them, so that no address is made up and the same guest is the
    same in every file (RFC 4122, 4.3)."""
    urn = uuid.uuid5(row.pk, guest.name).urn
    address = vCalAddress(f"mailto:{guest.email}" if guest.email else urn)
    wanted = guest.role != Participation.Role.INFORMED and row.status != Status.CANCELLED
    waiting = guest.partstat == Participation.Answer.NEEDS_ACTION
    address.params["CN"] = vText(name(guest.name))
    address.params["CUTYPE"] = guest.cutype
    address.params["ROLE"] = guest.role
    address.params["PARTSTAT"] = guest.partstat
    address.params["RSVP"] = "TRUE" if wanted and waiting else "FALSE"
    return address


def clean(text: str) -> str:
    """No control characters, line ends of one kind: several readers refuse or lose the rest."""
    return CONTROLS.sub("", BREAKS.sub("\n", text)).strip()


def one_line(text: str, longest: int | None = None) -> str:
    """On one line, of at most *longest* UTF-16 units."""
    line = " ".join(clean(text).split())
    while longest and len(line.encode("utf-16-le")) // 2 > longest:
        line = line[:-1]
    return line


def name(text: str) -> str:
    """A CN that every reader shows: quotation marks become apostrophes, `^` and `;` go."""
    return one_line(text.replace('"', "'").replace("^", "").replace(";", ","))


def wanted_of(rows: Any) -> Any:
    """The query with everything that a file needs, in a fixed number of queries."""
    return rows.select_related("room", "cycle_mission", "booked_by").prefetch_related(
        "missions", "participations", "convener_user"
    )
