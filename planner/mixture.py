"""Indicators of the meetings themselves: formal or informal, their variety, the plan, conveners."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from planner.figures import UNKNOWN, Bar, Figure, Note, Part, bar, share
from planner.reviewed import Reviewed

FORMAL, INFORMAL = "formal", "informal"
A_FEW = 3  # meetings: of one or two nothing can be said about variety
PLANNED = {"organisational": "year_plan_organisational", "working_group": "year_plan_thematic"}


def formal_informal(of: Reviewed) -> Figure:
    """How many meetings were formal, how many informal (2017, paras. 60 and 73 (b))."""
    counted = Counter(m.formality or UNKNOWN for m in of.held())
    known = counted[FORMAL] + counted[INFORMAL]
    return Figure(
        value=share(counted[FORMAL], known),
        numerator=counted[FORMAL],
        denominator=known,
        unknown=counted[UNKNOWN],
        bars=_one_bar("meetings", counted, (FORMAL, INFORMAL, UNKNOWN)),
    )


def variety(of: Reviewed) -> Figure:
    """Meetings by kind, purpose and mission; the share of the commonest kind (2006, para. 4)."""
    held = list(of.held())
    kinds = Counter(m.kind for m in held)
    purposes = Counter(m.purpose or UNKNOWN for m in held)
    commonest, count = (kinds.most_common(1) or [("", 0)])[0]
    bars = [bar("kinds", _ordered(kinds)), bar("purposes", _ordered(purposes))]
    if not of.mission:
        bars.append(bar("missions", _ordered(_missions(m.missions for m in held))))
    limit = of.register.number("variety_percent")
    much = len(held) >= A_FEW and 100 * count > limit * len(held)
    return Figure(
        value=share(count, len(held)),
        numerator=count,
        denominator=len(held),
        unknown=0,
        bars=tuple(one for one in bars if one.parts),
        notes=(Note("one_kind", count, limit, what=commonest),) if much else (),
    )


def _missions(named: Iterable[tuple[str, ...]]) -> Counter[str]:
    """Meetings by mission; one on several counts for each, one on none as *no mission*."""
    return Counter(mission for missions in named for mission in missions or ("no mission",))


def _ordered(counted: Counter[str]) -> Counter[str]:
    """The commonest first, what is unknown last."""
    known = [pair for pair in counted.most_common() if pair[0] != UNKNOWN]
    return Counter(dict([*known, (UNKNOWN, counted[UNKNOWN])]))


def _one_bar(code: str, counted: Counter[str], order: Iterable[str]) -> tuple[Bar, ...]:
    found = bar(code, counted, order)
    return (found,) if found.parts else ()


def year_plan(of: Reviewed) -> Figure:
    """Meetings of the Working Group against the plan of a year (2017, para. 4)."""
    if not of.whole_year:
        return Figure(notes=(Note("years_only"),))
    kinds = Counter(m.kind for m in of.held())
    plans = {kind: of.register.number(key) for kind, key in PLANNED.items()}
    held = sum(kinds[kind] for kind in plans)
    notes = [] if of.over else [Note("not_over", on=of.until)]
    if not held and not of.followed:
        return Figure(denominator=sum(plans.values()), notes=(Note("none_recorded"), *notes))
    missing = "to come" if not of.over else "not held" if of.followed else "not recorded"
    return Figure(
        value=held,
        numerator=held,
        denominator=sum(plans.values()),
        bars=tuple(_against(kind, kinds[kind], plan, missing) for kind, plan in plans.items()),
        notes=tuple(notes),
    )


def _against(kind: str, held: int, plan: int, missing: str) -> Bar:
    """Held within the plan, held beyond it, and what the plan still had."""
    parts = (Part("held", min(held, plan)), Part("beyond the plan", held - plan),
             Part(missing, plan - held))  # fmt: skip
    return Bar(kind, tuple(part for part in parts if part.count > 0))


def conveners(of: Reviewed) -> Figure:
    """Who convened: how many different ones, and how often each (2017, para. 75)."""
    counted = Counter(m.convener or UNKNOWN for m in of.held())
    known = sum(counted.values()) - counted[UNKNOWN]
    different = len([one for one in counted if one != UNKNOWN])
    return Figure(
        value=different if known else None,
        numerator=different,
        denominator=known,
        unknown=counted[UNKNOWN],
        bars=_one_bar("conveners", _ordered(counted), ()),
    )
