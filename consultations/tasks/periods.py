"""Visits, months and years that have tasks, with what settles them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from consultations.models import (
    HEADQUARTERS,
    Consultation,
    CouncilVisit,
    Milestone,
    Paper,
    Record,
)
from consultations.sayings import say_day
from consultations.tasks.subjects import Sight, by_rule, recorded
from planner.anchor import Anchor, Basis
from planner.anchors import last_working
from planner.checklist import Proof, Subject
from planner.workdays import Workdays

Kind, Visibility = Consultation.Kind, Consultation.Visibility
C34_USUAL = (2, 15)  # ours: where no session is recorded
BEFORE_SESSION = relativedelta(months=3)  # ours: a talk so near counts as the one before it


@dataclass(frozen=True, slots=True)
class Stood:
    """A consultation that stands or was held: its kind, its day, and whether it is listed."""

    kind: str
    on: date
    listed: bool


def standing(first: date, last: date) -> list[Stood]:
    """What is booked or held in a span; one query."""
    start, end = (datetime.combine(d, time(), HEADQUARTERS) for d in (first, last + timedelta(1)))
    rows = Consultation.objects.filter(
        status__in=Consultation.LIVE, starts_at__gte=start, starts_at__lt=end
    )
    shown = (Visibility.JOURNAL, Visibility.PROGRAMME)
    return [
        Stood(kind, at.astimezone(HEADQUARTERS).date(),
              visibility in shown or kind == Kind.FORMAL_TCC)
        for kind, at, visibility in rows.values_list("kind", "starts_at", "visibility")
    ]  # fmt: skip


def visits(first: date, last: date) -> Iterator[Subject]:
    """Visits that end in a span; one query, and one for their missions."""
    rows = CouncilVisit.objects.filter(ends_on__gte=first, ends_on__lte=last)
    for row in _with_debrief(rows):
        symbol = row.report_symbol or row.e_symbol
        told = {
            "visit_reported": symbol and _("The report is %s.") % symbol,
            "visit_debriefed": row.e_debrief and _("A debriefing stands."),
        }
        yield Subject(
            scope="visit", key=f"visit:{row.pk}",
            name=_("Visit of %(first)s to %(last)s") % {
                "first": say_day(row.starts_on), "last": say_day(row.ends_on)},
            traits={}, anchors={"visit_end": recorded("visit_end", row.ends_on)},
            proofs={name: Proof(None, said) for name, said in told.items() if said},
            missions=tuple(sorted(one.acronym for one in row.missions.all())),
        )  # fmt: skip


def _with_debrief(rows: QuerySet[CouncilVisit]) -> QuerySet[Any]:
    debriefs = Consultation.objects.filter(
        kind=Kind.VISIT_DEBRIEF, status__in=Consultation.LIVE,
        missions__visits=OuterRef("pk"), starts_at__date__gte=OuterRef("ends_on"),
    )  # fmt: skip
    symbols = Record.objects.filter(
        consultation__kind=Kind.VISIT_DEBRIEF, consultation__missions__visits=OuterRef("pk"),
        consultation__starts_at__date__gte=OuterRef("ends_on"),
    ).exclude(visit_symbol="")  # fmt: skip
    found = rows.annotate(
        e_debrief=Exists(debriefs),
        e_symbol=Subquery(symbols.values("visit_symbol")[:1], output_field=CharField()),
    )
    return found.prefetch_related("missions")


def months(wanted: Iterable[date], seen: Sight, stood: list[Stood]) -> Iterator[Subject]:
    """The months that begin on these days; one query."""
    firsts = sorted(wanted)
    if not firsts:
        return
    adopted = Milestone.objects.filter(
        kind=Milestone.Kind.PROGRAMME_ADOPTED, on__gte=firsts[0],
        on__lt=firsts[-1] + relativedelta(months=1),
    )  # fmt: skip
    days = sorted(adopted.values_list("on", flat=True))
    for first in firsts:
        yield _month(first, seen.workdays, stood, days)


def _month(first: date, workdays: Workdays, stood: list[Stood], adopted: list[date]) -> Subject:
    after = first + relativedelta(months=1)
    listed = {(one.on.year, one.on.month) for one in stood if one.listed}
    traits = {
        "listed": ("some",) if (first.year, first.month) in listed else (),
        "listed_next": ("some",) if (after.year, after.month) in listed else (),
    }
    end = last_working(after - timedelta(days=1), workdays)
    done = [on for on in adopted if first <= on < after]
    said = _("Its adoption is recorded for %s.") % say_day(done[0]) if done else ""
    return Subject(
        scope="month", key=f"month:{first:%Y-%m}", name=f"{MONTHS[first.month]} {first.year}",
        traits=traits, proofs={"programme_adopted": Proof(done[0], said)} if done else {},
        anchors={"month_start": by_rule("month_start", workdays.shift(first, 0).on),
                 "month_end": by_rule("month_end", end)},
        url=reverse("calendar") + f"?on={first.isoformat()}",
    )  # fmt: skip


def years(wanted: Iterable[int], seen: Sight, stood: list[Stood]) -> Iterator[Subject]:
    """The years; one query."""
    agreed = Paper.objects.filter(kind=Paper.Kind.YEARLY).exclude(state=Paper.State.DRAFT)
    keys = list(agreed.values_list("key", flat=True))
    for year in sorted(set(wanted)):
        yield _year(year, seen, stood, any(str(year) in key.split("-") for key in keys))


def _year(year: int, seen: Sight, stood: list[Stood], agreed: bool) -> Subject:
    session = _session(year, seen.workdays)
    told = {
        "year_planned": _planned(year, seen, stood),
        "c34_met": _met(session, stood),
        "report_agreed": _("The yearly report is agreed.") if agreed else "",
    }
    ends = {"january_end": (1, 31), "march_end": (3, 31), "year_end": (12, 31)}
    days = {name: last_working(date(year, *at), seen.workdays) for name, at in ends.items()}
    days["january_after"] = last_working(date(year + 1, 1, 31), seen.workdays)
    return Subject(
        scope="year", key=f"year:{year}", name=_("The year %d") % year, traits={},
        anchors={name: by_rule(name, on) for name, on in days.items()}
        | {"c34_session": session},
        proofs={name: Proof(None, said) for name, said in told.items() if said},
        url=reverse("year", kwargs={"year": year}),
    )  # fmt: skip


def _session(year: int, workdays: Workdays) -> Anchor:
    """The first day of C-34's session: recorded, or about when it usually begins."""
    known = [one.first for one in workdays.soft_spans if one.first.year == year]
    if known:
        return recorded("c34_session", min(known))
    return Anchor("c34_session", date(year, *C34_USUAL), Basis.ESTIMATED, "usual time (ours)")


def _planned(year: int, seen: Sight, stood: list[Stood]) -> str:
    own = [one.kind for one in stood if one.on.year == year]
    number = {
        "organisational": own.count(Kind.ORGANISATIONAL),
        "thematic": own.count(Kind.WORKING_GROUP),
    }
    wanted = {name: seen.register.number(f"year_plan_{name}") for name in number}
    if any(number[name] < wanted[name] for name in number):
        return ""
    said = _("%(organisational)d organizational and %(thematic)d further meetings stand.")
    return said % number


def _met(session: Anchor, stood: list[Stood]) -> str:
    assert session.on is not None
    since, until = session.on - BEFORE_SESSION, session.on
    own = (one.on for one in stood if one.kind == Kind.C34_BUREAU)
    found = sorted(on for on in own if since <= on < until)
    return _("A meeting with the Bureau stands on %s.") % say_day(found[0]) if found else ""


__all__ = ["Stood", "months", "standing", "visits", "years"]
