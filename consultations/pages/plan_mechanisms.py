"""Which mechanisms a plan uses, and which of its meetings could be held as one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst

from consultations import planning
from consultations.models import Consultation
from consultations.pages.plan_values import Card
from planner.mechanisms import Stands, Use, mergers, uses


@dataclass(frozen=True, slots=True)
class Mechanisms:
    """The uses by kind, and pairs of cards near enough to be merged within *days*."""

    uses: tuple[tuple[str, Use], ...]
    mergers: tuple[tuple[Card, Card], ...]
    days: int


def mechanisms(cards: Iterable[Card]) -> Mechanisms:
    """Of all placements of a plan; one query, for the numbers."""
    found = list(cards)
    by_key = {card.row.key: card for card in found}
    stands = [_stands(card) for card in found]
    register = planning.register_for()
    pairs = mergers(stands, register)
    return Mechanisms(
        uses=tuple((str(capfirst(Consultation.Kind(one.kind).label)), one) for one in uses(stands)),
        mergers=tuple((by_key[one.key], by_key[other.key]) for one, other in pairs),
        days=register.number("merge_window"),
    )


def _stands(card: Card) -> Stands:
    mission = card.row.mission.acronym if card.row.mission else ""
    return Stands(card.row.key, card.row.kind, mission, card.on)
