"""What changed between two states of a plan: before and after, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.models import HEADQUARTERS, Consultation, Draft, Mission
from consultations.pages.plan_values import Card


@dataclass(frozen=True, slots=True)
class Side:
    """Where a meeting stood, or stands."""

    starts: datetime
    room: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One meeting that stands otherwise now; a side is None where it was not placed."""

    title: str
    url: str
    before: Side | None
    after: Side | None
    words: str

    @property
    def when(self) -> datetime:
        """Where it stands now, else where it stood."""
        side = self.after or self.before
        assert side is not None, "a line is made of one of the two"
        return side.starts


@dataclass(frozen=True, slots=True)
class Rows:
    """Names that stored placements only have the numbers of."""

    missions: Mapping[int, str]
    rooms: Mapping[str, str]


def last_step(draft: Draft, cards: Iterable[Card], rooms: Mapping[str, str]) -> list[Changed]:
    """What the last step moved, brought in or took out; one query, none where nothing was."""
    stored = {one["key"]: one for one in draft.before.get("placements", ())}
    if not draft.before or draft.is_at_work:
        return []
    now = {card.row.key: card for card in cards}
    gone = {one["mission_id"] for key, one in stored.items() if key not in now}
    named = Mission.objects.filter(pk__in=gone).values_list("pk", "acronym") if gone else ()
    names = Rows(dict(named), rooms)
    lines = [_line(draft, stored.get(key), now.get(key), names) for key in {**stored, **now}]
    changed = [line for line in lines if line]
    return sorted(changed, key=lambda line: (line.when.isoformat(), line.title))


def _line(
    draft: Draft, stored: Mapping[str, Any] | None, card: Card | None, names: Rows
) -> Changed | None:
    if card is not None and card.closed:
        return None
    before = _stored(stored, names.rooms) if stored else None
    after = Side(card.starts, card.room, card.verdict) if card else None
    words = _words(before, after)
    if not words:
        return None
    url = reverse("plan_placement", args=[draft.pk, card.row.pk]) if card else ""
    return Changed(_title(stored, card, names), url, before, after, words)


def _stored(told: Mapping[str, Any], rooms: Mapping[str, str]) -> Side:
    starts = datetime.fromisoformat(told["starts_at"]).astimezone(HEADQUARTERS)
    room = rooms.get(str(told.get("room_id") or ""), "")
    return Side(starts, room, str(told.get("verdict") or "unknown"))


def _title(stored: Mapping[str, Any] | None, card: Card | None, names: Rows) -> str:
    if card is not None:
        kind = card.row.get_kind_display()
        mission = card.row.mission.acronym if card.row.mission else ""
    else:
        assert stored is not None, "a line is made of one of the two"
        kinds = {str(code): label for code, label in Consultation.Kind.choices}
        kind = kinds.get(stored["kind"], stored["kind"])
        mission = names.missions.get(stored["mission_id"], "")
    return f"{mission}, {kind}" if mission else str(kind)


def _words(before: Side | None, after: Side | None) -> str:
    """What is otherwise; empty where nothing is."""
    if before is None:
        return _("placed now")
    if after is None:
        return _("taken out")
    said = []
    if before.starts.date() != after.starts.date():
        said.append(_("another day"))
    elif before.starts != after.starts:
        said.append(_("another hour"))
    if before.room != after.room:
        said.append(_("another room"))
    if before.verdict != after.verdict:
        said.append(_("another verdict"))
    return "; ".join(said)
