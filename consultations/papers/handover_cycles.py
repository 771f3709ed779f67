"""Of the handover file: the cycles that run with their next dates, and the meetings booked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser, User
from django.utils.translation import gettext as _

from consultations import planning
from consultations.models import Consultation, Mission
from consultations.papers.booked import consultations, day_of, hours, missions_of, place
from consultations.papers.programme import best_day, days_left
from consultations.papers.saying import say_day
from consultations.papers.sheets import Block, Paragraph, Table
from planner.anchors import Anchor
from planner.chains import Called, Chain
from planner.workdays import Workdays

Span = tuple[date, date]
MARGIN = timedelta(days=75)  # a cycle that ends so soon after has its dates in the span


def running_cycles(span: Span, today: date) -> Iterator[Block]:
    """Each cycle with a date in the span: its next dates, and its consultations."""
    first, last = span
    missions = Mission.objects.filter(known_by_name_only=False).order_by("acronym")
    chains = planning.chains(missions, first=first, last=last + MARGIN, as_of=min(today, last))
    days = planning.workdays(today)
    rows = [_cycle(chain, span, today, days) for chain in chains if _touches(chain, span, today)]
    if not rows:
        yield Paragraph(_("No cycle has a date in these days."))
    names = (_("Mission"), _("Mandate"), _("Next dates"), _("Consultations"))
    yield Table(names, tuple(rows), name=_("cycles"), widths=(2, 4, 5, 6))


def _touches(chain: Chain, span: Span, today: date) -> bool:
    if chain.cycle.expires_on is None:
        return False
    return bool(_next(chain, span, today)) or span[0] <= chain.cycle.expires_on <= span[1]


def _cycle(chain: Chain, span: Span, today: date, days: Workdays) -> tuple[str, ...]:
    cycle = chain.cycle
    part = "" if cycle.component == "mission" else f"\n{cycle.component}"
    mandate = [cycle.resolution or _("resolution not recorded")]
    mandate.append(_("expires %s") % say_day(cycle.expires_on))
    if cycle.final:
        mandate.append(_("final period"))
    dates = "\n".join(f"{_name(one)}: {_day(one)}" for one in _next(chain, span, today))
    called = "\n".join(_called(one, today, days) for one in chain.called)
    return f"{cycle.mission}{part}", "\n".join(mandate), dates or _("none"), called or _("none")


def _next(chain: Chain, span: Span, today: date) -> list[Anchor]:
    """The dates of the cycle in the span, in order; a report that came is no date to come."""
    anchors = chain.cycle.anchors
    sent = anchors.get("report_transmitted")
    came = sent is not None and sent.basis == "recorded" and sent.on and sent.on < today
    found = [
        one
        for name, one in anchors.items()
        if one.on and span[0] <= one.on <= span[1] and name not in ("expiry", "report_transmitted")
        if not (name == "report_due" and (came or (chain.cycle.final and one.soft)))
    ]
    return sorted(found, key=lambda one: (one.on or date.max, one.name))


def _name(anchor: Anchor) -> str:
    return _(anchor.name.replace("_", " "))


def _day(anchor: Anchor) -> str:
    said = say_day(anchor.on)
    return _("%s (estimated)") % said if anchor.basis not in ("recorded",) else said


def _called(called: Called, today: date, workdays: Workdays) -> str:
    title = _(called.need.title)
    if called.met_by:
        words = {"title": title, "day": say_day(called.met_by.on)}
        held = called.met_by.on < today
        return (_("%(title)s: held %(day)s") if held else _("%(title)s: booked %(day)s")) % words
    if called.skipped:
        return _("%(title)s: left out (%(why)s)") % {"title": title, "why": called.skipped}
    if called.window.target is None:
        return _("%s: not booked, no day can be told") % title
    if called.window.latest and called.window.latest < today:
        words = {"title": title, "day": say_day(called.window.latest)}
        return _("%(title)s: not booked, its last day was %(day)s") % words
    days, best = days_left(called, today, workdays), best_day(called, today, workdays)
    words = {"title": title, "days": days, "best": best}
    return _("%(title)s: not booked; %(days)s, best %(best)s") % words


def booked_meetings(span: Span, reader: User | AnonymousUser) -> Iterator[Block]:
    """What is booked in the span, with its room and who convenes."""
    rows = consultations(span[0], span[1], reader)
    if not rows:
        yield Paragraph(_("No meeting is booked in these days."))
    names = (_("When"), _("Meeting"), _("Mission"), _("Convener"), _("Room"), _("State"))
    lines = tuple(
        (f"{say_day(day_of(row))}\n{hours(row)}", row.subject, missions_of(row) or "–",
         convener_of(row), place(row), _state(row))
        for row in rows
    )  # fmt: skip
    yield Table(names, lines, name=_("meetings"), widths=(4, 5, 3, 4, 4, 4))


def convener_of(row: Consultation) -> str:
    """Who convenes, by name where one is recorded."""
    office = str(row.get_convener_display()) if row.convener else ""
    said = [office, row.convener_name, *row.co_conveners.splitlines()]
    return "\n".join(dict.fromkeys(filter(None, said))) or _("not recorded")


def _state(row: Consultation) -> str:
    said = [str(row.get_status_display()), str(row.get_visibility_display())]
    if row.announced_on:
        said.append(_("announced %s") % say_day(row.announced_on))
    elif row.status in (Consultation.Status.TENTATIVE, Consultation.Status.CONFIRMED):
        said.append(_("not announced yet"))
    return "\n".join(said)
