"""What other people's calendars say is taken: rooms and delegations, as they were last read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q

from consultations.models import BusyTime
from consultations.planning.knowing import midnight, overlapping
from planner.slots import Busy, by_grains
from planner.workdays import HEADQUARTERS, say_date


def elsewhere(
    first: date, last: date, *, invited: Iterable[str] | None = None, read_by: date | None = None
) -> Iterator[Busy]:
    """Busy times from *first* to *last* by the last good reading of each calendar; one query.

    Of delegations those of *invited* (ISO code, else name), or all. Only calendars that had been
    read on *read_by*, where given: what was not known then stands in nobody's way.
    """
    found = BusyTime.objects.filter(overlapping(first, last))
    if invited is not None:
        codes = frozenset(invited)
        named = Q(calendar__member__iso3="", calendar__member__name__in=codes)
        room = Q(calendar__room__isnull=False)
        found = found.filter(room | Q(calendar__member__iso3__in=codes) | named)
    if read_by is not None:
        found = found.filter(calendar__read_at__lt=midnight(read_by + timedelta(days=1)))
    columns = ("calendar_id", "calendar__name", "calendar__read_at", "calendar__error",
               "calendar__room_id", "calendar__member__iso3", "calendar__member__name",
               "starts_at", "ends_at")  # fmt: skip
    rows = found.order_by("calendar_id", "starts_at", "pk").values_list(*columns)
    for pk, name, read_at, error, room_id, iso3, member, starts_at, ends_at in rows:
        start, end = starts_at.astimezone(HEADQUARTERS), ends_at.astimezone(HEADQUARTERS)
        for day, mask in by_grains(start, end):
            yield Busy(
                day=day,
                mask=mask,
                what=f"its calendar “{name}”",
                room=str(room_id) if room_id else "",
                who=frozenset(filter(None, [iso3 or member])),
                key=f"calendar:{pk}:{starts_at.isoformat()}",
                read=_read(read_at, failing=bool(error)),
            )


def _read(at: datetime | None, *, failing: bool) -> str:
    """When the calendar was last read, in words of the core."""
    if at is None:
        return "not read since"
    local = at.astimezone(HEADQUARTERS)
    since = "; it could not be read again since" if failing else ""
    return f"read on {say_date(local.date())}, {local:%H:%M}{since}"


__all__ = ["elsewhere"]
