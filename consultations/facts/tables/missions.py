"""Tables of missions: the list, penholders, mandates, reports, reviews, crises, milestones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from consultations.facts.cells import DAY, TEXT, YES_NO, Cell, one_of
from consultations.facts.columns import Column, Key, Suspicion, Table, fact_columns, in_order
from consultations.facts.context import Context
from consultations.facts.lines import Line
from consultations.facts.related import PENS_2017, PENS_LATEST, other_pens
from consultations.models import (
    MISSION,
    Crisis,
    Mandate,
    Milestone,
    Mission,
    Penholder,
    Report,
    ReportRequirement,
    StrategicReview,
)

KNOWN_ON = Column("known_on", "known_on", DAY, own=True, aside=True)  # of a date that changed
MISSION_COLUMN = Column(
    "mission", "mission_id", required=True, path="mission__acronym", refers="mission"
)
COMPONENT = Column("component", "component", Cell(TEXT.read, empty=MISSION, is_text=True))


def of_mission(line: Line, context: Context) -> None:
    """The mission's key for its acronym."""
    line.values["mission_id"] = context.missions.get(line.values["mission_id"])


def _mission(line: Line, context: Context) -> None:
    line.values["known_by_name_only"] = False


def _kind(value: str) -> str:
    return "" if value == Mission.Kind.UNKNOWN else value


MISSIONS = Table(
    "missions",
    Mission,
    (
        Column("acronym", "acronym", required=True),
        Column("full_name", "full_name"),
        Column("region", "region"),
        Column("host_countries", "host_countries"),
        Column("established_by", "established_by"),
        Column("established_date", "established_on", DAY),
        Column("start", "starts_on", DAY),
        Column("end", "ends_on", DAY),
        Column(
            "kind",
            "kind",
            Cell(one_of([Mission.Kind.PEACEKEEPING, Mission.Kind.POLITICAL]).read, _kind),
        ),
        Column("penholder_2017", related=PENS_2017),
        Column("penholder_latest", related=PENS_LATEST),
        Column("open_ended", "open_ended", YES_NO),
        Column("note", "note"),
        *fact_columns(),
        Column("regional_bodies", "regional_bodies", own=True),
        Column("expected_end", "expected_end_on", DAY, own=True),
        Column("time_zone", "time_zone", own=True),
        KNOWN_ON,
    ),
    (Key(("acronym",)),),
    lambda line: (line.values["acronym"],),
    _mission,
    lambda line: in_order(line, ("start", "starts_on"), ("end", "ends_on")),
    rows=lambda: Mission.objects.filter(known_by_name_only=False),
)


def _pen(line: Line, context: Context) -> None:
    of_mission(line, context)
    line.values["member_id"] = context.member(line, "member", line.values["member_name"])


PENHOLDERS = Table(
    "penholders",
    Penholder,
    (
        MISSION_COLUMN,
        Column("member", "member_name", required=True),
        Column("from", "from_on", DAY),
        Column("until", "until_on", DAY),
        Column("basis", "basis", one_of(["recorded", "estimated"])),
        Column("pledges_to_consult", "pledges_to_consult", YES_NO),
        *fact_columns(),
    ),
    (Key(("mission_id", "member_id", "from_on")),),
    lambda line: tuple(line.values[name] for name in ("mission_id", "member_name", "from_on")),
    _pen,
    lambda line: in_order(line, ("from", "from_on"), ("until", "until_on")),
    rows=other_pens,
)


def year_differs(line: Line, column: str, field: str, symbol: str) -> Iterator[Suspicion]:
    """The year a symbol carries against the year of its date."""
    on = line.values.get(field)
    match = re.search(r"S/(?:RES/\d+ \()?((?:19|20)\d\d)\b", line.values.get(symbol) or "")
    if on and match and int(match[1]) != on.year:
        yield column, _("the symbol is of %(year)s, the date is not") % {"year": match[1]}


MANDATES = Table(
    "mandates",
    Mandate,
    (
        MISSION_COLUMN,
        COMPONENT,
        Column("resolution", "resolution"),
        Column("adopted", "adopted_on", DAY, required=True),
        Column("mandate_from", "starts_on", DAY),
        Column("expires_on", "expires_on", DAY, required=True),
        Column("kind", "kind", one_of([str(one) for one in Mandate.Kind]), required=True),
        Column("vote", "vote"),
        Column("note", "note"),
        *fact_columns(),
        Column("verified_by", "verified_by"),
        KNOWN_ON,
    ),
    (
        Key(("mission_id", "component", "resolution", "adopted_on", "expires_on", "kind")),
        Key(("mission_id", "component", "resolution", "kind"), filled=("resolution",)),
        Key(("mission_id", "component", "adopted_on", "expires_on", "kind"), filling="resolution"),
    ),
    lambda line: tuple(
        line.values.get(name)
        for name in ("mission_id", "component", "resolution", "adopted_on", "expires_on", "kind")
    ),
    of_mission,
    lambda line: (
        *in_order(line, ("adopted", "adopted_on"), ("expires_on", "expires_on")),
        *in_order(line, ("mandate_from", "starts_on"), ("expires_on", "expires_on")),
    ),
    lambda line: year_differs(line, "adopted", "adopted_on", "resolution"),
)

REQUIREMENTS = Table(
    "report_requirements",
    ReportRequirement,
    (
        MISSION_COLUMN,
        COMPONENT,
        Column("wording", "wording", required=True),
        Column("requested_by", "requested_by"),
        Column("known_on", "known_on", DAY),
        Column("until", "until_on", DAY),
        Column("note", "note"),
        *fact_columns(),
    ),
    (Key(("mission_id", "component", "wording", "requested_by")),),
    lambda line: tuple(
        line.values.get(name) for name in ("mission_id", "component", "wording", "requested_by")
    ),
    of_mission,
    lambda line: in_order(line, ("known_on", "known_on"), ("until", "until_on")),
)

REPORTS = Table(
    "reports",
    Report,
    (
        MISSION_COLUMN,
        Column("document_symbol", "symbol"),
        Column("report_date", "issued_on", DAY),
        Column("requested_by", "requested_by"),
        Column("cycle", "cycle"),
        Column("kind", "kind", one_of([str(one) for one in Report.Kind]), required=True),
        Column("period_from", "period_from", DAY),
        Column("period_to", "period_to", DAY),
        Column("note", "note"),
        *fact_columns(),
        Column("verified_by", "verified_by"),
        Column("due", "due_on", DAY, own=True, aliases={"due_on": {}, "report_due": {}}),
        Column("advance_copy", "advance_copy_on", DAY, own=True, aliases={"advance_copy_on": {}}),
        KNOWN_ON,
    ),
    (
        Key(("mission_id", "symbol", "issued_on", "kind", "cycle")),
        Key(("mission_id", "symbol"), filled=("symbol",)),
        Key(("mission_id", "issued_on", "kind"), filled=("issued_on",), filling="symbol"),
    ),
    lambda line: (
        (line.values["mission_id"], line.values["symbol"])
        if line.values.get("symbol")
        else tuple(line.values.get(name) for name in ("mission_id", "issued_on", "kind", "cycle"))
    ),
    of_mission,
    lambda line: in_order(line, ("period_from", "period_from"), ("period_to", "period_to")),
    lambda line: year_differs(line, "report_date", "issued_on", "symbol"),
)

REVIEWS = Table(
    "strategic_reviews",
    StrategicReview,
    (
        MISSION_COLUMN,
        Column("requested_by", "requested_by"),
        Column("known_on", "known_on", DAY, required=True),
        Column("due", "due_on", DAY),
        Column("circulated", "circulated_on", DAY),
        Column("symbol", "symbol"),
        Column("note", "note"),
        *fact_columns(),
    ),
    (Key(("mission_id", "requested_by", "known_on")),),
    lambda line: tuple(
        line.values.get(name) for name in ("mission_id", "requested_by", "known_on")
    ),
    of_mission,
)

CRISES = Table(
    "crises",
    Crisis,
    (
        MISSION_COLUMN,
        Column("date", "occurred_on", DAY, required=True),
        Column("known_on", "known_on", DAY, required=True),
        Column("summary", "summary", required=True),
        Column("over", "over_on", DAY),
        *fact_columns(),
    ),
    (Key(("mission_id", "occurred_on")),),
    lambda line: (line.values["mission_id"], line.values["occurred_on"]),
    of_mission,
    lambda line: in_order(line, ("date", "occurred_on"), ("over", "over_on")),
)


def _milestone_impossible(line: Line) -> Iterator[Suspicion]:
    yield from in_order(line, ("date", "on"), ("date_end", "until_on"))
    announces = line.values["kind"] == Milestone.Kind.ANNOUNCED
    if not line.values["mission_id"] and not (announces and line.values.get("event_id")):
        yield "mission", _("is empty: only the announcement of a meeting (event_id) can do without")


_MILESTONE_KEY = ("mission_id", "component", "expires_on", "kind", "event_id", "known_on")
MILESTONES = Table(
    "milestones",
    Milestone,
    (
        Column("mission", "mission_id", path="mission__acronym", refers="mission"),
        COMPONENT,
        Column("expires_on", "expires_on", DAY),
        Column("kind", "kind", one_of([str(one) for one in Milestone.Kind]), required=True),
        Column("event_id", "event_id"),
        Column("date", "on", DAY, required=True),
        Column("date_end", "until_on", DAY),
        Column("known_on", "known_on", DAY, required=True),
        *fact_columns(),
    ),
    (Key((*_MILESTONE_KEY, "on")), Key(_MILESTONE_KEY)),
    lambda line: tuple(line.values.get(name) for name in (*_MILESTONE_KEY, "on")),
    of_mission,
    _milestone_impossible,
)
