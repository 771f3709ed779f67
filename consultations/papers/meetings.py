"""What the Working Group did in a span: the recorded meetings, and our own that were held."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.disclosure import with_details_for
from consultations.models import (
    HEADQUARTERS,
    Consultation,
    CouncilVisit,
    Participation,
    Record,
    RecordedMeeting,
)
from consultations.papers.asked import Asked
from consultations.papers.participants import participants, seats_of
from consultations.papers.saying import say_day
from consultations.papers.spans import days

BODY = "Working Group on Peacekeeping Operations"
Kind = Literal["members", "thematic", "bureau", "visit"]
KINDS: dict[str, Kind] = {
    Consultation.Kind.ORGANISATIONAL: "members",
    Consultation.Kind.C34_BUREAU: "bureau",
}
OF_THE_GROUP = (
    Q(kind__in=("working_group", "organisational", "c34_bureau", "visit_debrief"))
    | Q(kind="crisis", convener=Consultation.Convener.CHAIR)
    | Q(forum__icontains="Working Group")
)
SATURDAY = 5
"""Of ``date.weekday``: a meeting at Headquarters on a weekend is suspect, a visit is not."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the tables. ``id`` names it for good: the recorded meeting's number, or the
    consultation's id. ``record`` is there where a consultation of our own stands behind it."""

    id: str
    on: date
    until: date
    kind: Kind
    informal: bool
    subject: str
    participants: str
    panellists: tuple[str, ...]
    notes: tuple[str, ...] = ()
    of_participants: tuple[str, ...] = ()  # notes that matter where participants are shown
    row: Consultation | None = None
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Meetings:
    """The entries in order, and what is to be said of those that are not among them."""

    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()


def meetings(asked: Asked) -> Meetings:
    """Everything of the Working Group in the span, in the order in which it happened.

    A consultation brought in from a recorded meeting is that meeting, and not listed again; its
    record comes with it. Closed ones that the reader may not see are counted in a note.
    """
    first, last = asked.span
    rows = [*own_of(first, last, asked.reader)]
    held = [row for row in rows if row.status == Consultation.Status.HELD]
    told = [row for row in held if row.shown]
    by_event = {row.source_event: row for row in told if row.source_event}
    recorded = list(_recorded(first, last))
    known = {one.event_id for one in recorded}
    entries = [
        *((*_place(one), of_recorded(one, by_event.get(one.event_id))) for one in recorded),
        *((_day(row), 1, row.starts_at.timestamp(), of_own(row)) for row in told
          if row.source_event not in known),
        *((one.starts_on, 2, one.pk, of_visit(one)) for one in _visits(first, last, recorded)),
    ]  # fmt: skip
    entries.sort(key=lambda found: found[:3])
    over = [row for row in rows if _day(row) < asked.today]  # one still to come was not left out
    notes = _not_listed(held, over, known)
    return Meetings(tuple(found[3] for found in entries), tuple(notes))


def own_of(first: date, last: date, reader: User | AnonymousUser) -> QuerySet[Any]:
    """Consultations of the Working Group that are confirmed or held, with their records."""
    begins, ends = _midnight(first), _midnight(last + timedelta(days=1))
    live = (Consultation.Status.CONFIRMED, Consultation.Status.HELD)
    rows = Consultation.objects.filter(
        OF_THE_GROUP, status__in=live, starts_at__gte=begins, starts_at__lt=ends
    )
    lists = ("attendances", "panellists", "points", "questions", "inputs")
    invited = Participation.objects.filter(removed=False)
    return with_details_for(
        rows.select_related("record__continues", "room")
        .prefetch_related(
            Prefetch("participations", invited),
            *(f"record__{name}" for name in lists),
            "record__points__mission",
            "record__tags",
            "convener_user",
        )
        .order_by("starts_at", "pk"),
        reader,
    )


def of_recorded(one: RecordedMeeting, row: Consultation | None = None) -> Entry:
    """A recorded meeting, worded as its table words it; the discrepancy is a note, never a cell."""
    kinds: dict[str, Kind] = {"internal": "members", "special committee": "bureau",
                              "visit": "visit"}  # fmt: skip
    kind = kinds.get(one.meeting_type, "thematic")
    until = one.ends_on or one.starts_on
    when = days(one.starts_on, until) if until != one.starts_on else say_day(one.starts_on)
    notes = [f"{when}: {one.discrepancy}."] if one.discrepancy else []
    said = one.participants.strip()
    told: tuple[str, ...] = ()
    if said.startswith("(") and said.endswith(")"):
        said, told = "", (f"{when}: {said[1:-1]}.",)
    if kind != "visit" and one.starts_on.weekday() >= SATURDAY:
        notes.append(_("%s: recorded on a weekend, which is suspect.") % when)
    return Entry(
        re.sub(r"[^A-Za-z0-9]+", "-", one.event_id), one.starts_on, until, kind,
        one.formality == "informal", one.subject, said,
        tuple(filter(None, re.split(r";\s+", one.panellists.strip()))), tuple(notes),
        told, row, record_of(row),
    )  # fmt: skip


def of_own(row: Consultation) -> Entry:
    """A consultation that was held, as its record says it, and otherwise as it was booked."""
    record, on = record_of(row), _day(row)
    kind = KINDS.get(row.kind, "thematic")
    told: tuple[str, ...] = ()
    said = record.participants.strip() if record else ""
    if not said:
        seats, noted = seats_of(row, record.attendances.all() if record else ())
        said = participants(seats, members_only=kind == "members")
        if said and not noted and kind != "members":
            words = _("%s: participants are those invited; attendance is not recorded.")
            told = (words % say_day(on),)
    briefed = [one for one in record.panellists.all() if not one.removed] if record else []
    subject = (record.theme if record else "") or row.subject
    return Entry(
        str(row.pk), on, on, kind, row.format == Consultation.Format.INFORMAL, subject, said,
        tuple(filter(None, map(str, briefed))), (), told, row, record,
    )  # fmt: skip


def of_visit(one: CouncilVisit) -> Entry:
    """A visit of the Chair, by whom and to where as it was entered."""
    where = ", ".join(mission.acronym for mission in one.missions.all())
    words = {"where": where, "who": one.by}
    subject = _("Visit to %(where)s by %(who)s") if where else _("Visit by %(who)s")
    return Entry(
        f"visit-{one.pk}", one.starts_on, one.ends_on, "visit", False, subject % words, "", ()
    )


def record_of(row: Consultation | None) -> Record | None:
    """The record, where one was opened."""
    return getattr(row, "record", None) if row is not None else None


def _recorded(first: date, last: date) -> QuerySet[RecordedMeeting]:
    return RecordedMeeting.objects.filter(body__icontains=BODY, starts_on__range=(first, last))


def _visits(first: date, last: date, recorded: Iterable[RecordedMeeting]) -> Iterator[CouncilVisit]:
    """Those of the Chair that no recorded meeting tells already."""
    told = {one.starts_on for one in recorded if one.meeting_type == "visit"}
    rows = CouncilVisit.objects.filter(by__icontains="chair", starts_on__range=(first, last))
    for one in rows.prefetch_related("missions"):
        if one.starts_on not in told:
            yield one


def _not_listed(held: list[Any], rows: list[Any], known: set[str]) -> Iterator[str]:
    """What a reader must know is missing."""
    closed = sum(not row.shown and row.source_event not in known for row in held)
    if closed:
        words = ngettext(
            "%d closed meeting is left out: its details are not open to you.",
            "%d closed meetings are left out: their details are not open to you.",
            closed,
        )
        yield words % closed
    yet = [row for row in rows if row.status != Consultation.Status.HELD and row.shown]
    if yet:
        words = ngettext(
            "%d confirmed meeting is not marked as held, and is left out.",
            "%d confirmed meetings are not marked as held, and are left out.",
            len(yet),
        )
        yield words % len(yet)


def _place(one: RecordedMeeting) -> tuple[date, int, float]:
    """By day, then as the table numbers its rows."""
    number = re.search(r"\d+", one.annex_row)
    return one.starts_on, 0, float(number[0]) if number else float("inf")


def _day(row: Consultation) -> date:
    return row.starts_at.astimezone(HEADQUARTERS).date()


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), HEADQUARTERS)
