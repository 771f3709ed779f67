"""Every consultation booked in a span, judged beside all others in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from consultations.models import Consultation, NumberOverride, Participation
from consultations.planning.beside import Together, released_together
from consultations.planning.calling import called_of, siblings
from consultations.planning.group_record import of_the_group
from consultations.planning.knowing import booked_by, midnight
from consultations.planning.premises import Occupied, occupied, place_of
from consultations.planning.standing import slot_of
from consultations.planning.worlds import CycleKey, World
from planner.assumptions import Assumption, busy_assuming
from planner.findings import Announcement, Finding
from planner.judging import Bench
from planner.slots import Busy, Premises

STANDING = (Consultation.Status.TENTATIVE, Consultation.Status.CONFIRMED)


@dataclass(frozen=True)
class Booked:
    """The consultations to come, what stands beside them, and numbers changed for one alone."""

    rows: Sequence[Consultation]
    beside: Occupied
    numbers: Mapping[str, Mapping[str, tuple[int, str]]]
    by_day: Mapping[date, Sequence[tuple[str, Busy]]]
    together: Together

    def findings(
        self, row: Consultation, world: World, assumptions: Iterable[Assumption] = ()
    ) -> tuple[Finding, ...] | None:
        """How it stands in a world; None where no cycle or rule applies to it."""
        found = self.bench(row, world, tuple(assumptions))
        return found.findings(slot_of(row)) if found else None

    def bench(
        self, row: Consultation, world: World, assumptions: tuple[Assumption, ...]
    ) -> Bench | None:
        """What it is judged on in a world; None where no cycle or rule applies to it."""
        key = _cycle(row, world)
        if key is None:
            return None
        own = self.numbers.get(str(row.pk), {})
        register = world.numbers[key[0]].with_numbers(own)
        found = world.chain_by(key, register) if own else world.chain(key)
        if found is None:
            return None
        on = slot_of(row).day
        beside = self.together.get(str(row.pk), frozenset())
        called = called_of(row, found, world.days, register, beside)
        announced = row.announced_on
        return Bench(
            need=called.need,
            window=called.window,
            premises=self._premises(row, on, assumptions),
            announced=Announcement(
                announced or (None if on <= world.as_of else world.as_of), announced is not None
            ),
            workdays=world.days,
            register=register,
            missions=frozenset({found.cycle.mission}),
            siblings=siblings(found, called.need.id, own=str(row.pk)),
        )

    def _premises(
        self, row: Consultation, on: date, assumptions: tuple[Assumption, ...]
    ) -> Premises:
        guests = [g for g in row.participations.all() if not g.removed]
        delegations = [g for g in guests if g.category != Participation.Category.SECRETARIAT]
        named = {g.iso3 or g.name: g.name for g in delegations}
        busy = [one for key, one in self.by_day.get(on, ()) if key != str(row.pk)]
        busy += busy_assuming(assumptions, on, on)
        return Premises(
            places=(place_of(row.room),) if row.room else (),
            busy={on: tuple(busy)},
            load=tuple(one for key, one in self.beside.load.items() if key != str(row.pk)),
            minutes=int((row.ends_at - row.starts_at).total_seconds() // 60),
            seats=sum(len([s for s in g.seats.split(";") if s.strip()]) or 1 for g in guests),
            interpretation=row.interpretation_status != "none",
            participants=frozenset(named),
            names=named,
            members=frozenset(
                g.iso3 for g in guests if g.category == Participation.Category.COUNCIL_MEMBER
            ),
        )


def _cycle(row: Consultation, world: World) -> CycleKey | None:
    """The cycle a consultation is judged by: its own, or the rollover that continues it."""
    if of_the_group(row.kind, row.need):
        return (0, "", None)
    missions = [row.cycle_mission] if row.cycle_mission else list(row.missions.all())
    if not missions:
        return None
    mission = missions[0].pk
    if mission not in world.facts:
        return None
    key: CycleKey = (mission, row.component, row.expires_on)
    return (mission, row.component, world.over[key]) if key in world.over else key


def booked(
    world: World, last: date, *, missions: Iterable[int] | None = None, named: bool = True
) -> Booked:
    """What is booked from the day asked to *last*; of some *missions* only, or of all."""
    rows = list(_rows(world, last, missions))
    invited = {g.iso3 or g.name for row in rows for g in row.participations.all() if not g.removed}
    beside = occupied(
        world.as_of, last, as_of=world.as_of, booked_on=world.booked_on,
        invited=frozenset(invited), named=named,
    )  # fmt: skip
    days: dict[date, list[tuple[str, Busy]]] = defaultdict(list)
    for key, several in (*beside.booked.items(), ("", beside.council)):
        for one in several:
            days[one.day].append((key, replace(one, key=key)))
    for one in beside.elsewhere:  # nobody's consultation, each with a key of its own
        days[one.day].append(("", one))
    return Booked(rows, beside, _numbers(rows), days, released_together(rows))


def _rows(world: World, last: date, missions: Iterable[int] | None) -> Iterable[Consultation]:
    rows = Consultation.objects.filter(
        booked_by(world.booked_on),
        status__in=STANDING,
        starts_at__gte=midnight(world.as_of),
        starts_at__lt=midnight(last + timedelta(days=1)),
    )
    if missions is not None:
        rows = rows.filter(missions__in=list(missions)).distinct()
    rows = rows.select_related("room", "cycle_mission").order_by("starts_at", "pk")
    return rows.prefetch_related("missions", "participations")


def _numbers(rows: Iterable[Consultation]) -> dict[str, dict[str, tuple[int, str]]]:
    found: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
    changed = NumberOverride.objects.filter(consultation__in=[row.pk for row in rows])
    for pk, key, value, reason in changed.values_list("consultation", "key", "value", "reason"):
        found[str(pk)][key] = (value, reason)
    return found
