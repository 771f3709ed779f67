"""Of the handover file: what waits, what is due, and what was said and not settled yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.utils.translation import gettext as _

from consultations import planning, records, tasks
from consultations.disclosure import with_details_for
from consultations.models import HEADQUARTERS, Consultation, Mission, Point, Question
from consultations.papers.booked import day_of
from consultations.papers.saying import say_day
from consultations.papers.sheets import Block, Paragraph, Table

Span = tuple[date, date]
Reader = User | AnonymousUser
BACK = timedelta(days=800)  # points and questions of meetings held longer ago are left in peace
CYCLES = timedelta(days=400)


def waiting_matters(today: date, until: date, reader: Reader) -> Iterator[Block]:
    """Report-backs, records, outcomes, questions and second looks, overdue ones first."""
    found = records.waiting(today, reader, until)
    if not found:
        yield Paragraph(_("Nothing waits."))
    names = (_("Due by"), _("What"), _("State"))
    rows = tuple(
        (say_day(one.on), one.sentence, _("overdue") if one.late else _("due")) for one in found
    )
    yield Table(names, rows, name=_("waiting"), widths=(4, 10, 2))


def open_tasks(span: Span, today: date, reader: Reader, *, ahead: bool) -> Iterator[Block]:
    """Tasks of the register that nobody settled and that can still be done, by what they are for.

    Those overdue; *ahead*: those due in the span too.
    """
    shown = with_details_for(Consultation.objects.all(), reader).filter(shown=True)
    missions = Mission.objects.filter(known_by_name_only=False).order_by("acronym")
    chains = planning.chains(missions, first=today - CYCLES, last=today + CYCLES, as_of=today)
    due = tasks.due(shown, tasks.sight(today, chains), span[1] if ahead else today)
    due = [one for one in due if not one.rule.watched]  # those stand under what waits
    found = [one for one in due if one.due_on and _counts(one.due_on, span, today)]
    if not found:
        yield Paragraph(_("No task is due.") if ahead else _("No task is overdue."))
    by_subject: dict[str, list[str]] = {}
    for one in found:
        late = _("overdue") if one.due_on and one.due_on < today else ""
        said = f"{say_day(one.due_on)}: {_(one.title)}{f' ({late})' if late else ''}"
        by_subject.setdefault(one.of.name, []).append(said)
    rows = tuple((name, "\n".join(lines)) for name, lines in by_subject.items())
    yield Table((_("For"), _("Tasks")), rows, name=_("tasks"), widths=(4, 9))


def _counts(due_on: date, span: Span, today: date) -> bool:
    return due_on < today or span[0] <= due_on <= span[1]


def open_points(span: Span, reader: Reader) -> Iterator[Block]:
    """Points whose outcome in the adopted text nobody has told, and what is known of them."""
    points = Point.objects.filter(removed=False, in_text="").exclude(text="")
    names = (_("Point"), _("Meeting"), _("Sent to the penholder"), _("In the draft"))
    rows = tuple(
        (_with_name(one, records.visible_name(one, one.record)), _meeting(one.record.consultation),
         say_day(one.sent_on) if one.sent_on else _("not sent"), _outcome(one))
        for one in _of_meetings(points, span, reader)
    )  # fmt: skip
    if not rows:
        yield Paragraph(_("No point waits for its outcome."))
    yield Table(names, rows, name=_("points"), widths=(7, 5, 4, 4))


def open_questions(span: Span, reader: Reader) -> Iterator[Block]:
    """Questions to the Secretariat that are not answered, with the day by which they are due."""
    questions = Question.objects.filter(removed=False, answered_on=None).exclude(text="")
    found = _of_meetings(questions, span, reader)
    following = planning.Following([one.record.consultation for one in found])
    rows = tuple(
        (_with_name(one, records.visible_name(one, one.record)), _meeting(one.record.consultation),
         say_day(following.question(one.record.consultation, one.asked_on, one.incident).on))
        for one in found
    )  # fmt: skip
    if not rows:
        yield Paragraph(_("No question waits for its answer."))
    names = (_("Question"), _("Meeting"), _("To be answered by"))
    yield Table(names, rows, name=_("questions"), widths=(8, 6, 4))


def _of_meetings(rows: Any, span: Span, reader: Reader) -> list[Any]:
    """Those of meetings held since *BACK* whose details the reader may see, in order."""
    since = datetime.combine(span[0] - BACK, time(), HEADQUARTERS)
    until = datetime.combine(span[1] + timedelta(days=1), time(), HEADQUARTERS)
    shown = with_details_for(Consultation.objects.all(), reader).filter(
        shown=True, starts_at__gte=since, starts_at__lt=until
    )
    rows = rows.filter(record__consultation__in=shown.values("pk"))
    rows = rows.select_related("record__consultation__cycle_mission")
    return list(rows.order_by("record__consultation__starts_at", "position", "pk"))


def _with_name(item: Point | Question, name: str) -> str:
    """The words, and under them who said so, as far as it may be told."""
    return "\n".join(filter(None, [item.text, name and f"({name})"]))


def _meeting(row: Consultation) -> str:
    return f"{row.subject}\n{say_day(day_of(row))}"


def _outcome(one: Point) -> str:
    said = [str(one.get_in_draft_display())]
    if one.draft_paragraph:
        said.append(_("para. %s") % one.draft_paragraph)
    return ", ".join(_filled(said)) or _("not known yet")


def _filled(said: Iterable[str]) -> list[str]:
    return [one for one in said if one]
