"""The wording of a report cycle ("every 90 days", "by 1 March") as a rule that gives dates."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from functools import lru_cache

from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, MONTHLY, rrule

from planner.days import MONTHS
from planner.reportwords import INTERVALS, Words, date_list, normalised, span


class RuleKind(StrEnum):
    """How a rule gives its dates."""

    EVERY = "every"  # an interval from the previous report
    ON_DATES = "on dates"  # days or months of the year, every year or in one
    BEFORE_EXPIRY = "before expiry"  # a distance before the end of the mandate
    WITHIN = "within"  # once, a distance after the beginning


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day of the year; day 0 is the month's last day, year 0 every year."""

    month: int
    day: int = 0
    year: int = 0

    def on(self, year: int) -> date | None:
        """The date in that year (29 February becomes the 28th); None in a year not meant."""
        if self.year and self.year != year:
            return None
        last = monthrange(year, self.month)[1]
        return date(year, self.month, min(self.day or last, last))


@dataclass(frozen=True, slots=True)
class ReportRule:
    """One reading of a wording. *days* or *months* is the interval or distance, never both.

    ``start`` and ``start_days``/``start_months`` begin a series ("by 1 October 2016 and every
    four months thereafter", "within 90 days and every 90 days thereafter"). ``only_year``
    keeps to the year the wording names. ``about``: the wording itself is approximate.
    """

    wording: str
    kind: RuleKind
    days: int = 0
    months: int = 0
    due_days: tuple[DueDay, ...] = ()
    start: date | None = None
    start_days: int = 0
    start_months: int = 0
    only_year: int = 0
    about: bool = False

    @property
    def reading(self) -> str:
        """What we understood, in words, with what is our own reading said to be ours."""
        size = f"{self.days} day" if self.days else f"{self.months} month"
        size += "" if 1 in (self.days, self.months) else "s"
        about = "about " if self.about else ""
        if self.kind is RuleKind.ON_DATES:
            days = ", ".join(_say(d) for d in self.due_days)
            monthly = any(not d.day for d in self.due_days)
            return f"due {days}{' (our reading: the last day of the month)' if monthly else ''}"
        if self.kind is RuleKind.BEFORE_EXPIRY:
            return f"{about}{size} before expiry"
        if self.kind is RuleKind.WITHIN:
            return f"once, within {about}{size}"
        since = f", beginning {_say_date(self.start)}" if self.start else ", from report to report"
        only = f", in {self.only_year} only" if self.only_year else ""
        return f"{about}every {size}{since}{only}"


def _say(due: DueDay) -> str:
    return " ".join(str(x) for x in (due.day, MONTHS[due.month - 1], due.year) if x)


def _say_date(d: date) -> str:
    return f"{d.day} {MONTHS[d.month - 1]} {d.year}"


# Reading: each form tries its own grammar on the normalised words; the first that fits wins.


def _every(said: str) -> ReportRule | None:
    match = INTERVALS.fullmatch(said)
    if not match:
        return None
    days, months = span(match)
    return ReportRule("", RuleKind.EVERY, days=days, months=months) if days or months else None


def _one_year(said: str) -> ReportRule | None:
    """ "every three months in 2017": the interval, kept to the year it names."""
    match = re.fullmatch(r"(.+?)(?: ,)? (?:in|for|during) ([12][0-9]{3})", said)
    rule = _every(match[1]) if match else None
    return replace(rule, only_year=int(match[2])) if match and rule else None


def _after_interval(said: str) -> Iterator[tuple[ReportRule | None, str]]:
    """The text whole, then each rest behind a leading interval ("yearly, ...")."""
    yield None, said
    for space in re.finditer(" ", said):
        often = _every(said[: space.start()].rstrip(" ,"))
        if often:
            yield often, said[space.end() :].removeprefix(", ")


def _on_dates(said: str) -> ReportRule | None:
    for often, rest in _after_interval(said):
        found = date_list(re.sub(rf"^(?:{Words.BY}|in|on|every|each) ", "", rest))
        # "every six months, in May" leaves out a date: not to be guessed.
        if found and (often is None or often.months * len(found) == 12):
            return ReportRule("", RuleKind.ON_DATES, due_days=tuple(DueDay(*d) for d in found))
    return None


def _before_expiry(said: str) -> ReportRule | None:
    for _often, rest in _after_interval(said):
        match = re.fullmatch(rf"(?:{Words.BY} |at least )?{Words.SPAN} {Words.EXPIRY}", rest)
        days, months = span(match) if match else (0, 0)
        if days or months:
            return ReportRule("", RuleKind.BEFORE_EXPIRY, days=days, months=months)
    return None


def _within(said: str) -> ReportRule | None:
    match = re.fullmatch(rf"(?:within|in) {Words.SPAN}(?: {Words.ADOPTION})?", said)
    if not match:
        return None
    days, months = span(match)
    return ReportRule("", RuleKind.WITHIN, days=days, months=months) if days or months else None


def _begun(rule: ReportRule | None, said: str) -> ReportRule | None:
    """An interval whose first date the wording itself gives."""
    first = _on_dates(said) or _within(said)
    if rule is None or first is None:
        return None
    if first.kind is RuleKind.WITHIN:
        return replace(rule, start_days=first.days, start_months=first.months)
    one = first.due_days[0]
    if len(first.due_days) != 1 or not one.year:
        return None
    return replace(rule, start=one.on(one.year))


_THEREAFTER = r"(?:thereafter|then|from then on|after that|afterwards)"


def _then_every(said: str) -> ReportRule | None:
    """ "by 1 October 2016 and every four months thereafter"."""
    said = re.sub(rf"(?: ,)? {_THEREAFTER}$", "", said)
    for joint in re.finditer(rf"(?: ,)? and (?:{_THEREAFTER} (?:, )?)?| , {_THEREAFTER} ", said):
        rule = _begun(_every(said[joint.end() :]), said[: joint.start()])
        if rule:
            return rule
    return _every(said)


_STARTING = re.compile(r"(.+?)(?: ,)? (?:starting|beginning|commencing|from|as of)(?: from)? (.+)")


def _starting(said: str) -> ReportRule | None:
    match = _STARTING.fullmatch(said)
    return _begun(_every(match[1]), match[2]) if match else None


FORMS = (_every, _one_year, _then_every, _starting, _before_expiry, _within, _on_dates)


@lru_cache(maxsize=2048)
def read_rule(wording: str) -> ReportRule | None:
    """The rule a wording states; None where it gives no dates ("before expiry", "as needed").

    Never raises: what is not wholly understood is not read at all.
    """
    said, about = normalised(wording)
    for form in FORMS:
        rule = form(said) if said else None
        if rule:
            return replace(rule, wording=wording, about=about)
    return None


# Dates: dateutil computes the series.


def _moved(d: date, days: int, months: int) -> date | None:
    """*d* moved by days or months (month ends are kept inside the month)."""
    try:
        return d + relativedelta(days=days, months=months)
    except (OverflowError, ValueError):
        return None


def _series(rule: ReportRule, start: date, until: date) -> list[date]:
    """*start* and what follows it at the rule's interval; the 31st falls on a month's last day."""
    if start > until:
        return []
    begin, end = datetime.combine(start, time()), datetime.combine(until, time())
    if rule.days:
        return [at.date() for at in rrule(DAILY, interval=rule.days, dtstart=begin, until=end)]
    days = (start.day, -1) if start.day > 28 else (start.day,)
    months = rrule(MONTHLY, interval=rule.months, dtstart=begin, until=end,
                   bymonthday=days, bysetpos=1)  # fmt: skip
    return [at.date() for at in months]


def _every_dates(rule: ReportRule, first: date, until: date, previous: date | None) -> list[date]:
    start = rule.start
    if rule.start_days or rule.start_months:
        start = _moved(first, rule.start_days, rule.start_months)
        if previous and previous > first:
            start = previous
    elif start is None:
        start = previous or first
    return _series(rule, start, until) if start else []


def _date_dates(rule: ReportRule, first: date, until: date, previous: date | None) -> list[date]:
    found = [d.on(year) for year in range(first.year, until.year + 1) for d in rule.due_days]
    whole = not all(d.day for d in rule.due_days)
    done = (previous.year, previous.month) if previous and whole else None
    return [d for d in found if d and (d.year, d.month) != done]


@lru_cache(maxsize=8192)
def due_dates(
    rule: ReportRule,
    *,
    first: date,
    until: date,
    previous: date | None = None,
    expiry: date | None = None,
) -> tuple[date, ...]:
    """Due dates after *first* (and after *previous*) up to and including *until*, in order.

    Intervals run from the previous report, or from *first* where none is known; the 31st of a
    shorter month is its last day. A month without a day means its last day (our reading), and
    is not due again once *previous* came in it; a day by name ("1 March") stays due though a report
    came just before. Without *expiry*, "before expiry" gives none.
    """
    if rule.kind is RuleKind.EVERY:
        found = _every_dates(rule, first, until, previous)
    elif rule.kind is RuleKind.ON_DATES:
        found = _date_dates(rule, first, until, previous)
    else:
        within = rule.kind is RuleKind.WITHIN
        origin, sign = (first, 1) if within else (expiry, -1)
        one = _moved(origin, sign * rule.days, sign * rule.months) if origin else None
        found = [one] if one else []
    after = max(first, previous or first)
    kept = {d for d in found if after < d <= until and rule.only_year in (0, d.year)}
    return tuple(sorted(kept))
