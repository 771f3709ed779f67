"""Tables of Headquarters: rooms, holidays, closures, hours, the Council's own meetings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from consultations.facts.cells import COUNT, DAY, TIME, YES_NO, Cell, one_of
from consultations.facts.columns import Column, Key, Suspicion, Table, fact_columns, in_order
from consultations.facts.context import Context
from consultations.facts.lines import Line
from consultations.models import (
    HEADQUARTERS,
    BuildingHours,
    Closure,
    CouncilMeeting,
    Holiday,
    Room,
)
from planner.workdays import say_date

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SESSIONS = one_of(
    ["morning", "afternoon"],
    {
        "a.m.": "morning",
        "am": "morning",
        "10 a.m.": "morning",
        "10:00": "morning",
        "10:00-13:00": "morning",
        "p.m.": "afternoon",
        "pm": "afternoon",
        "3 p.m.": "afternoon",
        "15:00": "afternoon",
        "15:00-18:00": "afternoon",
    },
)

ROOMS = Table(
    "rooms",
    Room,
    (
        Column("name", "name", required=True),
        Column("capacity", "capacity", COUNT),
        Column("interpretation", "interpretation", YES_NO),
        Column("near_chamber", "near_chamber", YES_NO),
        Column("in_use", "in_use", YES_NO),
        Column("note", "note"),
        *fact_columns(),
    ),
    (Key(("name",)),),
    lambda line: (line.values["name"],),
)


def weekend(line: Line, column: str, field: str) -> Iterator[Suspicion]:
    """A meeting on a Saturday or Sunday: possible, and hardly ever so."""
    on = line.values.get(field)
    if on and on.weekday() >= 5:
        names = {"day": say_date(on), "weekday": WEEKDAYS[on.weekday()]}
        yield column, _("a meeting on a weekend: %(day)s is a %(weekday)s") % names


def _weekday(line: Line) -> Iterator[Suspicion]:
    said, on = line.aside.get("weekday"), line.values["on"]
    if said and said.casefold() != WEEKDAYS[on.weekday()].casefold():
        yield "weekday", _("%s is another day of the week: correct one of the two") % say_date(on)


HOLIDAYS = Table(
    "holidays",
    Holiday,
    (
        Column("date", "on", DAY, required=True),
        Column("weekday", cell=Cell(str, lambda on: WEEKDAYS[on.weekday()], empty=""), path="on"),
        Column("holiday", "name", required=True),
        Column("kind", "kind", one_of([str(one) for one in Holiday.Kind]), required=True),
        Column("observed", "observed", YES_NO),
        Column("duty_station", "duty_station"),
        Column("note", "note"),
        *fact_columns(),
    ),
    # The same holiday of the same year on another day: the circular fixed it.
    (Key(("on", "name")), Key(("on__year", "name", "kind"))),
    lambda line: (line.values["on"], line.values["name"]),
    impossible=_weekday,
)

CLOSURES = Table(
    "closures",
    Closure,
    (
        Column("first", "first_on", DAY, required=True),
        Column("last", "last_on", DAY, required=True),
        Column("name", "name", required=True),
        Column("kind", "kind", one_of([str(one) for one in Closure.Kind])),
        Column("note", "note"),
        *fact_columns(),
    ),
    (Key(("first_on", "name")), Key(("first_on__year", "name"))),
    lambda line: (line.values["first_on"], line.values["name"]),
    impossible=lambda line: in_order(line, ("first", "first_on"), ("last", "last_on")),
)


def _hours(line: Line) -> Iterator[Suspicion]:
    yield from in_order(line, ("from", "from_on"), ("until", "until_on"))
    if line.values["ends"] <= line.values["starts"]:
        yield "ends", _("the session ends before it starts")


HOURS = Table(
    "hours",
    BuildingHours,
    (
        Column("from", "from_on", DAY),
        Column("until", "until_on", DAY),
        Column("session", "session", SESSIONS, required=True),
        Column("starts", "starts", TIME, required=True),
        Column("ends", "ends", TIME, required=True),
        Column("interpretation", "interpretation", YES_NO),
        Column("note", "note"),
        *fact_columns(),
    ),
    (Key(("from_on", "session")),),
    lambda line: (line.values.get("from_on"), line.values["session"]),
    impossible=_hours,
)


def _council_meeting(line: Line, context: Context) -> None:
    values = line.values
    name = values.get("room_name") or ""
    values["room_id"] = context.rooms.get(name)
    if name and name not in context.rooms:
        context.warn(line, "room", _("no room of this name: only the Council is busy, no room"))
    for column, field in (("start", "starts_at"), ("end", "ends_at")):
        if at := line.aside.get(column):
            values[field] = datetime.combine(values["on"], at, HEADQUARTERS)
        elif column in line.aside:
            values[field] = None


def _council_times(line: Line) -> Iterator[Suspicion]:
    start, end = line.aside.get("start"), line.aside.get("end")
    if start and end and end <= start:
        yield "end", _("the meeting ends before it starts")


_FIRM = {"yes": "firm", "no": "provisional"}
_PROVISIONAL = {"yes": "provisional", "no": "firm"}
COUNCIL_MEETINGS = Table(
    "council_meetings",
    CouncilMeeting,
    (
        Column("date", "on", DAY, required=True),
        Column("session", "session", SESSIONS),
        Column("room", "room_name"),
        Column("subject", "subject"),
        Column(
            "firmness",
            "firmness",
            one_of([str(one) for one in CouncilMeeting.Firmness]),
            aliases={
                "status": {},
                "provisional_or_firm": {},
                "firm": _FIRM,
                "provisional": _PROVISIONAL,
            },
        ),
        *fact_columns(),
        Column("start", "start", TIME, own=True, aside=True, path="starts_at"),
        Column("end", "end", TIME, own=True, aside=True, path="ends_at"),
        Column("known_on", "known_on", DAY, own=True),
    ),
    (Key(("on", "session", "room_name", "subject")),),
    lambda line: tuple(line.values.get(name) for name in ("on", "session", "room_name", "subject")),
    _council_meeting,
    _council_times,
    lambda line: weekend(line, "date", "on"),
)
