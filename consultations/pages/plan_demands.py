"""Demands that cannot hold together, and what would free a meeting, as they were stored.

Of a booked meeting that is closed to the reader it is said that it is in the way, no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from consultations.models import Draft
from consultations.pages.plan_sight import Sight, conflicts_of, cycle_of, references

SHORT = 2  # demands named beside a meeting on the board


@dataclass(frozen=True, slots=True)
class Demanded:
    """One demand or relaxation: its sentence, the paragraphs behind it, bookings to open."""

    sentence: str
    paragraphs: tuple[str, ...] = ()
    force: str = ""
    links: tuple[str, ...] = ()


def conflicts(draft: Draft, sight: Sight) -> list[list[Demanded]]:
    """Each set of demands that what is booked cannot hold together; those closed once."""
    found: list[list[Demanded]] = []
    for together in conflicts_of(draft):
        closed = any(isinstance(one, Mapping) and sight.closed(one) for one in together)
        lines = [Demanded(_in_the_way())] if closed else list(_lines(together, sight))
        if lines and lines not in found:
            found.append(lines)
    return found


def demands(told: Mapping[str, Any], sight: Sight) -> list[Demanded]:
    """Why it is not placed, as lines."""
    stored, cycle = list(told.get("because", ())), cycle_of(told)
    closed = {at for at, one in enumerate(stored)
              if isinstance(one, Mapping) and sight.closed(one, cycle)}  # fmt: skip
    if closed:  # whom two meetings share is told of both
        closed |= {at for at, one in enumerate(stored) if _id(one).startswith("person:")}
    found = list(_lines((one for at, one in enumerate(stored) if at not in closed), sight))
    return [*found, Demanded(_in_the_way())] if closed else found


def relaxations(told: Mapping[str, Any], sight: Sight) -> list[Demanded]:
    """What would free it, as lines."""
    cycle = cycle_of(told)
    ways = list(told.get("relaxations", ()))
    shown = [w for w in ways if not (isinstance(w, Mapping) and sight.closed(w, cycle))]
    found = list(_lines(shown, sight))
    return [*found, Demanded(_("a closed meeting makes room"))] if len(shown) < len(ways) else found


def because(told: Mapping[str, Any], sight: Sight) -> str:
    """The first demands in one line."""
    found = [one.sentence for one in demands(told, sight)]
    return "; ".join(found[:SHORT]) + ("; …" if len(found) > SHORT else "")


def _in_the_way() -> str:
    return _("a closed meeting is in the way")


def _id(told: Any) -> str:
    return str(told.get("id", "")) if isinstance(told, Mapping) else ""


def _lines(stored: Iterable[Any], sight: Sight) -> Iterator[Demanded]:
    """Each booking is linked once, where it is named first."""
    linked: set[str] = set()
    for told in stored:
        if not isinstance(told, Mapping):
            yield Demanded(str(told))
            continue
        links = tuple(r for r in references(told) if r in sight.shown and r not in linked)
        linked.update(links)
        leading = told.get("recommendation")
        named = told.get("recommendations") or ([leading, *told.get("also", ())] if leading else ())
        paragraphs = tuple(str(one) for one in named if one)
        yield Demanded(
            str(told.get("sentence", "")), paragraphs, str(told.get("force") or ""), links
        )
