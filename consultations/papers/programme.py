"""The block on contributors of the monthly programme of work.

Meetings with contributors as far as the programme may show them, the mandates that expire, and
what is called for in the month and not booked yet. What invitees alone know of is never in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from consultations import planning
from consultations.models import Mission
from consultations.papers.asked import Asked, PaperRefused
from consultations.papers.booked import (
    OF_MEMBERS,
    Kind,
    Listed,
    Visibility,
    listed,
    with_contributors,
)
from consultations.papers.cycle_rows import LAPSED, MANDATE, CycleRow, cycle_rows
from consultations.papers.cycle_words import day, decision, item, month_name
from consultations.papers.saying import say_day
from consultations.papers.sheets import Block, Heading, Paragraph, Sheet, Table
from planner.chains import Called
from planner.workdays import Workdays

BEFORE, AFTER = timedelta(days=60), timedelta(days=150)  # cycles that may call for a meeting now
PUBLIC = (Visibility.JOURNAL, Visibility.PROGRAMME)


def build(asked: Asked) -> Sheet:
    """The block of one month, as known today, or at the end of a month that is over."""
    first = month_of(asked)
    last = end_of(first)
    as_of = min(asked.today, last)
    rows, workdays = cycle_rows(as_of=as_of, until=last, since=first), planning.workdays(as_of)
    found = with_contributors(listed(first, last, asked.reader))
    found = [one for one in found if one.row or one.on <= as_of]  # recorded: known afterwards
    missing = list(_not_booked(first, last, as_of)) if last >= asked.today else []
    return Sheet(
        kind="programme",
        title=_("Programme of work, %s: contributors of troops and police") % month_name(first),
        subtitle=_subtitle(first, as_of),
        blocks=(
            Heading(_("Meetings with contributors")),
            *_meetings([one for one in found if is_in_programme(one)]),
            Heading(_("Unofficial addendum, at the President's discretion")),
            _listed([one for one in found if is_in_addendum(one)], _("addendum")),
            Heading(_("Mandates that expire")),
            *_expiring(rows, first, last),
            Heading(_("Reports due")),
            *_reports(rows, first, last),
            Heading(_("Called for and not booked")),
            _missing(missing, as_of, workdays),
        ),
        language=asked.language,
        notes=tuple(_notes(first, workdays)),
        stem=f"programme-{first:%Y-%m}",
    )


def month_of(asked: Asked) -> date:
    """The first day of the month asked for; a refusal where none was."""
    on = asked.month or asked.first
    if on is None:
        raise PaperRefused(_("Name the month, as in 2026-12."))
    return on.replace(day=1)


def end_of(first: date) -> date:
    """The last day of a month."""
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def is_in_programme(one: Listed) -> bool:
    """Formal meetings of the Council with contributors, and of the Working Group those that are
    listed in the Journal."""
    if one.kind == Kind.WORKING_GROUP:
        return one.visibility == Visibility.JOURNAL
    return one.formal and one.visibility in PUBLIC


def is_in_addendum(one: Listed) -> bool:
    """What is shown, and no meeting of the programme (S/2019/992)."""
    return one.visibility in PUBLIC and not is_in_programme(one)


def _subtitle(first: date, as_of: date) -> str:
    name, _basis = planning.president_on(first, as_of)
    said = _("As known on %s") % say_day(as_of)
    return _("President: %(name)s. %(said)s") % {"name": name, "said": said} if name else said


def _meetings(found: list[Listed]) -> Iterator[Block]:
    if not found:
        yield Paragraph(_("No meeting with contributors is announced."))
    yield _listed(found, _("meetings"))


def _listed(found: list[Listed], name: str) -> Table:
    names = (_("Date"), _("Time"), _("Meeting"), _("Mission"), _("Room"), _("State"))
    rows = tuple(
        (say_day(one.on), one.time or _("not recorded"), one.title, one.missions,
         one.place or _("not recorded"), one.state)
        for one in found
    )  # fmt: skip
    return Table(names, rows, name=name, widths=(4, 2, 6, 3, 4, 3))


def _expiring(rows: Iterable[CycleRow], first: date, last: date) -> Iterator[Block]:
    names = (_("Mandate expiry"), _("Item (mission)"), _("Decision and paragraph"),
             _("Decision on the mandate"))  # fmt: skip
    ending = [
        (row.expires_on, row)
        for row in rows
        if row.task == MANDATE and row.expires_on and first <= row.expires_on <= last
        if row.standing != LAPSED
    ]
    lines = tuple(
        (say_day(on), item(row), decision(row), "\n".join(map(day, row.due)) or _("none expected"))
        for on, row in sorted(ending, key=lambda one: (one[0], one[1].mission))
    )
    yield Table(names, lines, name=_("expiries"), widths=(3, 4, 4, 4))


def _reports(rows: Iterable[CycleRow], first: date, last: date) -> Iterator[Block]:
    names = (_("Due date"), _("Item (mission)"), _("Decision and paragraph"), _("Frequency"))
    due = [
        (one.on, row.mission, (day(one), item(row), decision(row), row.frequency or "–"))
        for row in rows
        if row.task != MANDATE
        for one in row.due
        if first <= one.on <= last and not one.missed
    ]
    lines = tuple(line for _on, _mission, line in sorted(due, key=lambda one: one[:2]))
    yield Table(names, lines, name=_("reports"), widths=(4, 4, 4, 3))


def _not_booked(first: date, last: date, as_of: date) -> Iterator[tuple[str, Called]]:
    """Needs whose best day lies in the month and that no meeting meets; each once, by mission."""
    missions = Mission.objects.filter(known_by_name_only=False).order_by("acronym")
    chains = planning.chains(missions, first=first - BEFORE, last=last + AFTER, as_of=as_of)
    asked = [(chain.cycle.mission, called) for chain in chains for called in chain.called]
    group = [("", one) for one in planning.group_chain(as_of) if one.need.kind not in OF_MEMBERS]
    seen = set()
    for mission, called in (*asked, *group):
        target = called.window.target
        if called.met_by or called.skipped or target is None or not first <= target <= last:
            continue
        if (once := (mission, called.need.id, target)) not in seen:
            seen.add(once)
            yield mission, called


def _missing(found: list[tuple[str, Called]], as_of: date, workdays: Workdays) -> Table:
    names = (_("Mission"), _("Consultation"), _("Days that keep every rule"), _("Best day"),
             _("State"))  # fmt: skip
    ordered = sorted(found, key=lambda one: (one[1].window.target, one[0]))
    same: dict[tuple[str, str, str], list[str]] = {}  # issues of the Group are not named: one row
    for mission, called in ordered:
        best = best_day(called, as_of, workdays)
        row = same.setdefault((mission or _("Working Group"), _(called.need.title), best), [])
        row.append(days_left(called, as_of, workdays))
    rows = tuple(
        (name, f"{title} × {len(days)}" if days[1:] else title, "\n".join(dict.fromkeys(days)),
         best, _("not booked"))
        for (name, title, best), days in same.items()
    )  # fmt: skip
    return Table(names, rows, name=_("not booked"), widths=(3, 4, 5, 5, 3))


def days_left(called: Called, as_of: date, workdays: Workdays) -> str:
    """The window from the first day with full notice on: "Mon 12 June 2017 to Fri 23 June 2017"."""
    days = _with_notice(called, as_of, workdays)
    if not days:
        return _("none left") if called.window.days else _("none")
    if len(days) == 1:
        return say_day(days[0])
    return _("%(first)s to %(last)s") % {"first": say_day(days[0]), "last": say_day(days[-1])}


def best_day(called: Called, as_of: date, workdays: Workdays) -> str:
    """The target, or the first day with full notice after it; marked where a date it is counted
    from is only our estimate."""
    target, days = called.window.target, _with_notice(called, as_of, workdays)
    said = say_day(max(target, days[0]) if target and days else target)
    soft = any(zone.anchor.soft for zone in called.window.zones)
    return _("%s (estimated)") % said if soft else said


def _with_notice(called: Called, as_of: date, workdays: Workdays) -> list[date]:
    """Days of the window for which it can still be announced with full notice."""
    first = workdays.shift(as_of, called.notice.working_days).on
    return [on for on in called.window.days if on >= first]


def _notes(first: date, workdays: Workdays) -> Iterator[str]:
    adopted = workdays.shift(first, 0)
    yield (
        _("The programme is adopted on the first working day of the month, %s.")
        % say_day(adopted.on)
    )
    yield from adopted.provisional
    yield _("Meetings that invitees alone know of are not in this paper.")
    yield _("“estimated”: a date it is counted from is our own estimate; none is recorded.")
