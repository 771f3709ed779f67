"""Proposals as their page shows them: days in order, a week of cells, one slot and its rooms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from consultations import planning
from consultations.pages.asked_slots import DAYS_SHOWN, AskedSlots
from consultations.pages.daywords import said
from consultations.templatetags.verdicts import tally, verdict_word
from planner.findings import Finding
from planner.register import Number, Register

GRAVITY = {"broken": 0, "short": 1, "unknown": 2, "kept": 3}


@dataclass(frozen=True, slots=True)
class RankedDay:
    """A day among the best, its best slot, and the hours that are as good."""

    day: date
    best: planning.Proposal
    room: str
    query: str
    hours: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CellLine:
    """One cell of the week: its words for those who do not see the colour, and its address."""

    verdict: str
    label: str
    query: str
    chosen: bool
    best: bool


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding, and those of its numbers that staff changed."""

    finding: Any
    changed: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A room for the slot chosen, and what speaks against it."""

    key: str
    name: str
    words: str
    chosen: bool


def ranked_days(found: planning.Proposals, asked: AskedSlots) -> list[RankedDay]:
    """The best days in order; of each the best slot, and the other hours that are no worse."""
    by_day: dict[date, list[planning.Proposal]] = {}
    for proposal in found.proposals:
        by_day.setdefault(proposal.slot.day, []).append(proposal)
    rooms = {p.key: p.name for p in found.bench.premises.places}
    lines = []
    for day, proposals in list(by_day.items())[:DAYS_SHOWN]:
        best = proposals[0]
        hours = [p for p in proposals[1:] if p.order[:-1] == best.order[:-1]]
        lines.append(
            RankedDay(
                day, best, rooms.get(best.slot.room, ""), _query(best, asked),
                tuple((f"{p.slot.start:%H:%M}", _query(p, asked)) for p in hours),
            )
        )  # fmt: skip
    return lines


def _query(proposal: planning.Proposal, asked: AskedSlots) -> str:
    return asked.query(day=proposal.slot.day, start=f"{proposal.slot.start:%H:%M}", room=None)


def monday_of(found: planning.Proposals, asked: AskedSlots) -> date:
    """The week asked for, else that of the slot chosen, else of the best one."""
    best = found.proposals[0].slot.day if found.proposals else None
    on = asked.week or asked.day or best or found.window.target or asked.as_of
    return on - timedelta(days=on.weekday())


def week_rows(
    found: planning.Proposals, grid: planning.Grid, asked: AskedSlots
) -> list[tuple[str, list[CellLine]]]:
    """The rows of the week: a start and its five cells."""
    first = found.proposals[0].slot if found.proposals else None
    return [
        (start, [_cell(grid.cells[day, start], day, start, asked, first) for day in grid.days])
        for start in grid.rows
    ]


def _cell(cell: Any, day: date, start: str, asked: AskedSlots, first: Any) -> CellLine:
    said_short = tally(cell.findings) if cell.verdict != "kept" else verdict_word("kept")
    words = {"day": said(day), "start": start, "verdict": said_short}
    label = _("%(day)s %(start)s, %(verdict)s") % words
    if cell.verdict == "excluded":
        label += f" ({verdict_word('excluded')})"
    chosen = bool(asked.day == day and asked.start and f"{asked.start:%H:%M}" == start)
    best = first is not None and (first.day, f"{first.start:%H:%M}") == (day, start)
    query = asked.query(day=day, start=start, room=None, week=None)
    return CellLine(cell.verdict, label, query, chosen, best)


def chosen_slot(found: planning.Proposals, asked: AskedSlots) -> planning.WhyNot | None:
    """The slot the address names, judged in full; None where it names none."""
    if asked.day is None or asked.start is None:
        return None
    known = {place.key for place in found.bench.premises.places}
    return planning.at(found, asked.day, asked.start, asked.room if asked.room in known else "")


def finding_lines(findings: Iterable[Any], register: Register) -> list[FindingLine]:
    """Gravest first; each with the numbers behind it that are not the default."""
    lines = [FindingLine(one, _changed(told(one, "criterion"), register)) for one in findings]
    return sorted(lines, key=lambda line: GRAVITY.get(str(told(line.finding, "verdict")), 4))


def told(finding: Any, name: str) -> Any:
    """A part of a finding, be it a value or what was stored of one."""
    return finding.get(name) if isinstance(finding, Mapping) else getattr(finding, name)


def _changed(criterion: str, register: Register) -> tuple[Number, ...]:
    entry = register.criteria.get(criterion)
    numbers = (register.numbers[key] for key in entry.numbers) if entry else ()
    return tuple(number for number in numbers if not number.is_default)


def room_lines(found: planning.Proposals, slot: planning.WhyNot) -> list[RoomLine]:
    """Every room at the hour of the slot: its seats, and what is against it."""
    lines = []
    for place in found.bench.premises.places:
        judged = planning.at(found, slot.slot.day, slot.slot.start, place.key)
        against = [f for f in judged.findings if _of_room(f) and f.verdict in ("short", "broken")]
        seats = _("seats not established") if place.capacity is None else (
            _("%d seats") % place.capacity
        )  # fmt: skip
        words = "; ".join([seats, *(f.sentence for f in against)])
        lines.append(RoomLine(place.key, place.name, words, place.key == slot.slot.room))
    return lines


def _of_room(finding: Finding) -> bool:
    return finding.criterion in ("room_free", "room_fits", "interpretation")
