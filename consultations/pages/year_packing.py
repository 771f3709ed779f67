"""Which line of a mission's row each window, report and booking is drawn on: none over another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from consultations.pages.year_values import Band, Booking, Mark, Row, Year

ROOM = timedelta(days=2)  # half the width of a mark, and the space beside it


@dataclass(frozen=True, slots=True)
class Place:
    """Something drawn, and its line counted from the mandate's bar down."""

    what: Band | Mark | Booking
    lane: int


def packed(row: Row, year: Year) -> tuple[list[Place], int]:
    """Windows and reports on the first free line, bookings on their window's; how many lines."""
    ends: list[int] = []  # per lane, the first day that is free again
    places: list[Place] = []
    spans: list[tuple[date, date, Band | Mark | Booking]]
    spans = [(b.first, b.last, b) for b in row.bands]
    spans += [(m.on - ROOM, m.on + ROOM, m) for m in row.marks]
    for booking in row.bookings:
        if not any(_belongs(booking, band) for band in row.bands):
            spans.append((booking.on - ROOM, booking.on + ROOM, booking))
    for first, last, what in sorted(spans, key=lambda s: (s[0], s[1])):
        start = first.toordinal()
        lane = next((n for n, end in enumerate(ends) if end <= start), len(ends))
        ends[lane : lane + 1] = [last.toordinal() + 2]
        places.append(Place(what, lane))
    lanes = {id(place.what): place.lane for place in places}
    for booking in row.bookings:
        band = next((band for band in row.bands if _belongs(booking, band)), None)
        if band is not None:
            places.append(Place(booking, lanes[id(band)]))
    return places, len(ends)


def _belongs(booking: Booking, band: Band) -> bool:
    """Whether a booking stands on that window: named for its need, else of its kind and within."""
    if booking.need:
        return (booking.need, booking.expires_on) == (band.need, band.expires_on)
    return booking.kind == band.kind and band.first <= booking.on <= band.last
