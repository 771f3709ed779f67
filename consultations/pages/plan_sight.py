"""What of a plan's demands a reader may see: nothing of booked meetings closed to that reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q

from consultations.disclosure import with_details_for
from consultations.models import Consultation, Draft
from consultations.people import may

OF_CYCLE = ("order:", "briefing_before:")  # they tell the day of another meeting of the cycle
Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sight:
    """Booked consultations that may be opened, and what tells of others: the consultations
    themselves, keys of the plan, and cycles ("MINUSMA/2017-06-30") with such a meeting."""

    shown: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    cycles: frozenset[str] = frozenset()

    def closed(self, told: Told, cycle: str = "") -> bool:
        """Whether a demand, or what would free a meeting, tells of a closed one; *cycle* is that of
        what is not placed."""
        if not self.hidden.isdisjoint(references(told)):
            return True
        ids = [str(one) for one in (told.get("id", ""), *told.get("demands", ()))]
        return any(self._closed(id, cycle) for id in ids)

    def _closed(self, id: str, cycle: str) -> bool:
        """Whether the demand of that id is about a closed meeting of the plan, or of the cycle."""
        of_cycle = id.startswith(OF_CYCLE) and cycle in self.cycles
        return of_cycle or any(key in id for key in self.keys)


def references(told: Told) -> tuple[str, ...]:
    """The booked consultations that a stored demand tells of."""
    return tuple(str(one) for one in told.get("references") or ())


def cycle_of(told: Told) -> str:
    """The cycle of what is not placed."""
    return f"{told.get('mission', '')}/{told.get('expiry') or '-'}"


def conflicts_of(draft: Draft) -> list[list[Any]]:
    """The sets of demands that cannot hold together, as they were stored."""
    sets = list(draft.conflict or ())
    return sets if all(isinstance(one, list) for one in sets) else [sets]


def sight_of(draft: Draft, reader: User | AnonymousUser) -> Sight:
    """What *reader* may see of the demands of a plan; no query where it has none."""
    named = frozenset(ref for told in _told(draft) for ref in references(told))
    if may(reader, "details"):
        found = Consultation.objects.filter(pk__in=named) if named else Consultation.objects.none()
        return Sight(frozenset(str(pk) for pk in found.values_list("pk", flat=True)))
    if not draft.conflict and not draft.unplaced:
        return Sight()
    placed = {
        key: str(released or booked)
        for key, booked, released in draft.placements.exclude(
            booked=None, released=None
        ).values_list("key", "booked_id", "released_id")
    }
    missions = {one.get("mission") for one in draft.unplaced if one.get("mission")}
    asked = Consultation.objects.filter(
        Q(pk__in={*named, *placed.values()}) | Q(cycle_mission__acronym__in=missions)
    )
    columns = ("pk", "shown", "cycle_mission__acronym", "expires_on")
    rows = list(with_details_for(asked, reader).values_list(*columns))
    shown = frozenset(str(pk) for pk, seen, *_cycle in rows if seen)
    return Sight(
        shown=shown & named,
        hidden=named - shown,
        keys=frozenset(key for key, pk in placed.items() if pk not in shown),
        cycles=frozenset(
            f"{mission}/{expiry or '-'}" for _pk, seen, mission, expiry in rows if not seen
        ),
    )


def _told(draft: Draft) -> Iterator[Told]:
    parts = ("because", "relaxations")
    unplaced = (one.get(name, ()) for one in draft.unplaced for name in parts)
    sets: Iterable[Any] = (*conflicts_of(draft), *unplaced)
    for several in sets:
        yield from (one for one in several if isinstance(one, Mapping))
