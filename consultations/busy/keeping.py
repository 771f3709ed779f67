"""External calendars kept: added, read again, removed; the last good reading stays till the next.

Nothing here deletes what was known because a host is down or a file is broken.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from consultations.busy.fetching import NotFetched, fetch
from consultations.busy.reading import Reading, read
from consultations.busy.trimming import Unreadable
from consultations.busy.wording import refused
from consultations.models import BusyTime, Consultation, ExternalCalendar
from planner.workdays import HEADQUARTERS


class NotRead(Exception):
    """Why a calendar was not read, in words."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def add(*, who: User | None, data: bytes | None = None, **terms: Any) -> ExternalCalendar:
    """A calendar of a room or a delegation (*terms*: name, room or member, url or file_name).

    A file that cannot be read is refused: raises NotRead. A host may be down for an hour: that is
    kept with its address, and said.
    """
    if data is None:
        row = ExternalCalendar.objects.create(added_by=who, **terms)
        read_again(row)
        return row
    now = timezone.now()
    reading = _read(data, now)
    with transaction.atomic():
        row = ExternalCalendar.objects.create(added_by=who, **terms)
        _keep(row, reading, now)
    return row


def replace(row: ExternalCalendar, data: bytes, file_name: str) -> None:
    """A newer file of the same calendar. Raises NotRead; then the last good reading stays."""
    now = timezone.now()
    try:
        reading = _read(data, now)
    except NotRead as refusal:
        _failed(row, refusal.sentence, now)
        raise
    _keep(row, reading, now, file_name=file_name)


def read_again(row: ExternalCalendar) -> bool:
    """Fetch and read a calendar anew; False where that failed: the last good reading stays.

    Once a day it is asked for in full, since series are unrolled for a window that moves on.
    """
    now = timezone.now()
    try:
        fetched = fetch(row.url, etag=row.etag if _read_today(row, now) else "")
        if fetched.data is None:
            _keep(row, None, now)
        else:
            _keep(row, _read(fetched.data, now), now, etag=fetched.etag)
    except NotFetched as failure:
        _failed(row, failure.sentence, now)
        return False
    except NotRead as failure:
        _failed(row, failure.sentence, now)
        return False
    return True


def _read_today(row: ExternalCalendar, now: datetime) -> bool:
    return bool(row.read_at and _day(row.read_at) == _day(now))


def _day(at: datetime) -> object:
    return at.astimezone(HEADQUARTERS).date()


def _read(data: bytes, now: datetime) -> Reading:
    try:
        return read(data, today=now.astimezone(HEADQUARTERS).date())
    except Unreadable as refusal:
        raise NotRead(refused(refusal.code, refusal.detail)) from refusal


@transaction.atomic
def _keep(row: ExternalCalendar, reading: Reading | None, now: datetime, **more: str) -> None:
    """The new reading in place of the last one; None: nothing has changed since."""
    locked = ExternalCalendar.objects.select_for_update().filter(pk=row.pk).first()
    if locked is None or (locked.read_at and locked.read_at > now):
        return  # removed, or read by somebody else, in the meantime
    told = {"tried_at": now, "read_at": now, "error": "", **more}
    if reading is not None:
        told["warnings"] = [list(one) for one in reading.warnings]
        row.busy_times.all().delete()
        BusyTime.objects.bulk_create(_times(row, reading), batch_size=500)
    _set(row, told)


def _failed(row: ExternalCalendar, sentence: str, now: datetime) -> None:
    _set(row, {"tried_at": now, "error": sentence})


def _set(row: ExternalCalendar, told: dict[str, Any]) -> None:
    ExternalCalendar.objects.filter(pk=row.pk).update(**told)
    for name, value in told.items():
        setattr(row, name, value)


def _times(row: ExternalCalendar, reading: Reading) -> list[BusyTime]:
    """Its spans, less our own consultations: those are known here already, and may have moved.

    An entry is one of ours by its UID, or by its hours and its title.
    """
    uids, entries = _ours(reading)
    return [
        BusyTime(calendar=row, starts_at=span.starts_at, ends_at=span.ends_at, title=span.title)
        for span in reading.spans
        if span.uid.casefold() not in uids
        and (span.starts_at, span.ends_at, span.title.casefold()) not in entries
    ]


def _ours(reading: Reading) -> tuple[set[str], set[tuple[datetime, datetime, str]]]:
    """UIDs of ours that the reading names; and what ours in its time would be entered as."""
    if not reading.spans:
        return set(), set()
    named = Consultation.objects.filter(pk__in=_uuids(reading))
    standing = Consultation.objects.filter(
        status__in=Consultation.LIVE,
        ends_at__gt=min(span.starts_at for span in reading.spans),
        starts_at__lt=max(span.ends_at for span in reading.spans),
    )
    entries = {
        (start, end, " ".join(subject.split()).casefold()[:200])
        for start, end, subject in standing.values_list("starts_at", "ends_at", "subject")
    }
    return {str(pk) for pk in named.values_list("pk", flat=True)}, entries


def _uuids(reading: Reading) -> set[UUID]:
    found = set()
    for uid in {span.uid for span in reading.spans}:
        try:
            found.add(UUID(uid))
        except ValueError:
            continue
    return found
