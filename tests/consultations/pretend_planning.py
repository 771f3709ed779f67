"""A pretended door to planning: it puts each meeting where the test says, and asks no solver."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, time
from types import SimpleNamespace
from typing import Any

from consultations import planning
from consultations.models import Consultation
from planner.findings import Finding, Verdict
from planner.needs import need_of
from planner.slots import Slot

EXPIRY = date(2017, 6, 30)
DAYS = {"secretariat_briefing": 9, "informal_triangular": 13, "formal_tcc": 20}


def key_of(kind: str, mission: str = "MINUSMA") -> str:
    return f"{mission}/mission/{EXPIRY}/{kind}"


def slot(day: int, hour: int = 10, room: str = "") -> Slot:
    return Slot(date(2017, 6, day), time(hour), time(hour + 1), room)


def finding(verdict: str, obligation: str = "should") -> Finding:
    return Finding(
        "lead", "Lead", "R2017-73c-1", (), Verdict(verdict), 17, 21, "days", "members", obligation,
        "recorded", "17 days before expiry; 21 are wanted",
    )  # fmt: skip


@dataclass
class Pretended:
    """What planning is asked and answers; a test changes it as the world would change."""

    room: str = ""
    verdicts: dict[str, str] = field(default_factory=dict)
    obligation: str = "should"
    facts: str = "as they were"
    days: dict[str, int] = field(default_factory=lambda: dict(DAYS))
    keepings: list[Any] = field(default_factory=list)
    during: Callable[[Callable[[], bool]], None] = lambda stop: None

    def gather(self, horizon: Any) -> Any:
        live = Consultation.objects.filter(status__in=Consultation.LIVE).order_by("starts_at")
        booked = {row.need: row for row in live}
        state = ",".join(f"{row.need}@{row.starts_at.isoformat()}" for row in live)
        return SimpleNamespace(
            wanted=tuple(self._wanted(kind) for kind in self.days if kind not in booked),
            fixed=tuple(self._fixed(row) for row in live),
            horizon=horizon,
            places={},
            fingerprint=f"{self.facts}|{state}",
            notes=("A note.",),
        )

    def judged(self, gathered: Any, slots: dict[str, Slot]) -> dict[str, Any]:
        findings = {
            one.key: one.bench.findings(slots[one.key])
            for one in gathered.wanted
            if one.key in slots
        }
        return {
            key: SimpleNamespace(findings=found, verdict=planning.worst(found))
            for key, found in findings.items()
        }

    def _wanted(self, kind: str) -> Any:
        verdict = lambda slot: (finding(self.verdicts.get(kind, "kept"), self.obligation),)  # noqa: E731
        bench = SimpleNamespace(need=need_of(kind, {}, None, "renewal"), findings=verdict)
        return SimpleNamespace(
            key=key_of(kind), mission="MINUSMA", component="mission", expiry=EXPIRY, bench=bench
        )

    def _fixed(self, row: Consultation) -> Any:
        return SimpleNamespace(
            key=key_of(row.need), mission="MINUSMA", component="mission", expiry=EXPIRY,
            kind=row.kind, need=row.need, slot=planning.slot_of(row), reference=str(row.pk),
        )  # fmt: skip

    def plan_together(
        self,
        horizon: Any,
        *,
        keeping: Any = None,
        time_limit: float | None = None,
        progress: Callable[[Any], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> Any:
        self.keepings.append(keeping)
        gathered = self.gather(horizon)
        if progress:
            progress(planning.Step("placed", 1, 2, best=0, bound=0))
        self.during(stop or (lambda: False))
        pins = dict(keeping.pins) if keeping else {}
        kept = dict(keeping.slots) if keeping else {}
        placements = [self._placement(one, pins, kept) for one in gathered.wanted]
        placements += [self._standing(one) for one in gathered.fixed]
        placements = [
            SimpleNamespace(**vars(one), verdict=planning.worst(one.findings)) for one in placements
        ]
        plan = SimpleNamespace(
            status="optimal", levels=(SimpleNamespace(name="placed", value=0, bound=0),),
            placements=tuple(placements), unplaced=(), conflict=(), conflicts=(),
            engine="pretended", missed="",
        )  # fmt: skip
        seconds = {"load": 0.0, "build": 0.0, "solve": 0.0}
        return SimpleNamespace(plan=plan, gathered=gathered, seconds=seconds)

    def _placement(self, one: Any, pins: dict[str, Slot], kept: dict[str, Any]) -> Any:
        kind = one.bench.need.kind
        own = replace(slot(self.days[kind]), room=self.room)
        stands = pins.get(one.key) or own
        was = kept[one.key].slot if one.key in kept else None
        return SimpleNamespace(
            key=one.key, mission="MINUSMA", component="mission", expiry=EXPIRY, kind=kind,
            need=kind, slot=stands, findings=one.bench.findings(stands), marks=((1, "x"), 0),
            order=(0,), kept=was == stands, pinned=one.key in pins, booked="",
            moved_from=was if was and was != stands else None,
        )  # fmt: skip

    def _standing(self, one: Any) -> Any:
        return SimpleNamespace(
            key=one.key, mission="MINUSMA", component="mission", expiry=EXPIRY, kind=one.kind,
            need=one.need, slot=one.slot, findings=(), marks=(), order=(), kept=True, pinned=False,
            booked=one.reference, moved_from=None,
        )  # fmt: skip
