"""A what-if as its address asks for it: where it starts from, and what is assumed so far."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from consultations import planning
from consultations.models import MISSION, Draft, Mandate, Mission, Room
from consultations.pages.asked_dates import asked_date
from planner.assumed import LONGEST
from planner.assumptions import (
    Assumption,
    AssumptionError,
    ExpiryMoved,
    RoomLost,
    from_json,
    to_json,
)

MOST = 20  # assumptions made at once


@dataclass(frozen=True)
class Start:
    """From which plan or cycle a what-if starts, what is assumed, and what could not be read."""

    as_of: date
    plan: Draft | None = None
    mission: Mission | None = None
    component: str = MISSION
    expiry: date | None = None
    assumed: tuple[Assumption, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def chosen(self) -> bool:
        """Whether there is something to start from."""
        return self.plan is not None or (self.mission is not None and self.expiry is not None)

    @property
    def first(self) -> date:
        return self.plan.first_on if self.plan else self.as_of

    @property
    def last(self) -> date:
        """The last day of the horizon: that of the plan, or the expiry; a rollover extends it."""
        ends = self.plan.last_on if self.plan else self.expiry or self.as_of
        return max([ends, *(one.to for one in self.assumed if isinstance(one, ExpiryMoved))])

    @property
    def over(self) -> bool:
        """Whether the cycle had ended on the day asked: nothing follows any more."""
        return self.plan is None and self.expiry is not None and self.expiry < self.as_of

    def missions(self) -> list[Mission]:
        """Those looked at: the cycle's, the plan's, or all of which more than a name is known."""
        rows = Mission.objects.filter(known_by_name_only=False)
        if self.plan is None:
            return [self.mission] if self.mission else []
        return list(rows.filter(acronym__in=self.plan.missions) if self.plan.missions else rows)

    def pairs(self) -> list[tuple[str, str]]:
        """Its address as names and values, what is assumed last."""
        found = [("as_of", self.as_of.isoformat())]
        if self.plan:
            found.append(("plan", str(self.plan.pk)))
        if self.mission:
            found.append(("mission", self.mission.acronym))
            found += [("component", self.component)] if self.component != MISSION else []
            found += [("expiry", self.expiry.isoformat())] if self.expiry else []
        return [*found, ("set", "1"), *(("a", written(one)) for one in self.assumed)]

    def query(self, assumed: Iterable[Assumption]) -> str:
        """The address with other assumptions."""
        return f"?{urlencode(replace(self, assumed=tuple(assumed)).pairs())}"

    def removals(self) -> list[tuple[Assumption, str]]:
        """Each assumption with the address that leaves it out."""
        return [
            (one, self.query(a for n, a in enumerate(self.assumed) if n != number))
            for number, one in enumerate(self.assumed)
        ]


def written(assumption: Assumption) -> str:
    """An assumption as it is written in an address."""
    return json.dumps(to_json(assumption), separators=(",", ":"), ensure_ascii=False)


def asked(query: QueryDict) -> Start:
    """What the address asks for. Raises Http404 for a plan or mission that is not there."""
    today = planning.today()
    plan = _plan(query.get("plan") or query.get("draft") or "")
    as_of, problem = asked_date(query, "as_of", plan.as_of if plan else today)
    acronym = query.get("mission", "")
    mission = get_object_or_404(Mission, acronym=acronym) if acronym else None
    expiry, trouble = asked_date(query, "expiry", date.min)
    assumed, refused = _assumed(query, plan)
    return Start(
        as_of=as_of,
        plan=plan,
        mission=mission,
        component=(query.get("component") or MISSION)[:60],
        expiry=None if expiry == date.min else expiry,
        assumed=assumed,
        problems=tuple(filter(None, (problem, trouble, *refused))),
    )


def _plan(text: str) -> Draft | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Http404(_("no such plan"))
    return get_object_or_404(Draft, pk=int(text))


def _assumed(
    query: QueryDict, plan: Draft | None
) -> tuple[tuple[Assumption, ...], tuple[str, ...]]:
    """What is assumed, each once; at first what the plan itself assumes."""
    told: list[object] = list(query.getlist("a"))
    if plan and "set" not in query and not told:
        told = [json.dumps(one) for one in plan.assumptions]
    found, refused = [], []
    for text in told[:MOST]:
        try:
            found.append(_recorded(from_json(json.loads(str(text)))))
        except (AssumptionError, json.JSONDecodeError, RecursionError) as error:
            refused.append(_("An assumption could not be read: %s.") % str(error)[:200])
    if len(told) > MOST:
        refused.append(_("At most %d things are assumed at once.") % MOST)
    return tuple(dict.fromkeys(found)), tuple(refused)


def _recorded(told: Assumption) -> Assumption:
    """The same of a mission, component or room that is recorded, the room by its own name.

    Raises AssumptionError for another: what an address says is not shown as if it were known.
    """
    mission, component = getattr(told, "mission", ""), getattr(told, "component", "")
    if mission and not Mission.objects.filter(acronym=mission).exists():
        raise AssumptionError(_("no mission “%s” is recorded") % mission[:40])
    if component:
        decided = Mandate.objects.filter(mission__acronym=mission, component=component)
        if not decided.exists():
            raise AssumptionError(_("no mandate of “%s” is recorded") % component[:40])
    return _named(told) if isinstance(told, RoomLost) else told


def _named(lost: RoomLost) -> RoomLost:
    number = lost.room if lost.room.isascii() and lost.room.isdecimal() else "0"
    room = Room.objects.filter(pk=int(number[:9])).first()
    if room is None:
        raise AssumptionError(_("no room “%s” is recorded") % lost.room[:40])
    return replace(lost, room=str(room.pk), name=room.name[:LONGEST])
