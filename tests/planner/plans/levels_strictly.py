"""A second solver, level by level and in its own words: days and hours as numbers, not as rows.

Each level is solved to its proof and then held before the next is looked at. Shares no code with
the planner, and no rows either: slow, and there to be compared with. Run as a program, since it
brings a HiGHS of its own along that would stand in the planner's way: a pickled problem comes in.
"""

from __future__ import annotations

import json
import pickle
import sys
from collections import defaultdict
from collections.abc import Iterable

from ortools.sat.python import cp_model


def strictly(problem, seconds: float = 60.0) -> tuple[int, ...]:
    """The best tuple. Raises AssertionError where a level is not proven in time."""
    written = _Written(problem)
    values: list[int] = []
    for level in range(len(problem.levels)):
        total = sum(amount * what for amount, what in written.bills[level])
        if isinstance(total, int):
            values.append(total)
            continue
        written.model.minimize(total)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        solver.parameters.max_time_in_seconds = seconds
        assert solver.solve(written.model) == cp_model.OPTIMAL, problem.levels[level]
        values.append(round(solver.objective_value))
        written.model.add(total <= values[-1])
    return tuple(values)


class _Written:
    """A problem in variables: one for each place, one for whether a meeting is held at all."""

    def __init__(self, problem) -> None:
        self.problem, self.model = problem, cp_model.CpModel()
        self.bills: dict[int, list] = defaultdict(list)
        self.places: dict[str, list] = {}
        self.held: dict[str, object] = {}
        for meeting in problem.meetings:
            self._meeting(meeting)
        self._one_place_at_a_time()
        self._rooms()
        for gap in problem.gaps:
            self._gap(gap)
        for spacing in problem.spacings:
            self._spacing(spacing)
        for cap in problem.caps:
            self._cap(cap)

    def _pay(self, what, cost: Iterable[int]) -> None:
        for level, amount in enumerate(cost):
            if amount:
                self.bills[level].append((amount, what))

    def _meeting(self, meeting) -> None:
        held = self.model.new_bool_var(f"{meeting.key} is held")
        places = [
            self.model.new_bool_var(f"{meeting.key} {n}") for n in range(len(meeting.options))
        ]
        self.model.add(sum(places) == held)
        self.held[meeting.key] = held
        self.places[meeting.key] = list(zip(places, meeting.options, strict=True))
        self._pay(1 - held, meeting.unplaced)
        for place, option in self.places[meeting.key]:
            self._pay(place, option.cost)

    def _at(self, key: str, what: str):
        """The day (or the number of the working day) of a meeting; nothing if it is not held."""
        return sum(getattr(option, what) * place for place, option in self.places[key])

    def _one_place_at_a_time(self) -> None:
        taken = defaultdict(list)
        for meeting in self.problem.meetings:
            for place, option in self.places[meeting.key]:
                for grain in range(option.mask.bit_length()):
                    if option.mask >> grain & 1:
                        for who in meeting.attendees:
                            taken[who, option.day, grain].append(place)
                        if option.room:
                            taken["room", option.room, option.day, grain].append(place)
        for several in {tuple(sorted(v.index for v in s)): s for s in taken.values()}.values():
            self.model.add_at_most_one(several)

    def _rooms(self) -> None:
        """Each place in a room of its own choice; what is in a room is there without overlap."""
        inside = defaultdict(list)
        for meeting in self.problem.meetings if self.problem.rooms else ():
            for place, option in self.places[meeting.key]:
                if option.room:
                    continue
                seats = []
                for number, size in enumerate(self.problem.rooms):
                    if size >= meeting.seats:
                        seat = self.model.new_bool_var("")
                        seats.append(seat)
                        low = (option.mask & -option.mask).bit_length() - 1
                        span = self.model.new_optional_fixed_size_interval_var(
                            low, option.mask.bit_length() - low, seat, ""
                        )
                        inside[number, option.day].append(span)
                self.model.add(sum(seats) == place)
        for spans in inside.values():
            self.model.add_no_overlap(spans)

    def _gap(self, gap) -> None:
        both = [self.held[gap.first], self.held[gap.then]]
        if gap.cost is not None:
            broken = self.model.new_bool_var("")
            both.append(~broken)
            self._pay(broken, gap.cost)
        what = "number" if gap.working else "day"
        between = self._at(gap.then, what) - self._at(gap.first, what)
        if gap.least is not None:
            self.model.add(between >= gap.least).only_enforce_if(both)
        if gap.most is not None:
            self.model.add(between <= gap.most).only_enforce_if(both)

    def _spacing(self, spacing) -> None:
        both = [self.held[spacing.one], self.held[spacing.other]]
        apart = self._at(spacing.one, "day") - self._at(spacing.other, "day")
        missing = self.model.new_int_var(0, max(0, spacing.days), "")
        near, after = self.model.new_bool_var(""), self.model.new_bool_var("")
        self.model.add(apart >= spacing.days - missing).only_enforce_if([*both, after])
        self.model.add(-apart >= spacing.days - missing).only_enforce_if([*both, ~after])
        self.model.add(missing == 0).only_enforce_if(~near)
        self.bills[spacing.count].append((1, near))
        self.bills[spacing.depth].append((1, missing))

    def _cap(self, cap) -> None:
        there = [
            place for key in sorted(cap.members) for place, option in self.places[key]
            if cap.first <= option.day <= cap.last
        ]  # fmt: skip
        for number in range(1, len(cap.members) + 1):
            over = number - cap.free
            if over > 0:
                full = self.model.new_bool_var("")  # so many of them or more stand there
                self.model.add(sum(there) <= number - 1).only_enforce_if(~full)
                self.bills[cap.count].append((1, full))
                self.bills[cap.depth].append((over, full))


if __name__ == "__main__":
    told = pickle.load(sys.stdin.buffer)
    print(json.dumps([strictly(one) for one in told]))
