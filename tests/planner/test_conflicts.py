"""Why a meeting cannot be placed: every demand named is necessary, and what frees it does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import combinations, product
from random import Random

import pytest

from planner import fitting
from planner.conflicts import Barred, Conflict, Wish, conflict, place_of
from planner.hitting import by_size, smallest
from planner.ordering import Days, dead_end, spans
from planner.problem import Gap, Meeting, Option, Problem

Shut = Mapping[str, tuple[Barred, ...]]


def at(day: int, hours: int = 1, room: str = "", cost: int = 0) -> Option:
    return Option(day, hours, (cost,), room, day)


def shut(day: int, *breaks: str, hours: int = 1, cost: int = 0) -> Barred:
    return Barred(at(day, hours, cost=cost), frozenset(breaks))


def meeting(key: str, *options: Option, who: str = "", seats: int = 0) -> Meeting:
    return Meeting(key, options, (1,), frozenset(who.split()), seats=seats)


def problem(*meetings: Meeting, gaps: Iterable[Gap] = (), rooms: tuple[int, ...] = ()) -> Problem:
    return Problem(("cost",), meetings, gaps=tuple(gaps), rooms=rooms)


def freed(found: Conflict | None) -> list[tuple[tuple[str, ...], int]]:
    assert found is not None
    return [(r.demands, r.option.day) for r in found.relaxations]


# Told as stories.


def test_a_meeting_with_an_open_place_has_no_conflict():
    assert conflict(problem(meeting("a", at(3))), "a", {}) is None


def test_two_bounds_that_leave_no_day_between_them_are_the_conflict():
    barred = tuple(
        shut(day, *(["early"] if day < 12 else []), *(["late"] if day > 8 else []))
        for day in range(20)
    )
    found = conflict(problem(meeting("a")), "a", {"a": barred})
    assert found == Conflict(("hold:a", "early", "late"), found.relaxations if found else ())
    assert freed(found) == [(("early",), 0), (("late",), 12)]


def test_a_holiday_between_two_bounds_belongs_to_the_conflict():
    barred = (shut(1, "early"), shut(2, "holiday"), shut(3, "late"), shut(4, "late", "weekend"))
    found = conflict(problem(meeting("a")), "a", {"a": barred})
    assert found is not None
    assert found.demands == ("hold:a", "early", "holiday", "late")


def test_days_without_any_place_conflict_with_the_meeting_alone():
    assert conflict(problem(meeting("a")), "a", {}) == Conflict(("hold:a",), ())


def test_what_nobody_can_drop_is_named_but_never_offered():
    barred = (shut(1, "past"), shut(2, "past", "early"), shut(3, "late"))
    found = conflict(problem(meeting("a")), "a", {"a": barred}, wish=Wish(firm=frozenset({"past"})))
    assert found is not None
    assert found.demands == ("hold:a", "late", "past")
    assert freed(found) == [(("late",), 3)]


def test_where_only_what_nobody_can_drop_stands_in_the_way_there_is_no_relaxation():
    barred = {"a": (shut(1, "past"),)}
    found = conflict(problem(meeting("a")), "a", barred, wish=Wish(firm=frozenset({"past"})))
    assert found == Conflict(("hold:a", "past"), ())


def test_of_relaxations_of_one_size_the_weakest_demand_is_dropped_first():
    barred = {"a": (shut(1, "must"), shut(2, "should"))}
    wish = Wish(strength={"must": 9, "should": 1})
    found = conflict(problem(meeting("a")), "a", barred, wish=wish)
    assert freed(found) == [(("should",), 2), (("must",), 1)]


def test_the_cheapest_of_the_places_freed_is_offered():
    barred = {"a": (shut(1, "late", cost=5), shut(2, "late", cost=1), shut(3, "late", cost=7))}
    assert freed(conflict(problem(meeting("a")), "a", barred)) == [(("late",), 2)]


def test_an_order_that_leaves_no_day_names_the_gap_and_both_meetings():
    asked = problem(
        meeting("brief", at(7), at(8)),
        meeting("talk", at(5), at(8)),
        gaps=[Gap("brief", "talk", 2)],
    )
    found = conflict(asked, "talk", {"brief": (shut(3, "report"),)})
    assert found is not None
    assert found.demands == ("hold:talk", "hold:brief", "gap:brief:talk", "report")
    assert freed(found) == [
        (("gap:brief:talk",), 5), (("hold:brief",), 5), (("report",), 5)
    ]  # fmt: skip


def test_two_gaps_that_cannot_both_hold_are_found_through_a_third_meeting():
    days = [at(day) for day in range(30)]
    asked = problem(
        meeting("a", *days), meeting("b", *days), meeting("c", *days),
        gaps=[Gap("a", "b", 4), Gap("b", "c", 4), Gap("a", "c", 1, 6)],
    )  # fmt: skip
    found = conflict(asked, "c", {})
    assert found is not None
    assert set(found.demands) == {
        "hold:a", "hold:b", "hold:c", "gap:a:b", "gap:b:c", "gap:a:c"
    }  # fmt: skip


def test_people_wanted_twice_at_the_only_hour_are_named_by_one_of_them():
    asked = problem(meeting("a", at(1), who="FRA GBR"), meeting("b", at(1), who="FRA GBR MLI"))
    found = conflict(asked, "b", {})
    assert found is not None
    assert found.demands == ("hold:b", "hold:a", "person:FRA")
    assert freed(found) == [(("hold:a",), 1), (("person:FRA",), 1)]


def test_a_room_wanted_twice_at_the_only_hour_is_named():
    asked = problem(meeting("a", at(1, room="C")), meeting("b", at(1, room="C")))
    found = conflict(asked, "b", {})
    assert found is not None
    assert found.demands == ("hold:b", "hold:a", "room:C")


def test_fewer_rooms_than_meetings_at_the_only_hour_are_named():
    asked = problem(*(meeting(key, at(1), seats=5) for key in "abc"), rooms=(10, 10))
    found = conflict(asked, "c", {})
    assert found is not None
    assert found.demands == ("hold:c", "hold:a", "hold:b", "rooms")


def test_others_that_cannot_all_be_held_anyway_do_not_hide_why_this_one_cannot():
    asked = problem(
        meeting("x", at(9), who="TCD"), meeting("y", at(9), who="TCD FRA"),
        meeting("a", at(1), who="FRA"), meeting("b", at(1), who="FRA"),
    )  # fmt: skip
    found = conflict(asked, "b", {})
    assert found is not None
    assert found.demands == ("hold:b", "hold:a", "person:FRA")


def test_a_meeting_that_stands_in_the_way_but_could_go_elsewhere_is_told_where_it_stands():
    asked = problem(meeting("a", at(1), at(2), who="FRA"), meeting("b", at(1), who="FRA"))
    found = conflict(asked, "b", {}, standing={"a": at(1)})
    assert found is not None
    assert found.demands == ("hold:b", "stands:a")
    assert freed(found) == [(("stands:a",), 1)]


def test_each_meeting_that_stands_in_the_way_is_told_and_either_frees_it():
    asked = problem(
        meeting("a", at(1), at(7), who="FRA"), meeting("b", at(1), at(2, room="R"), who="FRA"),
        meeting("c", at(2, room="R")),
    )  # fmt: skip
    found = conflict(asked, "b", {}, standing={"a": at(1), "c": at(2, room="R")})
    assert found is not None
    assert found.demands == ("hold:b", "stands:a", "stands:c")
    assert freed(found) == [(("stands:a",), 1), (("stands:c",), 2)]


def test_a_meeting_that_can_stand_nowhere_else_is_told_with_the_people_both_want():
    asked = problem(meeting("a", at(1), who="FRA"), meeting("b", at(1), who="FRA"))
    found = conflict(asked, "b", {}, standing={"a": at(1)})
    assert found is not None
    assert found.demands == ("hold:b", "hold:a", "person:FRA")
    assert freed(found) == [(("stands:a",), 1)]


def test_those_without_a_place_in_the_plan_are_in_nobodys_way():
    asked = problem(meeting("a", at(1), who="FRA"), meeting("b", at(1), who="FRA"))
    assert conflict(asked, "b", {}, standing={}) is None
    assert place_of(asked, "b", {}, standing={}) == at(1)


def test_a_sibling_in_order_makes_room_where_it_can():
    asked = problem(
        meeting("brief", at(1), at(3), at(5)), meeting("talk", at(4)), gaps=[Gap("brief", "talk")]
    )
    assert conflict(asked, "talk", {}, standing={"brief": at(5)}) is None


def test_a_relaxation_gives_a_place_that_is_free_beside_the_others():
    asked = problem(meeting("a", at(2), who="FRA"), meeting("b", who="FRA"))
    barred = {"b": (shut(2, "early"), shut(3, "early", cost=5), shut(4, "late"))}
    assert freed(conflict(asked, "b", barred)) == [(("early",), 3), (("late",), 4)]


def test_without_a_solver_and_with_too_much_to_try_the_conflict_is_called_unproven(monkeypatch):
    monkeypatch.setattr(fitting, "AVAILABLE", False)
    monkeypatch.setattr(fitting, "ALONE", 3)
    asked = problem(*(meeting(key, at(1), at(2), who="FRA") for key in "abc"))
    assert conflict(asked, "c", {}) == Conflict(("hold:c", "hold:a", "hold:b"), (), proven=False)


def test_a_crowd_too_large_for_a_search_is_settled_by_the_solver(monkeypatch):
    monkeypatch.setattr(fitting, "TRIES", 3)
    asked = problem(*(meeting(key, at(1), at(2), who="FRA") for key in "abc"))
    found = conflict(asked, "c", {})
    assert found is not None
    assert found.demands == ("hold:c", "hold:a", "hold:b", "person:FRA")


# Against a search through everything.


class Everything:
    """All demands of a problem, and whether some of them can be met: by trying all."""

    def __init__(
        self, asked: Problem, barred: Shut, standing: Mapping[str, Option] | None = None
    ) -> None:
        self.asked, self.barred, self.standing = asked, barred, standing or {}
        self.meetings = {m.key: m for m in asked.meetings}
        alike: dict[frozenset[str], list[str]] = {}
        for who in sorted({w for m in asked.meetings for w in m.attendees}):
            keys = frozenset(m.key for m in asked.meetings if who in m.attendees)
            alike.setdefault(keys, []).append(who)
        self.people = {f"person:{names[0]}": keys for keys, names in alike.items()}

    @property
    def demands(self) -> set[str]:
        named = {o.room for m in self.asked.meetings for o in m.options if o.room}
        return {
            *(f"hold:{key}" for key in self.meetings), *(f"room:{room}" for room in named),
            *(f"gap:{g.first}:{g.then}" for g in self.asked.gaps), *self.people, "rooms",
            *(b for of in self.barred.values() for one in of for b in one.breaks),
        }  # fmt: skip

    def plans(self, demands: Collection[str]) -> Iterator[dict[str, Option]]:
        stay = [key for key in self.standing if f"stands:{key}" in demands]
        held = [key for key in self.meetings if f"hold:{key}" in demands or key in stay]
        places = [
            [self.standing[key]] if key in stay else
            [*self.meetings[key].options,
             *(b.option for b in self.barred.get(key, ()) if not b.breaks & set(demands))]
            for key in held
        ]  # fmt: skip
        for chosen in product(*places):
            plan = dict(zip(held, chosen, strict=True))
            if self._good(plan, demands):
                yield plan

    def can(self, demands: Collection[str]) -> bool:
        return next(self.plans(demands), None) is not None

    def _good(self, plan: dict[str, Option], demands: Collection[str]) -> bool:
        for gap in self.asked.gaps:
            if f"gap:{gap.first}:{gap.then}" in demands and {gap.first, gap.then} <= set(plan):
                between = plan[gap.then].day - plan[gap.first].day
                if gap.least is not None and between < gap.least:
                    return False
                if gap.most is not None and between > gap.most:
                    return False
        for one, other in combinations(plan, 2):
            a, b = plan[one], plan[other]
            if a.day != b.day or not a.mask & b.mask:
                continue
            if f"stands:{one}" in demands or f"stands:{other}" in demands:
                who = self.meetings[one].attendees & self.meetings[other].attendees
                if who or (a.room and a.room == b.room):
                    return False
            if any({one, other} <= self.people[p] for p in self.people if p in demands):
                return False
            if a.room and a.room == b.room and f"room:{a.room}" in demands:
                return False
        return "rooms" not in demands or self._seated(plan)

    def _seated(self, plan: dict[str, Option]) -> bool:
        sizes = self.asked.rooms
        unnamed = [key for key, option in plan.items() if not option.room]
        if not sizes:
            return True
        for rooms in product(range(len(sizes)), repeat=len(unnamed)):
            taken = dict(zip(unnamed, rooms, strict=True))
            small = any(sizes[n] < self.meetings[key].seats for key, n in taken.items())
            twice = any(
                taken[a] == taken[b] and plan[a].day == plan[b].day and plan[a].mask & plan[b].mask
                for a, b in combinations(unnamed, 2)
            )
            if not small and not twice:
                return True
        return False


def instance(dice: Random) -> tuple[Problem, Shut]:
    """Two to four meetings with few places each, tied and crowded at random."""
    keys = "abcd"[: dice.randint(1, 4)]
    rooms = dice.choice([(), (), (5, 9)])
    named = dice.choice([("",), ("",), ("", "R", "S"), ("R",)])

    def place() -> Option:
        return at(dice.randint(0, 4), dice.choice([1, 2, 3, 6]), dice.choice(named),
                  dice.randint(0, 3))  # fmt: skip

    meetings = tuple(
        meeting(
            key, *{place() for _ in range(dice.choice([0, 1, 1, 2, 3]))},
            who=" ".join(w for w in ("FRA", "GBR", "MLI", "TCD") if dice.random() < 0.4),
            seats=dice.choice([0, 7]),
        )
        for key in keys
    )  # fmt: skip
    barred = {
        key: tuple(
            Barred(place(), frozenset(dice.sample("uvwxyz", dice.randint(1, 3))))
            for _ in range(dice.choice([0, 2, 4]))
        )
        for key in keys
        if dice.random() < 0.6
    }
    gaps = [
        Gap(one, other, dice.randint(0, 3), dice.choice([None, 3, 4]))
        for one, other in combinations(keys, 2)
        if dice.random() < 0.4
    ]
    return problem(*meetings, gaps=gaps, rooms=rooms), barred


@cache
def cases(first: int, last: int) -> tuple[tuple[Problem, Shut, Everything, Conflict | None], ...]:
    """Instances whose first meeting may be the one without a place, the others having theirs."""
    found = []
    for seed in range(first, last):
        asked, barred = instance(Random(seed))
        everything = Everything(asked, barred)
        if everything.can(everything.demands - {"hold:a"}):
            found.append((asked, barred, everything, conflict(asked, "a", barred)))
    return tuple(found)


CHUNKS = [(n, n + 100) for n in range(0, 600, 100)]


@pytest.mark.parametrize(("first", "last"), CHUNKS)
def test_there_is_a_conflict_exactly_where_no_plan_holds_the_meeting(first, last):
    for _, _, everything, found in cases(first, last):
        assert (found is None) == everything.can(everything.demands)


@pytest.mark.parametrize(("first", "last"), CHUNKS)
def test_the_demands_cannot_hold_together_and_each_of_them_is_necessary(first, last):
    for _, _, everything, found in cases(first, last):
        if found is not None:
            named = set(found.demands)
            assert found.proven
            assert named <= everything.demands
            assert not everything.can(named)
            assert [d for d in named if not everything.can(named - {d})] == []


@pytest.mark.parametrize(("first", "last"), CHUNKS)
def test_every_relaxation_frees_the_place_it_names_and_needs_each_of_its_demands(first, last):
    for _, _, everything, found in cases(first, last):
        for way in found.relaxations if found else ():
            left = everything.demands - set(way.demands)
            assert any(plan["a"] == way.option for plan in everything.plans(left))
            assert not any(everything.can(left | {d}) for d in way.demands)


@pytest.mark.parametrize(("first", "last"), CHUNKS)
def test_no_smaller_set_of_demands_frees_the_meeting(first, last):
    for _, _, everything, found in cases(first, last):
        if found is None:
            continue
        offered = sorted(everything.demands - {"hold:a"})
        least = next(
            (n for n in range(1, 4) for gone in combinations(offered, n)
             if everything.can(everything.demands - set(gone))), None,
        )  # fmt: skip
        sizes = [len(way.demands) for way in found.relaxations]
        assert sizes == sorted(sizes)
        assert least is None or sizes[0] == least


def tied(asked: Problem, key: str) -> set[str]:
    found = {key}
    while more := {k for g in asked.gaps for k in (g.first, g.then)
                   if {g.first, g.then} & found} - found:  # fmt: skip
        found |= more
    return found


@pytest.mark.parametrize(("first", "last"), CHUNKS)
def test_beside_a_plan_each_demand_is_necessary_too_and_relaxations_free_the_place(first, last):
    for asked, barred, all_free, _ in cases(first, last):
        if asked.rooms:
            continue
        standing = next(all_free.plans(all_free.demands - {"hold:a"}))
        others = set(standing) - tied(asked, "a")
        everything = Everything(asked, barred, {k: standing[k] for k in others})
        whole = everything.demands - {f"hold:{k}" for k in others}
        whole |= {f"stands:{k}" for k in others}
        found = conflict(asked, "a", barred, standing=standing)
        assert (found is None) == everything.can(whole)
        named = set(found.demands) if found else {"hold:a"}
        assert everything.can(named) == (found is None)
        assert [d for d in named if not everything.can(named - {d})] == []
        for way in found.relaxations if found else ():
            left = everything.plans(whole - set(way.demands))
            assert any(plan["a"] == way.option for plan in left)


def test_where_dates_alone_decide_no_smaller_set_of_demands_cannot_hold():
    for seed in range(300):
        dice = Random(seed)
        places = [shut(n, *dice.sample("uvwxyz", dice.randint(1, 3))) for n in range(seed % 9)]
        asked, barred = problem(meeting("a")), {"a": tuple(places)}
        found, everything = conflict(asked, "a", barred), Everything(asked, barred)
        assert found is not None
        smaller = combinations(sorted(everything.demands), len(found.demands) - 1)
        assert all(everything.can(few) for few in smaller)


# The small parts.


def test_the_smallest_hitting_set_is_as_small_as_a_search_through_all_says():
    for seed in range(400):
        dice = Random(seed)
        sets = [
            frozenset(dice.sample("abcdefgh", dice.randint(1, 4)))
            for _ in range(dice.randint(0, 9))
        ]
        found = smallest(sets)
        assert found is not None
        assert all(one & set(found) for one in sets)
        fewer = combinations("abcdefgh", max(0, len(found) - 1))
        assert not found or not any(all(one & set(few) for one in sets) for few in fewer)


def test_a_place_that_nothing_shuts_leaves_nothing_to_name():
    assert smallest([frozenset("a"), frozenset()]) is None


def test_all_hitting_sets_come_from_the_smallest_up_and_need_each_name():
    sets = [frozenset("ab"), frozenset("bc"), frozenset("d")]
    assert [["".join(sorted(s)) for s in of] for of in by_size(sets, 3)] == [[], ["bd"], ["acd"]]


def test_gaps_leave_each_meeting_the_days_between_the_others():
    days = {key: Days.of((day, day) for day in range(10)) for key in "abc"}
    assert spans(days, [Gap("a", "b", 2, 3), Gap("b", "c", 4)]) == {
        "a": (0, 3), "b": (2, 5), "c": (6, 9)
    }  # fmt: skip


def test_a_gap_in_working_days_counts_by_their_numbers():
    days = {"a": Days.of([(5, 4)]), "b": Days.of([(8, 5), (9, 6)])}
    assert dead_end(days, [Gap("a", "b", 2, working=True)]) is None
    found = dead_end(days, [Gap("a", "b", 3, working=True)])
    assert found is not None
    assert set(found.keys) == {"a", "b"}
