"""A slot as a form sends it, and the other slots of a meeting with what each would cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext as _

from consultations import drafts, planning
from consultations.models import Draft, DraftPlacement, Room
from consultations.pages.daywords import said
from consultations.templatetags.plans import level
from consultations.templatetags.verdicts import tally, verdict_sign, verdict_word
from planner.slots import Slot


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another slot: its value in the form, its verdict, what is not kept there, and its price."""

    slot: Slot
    value: str
    room: str
    verdict: str
    text: str
    priced: bool = False
    price: tuple[tuple[str, str], ...] = ()
    moves: tuple[str, ...] = ()
    at_least: bool = False

    @property
    def label(self) -> str:
        """The slot in words, weekday first."""
        words = {"day": said(self.slot.day), "start": f"{self.slot.start:%H:%M}", "room": self.room}
        return (_("%(day)s, %(start)s, %(room)s") if self.room else _("%(day)s, %(start)s")) % words


def slot_value(slot: Slot) -> str:
    """A slot as one text: ``2017-06-13T10:00/11:30/4``, the room last."""
    return f"{slot.day.isoformat()}T{slot.start:%H:%M}/{slot.end:%H:%M}/{slot.room}"


def slot_of_value(text: str) -> Slot | None:
    """The slot of such a text, its room as slots name it; None for anything else."""
    begins, _slash, rest = text.partition("/")
    ends, _slash, room = rest.partition("/")
    day, _t, start = begins.partition("T")
    if room and not (room.isascii() and room.isdecimal() and len(room) < 10):
        return None
    room = room and str(int(room))
    try:
        slot = Slot(
            date.fromisoformat(day), time.fromisoformat(start), time.fromisoformat(ends), room
        )
    except ValueError:
        return None
    aware = slot.start.tzinfo or slot.end.tzinfo
    return None if aware or not 1945 <= slot.day.year <= 2199 else slot


def rooms() -> dict[str, str]:
    """The names of the rooms by their key in slots."""
    return {str(pk): name for pk, name in Room.objects.values_list("pk", "name")}


@dataclass(frozen=True)
class Asked:
    """What is asked of planning about one plan: read once, however many questions follow."""

    horizon: planning.Horizon
    keeping: planning.Keeping | None
    stands: Mapping[str, Slot]
    gathered: planning.Gathered


def asked_of(draft: Draft) -> Asked:
    """The plan as it stands, with what its horizon calls for now."""
    horizon = drafts.horizon_of(draft)
    return Asked(
        horizon, drafts.keeping_of(draft), drafts.placements_of(draft), planning.gather(horizon)
    )


def ranked(
    asked: Asked, draft: Draft, row: DraftPlacement, names: Mapping[str, str]
) -> list[Elsewhere]:
    """The next best slots, the cheapest for the whole plan first."""
    told = planning.why(
        asked.horizon, asked.keeping, asked.stands, row.key, gathered=asked.gathered
    )
    levels = [str(one["name"]) for one in draft.levels]
    cheapest = sorted(told.alternatives, key=lambda one: _cost(one, levels))
    return [_priced(one, names) for one in cheapest]


def _cost(one: planning.Alternative, levels: Iterable[str]) -> tuple[int, ...]:
    price = dict(one.price)
    return tuple(price.get(name, 0) for name in levels)


def _priced(one: planning.Alternative, names: Mapping[str, str]) -> Elsewhere:
    return Elsewhere(
        slot=one.slot,
        value=slot_value(one.slot),
        room=names.get(one.slot.room, ""),
        verdict=str(one.verdict),
        text=tally(one.findings),
        priced=True,
        price=tuple((f"{amount:+d}", level(name)) for name, amount in one.price if amount),
        moves=tuple(move.sentence for move in one.moves),
        at_least=not one.exact,
    )


def title_of(row: DraftPlacement) -> str:
    """Kind and mission of a placement, for a line about it."""
    kind = row.get_kind_display()
    return f"{row.mission.acronym}, {kind}" if row.mission else str(kind)


def by_week(asked: Asked, key: str, names: Mapping[str, str]) -> dict[date, Elsewhere]:
    """The best slot of the meeting in each week of its window that is not locked, by Monday."""
    cells = planning.weeks(asked.horizon, asked.keeping, asked.stands, key, gathered=asked.gathered)
    return {
        monday: Elsewhere(
            slot=cell.slot, value=slot_value(cell.slot), room=names.get(cell.slot.room, ""),
            verdict=str(cell.verdict), text=cell.sentence,
        )
        for monday, cell in sorted(cells.items())
        if cell.slot is not None
    }  # fmt: skip


def other_weeks(
    weeks: Mapping[date, Elsewhere], stands: Slot | None, listed: Iterable[Elsewhere]
) -> list[Elsewhere]:
    """The best of each week that is not shown already."""
    shown = {one.value for one in listed} | ({slot_value(stands)} if stands else set())
    return [one for one in weeks.values() if one.value not in shown]


def weeks_json(weeks: Mapping[date, Elsewhere]) -> dict[str, dict[str, str]]:
    """What a script shows in the cells while something is held."""
    return {
        monday.isoformat(): {
            "slot": one.value,
            "verdict": one.verdict,
            "sign": verdict_sign(one.verdict),
            "word": verdict_word(one.verdict),
            "when": f"{said(one.slot.day)}, {one.slot.start:%H:%M}",
            "label": one.label,
            "sentence": one.text,
        }
        for monday, one in weeks.items()
    }
