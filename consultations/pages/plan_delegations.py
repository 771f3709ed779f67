"""How many meetings of a plan each delegation is asked to, and when it has the most of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from consultations import drafts, planning
from consultations.models import Draft, Participation
from consultations.pages.plan_board import monday_of
from consultations.pages.plan_values import Card

TOP = 15
COUNCIL = str(Participation.Category.COUNCIL_MEMBER)
ASKED = (COUNCIL, str(Participation.Category.CONTRIBUTOR))


@dataclass(frozen=True, slots=True)
class Delegation:
    """One delegation, or those of the Council that sit in equally many meetings."""

    names: tuple[str, ...]
    meetings: int
    most: int
    monday: date
    council: bool = False


@dataclass
class _Count:
    """The weeks in which one delegation is asked, and whether as a member of the Council."""

    weeks: Counter[date] = field(default_factory=Counter)
    council: bool = False

    @property
    def worst(self) -> tuple[int, date]:
        """The most in one week, and the first such week."""
        most = max(self.weeks.values())
        return most, min(day for day, n in self.weeks.items() if n == most)


def delegations(draft: Draft, cards: Iterable[Card]) -> list[Delegation]:
    """Members of the Council first, those with equally many together; then the busiest others."""
    counts: dict[str, _Count] = defaultdict(_Count)
    for card, names in _asked(draft, [card for card in cards if not card.closed]):
        for name, category in names:
            counts[name].weeks[monday_of(card.on)] += 1
            counts[name].council |= category == COUNCIL
    together: dict[tuple[int, int, date], list[str]] = defaultdict(list)
    for name, count in counts.items():
        if count.council:
            together[count.weeks.total(), *count.worst].append(name)
    council = [
        Delegation(tuple(sorted(names)), meetings, most, monday, council=True)
        for (meetings, most, monday), names in together.items()
    ]
    others = [
        Delegation((name,), count.weeks.total(), *count.worst)
        for name, count in counts.items()
        if not count.council
    ]
    return [*sorted(council, key=_busiest), *sorted(others, key=_busiest)[:TOP]]


def _busiest(one: Delegation) -> tuple[int, int, tuple[str, ...]]:
    return -one.meetings, -one.most, one.names


def _asked(draft: Draft, cards: list[Card]) -> Iterator[tuple[Card, set[tuple[str, str]]]]:
    """Each meeting with its delegations: as booked, else as the plan would invite them."""
    guests = planning.gather(drafts.horizon_of(draft)).guests
    standing = {pk for card in cards if (pk := card.row.booked_id or card.row.released_id)}
    booked: dict[object, set[tuple[str, str]]] = defaultdict(set)
    rows = Participation.objects.filter(consultation__in=standing, category__in=ASKED)
    for pk, *who in rows.exclude(removed=True).values_list("consultation", "name", "category"):
        booked[pk].add((who[0], who[1]))
    for card in cards:
        at = card.row.booked_id or card.row.released_id
        told = guests[card.row.key].invitees if not at and card.row.key in guests else ()
        yield (
            card,
            booked.get(at, set())
            | {(g.name, str(g.category)) for g in told if str(g.category) in ASKED},
        )
