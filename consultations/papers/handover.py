"""The handover file: what the next Chair or President takes over.

Of the Chair changes every one or two years, the President every month; what depends on one person's
memory is written down here. It is for those who plan: closed meetings are named in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from consultations import planning
from consultations.papers.asked import Asked
from consultations.papers.cycle_words import month_name
from consultations.papers.handover_choices import (
    choices,
    conveners,
    drafts,
    issues,
    numbers,
    presidencies,
)
from consultations.papers.handover_cycles import booked_meetings, running_cycles
from consultations.papers.handover_open import (
    open_points,
    open_questions,
    open_tasks,
    waiting_matters,
)
from consultations.papers.programme import end_of, month_of
from consultations.papers.saying import say_day
from consultations.papers.sheets import Block, Heading, Sheet

AHEAD = timedelta(days=366)
SOON = timedelta(days=30)  # what is due so far ahead is told


def build(asked: Asked) -> Sheet:
    """Everything that runs, as it stands today."""
    first = asked.first or asked.today
    last = asked.last or first + AHEAD
    title, stem = _("Handover file"), f"handover-{first.isoformat()}"
    return _sheet(asked, title, (first, last), stem, of_month=False)


def build_month(asked: Asked) -> Sheet:
    """What falls in the month of one presidency."""
    first = month_of(asked)
    last = end_of(first)
    title = _("Handover file for the presidency of %s") % month_name(first)
    return _sheet(asked, title, (first, last), f"handover-{first:%Y-%m}", of_month=True)


def _sheet(
    asked: Asked, title: str, span: tuple[date, date], stem: str, *, of_month: bool
) -> Sheet:
    until = span[1] if of_month else asked.today + SOON
    blocks: list[Block] = []
    for heading, content in _parts(span, until, asked, of_month):
        blocks += [Heading(heading), *content]
    return Sheet(
        kind="handover",
        title=title,
        subtitle=_subtitle(span, asked.today),
        blocks=tuple(blocks),
        language=asked.language,
        notes=(
            _("Points and questions carry a name only where their attribution says so."),
            _("Dates marked estimated are reckoned; none is recorded."),
        ),
        stem=stem,
    )


def _parts(
    span: tuple[date, date], until: date, asked: Asked, of_month: bool
) -> tuple[tuple[str, Iterable[Block]], ...]:
    """Each heading with what stands under it, in the order of the file."""
    today, reader = asked.today, asked.reader
    return (
        (_("Running cycles"), running_cycles(span, today)),
        (_("Meetings booked"), booked_meetings(span, reader)),
        (_("Waiting to be done"), waiting_matters(today, until, reader)),
        (
            _("Tasks due or overdue") if of_month else _("Tasks overdue or due today"),
            open_tasks(span, today, reader, ahead=of_month),
        ),
        (_("Points without an outcome"), open_points(span, reader)),
        (_("Questions without an answer"), open_questions(span, reader)),
        (_("Issues to be looked at again"), issues(span)),
        (_("Choices made, with their reasons"), choices(span, reader)),
        (_("Numbers changed, with their reasons"), numbers()),
        (_("Drafts of plans"), drafts(span)),
        (_("Who convened before"), conveners(span[0], reader)),
        (_("Presidencies to come"), presidencies(span)),
    )


def _subtitle(span: tuple[date, date], today: date) -> str:
    words = {"first": say_day(span[0]), "last": say_day(span[1]), "today": say_day(today)}
    said = _("%(first)s to %(last)s, as it stood on %(today)s") % words
    name, _basis = planning.president_on(span[0], today)
    return _("President: %(name)s. %(said)s") % {"name": name, "said": said} if name else said
