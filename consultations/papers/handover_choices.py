"""Of the handover file: issues, choices, numbers changed, drafts of plans, conveners."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from consultations.disclosure import with_details_for
from consultations.models import (
    HEADQUARTERS,
    Choice,
    Consultation,
    CycleChoice,
    Draft,
    IssueTag,
    NumberOverride,
    Presidency,
)
from consultations.papers.booked import day_of, missions_of
from consultations.papers.cycle_words import month_name
from consultations.papers.handover_cycles import convener_of
from consultations.papers.saying import say_day
from consultations.papers.sheets import Block, Paragraph, Table
from consultations.sayings import say_who
from planner.register import load

Span = tuple[date, date]
Reader = User | AnonymousUser
CONVENED = timedelta(days=731)  # two years of conveners
HALF_A_YEAR = timedelta(days=184)


def issues(span: Span) -> Iterator[Block]:
    """Issues with a review date up to the end of the span, and those without one."""
    due = Q(review_on__isnull=True) | Q(review_on__lte=span[1])
    found = IssueTag.objects.filter(due).annotate(meetings=Count("records"))
    rows = tuple(
        (one.name, say_day(one.review_on) if one.review_on else _("no review date"),
         str(one.meetings), one.note or "–")
        for one in found.order_by("review_on", "name")
    )  # fmt: skip
    if not rows:
        yield Paragraph(_("No issue is to be looked at again in these days."))
    names = (_("Issue"), _("To be reviewed on"), _("Meetings"), _("Note"))
    yield Table(names, rows, name=_("issues"), widths=(4, 4, 2, 6))


def choices(span: Span, reader: Reader) -> Iterator[Block]:
    """Where recommendations pull apart: what was chosen for the meetings of the span, and for the
    cycles that end in it."""
    shown = _shown(span, reader)
    made = Choice.objects.filter(consultation__in=shown.values("pk"))
    made = made.select_related("consultation", "decided_by").order_by(
        "consultation__starts_at", "tension"
    )
    rows = [
        (f"{one.consultation.subject}\n{say_day(day_of(one.consultation))}",
         f"{one.tension}: {one.chosen}", one.reason or _("no reason recorded"),
         _by(one.decided_by, one.decided_at))
        for one in made
    ]  # fmt: skip
    of_cycles = CycleChoice.objects.filter(expires_on__range=span)
    for one in of_cycles.select_related("mission", "who").order_by("expires_on", "mission", "need"):
        place = f"{one.mission}\n{_('expires %s') % say_day(one.expires_on)}"
        chosen = f"{one.need}: {one.get_chosen_display()}" if one.need else one.get_chosen_display()
        reason = one.reason or _("no reason recorded")
        rows.append((place, str(chosen), reason, _by(one.who, one.at)))
    if not rows:
        yield Paragraph(_("No choice is recorded for these days: the defaults hold."))
    names = (_("For"), _("Chosen"), _("Reason"), _("By"))
    yield Table(names, tuple(rows), name=_("choices"), widths=(5, 4, 5, 4))


def numbers() -> Iterator[Block]:
    """Numbers of the register that staff changed, with what stands in the register."""
    known = load().numbers
    rows = []
    listed = NumberOverride.objects.select_related("mission", "consultation", "who")
    for one in listed.order_by("key", "mission__acronym", "pk"):
        scope = one.mission or (one.consultation and one.consultation.subject) or _("everywhere")
        was = str(known[one.key].value) if one.key in known else "–"
        said = known[one.key].unit if one.key in known else ""
        rows.append((
            one.key, f"{one.value} {_(said) if said else ''}".strip(), was, str(scope), one.reason,
            _by(one.who, one.at),
        ))  # fmt: skip
    if not rows:
        yield Paragraph(_("No number is changed: the register's own hold."))
    names = (_("Number"), _("Value"), _("In the register"), _("Where"), _("Reason"), _("By"))
    yield Table(names, tuple(rows), name=_("numbers"), widths=(4, 3, 2, 3, 5, 4))


def drafts(span: Span) -> Iterator[Block]:
    """Plans whose days touch the span, and whether they were released."""
    found = Draft.objects.filter(first_on__lte=span[1], last_on__gte=span[0])
    found = found.annotate(placed=Count("placements")).order_by("first_on", "name")
    rows = tuple(
        (one.name, _("%(first)s to %(last)s") % {"first": say_day(one.first_on),
                                                 "last": say_day(one.last_on)},
         str(one.placed), _draft_state(one))
        for one in found.defer("levels", "unplaced", "conflict", "before", "notes")
    )  # fmt: skip
    if not rows:
        yield Paragraph(_("There is no draft of a plan for these days."))
    names = (_("Draft plan"), _("Days"), _("Meetings"), _("State"))
    yield Table(names, rows, name=_("drafts"), widths=(4, 6, 2, 5))


def _draft_state(one: Draft) -> str:
    if one.is_released and one.released_at:
        return _("released %s") % say_day(one.released_at)
    return _("%s, not released") % one.get_state_display()


def conveners(first: date, reader: Reader) -> Iterator[Block]:
    """Who convened the meetings of the two years before, by mission, the last one first."""
    rows = _shown((first - CONVENED, first - timedelta(days=1)), reader)
    held = rows.filter(status=Consultation.Status.HELD).select_related("cycle_mission")
    found = [(missions_of(row) or "–", row) for row in held.prefetch_related("missions")]
    found.sort(key=lambda one: (one[0], -one[1].starts_at.timestamp()))
    lines = tuple(
        (name, say_day(day_of(row)), str(row.get_kind_display()), convener_of(row))
        for name, row in found
    )
    if not lines:
        yield Paragraph(_("No meeting held in the two years before is recorded here."))
    names = (_("Mission"), _("Date"), _("Kind"), _("Convener"))
    yield Table(names, lines, name=_("conveners"), widths=(3, 4, 5, 5))


def presidencies(span: Span) -> Iterator[Block]:
    """Who presides in the months of the span, half a year at most."""
    last = min(span[1], span[0] + HALF_A_YEAR)
    months = Presidency.objects.filter(year__range=(span[0].year, last.year))
    rows = tuple(
        (month_name(on), str(one.member), str(one.get_basis_display()))
        for one in months.select_related("member")
        if span[0].replace(day=1) <= (on := date(one.year, one.month, 1)) <= last
    )
    if not rows:
        yield Paragraph(_("No presidency of these months is recorded."))
    names = (_("Month"), _("President"), _("How it is known"))
    yield Table(names, rows, name=_("presidencies"), widths=(4, 6, 4))


def _shown(span: Span, reader: Reader) -> QuerySet[Any]:
    begins = datetime.combine(span[0], time(), HEADQUARTERS)
    ends = datetime.combine(span[1] + timedelta(days=1), time(), HEADQUARTERS)
    rows = Consultation.objects.filter(starts_at__gte=begins, starts_at__lt=ends)
    rows = rows.exclude(status=Consultation.Status.CANCELLED)
    return with_details_for(rows, reader).filter(shown=True)


def _by(who: User | None, at: datetime | None) -> str:
    """Who decided, and when."""
    said = say_who(who)
    return f"{said}\n{say_day(at)}" if at else said
