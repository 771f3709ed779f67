"""Bettering a schedule round by round: some meetings out, each back in where it is cheapest then.

What comes out is what stands at about the same time, here or at two places, what is in the way of
a meeting that would rather begin elsewhere, or two whole days, which then change places.
"""

from __future__ import annotations

import math
from random import Random

from planner.timegrid import Grid, Seat
from planner.timetable import Places, Timetable, costs, first_grains

MOST = 6  # meetings out in a round
HOT, COLD = 300_000.0, 4.0  # how much worse may be kept: at first for all meetings, at last each
HURT = 1000  # what a grain of somebody preferred in two places counts as then
PASSED_OVER = 0.03  # how often a free place is, so that not all rounds end alike
STALE = 100  # rounds after which is looked anew who is in two places

Standing = tuple[int, int, int]  # not placed, preferred in two places, wishes
Moved = dict[int, Seat | int | None]  # what comes out; a seat or a start where that is settled


class Search:
    """A schedule on the way, and the best it has been."""

    def __init__(self, timetable: Timetable, places: Places, random: Random) -> None:
        self.grid, self.random, self.rounds = Grid(timetable), random, 0
        self.days = list(zip(first_grains(timetable), timetable.days, strict=True))
        rooms = {room.key: number for number, room in enumerate(self.grid.rooms)}
        for number, asked in enumerate(self.grid.asked):
            place = places[asked.key]
            if place is not None:
                self.grid.put(number, (place.start, rooms[place.room]))
        self.hot = min(3000.0, HOT / max(1, len(self.grid.asked)))
        self.now = self.best = costs(timetable, places)
        self.best_seats = list(self.grid.seat)
        self._moves = (
            (self._window, 10), (self._forward, 3), (self._two_windows, 6), (self._days, 4),
        )  # fmt: skip
        self._kinds = [weight for _, weight in self._moves]
        self._sad: tuple[int, list[int]] = (-STALE, [])

    def round(self, done: float) -> None:
        """One more, when that part of the way is *done*."""
        self.rounds += 1
        moved = self._chosen()
        if len(moved) < 1:
            return
        was = {number: self.grid.seat[number] for number in moved}
        change = self._out(moved)
        back = self._back(moved, was, change)
        after = tuple(a + b for a, b in zip(self.now, change, strict=True))
        if back and self._keep(change, self.hot * (COLD / self.hot) ** done):
            self.now = (after[0], after[1], after[2])
            if self.now < self.best:
                self.best, self.best_seats = self.now, list(self.grid.seat)
            return
        for number in moved:
            self.grid.take(number)
        for number, seat in was.items():
            if seat is not None:
                self.grid.put(number, seat)

    def _out(self, moved: Moved) -> list[int]:
        """They stand nowhere; by how much that changes what the schedule costs."""
        change = [0, 0, 0]
        for number in moved:
            seat = self.grid.take(number)
            if seat is None:
                change[0] -= 1
            else:
                hurt, wishes = self.grid.price(number, seat)
                change[1] -= hurt
                change[2] -= wishes
        return change

    def _back(self, moved: Moved, was: dict[int, Seat | None], change: list[int]) -> bool:
        """Everything in again; False where that leaves more out than before."""
        for number in self._order(moved):
            seat = self._seat(number, moved[number])
            if seat is None:
                change[0] += 1
                if change[0] > 0:
                    return False
                continue
            hurt, wishes = self.grid.price(number, seat)
            change[1] += hurt
            change[2] += wishes
            self.grid.put(number, seat)
        return True

    def _seat(self, number: int, settled: Seat | int | None) -> Seat | None:
        if isinstance(settled, tuple):
            return settled
        seat = self.grid.seat_at(number, settled) if settled is not None else None
        return seat or self.grid.best(number, self._passed_over)

    def _passed_over(self) -> bool:
        return self.random.random() < PASSED_OVER

    def _order(self, moved: Moved) -> list[int]:
        """What is settled first; then by chance, the most demanding, or the shortest first."""
        asked = self.grid.asked
        order = list(moved)
        self.random.shuffle(order)
        kind = self.random.randrange(3)
        if kind == 1:
            order.sort(
                key=lambda n: (len(asked[n].rooms), -asked[n].length * len(asked[n].required))
            )
        elif kind == 2:
            order.sort(key=lambda n: asked[n].length)
        order.sort(key=lambda n: moved[n] is None)
        return order

    def _keep(self, change: list[int], heat: float) -> bool:
        """Whether to go on from here: what is better always, what is worse by chance."""
        if change[0] or change[1] < 0:
            return change[0] <= 0
        worse = HURT * change[1] + change[2]
        if worse <= 0:
            return change[1] == 0
        return self.random.random() < math.exp(-worse / heat)

    # What comes out.

    def _chosen(self) -> Moved:
        sad = self._in_need()
        if sad and self.random.random() < (0.5 if self.now[0] else 0.15):
            return self._elsewhere(self.random.choice(sad))
        if self.now[0] == len(self.grid.seat):
            return {}
        return self.random.choices(self._moves, self._kinds)[0][0]()

    def _in_need(self) -> list[int]:
        """Meetings that stand nowhere, or else those whose preferred people are in two places."""
        if self.now[0]:
            return [number for number, seat in enumerate(self.grid.seat) if seat is None]
        if not self.now[1]:
            return []
        if self.rounds - self._sad[0] >= STALE:
            self._sad = self.rounds, [n for n in range(len(self.grid.asked)) if self._hurt(n)]
        return self._sad[1]

    def _hurt(self, number: int) -> bool:
        seat = self.grid.take(number)
        if seat is None:
            return False
        hurt = self.grid.price(number, seat)[0] > 0
        self.grid.put(number, seat)
        return hurt

    def _some(self) -> tuple[int, int]:
        """A meeting that stands somewhere, and where it begins."""
        number = self.random.randrange(len(self.grid.seat))
        while (seat := self.grid.seat[number]) is None:
            number = (number + 1) % len(self.grid.seat)
        return number, seat[0]

    def _window(self) -> Moved:
        number, start = self._some()
        middle = start + self.random.randint(-4, self.grid.asked[number].length + 4)
        return dict.fromkeys(self._around(middle, self.random.randint(2, MOST)))

    def _two_windows(self) -> Moved:
        half = self.random.randint(2, MOST) // 2
        both = [*self._around(self._some()[1], half), *self._around(self._some()[1], half)]
        return dict.fromkeys(both)

    def _around(self, middle: int, most: int) -> list[int]:
        """The meetings that stand nearest to a grain."""
        active, found = self.grid.active, dict[int, None]()
        later = min(max(0, middle), len(active) - 1)
        earlier = later - 1
        while len(found) < most and (earlier >= 0 or later < len(active)):
            if later < len(active):
                found.update(dict.fromkeys(sorted(active[later])))
            if earlier >= 0:
                found.update(dict.fromkeys(sorted(active[earlier])))
            earlier, later = earlier - 1, later + 1
        return list(found)[:most]

    def _forward(self) -> Moved:
        """A meeting to an earlier place, and out with what is in its way there."""
        number, start = self._some()
        far = self.random.random() < 0.5
        wanted = self.random.randrange(start + 1) if far else start - self.random.randint(1, 40)
        return self._pulled(number, max(0, wanted))

    def _elsewhere(self, number: int) -> Moved:
        return self._pulled(number, self.random.randrange(len(self.grid.active)))

    def _pulled(self, number: int, wanted: int) -> Moved:
        """A meeting to the first place from a grain on, and out with what is in its way there."""
        grid, asked = self.grid, self.grid.asked[number]
        later = asked.starts >> wanted << wanted or asked.starts
        if not later:
            return {}
        start = (later & -later).bit_length() - 1
        met = sorted(set().union(*grid.active[start : start + asked.length]) - {number})
        room_of = {one: seat[1] for one in met if (seat := grid.seat[one]) is not None}
        out = [one for one in met if grid.asked[one].people & asked.people]
        if set(asked.rooms) <= set(room_of.values()):
            room = self.random.choice(asked.rooms) if asked.rooms else -1
            out += [one for one in met if room_of[one] == room]
        return {number: start, **dict.fromkeys(out)}

    def _days(self) -> Moved:
        """Two days of the same length change places."""
        one, other = self.random.choice(self.days), self.random.choice(self.days)
        moved: Moved = {}
        if one[1] != other[1] or one == other:
            return moved
        for (here, grains), (there, _) in ((one, other), (other, one)):
            for number in sorted(set().union(*self.grid.active[here : here + grains])):
                seat = self.grid.seat[number]
                assert seat is not None
                start = seat[0] + there - here
                if not self.grid.asked[number].starts >> start & 1:
                    return {}
                moved[number] = (start, seat[1])
        return moved

    def best_places(self) -> Places:
        """The best there was, by key."""
        for number in range(len(self.grid.asked)):
            self.grid.take(number)
        for number, seat in enumerate(self.best_seats):
            if seat is not None:
                self.grid.put(number, seat)
        self.now = self.best
        return self.grid.places()
