"""A second opinion on a plan, from the plain values alone: what it breaks and what it costs.

It shares no code with the planner: it writes out who sits where at which moment, and counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

Moment = tuple[int, int]  # a day and a grain of it


def faults(problem, chosen) -> list[str]:
    """Every hard rule that a plan breaks, in words; a sound plan has none."""
    return [
        *_strangers(problem, chosen),
        *_in_two_places(problem, chosen),
        *_rooms_twice(problem, chosen),
        *_without_a_room(problem, chosen),
        *_out_of_order(problem, chosen),
    ]


def cost(problem, chosen) -> tuple[int, ...]:
    """What a plan costs at each level."""
    total: dict[int, int] = defaultdict(int)
    for level, amount in _bills(problem, chosen):
        total[level] += amount
    return tuple(total[level] for level in range(len(problem.levels)))


def standing(problem, chosen) -> dict:
    """The meetings that are held, with where."""
    return {m.key: chosen[m.key] for m in problem.meetings if chosen[m.key] is not None}


def moments(option) -> set[Moment]:
    """When something takes place, grain by grain."""
    return {(option.day, g) for g, bit in enumerate(reversed(f"{option.mask:b}")) if bit == "1"}


def _strangers(problem, chosen) -> Iterator[str]:
    """Every meeting is in the plan, at a place of its own or at none."""
    if set(chosen) != {m.key for m in problem.meetings}:
        yield "other meetings than those that were asked for"
    for meeting in problem.meetings:
        if chosen.get(meeting.key) not in (None, *meeting.options):
            yield f"{meeting.key} stands where it may not"


def _in_two_places(problem, chosen) -> Iterator[str]:
    seen: dict[tuple, str] = {}
    for meeting in problem.meetings:
        if chosen[meeting.key] is None:
            continue
        for who in meeting.attendees:
            for moment in moments(chosen[meeting.key]):
                if (who, moment) in seen:
                    yield f"{who} sits in {seen[who, moment]} and in {meeting.key} at {moment}"
                seen[who, moment] = meeting.key


def _rooms_twice(problem, chosen) -> Iterator[str]:
    seen: dict[tuple, str] = {}
    for key, option in standing(problem, chosen).items():
        for moment in moments(option) if option.room else ():
            if (option.room, moment) in seen:
                yield f"{seen[option.room, moment]} and {key} are in {option.room} at {moment}"
            seen[option.room, moment] = key


def _without_a_room(problem, chosen) -> Iterator[str]:
    """Those without a named room take any large enough, and keep it to their end."""
    if not problem.rooms:
        return
    days: dict[int, list[tuple[int, set[Moment]]]] = defaultdict(list)
    for meeting in problem.meetings:
        option = chosen[meeting.key]
        if option is not None and not option.room:
            days[option.day].append((meeting.seats, moments(option)))
    for day, wanting in days.items():
        if not roomy(wanting, problem.rooms):
            yield f"not enough rooms on day {day}"


def roomy(wanting: Sequence[tuple[int, set[Moment]]], rooms: Sequence[int]) -> bool:
    """Whether everybody finds a room for the whole of their time: tried one after the other."""
    return _seat(sorted(wanting, key=lambda w: -w[0]), [(size, set()) for size in rooms])


def _seat(left, rooms) -> bool:
    if not left:
        return True
    (seats, when), *others = left
    for at, (size, taken) in enumerate(rooms):
        if size >= seats and not taken & when:
            now = [*rooms[:at], (size, taken | when), *rooms[at + 1 :]]
            if _seat(others, now):
                return True
    return False


def _out_of_order(problem, chosen) -> Iterator[str]:
    for gap in problem.gaps:
        if gap.cost is None and misplaced(gap, chosen):
            yield f"{gap.first} and {gap.then} are too near, too far or the wrong way round"


def misplaced(gap, chosen: Mapping) -> bool:
    """Whether two meetings stand otherwise than a gap between them asks for."""
    if chosen[gap.first] is None or chosen[gap.then] is None:
        return False
    count = "number" if gap.working else "day"
    days = getattr(chosen[gap.then], count) - getattr(chosen[gap.first], count)
    if gap.least is not None and days < gap.least:
        return True
    return gap.most is not None and days > gap.most


def _bills(problem, chosen) -> Iterator[tuple[int, int]]:
    """Everything that is to be paid for: a level and an amount."""
    for meeting in problem.meetings:
        option = chosen[meeting.key]
        yield from enumerate(meeting.unplaced if option is None else option.cost)
    for gap in problem.gaps:
        if gap.cost is not None and misplaced(gap, chosen):
            yield from enumerate(gap.cost)
    for spacing in problem.spacings:
        pair = chosen[spacing.one], chosen[spacing.other]
        if None not in pair:
            short = spacing.days - abs(pair[0].day - pair[1].day)
            if short > 0:
                yield spacing.count, 1
                yield spacing.depth, short
    for cap in problem.caps:
        yield from _crowding(cap, standing(problem, chosen))
    if problem.preferred_level is not None:
        yield problem.preferred_level, _missed(problem, chosen)


def _crowding(cap, held: Mapping) -> Iterator[tuple[int, int]]:
    """One after another they come in; each that finds no room left is one too many, or more."""
    left = cap.free
    for key in cap.members:
        if key in held and cap.first <= held[key].day <= cap.last:
            left -= 1
            if left < 0:
                yield cap.count, 1
                yield cap.depth, -left


def _missed(problem, chosen) -> int:
    """How many grains of meetings somebody misses who is preferred somewhere."""
    wanted: dict[str, list[Moment]] = defaultdict(list)
    for meeting in problem.meetings:
        if chosen[meeting.key] is not None:
            for who in meeting.attendees | meeting.preferred:
                wanted[who] += moments(chosen[meeting.key])
    preferred = {who for meeting in problem.meetings for who in meeting.preferred}
    return sum(len(wanted[who]) - len(set(wanted[who])) for who in preferred)
