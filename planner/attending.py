"""Indicators of who came: attendance by side, political and military together, who spoke."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from planner.figures import UNKNOWN, Bar, Dot, Figure, Note, bar, share
from planner.reviewed import CONTRIBUTORS, COUNCIL, SIDES, Delegation, Held, Reviewed

STATES = ("present", "excused", "absent", UNKNOWN)


def _delegations(of: Reviewed) -> Iterator[Delegation]:
    return (one for meeting in of.held() for one in meeting.delegations)


def _without(of: Reviewed) -> tuple[Note, ...]:
    """How many meetings have no attendance noted at all: nothing is counted of them."""
    none = sum(1 for m in of.held() if not _noted(m))
    return (Note("no_attendance", none),) if none else ()


def _noted(meeting: Held) -> bool:
    return any(one.state != UNKNOWN for one in meeting.delegations)


def _bars(codes: dict[str, Counter[str]], order: tuple[str, ...]) -> tuple[Bar, ...]:
    found = (bar(side, codes[side], order) for side in SIDES if side in codes)
    return tuple(one for one in found if one.parts)


def attendance(of: Reviewed) -> Figure:
    """Delegations present among those noted, by side, meeting by meeting (2017, paras. 82, 85)."""
    codes: dict[str, Counter[str]] = {}
    for one in _delegations(of):
        codes.setdefault(one.side, Counter())[one.state] += 1
    states = sum(codes.values(), Counter())
    known = sum(states.values()) - states[UNKNOWN]
    dots = tuple(dot for m in of.held() if _noted(m) for dot in _present(m))
    return Figure(
        value=share(states["present"], known),
        numerator=states["present"],
        denominator=known,
        unknown=states[UNKNOWN],
        bars=_bars(codes, STATES),
        dots=dots,
        notes=_without(of),
    )


def _present(meeting: Held) -> Iterator[Dot]:
    """How many delegations of each side were present at one meeting."""
    for side in SIDES:
        own = [one for one in meeting.delegations if one.side == side]
        if any(one.state != UNKNOWN for one in own):
            present = sum(one.present for one in own)
            yield Dot(meeting.on, present, meeting.label, meeting.reference, side)


def both_seats(of: Reviewed) -> Figure:
    """Delegations that sent both a political and a military or police name (2017, para. 66)."""
    codes: dict[str, Counter[str]] = {}
    for one in _delegations(of):
        if one.present and one.side in (COUNCIL, CONTRIBUTORS):
            codes.setdefault(one.side, Counter())[_seats(one)] += 1
    seats = sum(codes.values(), Counter())
    known = sum(seats.values()) - seats[UNKNOWN]
    return Figure(
        value=share(seats["both"], known),
        numerator=seats["both"],
        denominator=known,
        unknown=seats[UNKNOWN],
        bars=_bars(codes, ("both", "political only", "military or police only", UNKNOWN)),
        notes=_without(of),
    )


def _seats(one: Delegation) -> str:
    uniformed = one.military or one.police
    if one.political and uniformed:
        return "both"
    if one.political:
        return "political only"
    return "military or police only" if uniformed else UNKNOWN


def speaking(of: Reviewed) -> Figure:
    """Contributors' share of those who spoke, and the balance by side (2017, para. 82).

    A meeting in which nobody is noted as having spoken tells nothing about who did.
    """
    codes: dict[str, Counter[str]] = {}
    unknown = 0
    for meeting in of.held():
        present = [one for one in meeting.delegations if one.present]
        if not any(one.spoke for one in present):
            unknown += 1
            continue
        for one in present:
            said = "spoke" if one.spoke else "did not speak"
            codes.setdefault(one.side, Counter())[said] += 1
    spoke = {side: counted["spoke"] for side, counted in codes.items()}
    return Figure(
        value=share(spoke.get(CONTRIBUTORS, 0), sum(spoke.values())),
        numerator=spoke.get(CONTRIBUTORS, 0),
        denominator=sum(spoke.values()),
        unknown=unknown,
        bars=_bars(codes, ("spoke", "did not speak")),
    )
