"""Missions with stories instead of factories: what was recorded of them, and when it was known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, time

from planner.anchors import Anchor, Basis
from planner.chains import Chain, Chosen, chain
from planner.findings import Announcement, Verdict
from planner.judging import Bench
from planner.known import Happening, MandateFact, Meeting, MilestoneFact, MissionFacts, ReportFact
from planner.needs import Need, need_of
from planner.register import Register, load
from planner.slots import Busy, Load, Place, Premises, Slot, by_day
from planner.windows import window_of
from planner.workdays import Closure, Holiday, Workdays

REGISTER = load()

OFFICIAL_2017 = (
    ("2017-01-02", "New Year's Day"), ("2017-04-14", "Good Friday"),
    ("2017-05-29", "Memorial Day"), ("2017-06-26", "Eid al-Fitr"),
    ("2017-07-04", "Independence Day"), ("2017-09-01", "Eid al-Adha"),
    ("2017-09-04", "Labour Day"), ("2017-11-23", "Thanksgiving Day"),
    ("2017-12-25", "Christmas Day"),
)  # fmt: skip
FLOATING_2017 = (("2017-05-10", "Day of Vesak"), ("2017-10-19", "Diwali"))


def d(text: str) -> date:
    """A day as the facts write it."""
    return date.fromisoformat(text)


def workdays_2017(*, closures: Iterable[Closure] = ()) -> Workdays:
    """Headquarters' 2017, as the circular gives it."""
    return Workdays(
        holidays=(
            *(Holiday(d(on), name) for on, name in OFFICIAL_2017),
            *(Holiday(d(on), name, "floating") for on, name in FLOATING_2017),
        ),
        closures=tuple(closures),
        today=d("2017-06-06"),
    )


WORKDAYS = workdays_2017()


def mandate(
    resolution: str, adopted: str, starts: str, expires: str, kind: str = "renewal",
    component: str = "mission",
) -> MandateFact:  # fmt: skip
    return MandateFact(
        component, resolution, d(adopted), d(starts) if starts else None, d(expires), kind
    )


def report(symbol: str, on: str, wording: str = "quarterly", kind: str = "periodic",
           known: str = "2016-06-29", **dates: str) -> ReportFact:  # fmt: skip
    more = {name: d(day) for name, day in dates.items()}
    return ReportFact(symbol, kind, wording, d(on) if on else None, known_on=d(known), **more)


def milestone(
    kind: str, on: str, known: str, expires: str = "2017-06-30", component: str = "mission"
) -> MilestoneFact:
    return MilestoneFact(component, d(expires), kind, d(on), None, d(known), "a source")


def minusma_2017() -> MissionFacts:
    """Mali: the mandate to 30 June 2017, its report of 6 June, the renewal of 29 June."""
    return MissionFacts(
        mission="MINUSMA",
        name="Stabilization Mission in Mali",
        penholders=("France",),
        mandates=(
            mandate("S/RES/2227 (2015)", "2015-06-29", "", "2016-06-30"),
            mandate("S/RES/2295 (2016)", "2016-06-29", "2016-07-01", "2017-06-30"),
            mandate("S/RES/2364 (2017)", "2017-06-29", "2017-07-01", "2018-06-30"),
            mandate("S/RES/2391 (2017)", "2017-12-08", "2017-12-08", "2018-06-30",
                    "substantive change"),
        ),
        reports=(
            report("S/2016/819", "2016-09-29"),
            report("S/2017/271", "2017-03-30"),
            report("S/2017/478", "2017-06-06"),
            report("S/2017/811", "2017-09-28", known="2017-06-29"),
        ),
        milestones=(
            milestone("council_consultations", "2017-06-16", "2017-06-01"),
            milestone("first_draft", "2017-06-22", "2017-06-23"),
            milestone("planned_adoption", "2017-06-29", "2017-06-28"),
        ),
    )  # fmt: skip


def unficyp_2026() -> MissionFacts:
    """Cyprus: a year to 31 January 2026, two reports on one day, an adoption put off by three."""
    return MissionFacts(
        mission="UNFICYP",
        mandates=(mandate("S/RES/2771 (2025)", "2025-01-31", "2025-02-01", "2026-01-31"),),
        reports=(
            report("S/2026/8", "2026-01-05", "every six months", known="2025-01-31"),
            report("S/2026/9", "2026-01-05", "every six months", "special", known="2025-01-31"),
        ),
        milestones=(
            milestone("planned_adoption", "2026-01-26", "2026-01-05", "2026-01-31"),
            milestone("planned_adoption", "2026-01-29", "2026-01-16", "2026-01-31"),
            milestone("council_consultations", "2026-01-15", "2026-01-05", "2026-01-31"),
        ),
    )


def unmiss_2025() -> MissionFacts:
    """South Sudan: the year to 30 April 2025, nine more days, then a year."""
    return MissionFacts(
        mission="UNMISS",
        mandates=(
            mandate("S/RES/2729 (2024)", "2024-04-29", "2024-05-01", "2025-04-30"),
            mandate("S/RES/2778 (2025)", "2025-04-30", "2025-05-01", "2025-05-09",
                    "technical rollover"),
            mandate("S/RES/2779 (2025)", "2025-05-08", "2025-05-10", "2026-04-30"),
        ),
        reports=(report("S/2025/211", "2025-04-07", "every 90 days", known="2024-04-29"),),
    )  # fmt: skip


def unisfa_2018() -> MissionFacts:
    """Abyei: the force to 15 May 2018, and the border mechanism to 15 April."""
    return MissionFacts(
        mission="UNISFA",
        mandates=(
            mandate("S/RES/2386 (2017)", "2017-11-15", "2017-11-16", "2018-05-15"),
            mandate("S/RES/2386 (2017)", "2017-11-15", "2017-11-16", "2018-04-15",
                    component="JBVMM support"),
        ),
    )  # fmt: skip


def unmik() -> MissionFacts:
    """Kosovo: open-ended since 1999."""
    return MissionFacts(mission="UNMIK", open_ended=True)


def minujusth_2017() -> MissionFacts:
    """Haiti: a new mission from 16 October 2017 for six months."""
    return MissionFacts(
        mission="MINUJUSTH",
        mandates=(mandate("S/RES/2350 (2017)", "2017-04-13", "2017-10-16", "2018-04-15",
                          "establishment"),),
    )  # fmt: skip


def minustah_2017() -> MissionFacts:
    """Haiti: the final six months to 15 October 2017."""
    return MissionFacts(
        mission="MINUSTAH",
        mandates=(mandate("S/RES/2350 (2017)", "2017-04-13", "2017-04-16", "2017-10-15",
                          "closure"),),
    )  # fmt: skip


def held(kind: str, on: str, need: str = "", expires: str = "", status: str = "held") -> Meeting:
    return Meeting(kind, d(on), status, f"{kind} of {on}", need, d(expires) if expires else None)


def happened(
    kind: str, on: str = "", until: str = "", known: str = "", name: str = ""
) -> Happening:
    days = [d(text) if text else None for text in (on, until, known)]
    return Happening(kind, name, *days)


def with_more(facts: MissionFacts, **more: Sequence[object]) -> MissionFacts:
    """*facts* with further meetings, happenings, milestones … besides what they hold."""
    return replace(facts, **{k: (*getattr(facts, k), *v) for k, v in more.items()})


def chained(
    facts: MissionFacts,
    as_of: str,
    expiry: str = "",
    *,
    component: str = "mission",
    preset: str = "",
    register: Register = REGISTER,
    workdays: Workdays = WORKDAYS,
) -> Chain:
    """The chain of a story, as known on a day."""
    return chain(
        facts, as_of=d(as_of), workdays=workdays, register=register, component=component,
        expiry=d(expiry) if expiry else None, chosen=Chosen(preset),
    )  # fmt: skip


def minusma_chain(**more: Sequence[object]) -> Chain:
    """MINUSMA's cycle on 6 June 2017, with further facts if any."""
    return chained(with_more(minusma_2017(), **more), "2017-06-06", "2017-06-30")


def recorded(name: str, on: str, basis: Basis = Basis.RECORDED) -> Anchor:
    return Anchor(name, d(on) if on else None, basis if on else Basis.UNKNOWN, "a source")


def needing(kind: str, criteria: tuple[str, ...], *anchors: Anchor) -> Need:
    """A need of *kind* held to *criteria* alone, counted from the given anchors."""
    named = {a.name: a for a in anchors}
    return need_of(kind, named, None, "because asked", criteria=criteria)


def bench(
    kind: str = "informal_triangular",
    *anchors: Anchor,
    criteria: tuple[str, ...] = (),
    announced: str = "2017-05-02",
    recorded_notice: bool = True,
    places: tuple[Place, ...] = (),
    busy: Iterable[Busy] = (),
    load: tuple[Load, ...] = (),
    siblings: tuple[tuple[str, date], ...] = (),
    register: Register = REGISTER,
    workdays: Workdays = WORKDAYS,
    target: str = "",
    **premises: object,
) -> Bench:
    """A bench for one need, with only what the test names; announced long before by default."""
    need = needing(kind, criteria, *anchors)
    return Bench(
        need=need,
        window=window_of(criteria, need.anchors, d(target) if target else None, workdays, register),
        premises=Premises(places=places, busy=by_day(busy), load=load, **premises),
        announced=Announcement(d(announced) if announced else None, recorded_notice),
        workdays=workdays,
        register=register,
        missions=frozenset({"MINUSMA"}),
        siblings=siblings,
    )


def slot(day: str, start: str = "10:00", end: str = "11:30", room: str = "") -> Slot:
    return Slot(d(day), time.fromisoformat(start), time.fromisoformat(end), room)


def verdict(on: Bench, criterion: str, where: Slot) -> str:
    """What is found of a criterion; what no finding mentions stands in nobody's way: kept."""
    said = {f.criterion: str(f.verdict) for f in on.findings(where)}
    return said.get(criterion, str(Verdict.KEPT))


def judged(criterion: str, anchor: Anchor, day: str, *, kind: str = "informal_triangular") -> str:
    """The verdict of a dated criterion on a day, counted from one anchor."""
    return verdict(bench(kind, anchor, criteria=(criterion,)), criterion, slot(day))


def need_ids(found: Chain) -> list[str]:
    return [called.need.id for called in found.called]
