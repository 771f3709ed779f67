"""Working days of Headquarters: holidays, closures, and counting that says what it skipped."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from planner.days import (
    SESSIONS,
    WEEKDAYS,
    Closure,
    Count,
    DayKind,
    Holiday,
    Session,
    Shift,
    Skipped,
    say_date,
    say_day,
)

__all__ = [
    "HEADQUARTERS", "SESSIONS", "Closure", "Count", "DayKind", "Holiday", "Session", "Shift",
    "Skipped", "Workdays", "say_date", "say_day",
]  # fmt: skip

HEADQUARTERS = ZoneInfo("America/New_York")

LATE_DECEMBER_FROM = 20  # ours: the Council tries to end by about 20-22 December
C34_DEFAULT = ((2, 15), (3, 15))  # mid February to mid March, where no session is recorded


def _weekdays_upto(ordinal: int) -> int:
    """Mondays to Fridays from 1 January of year 1 (a Monday) up to this day, inclusive."""
    weeks, rest = divmod(ordinal, 7)
    return weeks * 5 + min(rest, 5)


@dataclass(frozen=True)
class Workdays:
    """The working days of one duty station, as known; a value, so build a new one for new facts.

    ``today`` only decides how an absent holiday list is called (not loaded, not published yet).
    ``soft_spans`` are recorded sessions of the Special Committee (C-34).
    """

    holidays: tuple[Holiday, ...] = ()
    closures: tuple[Closure, ...] = ()
    today: date = date.min
    sessions: tuple[Session, ...] = SESSIONS
    soft_spans: tuple[Closure, ...] = ()

    def __post_init__(self) -> None:
        for name in ("holidays", "closures", "sessions", "soft_spans"):
            object.__setattr__(self, name, tuple(getattr(self, name)))

    # What is off, computed once: counting is then two look-ups.

    @cached_property
    def _official(self) -> dict[date, Holiday]:
        return {h.on: h for h in self.holidays if h.kind == "official"}

    @cached_property
    def _floating(self) -> dict[date, Holiday]:
        return {h.on: h for h in self.holidays if h.kind != "official"}

    @cached_property
    def _closed(self) -> dict[date, str]:
        return {
            c.first + timedelta(days=n): c.name
            for c in reversed(self.closures)
            for n in range((c.last - c.first).days + 1)
        }

    @cached_property
    def _off(self) -> tuple[Skipped, ...]:
        """Weekdays off, in order: official holidays before closures of the same day."""
        why = dict(self._closed)
        for on, holiday in self._official.items():
            why[on] = holiday.name + (" (estimated date)" if holiday.estimated else "")
        return tuple(Skipped(on, why[on]) for on in sorted(why) if on.weekday() < 5)

    @cached_property
    def _off_ordinals(self) -> list[int]:
        return [skipped.on.toordinal() for skipped in self._off]

    @cached_property
    def _listed_years(self) -> frozenset[int]:
        return frozenset(on.year for on in self._official)

    def _upto(self, ordinal: int) -> int:
        """Working days from year 1 up to this day, inclusive."""
        return _weekdays_upto(ordinal) - bisect_right(self._off_ordinals, ordinal)

    def _between(self, first: int, last: int) -> tuple[Skipped, ...]:
        """Weekdays off from first to last, both included."""
        off = self._off_ordinals
        return self._off[bisect_left(off, first) : bisect_right(off, last)]

    def _provisional_between(self, first: int, last: int) -> tuple[str, ...]:
        if first > last:
            return ()
        years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
        return tuple(self._unlisted(y) for y in years if y not in self._listed_years)

    def _unlisted(self, year: int) -> str:
        if year > self.today.year:
            return f"{year}: holiday list not published yet"
        return f"{year}: holiday list not loaded"

    # One day.

    def kind(self, d: date) -> DayKind:
        """Weekend before holiday before closure: the first that applies."""
        if d.weekday() > 4:
            return DayKind.WEEKEND
        if d in self._official:
            return DayKind.HOLIDAY
        return DayKind.CLOSURE if d in self._closed else DayKind.WORKING

    def is_working(self, d: date) -> bool:
        """Whether meetings can be held on this day."""
        return d.weekday() < 5 and d not in self._official and d not in self._closed

    def why_not(self, d: date) -> str:
        """Why a day is off ("Saturday", "Eid al-Fitr (official holiday)"); empty when it works."""
        kind = self.kind(d)
        if kind is DayKind.WEEKEND:
            return WEEKDAYS[d.weekday()]
        if kind is DayKind.HOLIDAY:
            holiday = self._official[d]
            return f"{holiday.name} (official holiday{', estimated' * holiday.estimated})"
        return f"{self._closed[d]} (closure)" if kind is DayKind.CLOSURE else ""

    def provisional(self, d: date) -> str:
        """Why weekdays of this year are provisional; empty when its holiday list is loaded."""
        return "" if d.year in self._listed_years else self._unlisted(d.year)

    # Shifting and counting.

    def shift(self, d: date, n: int) -> Shift:
        """The day *n* working days after *d* (before, when negative).

        0 is *d* itself if it works, else the next working day. Beyond the years 1 to 9999 there
        are no dates: it ends on the first or the last one.
        """
        start = d.toordinal()
        wanted = self._upto(start) + n if n > 0 else self._upto(start - 1) + n + 1
        low = start if n >= 0 else start - 2 * -n - len(self._off) - 7
        high = start + (2 * n + len(self._off) + 7 if n >= 0 else 0)
        while low < high:
            middle = (low + high) // 2
            if self._upto(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        low = min(max(low, date.min.toordinal()), date.max.toordinal())
        first, last = (start + (n > 0), low) if n >= 0 else (low, start - 1)
        skipped = self._between(first, last)
        return Shift(date.fromordinal(low), n, skipped, self._provisional_between(first, last))

    def count(self, a: date, b: date) -> Count:
        """Working days after *a* up to and including *b*; negative, before *a*, when b < a."""
        start, end = a.toordinal(), b.toordinal()
        if end >= start:
            first, last, sign = start + 1, end, 1
        else:
            first, last, sign = end, start - 1, -1
        days = sign * (self._upto(last) - self._upto(first - 1))
        return Count(days, self._between(first, last), self._provisional_between(first, last))

    def left(self, today: date, due: date) -> Count:
        """Working days left until *due*; negative, those that have passed since, today included.

        Unlike :meth:`count` backwards it leaves out the due day itself, also where *today* is a day
        off; on a day off right after the due day it is one, for that is late already.
        """
        if due >= today:
            return self.count(today, due)
        since = self.count(due, today)
        return Count(-max(since.days, 1), since.skipped, since.provisional)

    def number(self, a: date, b: date) -> int:
        """The days that :meth:`count` counts, without saying what it skipped."""
        start, end = a.toordinal(), b.toordinal()
        if end >= start:
            return self._upto(end) - self._upto(start)
        return self._upto(end - 1) - self._upto(start - 1)

    def days(self, first: date, last: date) -> tuple[date, ...]:
        """The working days from *first* to *last*, both included."""
        span = range(first.toordinal(), last.toordinal() + 1)
        return tuple(d for d in map(date.fromordinal, span) if self.is_working(d))

    # Softer facts: days that work, but that people would rather not use.

    def _c34_span(self, d: date) -> Closure | None:
        """The session *d* falls in: the year's recorded ones, else the usual span."""
        recorded = [s for s in self.soft_spans if d.year in (s.first.year, s.last.year)]
        (m1, d1), (m2, d2) = C34_DEFAULT
        usual = Closure(date(d.year, m1, d1), date(d.year, m2, d2), "")
        return next((s for s in recorded or [usual] if s.first <= d <= s.last), None)

    def softer(self, d: date) -> tuple[str, ...]:
        """Codes of the softer facts of a working day; a day off has none."""
        if not self.is_working(d):
            return ()
        holds = {
            "friday": d.weekday() == 4,
            "floating_holiday": d in self._floating,
            "first_working_day": self._upto(d.toordinal()) - self._upto(d.toordinal() - d.day) == 1,
            "c34_session": self._c34_span(d) is not None,
            "late_december": d.month == 12 and d.day >= LATE_DECEMBER_FROM,
        }
        return tuple(code for code, true in holds.items() if true)

    def softer_name(self, d: date, code: str) -> str:
        """A softer fact in words: "Diwali (floating holiday)". KeyError for an unknown code."""
        if code == "floating_holiday" and d in self._floating:
            return f"{self._floating[d].name} (floating holiday)"
        span = self._c34_span(d) if code == "c34_session" else None
        if span and span.name:
            return f"{span.name} ({say_date(span.first)} to {say_date(span.last)})"
        return _SOFTER_WORDS[code]


_SOFTER_WORDS = {
    "friday": "Friday",
    "floating_holiday": "floating holiday",
    "first_working_day": "first working day of the month",
    "c34_session": "usual time of the C-34 session (mid February to mid March, not recorded)",
    "late_december": f"late December (from {LATE_DECEMBER_FROM} December)",
}
