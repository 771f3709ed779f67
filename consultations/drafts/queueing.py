"""The queue: a draft becomes a job of the background worker, and again where one was lost."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from consultations.booking import Refused
from consultations.drafts.carrying_out import carry_out
from consultations.drafts.changing import changing, refuse_at_work
from consultations.models import Draft


@task()
def plan_draft(pk: int, run: int) -> None:
    """The job: carry out one run of one draft; an older run does nothing."""
    carry_out(pk, run)


def to_be_planned(row: Draft) -> None:
    """Set *row* (unsaved) to wait for a worker, as a run of its own."""
    row.state, row.run = Draft.State.QUEUED, row.run + 1
    row.stop_requested, row.error, row.progress = False, "", {}
    row.queued_at = timezone.now()
    row.started_at = row.finished_at = row.heartbeat_at = None


def enqueue(row: Draft) -> Draft:
    """Hand it to a worker, once its row is stored; called outside the transaction that did."""
    plan_draft.enqueue(row.pk, row.run)
    return row


def queue_again(draft: Draft, *, who: User | None, version: int) -> Draft:
    """Queue a draft whose job failed, was stopped or lost with its worker.

    Raises ``Refused`` while a worker has it, and for one that is planned.
    """
    with changing(draft, version, who=who) as row:
        if row.state == Draft.State.DONE or row.is_released:
            raise Refused(_("It is planned: read it again."))
        if row.state != Draft.State.QUEUED:  # one that waits in vain may be queued once more
            refuse_at_work(row)
        to_be_planned(row)
    return enqueue(row)
