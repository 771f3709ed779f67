"""What tasks are for, as the core reads it: a consultation or a cycle, its dates and traits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from consultations import planning
from consultations.models import HEADQUARTERS, MISSION, Consultation, Mission
from consultations.sayings import say_day
from consultations.tasks.proofs import proofs
from planner.anchor import Anchor, Basis
from planner.chains import Chain
from planner.checklist import Proof, Subject
from planner.register import Register
from planner.workdays import Workdays

BRIEFING = Consultation.Kind.SECRETARIAT_BRIEFING
CycleKey = tuple[str, str, date | None]


@dataclass(frozen=True, slots=True)
class Sight:
    """What every task is computed with: the day, working days, numbers, and the cycles."""

    today: date
    workdays: Workdays
    register: Register
    chains: Mapping[CycleKey, Chain] = field(default_factory=dict)
    own: Mapping[str, Register] = field(default_factory=dict)  # by the acronym of a mission

    def chain_of(self, row: Consultation) -> Chain | None:
        """The cycle it was booked for, or its mission's chain without a mandate."""
        if row.cycle_mission is None:
            return None
        acronym = row.cycle_mission.acronym
        return self.chains.get((acronym, row.component, row.expires_on))

    def numbers_for(self, subject: Subject) -> Register:
        """The numbers of its mission, where staff set such; else those of the installation."""
        named = [self.own[one] for one in subject.missions if one in self.own]
        return named[0] if len(subject.missions) == 1 and named else self.register


def sight(
    today: date,
    chains: Iterable[Chain] = (),
    *,
    workdays: Workdays | None = None,
    register: Register | None = None,
) -> Sight:
    """Chains are looked up by mission, component and expiry; a *register* given counts for all."""
    keyed = {(c.cycle.mission, c.cycle.component, c.cycle.expires_on): c for c in chains}
    own = {} if register else {
        c.cycle.mission: c.asking.register for c in keyed.values() if c.asking
    }  # fmt: skip
    days, numbers = workdays or planning.workdays(today), register or planning.register_for()
    return Sight(today, days, numbers, keyed, own)


def recorded(name: str, on: date | None, source: str = "") -> Anchor:
    """A day that stands in a row."""
    return Anchor(name, on, Basis.RECORDED if on else Basis.UNKNOWN, source)


def by_rule(name: str, on: date) -> Anchor:
    """A day that follows from the calendar."""
    return Anchor(name, on, Basis.RULE, "")


def key_of(row: Consultation) -> str:
    """As task marks name a consultation."""
    return f"consultation:{row.pk}"


def of_row(row: Any, seen: Sight) -> Subject:
    """A consultation that came from ``with_evidence``."""
    on = row.starts_at.astimezone(HEADQUARTERS).date()
    chain = seen.chain_of(row)
    anchors = dict(chain.cycle.anchors) if chain else {}
    return Subject(
        scope="consultation", key=key_of(row), name=row.subject, traits=_traits(row, on, chain),
        anchors={**anchors, "meeting": recorded("meeting", on)}, proofs=proofs(row),
        known_on=row.created_at.astimezone(HEADQUARTERS).date(), url=row.get_absolute_url(),
        missions=missions_of(row),
    )  # fmt: skip


def missions_of(row: Consultation) -> tuple[str, ...]:
    """The acronyms of the missions it concerns."""
    found = {one.acronym for one in row.missions.all()}
    return tuple(sorted(found | ({row.cycle_mission.acronym} if row.cycle_mission else set())))


def _traits(row: Any, on: date, chain: Chain | None) -> dict[str, tuple[str, ...]]:
    missions: list[Mission] = list(row.missions.all())
    missions += [row.cycle_mission] if row.cycle_mission else []
    truths = {
        "mission": ("yes", missions),
        "regional": ("yes", any(one.regional_bodies.strip() for one in missions)),
        "points": ("some", row.e_points),
        "open_points": ("some", row.e_points_open),
        "questions_asked": ("some", row.e_questions),
    }
    return {
        "kinds": (row.kind,),
        "formats": (row.format,),
        "purposes": (row.purpose,),
        "visibility": (row.visibility,),
        "conveners": (row.convener,),
        "mandate": _mandate(row, on, chain),
        **{name: (value,) for name, (value, true) in truths.items() if true},
    }


def _mandate(row: Consultation, on: date, chain: Chain | None) -> tuple[str, ...]:
    """ "new" where the mission had no mandate yet on the day of the meeting; else "renewal"."""
    asking = chain.asking if chain else None
    facts = asking.facts if asking else None
    if facts is None or facts.open_ended or row.purpose != "a":
        return ("renewal",) if row.expires_on else ()
    return ("renewal",) if any(one.adopted_on < on for one in facts.mandates) else ("new",)


def of_chain(chain: Chain) -> Subject | None:
    """A cycle; none without an expiry, or in a final period."""
    cycle = chain.cycle
    if cycle.expires_on is None or cycle.final:
        return None
    url = reverse("cycle", kwargs={"acronym": cycle.mission, "expiry": cycle.expires_on})
    of = "" if cycle.component == MISSION else f" ({cycle.component})"
    words = {"mission": cycle.mission + of, "day": say_day(cycle.expires_on)}
    done = _consulted(chain)
    return Subject(
        scope="cycle",
        key=f"cycle:{cycle.mission}:{cycle.component}:{cycle.expires_on.isoformat()}",
        name=_("%(mission)s, mandate until %(day)s") % words,
        traits={}, anchors=cycle.anchors, proofs={"cycle_consulted": done} if done else {},
        url=url if cycle.component == MISSION else f"{url}?component={cycle.component}",
        missions=(cycle.mission,),
    )  # fmt: skip


def _consulted(chain: Chain) -> Proof | None:
    """A meeting before the first draft, or the reasons for which the needs are left out."""
    called = [one for one in chain.called if one.need.kind != BRIEFING]  # that is no consultation
    met = [one.met_by for one in called if one.met_by]
    draft = chain.cycle.anchors["first_draft"].on
    before = [one for one in met if draft is None or one.on < draft]
    if before:
        first = min(before, key=lambda one: one.on)
        said = _("A consultation stands on %s.") % say_day(first.on)
        return Proof(None, said)
    reasons = [one.skipped for one in called if one.skipped]
    if reasons and all(one.skipped for one in called):
        return Proof(None, _("Left out: %s") % "; ".join(dict.fromkeys(reasons)))
    return None
