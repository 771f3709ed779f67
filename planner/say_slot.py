"""The sentences of an hour and a room, as findings say them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.slots import Busy, Place


def fits(place: Place | None, seats: int) -> str:
    """Whether the room holds the meeting; an unknown capacity is said, never assumed."""
    if place is None or not seats:
        return "no room asked for"
    if place.capacity is None:
        return f"{place.name}: capacity not established; {seats} seats wanted"
    return f"{place.name}: {place.capacity} seats; {seats} wanted"


def elsewhere(double: Mapping[str, Sequence[Busy]]) -> str:
    """Who is double booked, by name and with what stands; only a calendar is named."""
    return ", ".join(
        name if any(not one.read for one in stands) else f"{name} (by {told(stands[0])})"
        for name, stands in sorted(double.items())
    )


def told(busy: Busy) -> str:
    """What stands; of somebody else's calendar also when it was read."""
    return f"{busy.what}, {busy.read}" if busy.read else busy.what


def _by(here: Sequence[Busy]) -> str:
    """By what a room is taken: by a meeting booked here first."""
    first = min(here, key=lambda one: bool(one.read))
    return f" then by {told(first)}" if first.read else f": {first.what}"


def words(
    criterion: str, kept: bool, room: str, here: Sequence[Busy], sitting: Sequence[Busy]
) -> str:
    """One sentence for *criterion*; *here* stands in the room, *sitting* occupies the fifteen."""
    if criterion == "session":
        return "inside a session" if kept else "outside the sessions of the day"
    if criterion == "room_free":
        return f"{room} is free" if kept else f"{room} is taken{_by(here)}"
    if criterion == "council_free":
        if not sitting:
            return "no Council meeting then"
        if sitting[0].consultation:
            return f"the members sit in another consultation: {sitting[0].what}"
        return f"{'' if sitting[0].firm else 'provisional: '}{sitting[0].what}"
    if criterion == "room_near":
        return f"{room} {'is' if kept else 'is not'} near the Council Chamber"
    return f"{room}: interpretation {'to be had' if kept else 'not to be had'}"
