"""The best plan of a small problem by trying them all; shares no code with the planner.

A branch is left only where even the cheapest places of all that are still to come, for nothing
else, would be no better than the best plan so far.
"""

from __future__ import annotations

from collections import defaultdict

from tests.planner.plans.checker import misplaced, moments, roomy

BASE = 10**9  # no level of a small problem ever costs as much


def best_of(problem, forced: dict | None = None) -> tuple[tuple[int, ...], dict]:
    """The least tuple that any plan reaches, and a plan that reaches it."""
    search = _Search(problem, forced or {})
    search.place(0, 0, [])
    assert search.best is not None, "a plan without any meeting is a plan"
    return _levels(search.best, len(problem.levels)), search.plan


def _one_number(vector) -> int:
    total = 0
    for amount in vector:
        total = total * BASE + amount
    return total


def _levels(total: int, count: int) -> tuple[int, ...]:
    found = []
    for _ in range(count):
        total, amount = divmod(total, BASE)
        found.append(amount)
    return tuple(reversed(found))


class _Search:
    def __init__(self, problem, forced: dict) -> None:
        self.problem = problem
        self.weights = [BASE**n for n in reversed(range(len(problem.levels)))]
        self.meetings = sorted(problem.meetings, key=lambda m: len(m.options))
        self.at = {m.key: n for n, m in enumerate(self.meetings)}
        self.moments = {id(o): moments(o) for m in self.meetings for o in m.options}
        self.choices = [self._choices(m, forced) for m in self.meetings]
        self.least = [0]
        for choices in reversed(self.choices):
            self.least.insert(0, self.least[0] + choices[0][0])
        self.pairs = self._pairs()
        self.preferred = {who for m in self.meetings for who in m.preferred}
        self.best: int | None = None
        self.plan: dict = {}

    def _choices(self, meeting, forced):
        """What each place costs by itself, the cheapest first; None is not to be held."""
        if meeting.key in forced:
            return [(_one_number(forced[meeting.key].cost), forced[meeting.key])]
        found = [(_one_number(o.cost), o) for o in meeting.options]
        return sorted([*found, (_one_number(meeting.unplaced), None)], key=lambda c: c[0])

    def _pairs(self):
        """Gaps and spacings at the later of their two meetings."""
        pairs = defaultdict(list)
        for gap in self.problem.gaps:
            pairs[max(self.at[gap.first], self.at[gap.then])].append((gap, None))
        for spacing in self.problem.spacings:
            pairs[max(self.at[spacing.one], self.at[spacing.other])].append((None, spacing))
        return pairs

    def place(self, number: int, spent: int, chosen: list) -> None:
        """All ways to go on from here, with the meetings before *number* where they stand."""
        if number == len(self.meetings):
            if self.best is None or spent < self.best:
                self.best = spent
                self.plan = {m.key: o for m, o in zip(self.meetings, chosen, strict=True)}
            return
        for own, option in self.choices[number]:
            if self.best is not None and spent + own + self.least[number + 1] >= self.best:
                return
            tied = 0 if option is None else self._tied(number, option, chosen)
            if tied is not None:
                self.place(number + 1, spent + own + tied, [*chosen, option])

    def _tied(self, number: int, option, chosen: list) -> int | None:
        """What it adds to stand there with the others, None where it may not."""
        meeting = self.meetings[number]
        when = self.moments[id(option)]
        same_day = [
            (self.meetings[n], o) for n, o in enumerate(chosen) if o and o.day == option.day
        ]
        for other, where in same_day:
            if when & self.moments[id(where)] and (
                meeting.attendees & other.attendees or (option.room and option.room == where.room)
            ):
                return None
        if self.problem.rooms and not option.room and not self._room(meeting, when, same_day):
            return None
        apart = self._apart(number, option, chosen)
        if apart is None:
            return None
        return apart + self._crowd(meeting, option, chosen) + self._missed(meeting, when, same_day)

    def _room(self, meeting, when, same_day) -> bool:
        others = [(m.seats, self.moments[id(o)]) for m, o in same_day if not o.room]
        return roomy([(meeting.seats, when), *others], self.problem.rooms)

    def _apart(self, number: int, option, chosen: list) -> int | None:
        total = 0
        for gap, spacing in self.pairs[number]:
            tie = gap or spacing
            names = (gap.first, gap.then) if gap else (spacing.one, spacing.other)
            both = [option if self.at[name] == number else chosen[self.at[name]] for name in names]
            if both[0] is None or both[1] is None:
                continue
            if gap and misplaced(gap, dict(zip(names, both, strict=True))):
                if gap.cost is None:
                    return None
                total += _one_number(gap.cost)
            if spacing and (short := tie.days - abs(both[0].day - both[1].day)) > 0:
                total += self.weights[spacing.count] + short * self.weights[spacing.depth]
        return total

    def _crowd(self, meeting, option, chosen: list) -> int:
        total = 0
        for cap in self.problem.caps:
            if meeting.key in cap.members and cap.first <= option.day <= cap.last:
                there = sum(
                    m.key in cap.members and o is not None and cap.first <= o.day <= cap.last
                    for m, o in zip(self.meetings, chosen, strict=False)
                )
                over = there + 1 - cap.free
                if over > 0:
                    total += self.weights[cap.count] + over * self.weights[cap.depth]
        return total

    def _missed(self, meeting, when, same_day) -> int:
        if self.problem.preferred_level is None:
            return 0
        total = 0
        for who in (meeting.attendees | meeting.preferred) & self.preferred:
            taken = set().union(
                *(self.moments[id(o)] for m, o in same_day if who in m.attendees | m.preferred)
            )
            total += len(when & taken)
        return total * self.weights[self.problem.preferred_level]
