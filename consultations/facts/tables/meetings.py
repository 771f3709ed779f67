"""Tables of meetings and visits of the past, worded as the records word them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from consultations.facts.cells import DAY, one_of
from consultations.facts.columns import Column, Key, Suspicion, Table, fact_columns, in_order
from consultations.facts.lines import Line
from consultations.facts.related import Missions
from consultations.facts.tables.premises import weekend
from consultations.models import CouncilVisit, RecordedMeeting


def _event_suspect(line: Line) -> Iterator[Suspicion]:
    if line.values["meeting_type"] != RecordedMeeting.Type.VISIT:  # a journey may use weekends
        yield from weekend(line, "date_start", "starts_on")
        if line.values.get("ends_on") != line.values["starts_on"]:
            yield from weekend(line, "date_end", "ends_on")
    if line.values.get("discrepancy"):
        yield "discrepancy", _("the annex and the body of the report differ")


EVENTS = Table(
    "events",
    RecordedMeeting,
    (
        Column("event_id", "event_id", required=True),
        Column("body", "body"),
        Column("formality", "formality", one_of([str(one) for one in RecordedMeeting.Formality])),
        Column(
            "meeting_type",
            "meeting_type",
            one_of([str(one) for one in RecordedMeeting.Type]),
            required=True,
        ),
        Column("date_start", "starts_on", DAY, required=True),
        Column("date_end", "ends_on", DAY),
        Column("participants", "participants"),
        Column("subject", "subject"),
        Column("panellists", "panellists"),
        Column("missions", "mission_names", refers="missions by name"),
        Column("symbol", "symbol"),
        Column("symbol_basis", "symbol_basis"),
        Column("symbol_confidence", "symbol_confidence", one_of(["high", "medium", "low"])),
        Column("report", "report"),
        Column("paragraph", "paragraph"),
        Column("annex_row", "annex_row"),
        Column("discrepancy", "discrepancy"),
        *fact_columns(),
    ),
    (Key(("event_id",)),),
    lambda line: (line.values["event_id"],),
    impossible=lambda line: in_order(line, ("date_start", "starts_on"), ("date_end", "ends_on")),
    suspect=_event_suspect,
    links=Missions(RecordedMeeting, "missions"),
)

VISITS = Table(
    "visits",
    CouncilVisit,
    (
        Column("missions", related=Missions(CouncilVisit, "missions"), refers="missions"),
        Column("starts", "starts_on", DAY, required=True),
        Column("ends", "ends_on", DAY, required=True),
        Column("known_on", "known_on", DAY, required=True),
        Column("by", "by", required=True),
        Column("report_symbol", "report_symbol"),
        Column("note", "note"),
        *fact_columns(),
    ),
    (Key(("starts_on", "by")),),
    lambda line: (line.values["starts_on"], line.values["by"]),
    impossible=lambda line: in_order(line, ("starts", "starts_on"), ("ends", "ends_on")),
)
