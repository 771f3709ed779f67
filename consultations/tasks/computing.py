"""Which tasks there are and how each stands, for one thing or for all, in a few queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import Q, QuerySet

from consultations import planning
from consultations.models import HEADQUARTERS, Consultation, CouncilVisit, Mission, TaskMark
from consultations.sayings import say_who
from consultations.tasks import periods
from consultations.tasks.evidence import with_evidence
from consultations.tasks.subjects import Sight, of_chain, of_row, sight
from planner.chains import Chain
from planner.checklist import Mark, Subject, Task, checklist, soonest

# Ours: how far back tasks that nobody settled are still shown, in calendar days.
CONSULTATIONS_BACK, VISITS_BACK, YEARS_BACK = 400, 200, 60
STANDING = (Consultation.Status.PROPOSED, *Consultation.LIVE)


class NoSuchTask(ValueError):
    """There is no such thing, or it calls for no such task."""


def of_consultation(
    row: Consultation, today: date | None = None, chain: Chain | None = None
) -> list[Task]:
    """The checklist of one consultation, before and after it; none of one that was cancelled."""
    if row.status not in STANDING:
        return []
    today = today or planning.today()
    told = hasattr(row, "e_points")  # it came from ``with_evidence`` already
    found = row if told else with_evidence(Consultation.objects.filter(pk=row.pk)).get()
    if chain is not None and chain.asking is not None:  # computed with this row's own numbers
        days, numbers = chain.asking.workdays, chain.asking.register
        seen = sight(today, [chain], workdays=days, register=numbers)
        return _tasks([of_row(found, seen)], seen)
    known = _chain_of(found)
    numbers = planning.register_for(found.cycle_mission, found)
    seen = sight(today, [known] if known else [], register=numbers)
    return _tasks([of_row(found, seen)], seen)


def _chain_of(row: Consultation) -> Chain | None:
    if row.cycle_mission is None:
        return None
    try:
        return planning.chain(row.cycle_mission, component=row.component, expiry=row.expires_on)
    except planning.NoSuchCycle:
        return None


def of_cycle(chain: Chain, today: date | None = None) -> list[Task]:
    """The tasks of a cycle; none without an expiry or in a final period."""
    asking, subject = chain.asking, of_chain(chain)
    if subject is None:
        return []
    days, numbers = (asking.workdays, asking.register) if asking else (None, None)
    seen = sight(today or chain.as_of, [chain], workdays=days, register=numbers)
    return _tasks([subject], seen)


def of_month(year: int, month: int, today: date | None = None) -> list[Task]:
    """The tasks of a month."""
    seen, first = sight(today or planning.today()), date(year, month, 1)
    stood = periods.standing(first, first + relativedelta(months=2, days=-1))
    return _tasks(periods.months([first], seen, stood), seen)


def of_year(year: int, today: date | None = None) -> list[Task]:
    """The tasks of a year."""
    seen = sight(today or planning.today())
    stood = periods.standing(date(year - 1, 10, 1), date(year, 12, 31))
    return _tasks(periods.years([year], seen, stood), seen)


def all_of(
    rows: QuerySet[Consultation], seen: Sight, until: date, first: date | None = None
) -> list[Task]:
    """Every task of *rows* and of the cycles, visits, months and years up to a day; five queries.

    *rows* are those whose details the reader may see: nothing is said of the others. *first*: from
    which day on months and cycles are looked at (the month before, by default).
    """
    today = seen.today
    start = datetime.combine(today - timedelta(days=CONSULTATIONS_BACK), time(), HEADQUARTERS)
    end = datetime.combine(until + timedelta(days=60), time(), HEADQUARTERS)
    ours = Q(source_event="") | Q(record__isnull=False)  # meetings brought in have no tasks
    rows = rows.filter(ours, status__in=Consultation.LIVE, starts_at__gte=start, starts_at__lt=end)
    subjects = [of_row(row, seen) for row in with_evidence(rows).order_by("starts_at", "pk")]
    subjects += [one for chain in seen.chains.values() if (one := of_chain(chain))]
    return soonest(_tasks([*subjects, *_periods(seen, until, first)], seen))


def _periods(seen: Sight, until: date, first: date | None) -> Iterator[Subject]:
    today = seen.today
    first = min(first or today, today).replace(day=1) - relativedelta(months=1)
    years = {(today - timedelta(days=YEARS_BACK)).year, today.year, until.year}
    stood = periods.standing(date(min(years) - 1, 10, 1), date(max(years), 12, 31))
    spanned, month = [], first
    while month <= until:
        spanned.append(month)
        month += relativedelta(months=1)
    yield from periods.visits(today - timedelta(days=VISITS_BACK), until)
    yield from periods.months(spanned, seen, stood)
    yield from periods.years(years, seen, stood)


def due(
    rows: QuerySet[Consultation], seen: Sight, until: date, *, found: list[Task] | None = None
) -> list[Task]:
    """What is still to be done up to a day, and what is overdue; not what is past remedy."""
    tasks = all_of(rows, seen, until) if found is None else found
    return [
        one for one in tasks
        if not one.settled and not one.lapsed and one.due_on and one.due_on <= until
    ]  # fmt: skip


def find(task: str, subject: str, today: date | None = None) -> tuple[Task, Consultation | None]:
    """One task of one subject, as it stands. Raises ``NoSuchTask``."""
    scope, _colon, key = subject.partition(":")
    try:
        tasks, row = _FOUND[scope](key, today)
    except (KeyError, ValueError, LookupError, OverflowError) as error:
        raise NoSuchTask(subject) from error
    named = [one for one in tasks if one.id == task and one.subject == subject]
    if not named:
        raise NoSuchTask(f"{task}, {subject}")
    return named[0], row


def _consultation(key: str, today: date | None) -> tuple[list[Task], Consultation | None]:
    row = Consultation.objects.filter(pk=UUID(key)).select_related("cycle_mission").first()
    return (of_consultation(row, today) if row else [], row)


def _cycle(key: str, today: date | None) -> tuple[list[Task], None]:
    acronym, component, expiry = key.split(":")
    mission = Mission.objects.filter(acronym=acronym).first()
    if mission is None:
        return [], None
    chain = planning.chain(mission, component=component, expiry=date.fromisoformat(expiry))
    return of_cycle(chain, today), None


def _visit(key: str, today: date | None) -> tuple[list[Task], None]:
    row = CouncilVisit.objects.filter(pk=int(key)).first()
    seen = sight(today or planning.today())
    return (_tasks(periods.visits(row.ends_on, row.ends_on), seen) if row else [], None)


def _month(key: str, today: date | None) -> tuple[list[Task], None]:
    first = date.fromisoformat(f"{key}-01")
    return of_month(first.year, first.month, today), None


_FOUND: dict[str, Any] = {
    "consultation": _consultation,
    "cycle": _cycle,
    "visit": _visit,
    "month": _month,
    "year": lambda key, today: (of_year(int(key), today), None),
}


def _tasks(subjects: Iterable[Subject], seen: Sight) -> list[Task]:
    """The checklists of them all, with what people noted; one query."""
    listed = list(subjects)
    marks = _marks({one.key for one in listed})
    return [
        task
        for one in listed
        for task in checklist(
            replace(one, marks=marks.get(one.key, {})), today=seen.today, workdays=seen.workdays,
            register=seen.numbers_for(one),
        )
    ]  # fmt: skip


def _marks(keys: set[str]) -> dict[str, dict[str, Mark]]:
    found: dict[str, dict[str, Mark]] = {}
    for row in TaskMark.objects.filter(subject__in=keys).select_related("who"):
        mark = Mark(row.state, row.on, row.reason, say_who(row.who), seen_of(row))
        found.setdefault(row.subject, {})[row.task] = mark
    return found


def seen_of(row: TaskMark | None) -> str:
    """What tells one state of a mark from another."""
    return f"{row.pk}-{row.at:%Y%m%d%H%M%S%f}" if row else ""
