"""All that a span of time calls for and what is booked in it, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256

from django.utils.translation import gettext as _

from consultations.models import Consultation, Mission
from consultations.planning.bookings import Booked, booked
from consultations.planning.calling import siblings
from consultations.planning.house import House
from consultations.planning.inviting import GuestLists
from consultations.planning.standing import slot_of
from consultations.planning.worlds import CycleKey, World, world
from planner.assumptions import Assumption
from planner.beside import Fixed
from planner.chains import Called, Chain, Chosen
from planner.cycle import expiries
from planner.delegations import Guests
from planner.findings import Announcement
from planner.judging import Bench
from planner.known import MissionFacts
from planner.needs import RENEWAL_NEEDS
from planner.register import Register
from planner.slots import Place
from planner.themes import is_theme
from planner.wanted import Wanted
from planner.workdays import Workdays, say_date

AROUND = timedelta(days=75)  # a window may reach so far beyond the span of the targets


@dataclass(frozen=True)
class Horizon:
    """What is planned together: needs whose target day lies in the span, as known on *as_of*.

    *missions* are acronyms, none meaning all; *preset* holds for every cycle, where given.
    """

    first: date
    last: date
    as_of: date
    missions: tuple[str, ...] = ()
    preset: str = ""
    assumptions: tuple[Assumption, ...] = ()


@dataclass(frozen=True)
class Gathered:
    """What a plan is made from, as values; *fingerprint* tells one state from another."""

    wanted: tuple[Wanted, ...]
    fixed: tuple[Fixed, ...]
    horizon: Horizon
    places: Mapping[str, Place]
    fingerprint: str
    notes: tuple[str, ...]
    guests: Mapping[str, Guests]


def gather(horizon: Horizon) -> Gathered:
    """All that the span calls for, and what is booked; what is met or left out is not in it.

    Raises AssumptionError where an assumption does not fit what is recorded.
    """
    missions = _missions(horizon)
    span = (horizon.first - AROUND, horizon.last + AROUND)
    found = world(missions, as_of=horizon.as_of, span=span).assuming(horizon.assumptions)
    found = _with_preset(found, horizon.preset)
    standing = booked(found, span[1], named=False)
    called = list(_called(found, horizon))
    lists = GuestLists(missions, range(horizon.first.year, span[1].year + 1), horizon.as_of)
    house = House(horizon.first - AROUND, horizon.last + AROUND, standing, horizon.assumptions)
    wanted, guests, late = [], {}, []
    for key, chain, one in called:
        if _over(one, horizon.as_of):
            late.append((chain, one))
            continue
        names = guests[key] = _guests(lists, found, chain, one, horizon.as_of)
        wanted.append(_wanted(key, chain, one, names, house, found))
    fixed = tuple(_fixed(standing, found, horizon, {one.key for one in wanted}))
    return Gathered(
        wanted=tuple(wanted), fixed=fixed, horizon=horizon, places=house.by_key,
        fingerprint=_fingerprint(wanted, fixed, house, found.days),
        notes=(*_too_late(late), *_notes(found, horizon)), guests=guests,
    )  # fmt: skip


def _missions(horizon: Horizon) -> list[Mission]:
    listed = Mission.objects.exclude(known_by_name_only=True).order_by("acronym")
    return list(listed.filter(acronym__in=horizon.missions) if horizon.missions else listed)


def _with_preset(found: World, preset: str) -> World:
    """The preset of the plan in place of each cycle's own; what was left out stays left out."""
    if not preset:
        return found
    keys = set(found.chosen) | {
        (mission, component, expiry)
        for mission, component, expiry in found.cycles(date.min, date.max)
        if expiry
    }
    nothing = Chosen()
    chosen = {key: Chosen(preset, found.chosen.get(key, nothing).skipped) for key in sorted(keys)}
    return replace(found, chosen=chosen, _chains={})


def _called(found: World, horizon: Horizon) -> Iterator[tuple[str, Chain, Called]]:
    """Each need that is still to be met, by its key; one that several cycles name counts once."""
    seen: set[tuple[str, str]] = set()
    for cycle in _cycles(found, horizon):
        if (chain := found.chain(cycle)) is None:
            continue
        for one in chain.called:
            renewal = one.need.id in RENEWAL_NEEDS
            once = (chain.cycle.mission, one.need.id)
            if not renewal and once in seen:
                continue
            seen.add(once)
            chosen = is_theme(one.need.id)  # an issue may be taken up: people choose it, no plan
            if not (one.met_by or one.skipped or chosen) and _due(one, horizon):
                yield key_of(chain, one.need.id), chain, one


def _cycles(found: World, horizon: Horizon) -> list[CycleKey]:
    """The cycles that may call for something in the span; of each mission at least the next."""
    listed = found.cycles(horizon.first - AROUND, horizon.last + AROUND)
    listed = [cycle for cycle in listed if cycle not in found.over]
    have = {cycle[0] for cycle in listed}
    listed += [(pk, "mission", None) for pk in found.facts if pk not in have]
    if not horizon.missions:
        listed.append((0, "", None))
    return sorted(listed, key=lambda c: (c[2] or date.max, c[0], c[1]))


def _due(one: Called, horizon: Horizon) -> bool:
    """Whether its target lies in the span."""
    window = one.window
    on = window.target or window.target_day or window.latest or window.earliest
    return on is not None and horizon.first <= on <= horizon.last


def _over(one: Called, as_of: date) -> bool:
    """Whether its days are over."""
    return one.window.latest is not None and one.window.latest < as_of


def _too_late(late: Iterable[tuple[Chain, Called]]) -> Iterator[str]:
    """What is called for and can no longer be held in its time."""
    for chain, one in late:
        words = {
            "mission": chain.cycle.mission, "need": one.need.title,
            "last": say_date(one.window.latest) if one.window.latest else "",
        }  # fmt: skip
        yield (
            _(
                "%(mission)s, %(need)s: its last day was %(last)s, so it is not planned. Book it "
                "on its own page if it is still to be held."
            )
            % words
        )


def key_of(chain: Chain, need: str) -> str:
    """A need's key: stable text, the same in every plan."""
    cycle = chain.cycle
    expiry = cycle.expires_on.isoformat() if cycle.expires_on else "-"
    return f"{cycle.mission or '-'}/{cycle.component or '-'}/{expiry}/{need}"


def _guests(lists: GuestLists, found: World, chain: Chain, one: Called, as_of: date) -> Guests:
    facts = next((f for f in found.facts.values() if f.mission == chain.cycle.mission), None)
    on = one.window.target or one.window.target_day or as_of
    register = _register(found, chain)
    known = facts or MissionFacts(chain.cycle.mission)
    return lists.guests(known, one.need.kind, on, register, one.need.convener)


def _register(found: World, chain: Chain) -> Register:
    pk = next((pk for pk, f in found.facts.items() if f.mission == chain.cycle.mission), 0)
    return found.numbers[pk]


def _wanted(
    key: str, chain: Chain, one: Called, guests: Guests, house: House, found: World
) -> Wanted:
    register = _register(found, chain)
    bench = Bench(
        need=one.need,
        window=one.window,
        premises=house.premises(
            one.need.format == "formal", register.number("meeting_minutes"), guests
        ),
        announced=Announcement(found.as_of),
        workdays=found.days,
        register=register,
        missions=frozenset({chain.cycle.mission}),
        siblings=siblings(chain, one.need.id),
    )
    return Wanted(
        key, chain.cycle.mission, chain.cycle.component, chain.cycle.expires_on, bench,
        frozenset(g.iso3 or g.name for g in guests.invitees),
    )  # fmt: skip


def _fixed(standing: Booked, found: World, horizon: Horizon, taken: set[str]) -> Iterator[Fixed]:
    """What is booked in the span; where the need is called for anew its key says which it is."""
    for row in standing.rows:
        slot = slot_of(row)
        bench = standing.bench(row, found, horizon.assumptions)
        if bench is None or not horizon.first <= slot.day <= horizon.last:
            continue
        cycle = row.cycle_mission.acronym if row.cycle_mission else "-"
        expiry = row.expires_on.isoformat() if row.expires_on else "-"
        key = f"{cycle}/{row.component or '-'}/{expiry}/{row.need or row.pk}"
        key = f"{key}#{row.pk}" if key in taken else key
        taken.add(key)
        yield Fixed(
            key=key,
            mission=row.cycle_mission.acronym if row.cycle_mission else "",
            component=row.component, expiry=row.expires_on, slot=slot, bench=bench,
            reference=str(row.pk), attendees=_attendees(row),
        )  # fmt: skip


def _attendees(row: Consultation) -> frozenset[str]:
    return frozenset(g.iso3 or g.name for g in row.participations.all() if not g.removed)


def _fingerprint(
    wanted: Iterable[Wanted], fixed: Iterable[Fixed], house: House, days: Workdays
) -> str:
    """What decides the plan, in one word; the day on which it is asked is no part of it."""
    told = [_told(one) for one in wanted]
    told += [repr((one.key, one.slot, one.reference)) for one in fixed]
    told += [repr((day, sorted(map(repr, busy)))) for day, busy in sorted(house.busy.items())]
    told += [repr(one) for one in house.ordinary]
    told += [repr(one) for one in (*days.holidays, *days.closures, *days.soft_spans)]
    return sha256("\n".join(sorted(told)).encode()).hexdigest()


def _told(one: Wanted) -> str:
    window, bench = one.bench.window, one.bench
    zones = [(z.criterion.id, z.anchor.on, str(z.anchor.basis), z.whole, z.kept)
             for z in window.zones]  # fmt: skip
    numbers = [(n.key, n.value) for n in bench.register.changed]
    return repr((one.key, window.target, window.target_day, zones, numbers, sorted(one.attendees)))


def _notes(found: World, horizon: Horizon) -> Iterator[str]:
    """Missions whose mandate ends in the span with nothing known of the time after."""
    for facts in found.facts.values():
        known = facts.known(found.as_of)
        last = max((day for _component, day in expiries(known)), default=None)
        if last and horizon.first <= last < horizon.last and not known.open_ended:
            words = {
                "mission": facts.mission, "day": say_date(found.as_of), "last": say_date(last),
            }  # fmt: skip
            yield (
                _(
                    "%(mission)s: no mandate known on %(day)s runs beyond %(last)s. What follows "
                    "is planned once a renewal is recorded."
                )
                % words
            )


__all__ = ["Gathered", "Horizon", "gather", "key_of"]
