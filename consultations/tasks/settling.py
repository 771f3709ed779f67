"""Noting a task as done, skipping it with a reason, or taking that back."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consultations import planning
from consultations.models import TaskMark
from consultations.sayings import say_day, say_who
from consultations.tasks.computing import find, seen_of
from consultations.tasks.wording import title
from planner.checklist import Task

State = TaskMark.State


class Refused(ValueError):
    """It was not noted; the message is a sentence to show."""


def settle(
    task_id: str,
    subject: str,
    *,
    state: str,
    who: User,
    reason: str = "",
    on: date | None = None,
    seen: str = "",
) -> TaskMark:
    """Note a task as done or skipped; *seen* is the mark that the page showed, if any.

    Raises ``NoSuchTask`` and ``Refused``: a skip without a reason, a day to come, a task that is
    settled by what is recorded, and one that somebody else settled meanwhile.
    """
    task, row = find(task_id, subject)
    on, reason = on or planning.today(), reason.strip()
    _check(task, state, reason, on)
    try:
        with transaction.atomic():
            mark = _as_seen(task_id, subject, seen) or TaskMark(task=task_id, subject=subject)
            mark.state, mark.on, mark.reason, mark.who = state, on, reason, who
            mark.consultation = row
            mark.save()
    except IntegrityError:  # who was first wrote between our look and our word
        raise Refused(_meanwhile(TaskMark.objects.get(task=task_id, subject=subject))) from None
    return mark


def clear(task_id: str, subject: str, *, who: User, seen: str = "") -> None:
    """Take back what was noted. Raises ``NoSuchTask`` and ``Refused`` as :func:`settle` does."""
    find(task_id, subject)
    with transaction.atomic():
        mark = _as_seen(task_id, subject, seen)
        if mark is not None:
            mark.delete()


def _check(task: Task, state: str, reason: str, on: date) -> None:
    if state not in State.values:
        raise Refused(_("A task is noted as done or as skipped."))
    if task.evidence:
        words = {"task": title(task.rule), "why": task.evidence}
        raise Refused(_("“%(task)s” needs no note: %(why)s") % words)
    if state == State.SKIPPED and not reason:
        raise Refused(_("Say why it is skipped: the reason is printed with the record."))
    if on > planning.today():
        raise Refused(_("It cannot be noted for a day to come: %s.") % say_day(on))


def _as_seen(task: str, subject: str, seen: str) -> TaskMark | None:
    """The mark, locked. Raises ``Refused`` where it is not the one that was shown."""
    rows = TaskMark.objects.select_for_update(of=("self",)).select_related("who")
    mark = rows.filter(task=task, subject=subject).first()
    if seen_of(mark) != seen:
        raise Refused(_meanwhile(mark))
    return mark


def _meanwhile(mark: TaskMark | None) -> str:
    if mark is None:
        return _("What was noted here was taken back meanwhile: look again, then decide.")
    words = {"who": say_who(mark.who), "state": mark.get_state_display(), "day": say_day(mark.on)}
    said = _("%(who)s noted it as %(state)s on %(day)s meanwhile.") % words
    return f"{said} {mark.reason}".strip()
