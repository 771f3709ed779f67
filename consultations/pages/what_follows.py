"""A plan made of assumptions against the plan it keeps: what moved, why, and what did not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.utils.translation import gettext as _

from consultations import drafts, planning
from consultations.models import HEADQUARTERS, Draft, DraftPlacement
from consultations.pages.plan_board import cards_of, placements_of
from consultations.pages.plan_page import frame
from consultations.pages.plan_slots import slot_value
from consultations.pages.plan_values import Card
from consultations.pages.what_if import Start
from consultations.pages.what_if_lines import preview, sentences, to_record
from planner.assumptions import AssumptionError, continued_key, from_json

GRAVITY = {"kept": 0, "unknown": 1, "short": 2, "broken": 3}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a meeting stood in the plan that is kept."""

    starts: datetime
    ends: datetime
    room: str
    verdict: str
    value: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why it could not stay: a finding that its old place would have, or another sentence."""

    sentence: str
    verdict: str = ""
    was: str = ""
    finding: Any = None


@dataclass(frozen=True, slots=True)
class Moved:
    """One meeting of the new plan that stands elsewhere than in the plan it keeps, or is new."""

    card: Card
    before: Place | None
    reasons: tuple[Reason, ...]

    @property
    def decision(self) -> str:
        return self.card.row.decision


@dataclass(frozen=True, slots=True)
class Gone:
    """One meeting of the kept plan that has no place any more, with the number of its page."""

    title: str
    mission: str
    before: Place
    number: int | None


@dataclass(frozen=True, slots=True)
class Against:
    """The new plan beside the kept one, line by line."""

    moved: tuple[Moved, ...]
    new: tuple[Moved, ...]
    gone: tuple[Gone, ...]
    same: tuple[Card, ...]

    @property
    def missions(self) -> list[str]:
        """Whose meetings moved."""
        lines = (*self.moved, *self.new)
        names = {line.card.row.mission.acronym for line in lines if line.card.row.mission}
        return sorted(names | {one.mission for one in self.gone if one.mission})


def shown(draft: Draft, reader: User | AnonymousUser) -> dict[str, Any]:
    """The context of the page."""
    assumed = tuple(from_json(one) for one in draft.assumptions)
    context = frame(draft, reader) | {
        "assumed": sentences(assumed),
        "late": to_record(assumed, reader),
    }
    if draft.is_at_work or not draft.placements.exists():
        return context
    try:
        context["against"] = against(draft, reader)
        start = Start(as_of=draft.as_of, plan=draft, assumed=assumed)
        return context | preview(start, reader)
    except (planning.NoSuchCycle, AssumptionError) as error:
        return context | {"sentence": str(error)}


def against(draft: Draft, reader: User | AnonymousUser) -> Against:
    """Every meeting of the plan against where the kept plan has it."""
    cards = cards_of(placements_of(draft), reader)
    kept = _kept(draft)
    gathered = planning.gather(drafts.horizon_of(draft))
    slots = {card.row.key: drafts.slot_of(card.row) for card in cards}
    moved, new, same = [], [], []
    for card in cards:
        old = kept.get(card.row.key)
        if card.row.booked_id is not None or (old and _stands(card.row, old)):
            same.append(card)
        elif old is None:
            new.append(Moved(card, None, ()))
        else:
            there = {**slots, card.row.key: drafts.slot_of(old)}
            stays = planning.judged(gathered, there, card.row.key).get(card.row.key)
            reasons = tuple(_reasons(card, old, stays, cards))
            moved.append(Moved(card, _place(old), reasons))
    return Against(tuple(moved), tuple(new), tuple(_gone(draft, kept, cards)), tuple(same))


def _kept(draft: Draft) -> dict[str, DraftPlacement]:
    """The kept placements by the key that a need has now."""
    told = drafts.horizon_of(draft).assumptions
    rows = placements_of(draft.keeps) if draft.keeps else []
    return {continued_key(row.key, told): row for row in rows}


def _stands(row: DraftPlacement, old: DraftPlacement) -> bool:
    return (row.starts_at, row.ends_at, row.room_id) == (old.starts_at, old.ends_at, old.room_id)


def _place(row: DraftPlacement) -> Place:
    starts, ends = (at.astimezone(HEADQUARTERS) for at in (row.starts_at, row.ends_at))
    room = row.room.name if row.room else ""
    return Place(starts, ends, room, row.verdict or "unknown", slot_value(drafts.slot_of(row)))


def _gone(
    draft: Draft, kept: Mapping[str, DraftPlacement], cards: Iterable[Card]
) -> Iterable[Gone]:
    here = {card.row.key for card in cards}
    numbers = {one.get("key"): number for number, one in enumerate(draft.unplaced, start=1)}
    for key, row in kept.items():
        if key not in here:
            mission = row.mission.acronym if row.mission else ""
            yield Gone(title_of(row), mission, _place(row), numbers.get(key))


def title_of(row: DraftPlacement) -> str:
    """Which meeting it is: mission and kind."""
    kind = row.get_kind_display()
    return f"{row.mission.acronym}, {kind}" if row.mission else str(kind)


# Why it could not stay.


def _reasons(
    card: Card, old: DraftPlacement, stays: Any, cards: Iterable[Card]
) -> Iterable[Reason]:
    """The findings that its old place would have beside the others; else what stands there now."""
    if stays is None:  # booked meanwhile, or not called for any more
        return []
    found = list(_worse(old, stays.findings)) or list(_in_the_way(card, old, cards))
    return found or [Reason(_("Nothing of its own: the plan as a whole is better kept so."))]


def _worse(old: DraftPlacement, findings: Iterable[Any]) -> Iterable[Reason]:
    was = {one["criterion"]: one for one in old.findings}
    for now in findings:
        before = was.get(now.criterion, {})
        verdict = str(before.get("verdict", "kept"))
        graver = GRAVITY[str(now.verdict)] - GRAVITY.get(verdict, 0)
        measured = before.get("measured")
        if graver > 0 or (graver == 0 and now.shortfall and now.measured != measured):
            yield Reason(now.sentence, str(now.verdict), verdict, now)


def _in_the_way(card: Card, old: DraftPlacement, cards: Iterable[Card]) -> Iterable[Reason]:
    for other in cards:
        row = other.row
        if row.key != card.row.key and row.starts_at < old.ends_at and old.starts_at < row.ends_at:
            title = _("a closed meeting") if other.closed else title_of(row)
            yield Reason(_("%(meeting)s stands at that hour now.") % {"meeting": title})
