"""Small problems by chance: everything a problem may hold, in every mixture, many of them ties."""

from __future__ import annotations

from random import Random

from planner.problem import Cap, Gap, Meeting, Option, Problem, Spacing

LEVELS = ("not placed", "broken", "short", "short by", "distance", "earliest")
PEOPLE = ("france", "ghana", "japan", "peru")
DAYS = 10


def working(day: int) -> int:
    """The number of a working day; a Saturday and a Sunday have that of the Friday before."""
    return day - 2 * (day // 7) - max(0, day % 7 - 4)


def instance(seed: int) -> Problem:
    """The small problem of that number: two to five meetings, and what ties them."""
    chance = Random(seed)
    if seed % 10 == 0:
        return crowded(chance)
    levels = LEVELS[: chance.choice((2, 2, 3, 3, 4, 6))]
    count = chance.choice((2, 3, 3, 3, 4, 5))
    near = chance.randint(2, DAYS)
    rooms = chance.choice(((), (), ("",), ("", "blue"), ("blue", "red")))
    meetings = tuple(_meeting(chance, f"m{n}", len(levels), near, rooms) for n in range(count))
    keys = [m.key for m in meetings]
    return Problem(
        levels,
        meetings,
        gaps=tuple(_gap(chance, keys, len(levels)) for _ in range(chance.choice((0, 0, 1, 2)))),
        spacings=tuple(
            _spacing(chance, keys, len(levels)) for _ in range(chance.choice((0, 0, 1, 2)))
        ),
        caps=tuple(_cap(chance, keys, len(levels)) for _ in range(chance.choice((0, 0, 1, 2)))),
        rooms=tuple(chance.randint(0, 3) for _ in range(chance.choice((0, 1, 2, 2, 3)))),
        preferred_level=chance.choice((None, chance.randrange(len(levels)))),
        guess=chance.choice(((), tuple(10.0 ** (len(levels) - n) for n in range(len(levels))))),
    )


def crowded(chance: Random) -> Problem:
    """A day or two on which rooms are short: large meetings are brief, small ones are not."""
    meetings = []
    for n in range(chance.choice((4, 4, 5, 6))):
        large = n % 2
        options = []
        for _ in range(chance.choice((1, 1, 2))):
            start, length = chance.choice(((0, 1), (3, 1)) if large else ((0, 2), (1, 3), (0, 3)))
            mask = ((1 << length) - 1) << start
            options.append(Option(chance.choice((1, 1, 1, 2)), mask, (0, chance.randrange(3))))
        unplaced = (chance.choice((1, 1, 2)), 0)
        meetings.append(Meeting(f"m{n}", tuple(options), unplaced, seats=2 if large else 1))
    rooms = chance.choice(((1, 3), (1, 3), (1, 2), (2, 2), (1, 1, 2), (1, 2, 3)))
    return Problem(("not placed", "cost"), tuple(meetings), rooms=rooms)


def _meeting(chance: Random, key: str, levels: int, near: int, rooms: tuple) -> Meeting:
    options = chance.choice((0, 1, 2, 3, 3, 4, 5))
    unplaced = [chance.choice((0, 0, 1, 4)) for _ in range(levels)]
    unplaced[0] = chance.choice((0, 1, 1, 1, 2))
    return Meeting(
        key,
        tuple(_option(chance, levels, near, rooms) for _ in range(options)),
        tuple(unplaced),
        attendees=frozenset(chance.sample(PEOPLE, chance.choice((0, 0, 1, 1, 2)))),
        preferred=frozenset(chance.sample(PEOPLE, chance.choice((0, 0, 1, 2)))),
        seats=chance.randint(0, 3),
    )


def _option(chance: Random, levels: int, near: int, rooms: tuple) -> Option:
    day = chance.randrange(near)
    mask = ((1 << chance.choice((1, 2, 2, 3))) - 1) << chance.randrange(4)
    cost = [0, *(chance.choice((0, 0, 0, 1, 2)) for _ in range(levels - 1))]
    return Option(day, mask, tuple(cost), chance.choice(rooms or ("",)), working(day))


def _gap(chance: Random, keys: list[str], levels: int) -> Gap:
    first, then = chance.sample(keys, 2)
    least = chance.choice((None, 0, 1, 2, 4, -1))
    most = chance.choice((None, None, 0, 1, 3, 6))
    cost = tuple(chance.choice((0, 1, 2)) for _ in range(levels))
    return Gap(first, then, least, most, chance.random() < 0.5, chance.choice((None, cost)))


def _spacing(chance: Random, keys: list[str], levels: int) -> Spacing:
    one, other = chance.sample(keys, 2)
    return Spacing(
        one, other, chance.randint(1, 6), chance.randrange(levels), chance.randrange(levels)
    )


def _cap(chance: Random, keys: list[str], levels: int) -> Cap:
    members = frozenset(chance.sample(keys, chance.randint(1, len(keys))))
    first = chance.randrange(DAYS)
    last = min(DAYS, first + chance.choice((0, 2, 6, 9)))
    return Cap(
        members, first, last, chance.choice((-2, -1, 0, 0, 1, 1, 2, 3)),
        chance.randrange(levels), chance.randrange(levels),
    )  # fmt: skip


def shuffled(problem: Problem, seed: int) -> Problem:
    """The same problem, told in another order."""
    chance = Random(seed)

    def mixed(things):
        return tuple(chance.sample(things, len(things)))

    meetings = tuple(
        Meeting(m.key, mixed(m.options), m.unplaced, m.attendees, m.preferred, m.seats)
        for m in mixed(problem.meetings)
    )
    return Problem(
        problem.levels, meetings, mixed(problem.gaps), mixed(problem.spacings),
        mixed(problem.caps), mixed(problem.rooms), problem.preferred_level, problem.guess,
    )  # fmt: skip
