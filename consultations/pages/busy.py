"""What the pages of other people's calendars show: how each was read, and what is taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Count
from django.utils import timezone

from consultations.busy.reading import AHEAD
from consultations.busy.wording import warned
from consultations.models import BusyTime, ExternalCalendar
from planner.workdays import HEADQUARTERS

WEEKS = 6
MOST = 300  # lines of one page


@dataclass(frozen=True, slots=True)
class Line:
    """One calendar: whose it is, where it comes from, how it was read."""

    row: ExternalCalendar
    count: int

    @property
    def whose(self) -> object:
        return self.row.room or self.row.member

    @property
    def source(self) -> str:
        """The host, never the whole address: that may be a secret; or the file."""
        return (urlsplit(self.row.url).hostname or "") if self.row.url else self.row.file_name

    @property
    def until(self) -> date | None:
        """The last day that the last good reading covers."""
        at = self.row.read_at
        return at.astimezone(HEADQUARTERS).date() + AHEAD - timedelta(days=1) if at else None

    @property
    def warnings(self) -> list[str]:
        return [warned(one) for one in self.row.warnings]


@dataclass(frozen=True, slots=True)
class Taken:
    """A busy time as its table says it, at Headquarters."""

    starts_at: datetime
    ends_at: datetime
    title: str

    @property
    def whole_days(self) -> bool:
        return self.starts_at.time() == time() == self.ends_at.time()

    @property
    def last(self) -> date:
        """Its last day; midnight ends the day before."""
        return (self.ends_at - timedelta(microseconds=1)).date()

    @property
    def on_one_day(self) -> bool:
        return self.last == self.starts_at.date()


def listed() -> list[Line]:
    """Every calendar, in two queries at most."""
    rows = ExternalCalendar.objects.select_related("room", "member", "added_by")
    counted = rows.annotate(count=Count("busy_times")).order_by("name")
    return [Line(row, row.count) for row in counted]


def of_calendar(row: ExternalCalendar) -> dict[str, Any]:
    """One calendar with its busy times of the coming weeks."""
    now = timezone.now()
    until = now + timedelta(weeks=WEEKS)
    times = BusyTime.objects.filter(calendar=row)
    coming = times.filter(ends_at__gt=now, starts_at__lt=until).order_by("starts_at", "pk")
    taken = list(_taken(coming[: MOST + 1]))
    return {
        "line": Line(row, times.count()),
        "taken": taken[:MOST],
        "more": len(taken) > MOST,
        "until": until,
    }


def _taken(rows: Any) -> Iterator[Taken]:
    for row in rows:
        start, end = (at.astimezone(HEADQUARTERS) for at in (row.starts_at, row.ends_at))
        yield Taken(start, end, row.title)
