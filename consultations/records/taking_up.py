"""What became of a point, and where it was taken up again (2017 report, paras. 15, 16, 63)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from consultations.booking import Refused
from consultations.models import Consultation, Point, PointFollow, Record
from consultations.records.fields import LONGEST, Wrong, fields_of, plain
from consultations.records.keeping import kept_change

OUTCOME = (
    "sent_on", "sent_to", "in_draft", "draft_paragraph", "in_text", "text_paragraph",
    "outcome_reason", "outcome_from", "mission", "standing", "theme",
)  # fmt: skip


def set_outcome(point: Point, *, who: User | None, **values: Any) -> Point:
    """What draft and adopted text made of a point; it may be told after the record was closed.

    *values* are those of ``OUTCOME``, as strings (days as year-month-day). Each is kept as a
    change of the record. Raises ``Refused`` for a wrong one, naming the field.
    """
    unknown = set(values) - set(OUTCOME)
    if unknown:
        raise TypeError(f"not of an outcome: {sorted(unknown)}")
    fields = fields_of("point")
    with transaction.atomic():
        record = Record.objects.select_for_update(of=("self",)).get(pk=point.record_id)
        row = Point.objects.get(pk=point.pk)
        changes = {}
        for name, value in values.items():
            was = fields[name].said(row)
            try:
                found = fields[name].read(plain(_string(value))[:LONGEST])
            except Wrong as wrong:
                raise Refused(wrong.sentence) from wrong
            setattr(row, fields[name].column.attname, found)
            if (now := fields[name].said(row)) != was:
                changes[name] = (was, now)
        kept_change(record, f"point:{row.pk}", row, changes, who)
    return row


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


def _string(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(getattr(value, "pk", value))
