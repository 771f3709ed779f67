"""What became of a point, and where it was taken up again (2017 report, paras. 15, 16, 63)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from consultations.booking import Refused
from consultations.models import Consultation, Point, PointFollow, Record
from consultations.records.fields import LONGEST, plain
from consultations.records.keeping import kept_change
from consultations.records.meanwhile import Meanwhile, brought_together, put

OUTCOME = (
    "sent_on", "sent_to", "in_draft", "draft_paragraph", "in_text", "text_paragraph",
    "outcome_reason", "outcome_from", "mission", "standing", "theme",
)  # fmt: skip


def set_outcome(
    point: Point, *, who: User | None, seen: Mapping[str, str] | None = None, **values: Any
) -> Point:
    """What draft and adopted text made of a point; it may be told after the record was closed.

    *values* are those of ``OUTCOME``, as strings (days as year-month-day); *seen* is what their
    writer saw in each: what was left so is not touched. Each change is kept as one of the record.
    Raises ``Refused`` for a wrong one, naming the field, ``Meanwhile`` for one others changed.
    """
    unknown = set(values) - set(OUTCOME)
    if unknown:
        raise TypeError(f"not of an outcome: {sorted(unknown)}")
    with transaction.atomic():
        record = Record.objects.select_for_update(of=("self",)).get(pk=point.record_id)
        row = Point.objects.get(pk=point.pk)
        found = brought_together("point", row, values, seen)
        changes = put("point", record, row, found)
        if seen is not None and (lacking := _lacking(row)):
            raise Meanwhile(lacking, found.values, found.stands)
        kept_change(record, f"point:{row.pk}", row, changes, who)
    return row


def send_point(point: Point, *, sent_on: date, sent_to: str, who: User | None) -> bool:
    """Note it as sent to the penholder; False, and nothing done, where it already was."""
    with transaction.atomic():
        Record.objects.select_for_update(of=("self",)).get(pk=point.record_id)
        if Point.objects.filter(pk=point.pk, sent_on__isnull=False).exists():
            return False
        set_outcome(point, who=who, sent_on=sent_on, sent_to=sent_to)
    return True


def _lacking(row: Point) -> str:
    """What an outcome lacks, after what two people wrote was brought together."""
    known = {row.in_draft, row.in_text} - {""}
    if known and not row.outcome_from:
        return _("Say who told us.")
    if Point.Outcome.NOT in known and not row.outcome_reason.strip():
        return _("Say the reason, or that none was given.")
    return ""


def follow_point(
    point: Point, consultation: Consultation, how: str, note: str = "", who: User | None = None
) -> PointFollow:
    """Note that a later meeting continues a point or answers it; said again, it is corrected."""
    if how not in PointFollow.How.values:
        raise Refused(_("Choose whether the meeting continues the point or answers it."))
    first = point.record.consultation
    if consultation.pk == first.pk or consultation.starts_at <= first.starts_at:
        raise Refused(_("Choose a later meeting: this one was not after the point was raised."))
    if consultation.status == Consultation.Status.CANCELLED:
        raise Refused(_("That meeting was cancelled: choose one that stands."))
    found, _created = PointFollow.objects.update_or_create(
        point=point, consultation=consultation,
        defaults={"how": how, "note": plain(note).strip()[:LONGEST], "who": who},
    )  # fmt: skip
    return found


def unfollow_point(follow: PointFollow) -> None:
    """Take back that a point was taken up again."""
    follow.delete()
