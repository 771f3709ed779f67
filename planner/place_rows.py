"""The rows for people and rooms: nobody sits in two places, and a room holds one meeting."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from planner.draft_rows import Draft, Timed, by_day, cliques
from planner.exclusive import exclusive, rivals_of
from planner.problem import Problem


def place_rows(draft: Draft, seated: bool = False) -> None:
    """All rows for people and rooms; *seated* where each meeting keeps its room to its end."""
    groups = _groups(draft.problem)
    rivals = rivals_of(len(draft.problem.meetings), groups)
    _people(draft, groups, rivals)
    _rooms(draft, rivals)
    if seated:
        _seated(draft)


def _groups(problem: Problem) -> list[tuple[int, ...]]:
    """Sets of meetings that share an attendee, each only where no larger one says it already."""
    attended: dict[str, list[int]] = defaultdict(list)
    for at, meeting in enumerate(problem.meetings):
        for who in meeting.attendees:
            attended[who].append(at)
    return maximal(attended.values())


def maximal(sets: Iterable[Sequence[int]]) -> list[tuple[int, ...]]:
    """The sets of two or more that are part of no other, in a fixed order."""
    distinct = sorted({tuple(s) for s in sets if len(s) > 1}, key=lambda s: (-len(s), s))
    kept: list[tuple[int, ...]] = []
    bits: list[int] = []
    for one in distinct:
        mask = sum(1 << at for at in one)
        if not any(mask & other == mask for other in bits):
            kept.append(one)
            bits.append(mask)
    return kept


def _people(draft: Draft, groups: list[tuple[int, ...]], rivals: list[int]) -> None:
    """Of meetings that share somebody one at a time, day by day among those that may be held."""
    known: dict[int, list[int]] = {}
    for timed in by_day(draft, [at for at, others in enumerate(rivals) if others], None).values():
        present = sum(1 << at for at in {t[3] for t in timed})
        if present not in known:
            known[present] = exclusive(present, rivals, groups)
        for together in known[present]:
            for columns in cliques([t for t in timed if together >> t[3] & 1]):
                draft.row(columns, 1.0)


def _rooms(draft: Draft, rivals: list[int]) -> None:
    """One meeting at a time in a named room; of the others no more than there are rooms for."""
    users: dict[str, list[int]] = defaultdict(list)
    for at, meeting in enumerate(draft.problem.meetings):
        for room in sorted({o.room for o in meeting.options if o.room}):
            users[room].append(at)
    for room, meetings in users.items():
        together = sum(1 << at for at in meetings)
        if all(together & ~(rivals[at] | 1 << at) == 0 for at in meetings):
            continue  # they never meet anyway
        for timed in by_day(draft, meetings, room).values():
            for columns in cliques(timed):
                draft.row(columns, 1.0)
    sizes = sorted(draft.problem.rooms)
    if sizes:
        _close(draft, sizes[-1])
    for at, size in enumerate(sizes):
        below = sizes[at - 1] if at else -1
        if size != below:
            _share(draft, _seeking(draft, below, sizes[-1]), len(sizes) - at)


def _close(draft: Draft, largest: int) -> None:
    """No room is large enough for some meetings, where they name none."""
    for first, meeting in zip(draft.first, draft.problem.meetings, strict=True):
        for number, option in enumerate(meeting.options):
            if meeting.seats > largest and not option.room:
                draft.upper[first + number] = 0.0


def _seeking(draft: Draft, below: int, largest: int) -> list[int]:
    """Meetings that may take any room of more than *below* seats."""
    return [
        n for n, m in enumerate(draft.problem.meetings)
        if below < m.seats <= largest and any(not o.room for o in m.options)
    ]  # fmt: skip


def _share(draft: Draft, meetings: list[int], rooms: int) -> None:
    """At no time more of these meetings than there are rooms large enough for the least of them."""
    if len(meetings) <= rooms:
        return
    for timed in by_day(draft, meetings, "").values():
        for columns in cliques(timed):
            if len(columns) > rooms:
                draft.row(columns, float(rooms))


def _seated(draft: Draft) -> None:
    """A column for each size of room that an option could take: it takes one of them, and stays.

    Rows for moments alone would let a meeting change its room halfway, which is only ever to be
    told apart where rooms differ in size; of one size there are always as many as needed at once.
    """
    sizes = Counter(draft.problem.rooms)
    taken: dict[tuple[int, int], list[Timed]] = defaultdict(list)
    seeking = _seeking(draft, -1, max(sizes, default=-1))
    for day, timed in by_day(draft, seeking, "").items():
        for low, last, column, at in timed:
            large = [s for s in sorted(sizes) if s >= draft.problem.meetings[at].seats]
            seats = [draft.column((0,) * len(draft.problem.levels)) for _ in large]
            draft.row([column], 0.0, seats)
            draft.low[-1] = 0.0
            for size, seat in zip(large, seats, strict=True):
                taken[size, day].append((low, last, seat, at))
    for (size, _), timed in taken.items():
        for columns in cliques(timed):
            if len(columns) > sizes[size]:
                draft.row(columns, float(sizes[size]))
