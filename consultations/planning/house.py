"""The building in which a whole plan takes place: its rooms and what is busy, read once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from consultations.planning.bookings import Booked
from consultations.planning.days import sessions_on
from consultations.planning.premises import for_format, places
from planner.assumptions import Assumption, busy_assuming, places_assuming
from planner.delegations import Category, Guests
from planner.slots import Busy, Premises


class House:
    """Rooms and what is busy, read once: each need's premises differ in who is invited."""

    def __init__(
        self, first: date, last: date, standing: Booked, told: tuple[Assumption, ...]
    ) -> None:
        rooms = places()
        # Where all are lost they stay, closed: a meeting in no room is no plan.
        self.ordinary = places_assuming(rooms, told, first, last) or rooms
        self.formal = for_format(self.ordinary, formal=True)
        self.by_key = {p.key: p for p in self.ordinary}
        self.sessions = sessions_on(first)
        busy: dict[date, list[Busy]] = {}
        for day, several in standing.by_day.items():
            busy[day] = [one for _key, one in several]
        for one in busy_assuming(told, first, last):
            busy.setdefault(one.day, []).append(one)
        self.busy = {day: tuple(found) for day, found in busy.items()}
        self.load = tuple(replace(one, key=key) for key, one in standing.beside.load.items())

    def premises(self, formal: bool, minutes: int, guests: Guests) -> Premises:
        delegations = [g for g in guests.invitees if g.category != Category.SECRETARIAT]
        members = (g.iso3 for g in delegations if g.category == Category.COUNCIL_MEMBER)
        names = {g.iso3 or g.name: g.name for g in delegations}
        return Premises(
            places=self.formal if formal else self.ordinary, busy=self.busy, load=self.load,
            sessions=self.sessions, minutes=minutes,
            seats=sum(len(g.seats) or 1 for g in guests.invitees),
            participants=frozenset(names), names=names, members=frozenset(members),
        )  # fmt: skip
