"""Changes of a record made elsewhere than on its screen: counted and kept like those."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.models import User

from consultations.models import Point, Record, RecordEdit


def kept_change(
    record: Record,
    item: str,
    row: Point | Record,
    changes: Mapping[str, tuple[str, str]],
    who: User | None,
) -> None:
    """Save *row* and keep each change (field: was and now); nothing where nothing changed.

    *record* is locked by whoever calls.
    """
    if not changes:
        return
    record.revision += 1
    row.revision = record.revision
    if row is not record:
        record.save(update_fields=["revision"])
    row.save()
    RecordEdit.objects.bulk_create(
        RecordEdit(
            record=record,
            revision=record.revision,
            item=item,
            field=name,
            was=was,
            typed=now,
            now=now,
            who=who,
        )
        for name, (was, now) in changes.items()
    )
