"""Who is where in each grain of time: bits of whole numbers, a grain a bit, so that it is fast.

The best place of a meeting among thousands is found in some dozens of steps on such numbers: what
people cannot do (*required* twice) is left out, what they would rather not is added up bit by bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from planner.timetable import NEAR, Place, Timetable, first_grains, fitting, seats_missed, starts

Price = tuple[int, int]  # preferred people in two places, wishes
Seat = tuple[int, int]  # the first grain, the number of the room
Skip = Callable[[], bool]


@dataclass(slots=True)
class Asked:
    """A meeting with people, rooms and starts as numbers."""

    key: str
    length: int
    required: tuple[int, ...]
    preferred: tuple[int, ...]
    rooms: range
    starts: int  # bit by bit
    people: int  # bit by bit
    needed: int


class Grid:
    """The meetings by number, in the order of their keys, and where each stands."""

    def __init__(self, timetable: Timetable) -> None:
        self.timetable, self.wishes = timetable, timetable.wishes
        self.rooms = sorted(timetable.rooms, key=lambda r: (-r.capacity, r.key))
        self.missed = [
            seats_missed(timetable, r) * timetable.wishes.smaller_room for r in self.rooms
        ]
        self.asked = _asked(timetable)
        people = max((a.people.bit_length() for a in self.asked), default=0)
        end = timetable.grains
        self.seat: list[Seat | None] = [None] * len(self.asked)
        self.needed = [0] * people  # when each is required
        self.wanted: list[list[int]] = [[0] for _ in range(people)]  # how often preferred, by bits
        self.taken = [0] * len(self.rooms)
        self.begin, self.over = [0] * (end + 1), [0] * (end + 1)
        self.active: list[set[int]] = [set() for _ in range(end)]

    def put(self, number: int, seat: Seat) -> None:
        """It stands there from now on."""
        asked, start = self.asked[number], seat[0]
        mask = ((1 << asked.length) - 1) << start
        self.taken[seat[1]] |= mask
        for who in asked.required:
            self.needed[who] |= mask
        for who in asked.preferred:
            _add(self.wanted[who], mask)
        self.begin[start] += 1
        self.over[start + asked.length] += 1
        for grain in range(start, start + asked.length):
            self.active[grain].add(number)
        self.seat[number] = seat

    def take(self, number: int) -> Seat | None:
        """Away from where it stood, which is returned."""
        asked, seat = self.asked[number], self.seat[number]
        if seat is None:
            return None
        start = seat[0]
        mask = ((1 << asked.length) - 1) << start
        self.taken[seat[1]] ^= mask
        for who in asked.required:
            self.needed[who] ^= mask
        for who in asked.preferred:
            _subtract(self.wanted[who], mask)
        self.begin[start] -= 1
        self.over[start + asked.length] -= 1
        for grain in range(start, start + asked.length):
            self.active[grain].discard(number)
        self.seat[number] = None
        return seat

    def price(self, number: int, seat: Seat) -> Price:
        """What that seat costs with what it does to the others. The meeting stands nowhere now."""
        asked, (start, room) = self.asked[number], seat
        met: set[int] = set().union(*self.active[start : start + asked.length])
        hurt = sum(self._tie(asked, start, other) for other in met)
        return hurt, self._wish(asked, start) + self._room_wish(asked, start, room)

    def _room_wish(self, asked: Asked, start: int, room: int) -> int:
        """The seats missed there, and the people who come from another room or go to one."""
        moved, over = 0, start + asked.length
        for number in set().union(*self.active[max(0, start - NEAR - 1) : over + NEAR + 1]):
            seat = self.seat[number]
            if seat is None or seat[1] == room or seat[0] == start:
                continue
            other = self.asked[number]
            if seat[0] > start or seat[0] + other.length >= start - NEAR:
                moved += (asked.people & other.people).bit_count()
        return self.missed[room] + self.wishes.change_of_room * moved

    def _tie(self, asked: Asked, start: int, number: int) -> int:
        """How many are preferred in one of two meetings and wanted in the other, by grains."""
        other, seat = self.asked[number], self.seat[number]
        both = (asked.people & other.people).bit_count() - (asked.needed & other.needed).bit_count()
        if not both or not seat or not self.timetable.by_grain:
            return both
        return both * (min(start + asked.length, seat[0] + other.length) - max(start, seat[0]))

    def _wish(self, asked: Asked, start: int) -> int:
        over, wishes = start + asked.length, self.wishes
        at_once = len(self.active[start]) + sum(self.begin[start + 1 : over])
        beside = self.over[start] + self.begin[over]
        return (
            wishes.waiting * (over - 1) + wishes.no_break * beside + wishes.overlapping * at_once
        )  # fmt: skip

    def best(self, number: int, skip: Skip | None = None) -> Seat | None:
        """The cheapest seat, the earliest of such; one is passed over where *skip* says so.

        None where none is free of people who must be elsewhere.
        """
        asked = self.asked[number]
        start = self._cheapest(asked, asked.starts & ~self._blocked(asked), skip)
        if start is None:
            least = (self._cheapest(asked, among, None) for among in self._least_hurt(asked))
            start = next((one for one in least if one is not None), None)
        return None if start is None else self.seat_at(number, start)

    def seat_at(self, number: int, start: int) -> Seat | None:
        """That start in the room that suits best; None where none is free."""
        asked = self.asked[number]
        mask = ((1 << asked.length) - 1) << start
        free = [room for room in asked.rooms if not self.taken[room] & mask]
        if not free:
            return None
        return start, min(free, key=lambda room: self._room_wish(asked, start, room))

    def _blocked(self, asked: Asked) -> int:
        """Starts at which somebody would be wanted elsewhere."""
        needed, busy = self.needed, 0
        for who in asked.required:
            busy |= needed[who]
            for bits in self.wanted[who]:
                busy |= bits
        for who in asked.preferred:
            busy |= needed[who]
            for bits in self.wanted[who]:
                busy |= bits
        return spread(busy, asked.length)

    def _cheapest(self, asked: Asked, free: int, skip: Skip | None) -> int | None:
        found, least = None, None
        waiting, ahead = self.wishes.waiting, self.wishes.waiting * (asked.length - 1)
        while free:
            low = free & -free
            start = low.bit_length() - 1
            if least is not None and waiting * start + ahead >= least:
                break
            free ^= low
            room = self._room(asked, start)
            if room is None or (skip and skip()):
                continue
            cost = self._wish(asked, start) + self.missed[room]
            if least is None or cost < least:
                found, least = start, cost
        return found

    def _room(self, asked: Asked, start: int) -> int | None:
        """The largest that is free."""
        mask = ((1 << asked.length) - 1) << start
        for room in asked.rooms:
            if not self.taken[room] & mask:
                return room
        return None

    def _least_hurt(self, asked: Asked) -> Iterable[int]:
        """Sets of starts without anybody required twice, the least harm to the preferred first."""
        hard = 0
        for who in asked.required:
            hard |= self.needed[who]
        roomy = 0
        for room in asked.rooms:
            roomy |= ~spread(self.taken[room], asked.length)
        free = asked.starts & ~spread(hard, asked.length) & roomy
        planes = self._harm(asked)
        while free:
            least = free
            for plane in reversed(planes):
                least = least & ~plane or least
            yield least
            free &= ~least

    def _harm(self, asked: Asked) -> list[int]:
        """For each start how many grains of somebody's time are wanted twice, as binary digits."""
        harm: list[int] = []
        for who in asked.required:
            for digit, bits in enumerate(self.wanted[who]):
                _add(harm, bits, digit)
        for who in asked.preferred:
            _add(harm, self.needed[who])
            for digit, bits in enumerate(self.wanted[who]):
                _add(harm, bits, digit)
        if not self.timetable.by_grain:
            return [spread(bits, asked.length) for bits in harm]
        total: list[int] = []
        for grain in range(asked.length):
            for digit, bits in enumerate(harm):
                _add(total, bits >> grain, digit)
        return total

    def places(self) -> dict[str, Place | None]:
        """Where everything stands, by key."""
        first = first_grains(self.timetable)
        found: dict[str, Place | None] = {}
        for asked, seat in zip(self.asked, self.seat, strict=True):
            found[asked.key] = seat and Place(
                seat[0], sum(one <= seat[0] for one in first) - 1, self.rooms[seat[1]].key
            )
        return found


def _asked(timetable: Timetable) -> list[Asked]:
    """The meetings in the order of their keys."""
    meetings = sorted(timetable.meetings, key=lambda m: m.key)
    names = sorted(set().union(*(m.people for m in meetings)))
    number = {who: at for at, who in enumerate(names)}
    found = []
    for meeting in meetings:
        required = tuple(sorted(number[who] for who in meeting.required))
        preferred = tuple(sorted(number[who] for who in meeting.preferred - meeting.required))
        needed = sum(1 << who for who in required)
        found.append(
            Asked(
                meeting.key, meeting.grains, required, preferred,
                range(len(fitting(timetable, meeting))),
                sum(((1 << count) - 1) << low for low, count in starts(timetable, meeting)),
                needed | sum(1 << who for who in preferred), needed,
            )
        )  # fmt: skip
    return found


def spread(bits: int, length: int) -> int:
    """Every start from which so many grains would touch one of these."""
    have = 1
    while have < length:
        step = min(have, length - have)
        bits |= bits >> step
        have += step
    return bits


def _add(digits: list[int], bits: int, digit: int = 0) -> None:
    """One more, 2 to the *digit*, wherever there is a bit."""
    while bits:
        while digit >= len(digits):
            digits.append(0)
        digits[digit], bits = digits[digit] ^ bits, digits[digit] & bits
        digit += 1


def _subtract(digits: list[int], bits: int) -> None:
    digit = 0
    while bits:
        digits[digit], bits = digits[digit] ^ bits, ~digits[digit] & bits
        digit += 1
