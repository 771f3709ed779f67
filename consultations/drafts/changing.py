"""One change of one draft by a person: locked, checked for its version, said who and when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.booking import Refused, Stale, say_who
from consultations.drafts.snapshots import snapshot
from consultations.models import Draft


@contextmanager
def changing(draft: Draft, version: int, *, who: User | None) -> Iterator[Draft]:
    """The row as it is stored, locked until the change is done; then saved as a new version.

    *version* is the one that the person had read. Raises ``Stale`` where it moved on, ``Refused``
    where the draft is gone.
    """
    with transaction.atomic():
        row = locked(draft)
        same_version(row, version)
        yield row
        row.version += 1
        row.changed_by, row.changed_at = who, timezone.now()
        row.save()


@contextmanager
def stepping(draft: Draft, version: int, *, who: User | None) -> Iterator[Draft]:
    """A step on a plan that is there and not yet booked; how it stood before is kept."""
    with changing(draft, version, who=who) as row:
        refuse_at_work(row)
        if row.is_released:
            raise Refused(
                _("This plan is released: take that back first, or make a new plan that keeps it.")
            )
        row.before = snapshot(row)
        yield row


def locked(draft: Draft) -> Draft:
    """The stored row under a lock. Raises ``Refused`` where somebody deleted it."""
    rows = Draft.objects.select_for_update(of=("self",)).select_related("changed_by", "keeps")
    row = rows.filter(pk=draft.pk).first()
    if row is None:
        raise Refused(_("Somebody deleted this plan: make a new one."))
    return row


def same_version(row: Draft, version: int) -> None:
    """Raises ``Stale``, saying who changed it and when, unless *version* is the newest."""
    if row.version != version:
        raise Stale(say_who(row.changed_by), row.changed_at)


def refuse_at_work(row: Draft) -> None:
    """Nothing is changed under a worker that still has it."""
    if row.is_at_work and not row.is_silent(timezone.now()):
        raise Refused(_("It is being planned: wait until it is done, or stop it first."))
