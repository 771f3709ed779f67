"""Rows of meetings already arranged, as text, become consultations; and back into rows."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.booking import Fulfilled, Refusal, Taken
from consultations.booking.arrivals import bring_in
from consultations.models import HEADQUARTERS, Consultation, Mission, Room

STEM = "consultations"
LONGEST = 20_000  # characters of a text without a limit of its own
FORMULA = ("=", "+", "-", "@")  # what a spreadsheet would take for a formula
# Control characters but line ends, and characters that turn the direction of the text around.
HOSTILE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
NAMESPACE = uuid.UUID("6f0f3f5e-6a43-5c5b-9d55-6a1a33f0c0de")  # ours; makes an id of any number
TEXTS = (
    "subject", "need", "component", "forum", "convener_name", "co_conveners", "requested_by",
    "legal_basis", "frequency", "aim", "documents", "room_request_number", "cancelled_reason",
    "source_event",
)  # fmt: skip
CHOICES = (
    "kind", "status", "format", "convener", "purpose", "level", "visibility", "room_status",
    "interpretation_status",
)  # fmt: skip
DAYS = ("expires_on", "announced_on", "room_requested_on")
COLUMNS = (
    "id", "kind", "missions", "subject", "date", "start", "end", "end_date", "room", "room_status",
    "room_request_number", "room_requested_on", "interpretation_status", "status",
    "cancelled_reason", "need", "cycle_mission", "component", "expires_on", "forum", "format",
    "convener", "convener_name", "co_conveners", "requested_by", "legal_basis", "purpose", "level",
    "frequency", "aim", "documents", "visibility", "announced_on", "source_event",
)  # fmt: skip


class Complaint(Exception):
    """What is wrong with one cell, and the cure."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column, self.sentence = column, sentence


@dataclass(frozen=True, slots=True)
class Line:
    """One meeting as a file gives it; *row* is the number that a spreadsheet shows."""

    file: str
    row: int
    texts: Mapping[str, str]

    def text(self, column: str) -> str:
        """The cell as it stood, without spaces around it; empty where there is none."""
        return self.texts.get(column, "").strip()


@dataclass(frozen=True, slots=True)
class Arrival:
    """What one row creates or updates; fields as (name, was, now)."""

    file: str
    row: int
    label: str
    created: bool
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(slots=True)
class Arrivals:
    """What the rows became; problems as (line, column, sentence)."""

    created: int = 0
    updated: int = 0
    left: int = 0
    changes: list[Arrival] = field(default_factory=list)
    problems: list[tuple[Line, str, str]] = field(default_factory=list)


class Known:
    """What rows may refer to, read once."""

    def __init__(self) -> None:
        self.missions = {m.acronym.casefold(): m for m in Mission.objects.all()}
        self.rooms = {r.name.casefold(): r for r in Room.objects.all()}

    def mission(self, column: str, acronym: str) -> Mission:
        if (found := self.missions.get(acronym.casefold())) is None:
            raise Complaint(column, _("no mission %s: write its acronym, as in MINUSMA") % acronym)
        return found

    def room(self, name: str) -> Room:
        if (found := self.rooms.get(name.casefold())) is None:
            known = ", ".join(room.name for room in self.rooms.values())
            raise Complaint("room", _("no such room: add it, or write one of: %s") % known)
        return found


def arrive(lines: Sequence[Line], *, who: User | None) -> Arrivals:
    """Bring in every line; the caller holds the transaction and decides whether it stays."""
    result, known = Arrivals(), Known()
    ids = {id(line): identity(line) for line in lines}
    rows = Consultation.objects.select_related("room", "cycle_mission").prefetch_related("missions")
    existing = rows.in_bulk([*ids.values()])
    seen: dict[uuid.UUID, int] = {}
    for line in lines:
        pk = ids[id(line)]
        try:
            if (first := seen.setdefault(pk, line.row)) != line.row:
                raise Complaint("id", _("the same meeting stands in row %d already") % first)
            _arrive_one(line, pk, existing.get(pk), known, result, who)
        except Complaint as wrong:
            result.problems.append((line, wrong.column, wrong.sentence))
        except Refusal as refusal:
            column = "need" if isinstance(refusal, Fulfilled) else "start"
            column = column if isinstance(refusal, Taken) else ""
            result.problems.append((line, column, refusal.sentence))
    return result


def _arrive_one(
    line: Line,
    pk: uuid.UUID,
    existing: Consultation | None,
    known: Known,
    result: Arrivals,
    who: User | None,
) -> None:
    values = _values(line, known)
    names = [name.strip() for name in line.text("missions").split(";") if name.strip()]
    missions = [known.mission("missions", name) for name in names] if names else None
    changes = bring_in(pk, values, missions, who=who, existing=existing)
    if not changes:
        result.left += 1
        return
    result.created += existing is None
    result.updated += existing is not None
    label = str(values["subject"])
    shown = tuple(changes) if existing else ()
    result.changes.append(Arrival(line.file, line.row, label, existing is None, shown))


def identity(line: Line) -> uuid.UUID:
    """The id in the file, made a UUID if it is none; else one that time, kind and subject give."""
    if said := line.text("id"):
        try:
            return uuid.UUID(said)
        except ValueError:
            return uuid.uuid5(NAMESPACE, said)
    keys = ("kind", "missions", "date", "start", "subject")
    return uuid.uuid5(NAMESPACE, "\n".join(line.text(key).casefold() for key in keys))


def _values(line: Line, known: Known) -> dict[str, Any]:
    """The fields that the line gives; an empty cell leaves what is stored. Raises Complaint."""
    for column in ("kind", "subject", "date", "start", "end"):
        if not line.text(column):
            raise Complaint(column, _("is empty, and a meeting cannot do without"))
    values: dict[str, Any] = {name: _text(line, name) for name in TEXTS if line.text(name)}
    values |= {name: _choice(line, name) for name in CHOICES if line.text(name)}
    values |= {name: _day(line, name) for name in DAYS if line.text(name)}
    start = datetime.combine(_day(line, "date"), _clock(line, "start"), HEADQUARTERS)
    last = _day(line, "end_date") if line.text("end_date") else start.date()
    end = datetime.combine(last, _clock(line, "end"), HEADQUARTERS)
    if end <= start:
        raise Complaint("end", _("lies before the start: correct one of them"))
    if last > start.date() and end > midnight_after(start):
        raise Complaint("end_date", _("lies on another day: bring in each day on its own"))
    values |= {"starts_at": start, "ends_at": end}
    if line.text("room"):
        values["room"] = known.room(line.text("room"))
    if acronym := line.text("cycle_mission"):
        values["cycle_mission"] = known.mission("cycle_mission", acronym)
    _check_status(values)
    return values


def midnight_after(start: datetime) -> datetime:
    """The latest end of a meeting: the end of its day at Headquarters."""
    return datetime.combine(start.date() + timedelta(days=1), time(), HEADQUARTERS)


def _check_status(values: Mapping[str, Any]) -> None:
    status = values.get("status")
    if status == Consultation.Status.CANCELLED and not values.get("cancelled_reason"):
        raise Complaint("cancelled_reason", _("is empty: say why the meeting was cancelled"))
    if status == Consultation.Status.HELD and values["starts_at"] > timezone.now():
        raise Complaint("status", _("lies in the future: write confirmed or tentative"))


def _text(line: Line, column: str) -> str:
    said = line.text(column)
    if said[:1] == "'" and said[1:].startswith(FORMULA):
        said = said[1:]  # written so by our own export
    longest = _field(column).max_length or LONGEST
    if len(said) > longest:
        raise Complaint(column, _("is longer than %d characters") % longest)
    if HOSTILE.search(said):
        raise Complaint(column, _("holds a control character: type the cell again"))
    return said


def _choice(line: Line, column: str) -> str:
    said = line.text(column).casefold()
    for value, label in _field(column).choices:
        if said in (value, str(label).casefold()):
            return str(value)
    known = [value for value, _label in _field(column).choices]
    raise Complaint(column, _("is not one of: %s") % ", ".join(known))


def _field(name: str) -> Any:
    return Consultation._meta.get_field(name)


def _day(line: Line, column: str) -> date:
    return _iso(date.fromisoformat, line, column, _("is no date: write it as 2017-06-08"))


def _clock(line: Line, column: str) -> time:
    at = _iso(time.fromisoformat, line, column, _("is no time at Headquarters: write it as 15:00"))
    if at.tzinfo is not None:
        raise Complaint(column, _("carries a zone: write Headquarters' time, as 15:00"))
    return at


def _iso(read: Callable[[str], Any], line: Line, column: str, sentence: str) -> Any:
    try:
        return read(line.text(column))
    except ValueError:
        raise Complaint(column, sentence) from None


def load_rows(rows: Iterable[tuple[int, dict[str, str]]], context: Any) -> None:
    """The loader of ``consultations.csv`` among the facts; *context* is that import's."""
    result = arrive([Line(f"{STEM}.csv", row, texts) for row, texts in rows], who=context.who)
    context.outcome.count(STEM, result.created, result.updated, result.left)
    context.outcome.changes.extend(result.changes)
    for line, column, sentence in result.problems:
        context.problem(line, column, sentence)


def export_rows() -> tuple[list[str], list[list[str]]]:
    """Header and cells of ``consultations.csv``, by start; loading them changes nothing."""
    rows = Consultation.objects.select_related("room", "cycle_mission").prefetch_related("missions")
    said = map(_as_row, rows.order_by("starts_at", "pk"))
    return list(COLUMNS), [[row[name] for name in COLUMNS] for row in said]


def _as_row(row: Consultation) -> dict[str, str]:
    start, end = row.starts_at.astimezone(HEADQUARTERS), row.ends_at.astimezone(HEADQUARTERS)
    said = {name: getattr(row, name) for name in (*TEXTS, *CHOICES, *DAYS)}
    said |= {
        "id": row.uid,
        "missions": "; ".join(sorted(mission.acronym for mission in row.missions.all())),
        "date": start.date(),
        "start": f"{start:%H:%M}",
        "end": f"{end:%H:%M}",
        "end_date": end.date() if end.date() != start.date() else "",
        "room": row.room or "",
        "cycle_mission": row.cycle_mission or "",
    }
    texts = {name: "" if said[name] is None else str(said[name]) for name in COLUMNS}
    return {name: f"'{text}" if text.startswith(FORMULA) else text for name, text in texts.items()}
