"""The planner without a solver: each meeting in turn at its best place, then moved while it helps.

It proves nothing. It is what is left where no solver is installed, and a plan to show when the
time is up before the solver has one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from planner.problem import Cap, Gap, Meeting, Option, Problem, Spacing, Vector, gap_broken

ROUNDS = 3


@dataclass
class Board:
    """A plan being made: where each meeting stands, and what another place would cost."""

    problem: Problem
    chosen: dict[str, Option | None] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    _people: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    _rooms: dict[tuple[str | int, int], int] = field(default_factory=lambda: defaultdict(int))
    _sits: dict[str, str | int] = field(default_factory=dict)  # a room by its name or its number
    _gaps: dict[str, list[Gap]] = field(default_factory=lambda: defaultdict(list))
    _spacings: dict[str, list[Spacing]] = field(default_factory=lambda: defaultdict(list))
    _caps: dict[str, list[Cap]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.meetings = {m.key: m for m in self.problem.meetings}
        for gap in self.problem.gaps:
            self._gaps[gap.first].append(gap)
            self._gaps[gap.then].append(gap)
        for spacing in self.problem.spacings:
            self._spacings[spacing.one].append(spacing)
            self._spacings[spacing.other].append(spacing)
        for cap in self.problem.caps:
            for key in cap.members:
                self._caps[key].append(cap)

    def free(self, meeting: Meeting, option: Option) -> bool:
        """Whether nobody needed is elsewhere, a room is left, and the order is kept."""
        day, mask = option.day, option.mask
        if any(self._people[who, day] & mask for who in meeting.attendees):
            return False
        if self._room(meeting, option) is None:
            return False
        with_it = {**self._near(meeting.key), meeting.key: option}
        return not any(g.cost is None and gap_broken(g, with_it) for g in self._gaps[meeting.key])

    def _near(self, key: str) -> dict[str, Option | None]:
        keys = {k for gap in self._gaps[key] for k in (gap.first, gap.then)}
        return {k: self.chosen.get(k) for k in keys}

    def _room(self, meeting: Meeting, option: Option) -> str | int | None:
        """The room it names, or the smallest free one large enough; None where none is left."""
        day, rooms = option.day, self.problem.rooms
        if option.room or not rooms:
            taken = option.room and self._rooms[option.room, day] & option.mask
            return None if taken else option.room
        large = (
            n for n, size in enumerate(rooms)
            if size >= meeting.seats and not self._rooms[n, day] & option.mask
        )  # fmt: skip
        return min(large, key=lambda n: (rooms[n], n), default=None)

    def cost(self, meeting: Meeting, option: Option) -> Vector:
        """What the meeting costs there, with what it does to the others."""
        total = list(option.cost)
        with_it = {**self._near(meeting.key), meeting.key: option}
        for gap in self._gaps[meeting.key]:
            if gap.cost and gap_broken(gap, with_it):
                total = [a + b for a, b in zip(total, gap.cost, strict=True)]
        for spacing in self._spacings[meeting.key]:
            other = self.chosen.get(spacing.other if spacing.one == meeting.key else spacing.one)
            missing = spacing.days - abs(other.day - option.day) if other else 0
            if missing > 0:
                total[spacing.count] += 1
                total[spacing.depth] += missing
        for cap in self._caps[meeting.key]:
            over = self._standing(cap, meeting.key) + 1 - cap.free if cap.holds(option.day) else 0
            if over > 0:
                total[cap.count] += 1
                total[cap.depth] += over
        return tuple(total)

    def _standing(self, cap: Cap, but: str) -> int:
        others = (self.chosen.get(key) for key in cap.members if key != but)
        return sum(o is not None and cap.holds(o.day) for o in others)

    def best(self, meeting: Meeting) -> Option | None:
        """The cheapest free place; what the others add is never less than nothing."""
        found, least = None, meeting.unplaced
        for option in meeting.options:
            if option.cost < least and self.free(meeting, option):
                cost = self.cost(meeting, option)
                if cost < least:
                    found, least = option, cost
        return found

    def put(self, meeting: Meeting, option: Option | None) -> None:
        """Place it there, or nowhere."""
        was = self.chosen.get(meeting.key)
        if was is not None:
            self._sit(meeting, was, -1)
        self.chosen[meeting.key] = option
        if option is not None:
            self._sits[meeting.key] = self._room(meeting, option) or 0
            self._sit(meeting, option, 1)

    def _sit(self, meeting: Meeting, option: Option, sign: int) -> None:
        for who in meeting.attendees:
            self._people[who, option.day] += sign * option.mask
        self._rooms[self._sits[meeting.key], option.day] += sign * option.mask


Preferred = Mapping[str, Option]


def greedy(
    problem: Problem,
    prefer: Preferred | None = None,
    halt: Callable[[], bool] | None = None,
    stays: Preferred | None = None,
) -> dict[str, Option | None]:
    """A plan that keeps what must be kept: *prefer* first, then each meeting's best place.

    Those with the fewest places choose first. *halt* is asked between meetings. What *stays* is
    placed before all others, and not moved.
    """
    board, stays = Board(problem), stays or {}
    for key, option in stays.items():
        board.put(board.meetings[key], option)
    free = [m for m in problem.meetings if m.key not in stays]
    for meeting in free:
        wanted = (prefer or {}).get(meeting.key)
        if wanted is not None and board.free(meeting, wanted):
            board.put(meeting, wanted)
    order = sorted(free, key=lambda m: (len(m.options), m.key))
    for meeting in order:
        if board.chosen.get(meeting.key) is None:
            board.put(meeting, board.best(meeting))
    for _ in range(ROUNDS):
        if not any(_moves(board, order, halt)):
            break
    return board.chosen


def _moves(board: Board, order: list[Meeting], halt: Callable[[], bool] | None) -> Iterator[bool]:
    """Each meeting once more, with all the others where they stand."""
    for meeting in order:
        if halt and halt():
            return
        was = board.chosen[meeting.key]
        board.put(meeting, None)
        now = board.best(meeting)
        board.put(meeting, now)
        if now != was:
            yield True
