"""The board of a plan: weeks as columns, missions as rows, each placement a card."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations import planning
from consultations.disclosure import with_details_for
from consultations.models import HEADQUARTERS, Consultation, Draft, DraftPlacement
from consultations.pages.plan_values import Board, Card, Row, Week
from consultations.people import may
from planner.judging import COUNTED
from planner.workdays import Workdays

WEEK = timedelta(days=7)
SHOWN = 60  # weeks on one board; a longer plan is shown a year at a time
BUSIEST = 5


def monday_of(day: date) -> date:
    """The Monday of the ISO week of *day*."""
    return day - timedelta(days=day.weekday())


def placements_of(draft: Draft) -> list[DraftPlacement]:
    """All placements in the order of their dates, with what is shown of them; one query."""
    related = ("mission", "room", "booked", "released")
    return list(draft.placements.select_related(*related).order_by("starts_at", "key"))


def cards_of(rows: Iterable[DraftPlacement], reader: User | AnonymousUser) -> tuple[Card, ...]:
    """The placements as cards; one query more for those who do not see closed meetings."""
    found = list(rows)
    hidden = _hidden(found, reader)
    return tuple(_card(row, hidden) for row in found)


def _hidden(rows: list[DraftPlacement], reader: User | AnonymousUser) -> frozenset[Any]:
    """The consultations among them whose details are not for *reader*."""
    if may(reader, "details"):
        return frozenset()
    standing = {pk for row in rows if (pk := row.booked_id or row.released_id)}
    asked = with_details_for(Consultation.objects.filter(pk__in=standing), reader)
    shown = set(asked.filter(shown=True).values_list("pk", flat=True))
    return frozenset(standing - shown)


def _card(row: DraftPlacement, hidden: frozenset[Any]) -> Card:
    starts, ends = (at.astimezone(HEADQUARTERS) for at in (row.starts_at, row.ends_at))
    standing = row.booked or row.released
    closed = standing is not None and standing.pk in hidden
    return Card(
        row=row, on=starts.date(), starts=starts, ends=ends, marks=_marks(row), closed=closed,
        room=row.room.name if row.room and not closed else "",
        seen=None if closed else standing,
    )  # fmt: skip


def _marks(row: DraftPlacement) -> tuple[tuple[str, str], ...]:
    """What else is said of a card, each with its word."""
    found = (
        ("released", bool(row.released_id), _("booked from this plan")),
        ("booked", bool(row.booked_id), _("booked")),
        ("pinned", row.pinned, _("pinned")),
        ("moved", bool(row.moved_from), _("moved")),
        ("left", row.decision == DraftPlacement.Decision.LEAVE, _("left out")),
    )
    return tuple((code, word) for code, holds, word in found if holds)


def board(draft: Draft, cards: tuple[Card, ...], year: int | None = None) -> Board:
    """The weeks of the plan (of *year*, where it is a long one) and the cards in them."""
    first, last = _span(draft, cards)
    years = tuple(range(first.year, last.year + 1)) if (last - first) / WEEK > SHOWN else ()
    if years:
        year = year if year in years else (cards[0].on.year if cards else years[0])
        first, last = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
    weeks = _weeks(draft, cards, monday_of(first), monday_of(last))
    shown = {week.monday for week in weeks}
    inside = [card for card in cards if monday_of(card.on) in shown]
    loads = sorted(weeks, key=lambda w: (-w.over, -w.counted, -w.all, w.monday))
    return Board(
        weeks=weeks, rows=tuple(_rows(draft, inside, weeks)), cards=cards, years=years,
        year=year if years else None, busiest=tuple(w for w in loads if w.all)[:BUSIEST],
    )  # fmt: skip


def _span(draft: Draft, cards: tuple[Card, ...]) -> tuple[date, date]:
    """What was asked for, less what was over when it was planned; more where meetings stand."""
    first = min(max(draft.first_on, draft.as_of), draft.last_on)
    days = [first, draft.last_on, *(card.on for card in cards)]
    return min(days), max(days)


def _weeks(draft: Draft, cards: Iterable[Card], first: date, last: date) -> tuple[Week, ...]:
    counted, every = Counter[date](), Counter[date]()
    for card in cards:
        every[monday_of(card.on)] += 1
        counted[monday_of(card.on)] += card.row.kind in COUNTED
    cap = int(planning.register_for().number("week_load_cap"))
    workdays, locked = planning.workdays(draft.as_of), set(draft.locked_weeks)
    mondays = [first + n * WEEK for n in range((last - first).days // 7 + 1)]
    return tuple(
        Week(
            monday=monday, number=monday.isocalendar().week, locked=monday.isoformat() in locked,
            off=_off(workdays, monday), counted=counted[monday], all=every[monday], cap=cap,
            iso=monday.isoformat(),
        )
        for monday in mondays
    )  # fmt: skip


def _off(workdays: Workdays, monday: date) -> tuple[str, ...]:
    """The names of the days off from Monday to Friday, each once."""
    days = (monday + timedelta(days=n) for n in range(5))
    named = (workdays.why_not(day).partition(" (")[0] for day in days)
    return tuple(dict.fromkeys(filter(None, named)))


def _rows(draft: Draft, cards: Iterable[Card], weeks: tuple[Week, ...]) -> list[Row]:
    """A line for each mission with something placed or not placed, by name; ours alone last."""
    by_place: dict[tuple[str, date], list[Card]] = defaultdict(list)
    for card in cards:
        name = card.row.mission.acronym if card.row.mission else ""
        by_place[name, monday_of(card.on)].append(card)
    waiting = unplaced_by_mission(draft.unplaced)
    placed = {name for name, _monday in by_place}
    lines = []
    for name in sorted({*placed, *waiting}, key=lambda name: (not name, name)):
        url = reverse("mission", kwargs={"acronym": name}) if name else ""
        row = Row(name or _("Working Group"), url)
        row.cells = [(week, by_place.get((name, week.monday), [])) for week in weeks]
        row.unplaced = waiting.get(name, [])
        lines.append(row)
    return lines


def unplaced_by_mission(unplaced: Iterable[Mapping[str, Any]]) -> dict[str, list[tuple[int, str]]]:
    """(number from 1, kind) of what could not be placed, by mission."""
    kinds = {str(code): str(label) for code, label in Consultation.Kind.choices}
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, one in enumerate(unplaced, start=1):
        kind = str(one.get("kind", ""))
        found[str(one.get("mission") or "")].append((number, kinds.get(kind, kind)))
    return found
