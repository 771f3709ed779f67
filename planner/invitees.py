"""Whom to invite to a consultation: each with a reason, a role and the date of its list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Protocol

from planner.days import say_date
from planner.delegations import (
    CHAIR,
    ONE_PLUS_ONE,
    OPTIONAL,
    REQUIRED,
    Category,
    Contributor,
    Guests,
    Invitee,
    MissionContext,
    Reason,
    Roster,
)
from planner.guestbook import GuestBook
from planner.rosters import CoreList, core_list
from planner.stakeholders import CORE_KINDS, departments, open_hosts, stakeholders

__all__ = [
    "Category", "Contributor", "Guests", "Invitee", "MissionContext", "Reason", "Roster", "guests",
]  # fmt: skip

COUNCIL_SIZE = 15
WORKING_GROUP_CHAIR = "Chair of the Working Group"

ALL_CONTRIBUTORS = {
    "secretariat_briefing": "R2017-74b",
    "formal_tcc": "R2017-74a",
    "working_group": "R2017-74d",
    "crisis": "R2006-14d",
    "visit_debrief": "R2006-10",
}  # kinds to which all contributors are asked, and who says so
CONVENERS = {
    "secretariat_briefing": "secretariat",
    "informal_triangular": "penholder",
    "draft_consultation": "penholder",
    "formal_tcc": "president",
    "review_before": "secretariat",
    "review_after": "secretariat",
}  # the others: the Chair of the Working Group
CHAIR_RECOMMENDATIONS = {
    "president": "R2017-74a",
    "penholder": "R2017-67a",
    "elected_member": "R2017-73d-1",
    "secretariat": "R2017-73f",
    "tcc": "R2017-73f",
    "crisis": "R2006-14d",
    "visit_debrief": "R2006-10",
    "c34_bureau": "R2006-14c",
    "organisational": "R2006-5",
}


class Numbers(Protocol):
    """The register, as far as the guest list needs it."""

    def number(self, key: str) -> int: ...


def _members(kind: str, on: date, council: tuple[tuple[str, str], ...]) -> Iterator[Invitee]:
    """The Council on the meeting's date, always (2017 report, para. 83)."""
    members_only = kind == "organisational"
    rest = "members only" if members_only else "all members are invited, contributors or not"
    reason = Reason(
        "R2006-5" if members_only else "R2017-83",
        f"Member of the Security Council on {say_date(on)}: {rest}.",
    )
    seats = () if kind in ("organisational", "c34_bureau") else ONE_PLUS_ONE
    for iso3, name in council:
        yield Invitee(
            name, Category.COUNCIL_MEMBER, REQUIRED, (reason,), on.isoformat(), iso3, seats
        )


def _open_council(on: date, council: tuple[tuple[str, str], ...]) -> Iterator[str]:
    if not council:
        yield f"the members of the Security Council on {say_date(on)} are not recorded"
    elif len(council) != COUNCIL_SIZE:
        yield f"{len(council)} Council members, not 15, are recorded for {say_date(on)}"


def _contributors(
    kind: str,
    missions: tuple[MissionContext, ...],
    rosters: tuple[Roster, ...],
    council: tuple[tuple[str, str], ...],
    register: Numbers,
) -> CoreList:
    """The core list for an informal setting, all for the others, none for the Council's own."""
    size = register.number("core_contributors") if kind in CORE_KINDS else None
    if size is None and kind not in ALL_CONTRIBUTORS:
        return CoreList()
    return core_list(
        tuple(m.acronym for m in missions), rosters, size=size,
        tolerance=register.number("core_tolerance") if size is not None else 0,
        recommendation="R2017-62b" if size is not None else ALL_CONTRIBUTORS[kind],
        invited=frozenset(iso3 for iso3, _ in council),
    )  # fmt: skip


def _potential(kind: str, on: date, missions: tuple[MissionContext, ...]) -> Iterator[Invitee]:
    """Potential contributors of a new mission (2006 report, paras. 7 and 14 (b))."""
    role = REQUIRED if kind in ALL_CONTRIBUTORS else OPTIONAL
    for mission in missions if kind in (*ALL_CONTRIBUTORS, *CORE_KINDS) else ():
        reasons = (
            Reason("R2006-7", f"Potential contributor to {mission.acronym}, a new mission."),
            Reason("R2006-14b", "Contributors are asked when a mission is created."),
        )
        for name in mission.potential_contributors if mission.new else ():
            day = on.isoformat()
            yield Invitee(name, Category.CONTRIBUTOR, role, reasons, day, seats=ONE_PLUS_ONE)


def _penholders(book: GuestBook, penholders: tuple[str, ...]) -> Iterator[Invitee]:
    """Penholders on the Council: views should reach them (2017 report, para. 63)."""
    reason = Reason(
        "R2017-63d", "Penholder: the views expressed should be taken into account by it."
    )
    for name in penholders:
        place = book.place(name)
        if place is not None:
            yield replace(book.lines[place], reasons=(reason,), strength=None)


def _chair_name(
    convener: str, on: date, president: str, penholders: tuple[str, ...]
) -> tuple[str, str]:
    """(name, words) of who convenes; an empty name where it is not recorded."""
    known = {
        "president": (
            president,
            f"President of the Security Council in the month of {say_date(on)}",
        ),
        "penholder": (penholders[0] if penholders else "", "Penholder"),
        "elected_member": ("", "Elected member"),
        "tcc": ("", "Contributor"),
        "chair": (WORKING_GROUP_CHAIR, "Chair of the Working Group on Peacekeeping Operations"),
        "secretariat": (departments(on)[0], "The Secretariat"),
    }
    return known.get(convener, (convener, "Convener chosen for this consultation"))


def _take_chair(
    book: GuestBook, kind: str, on: date, convener: str, president: str, penholders: tuple[str, ...]
) -> tuple[str, ...]:
    """Give one line the role CHAIR, or say that it is unknown who convenes."""
    convener = convener or CONVENERS.get(kind, "chair")
    name, words = _chair_name(convener, on, president, penholders)
    if not name:
        return (f"who convenes is not recorded: {words[0].lower()}{words[1:]}",)
    by_kind = CHAIR_RECOMMENDATIONS.get(kind, "R2006-14b")
    recommendation = CHAIR_RECOMMENDATIONS.get(
        convener, by_kind if convener == "chair" else "R2017-72"
    )
    reason = Reason(recommendation, f"{words}: convenes and chairs.")
    place = book.place(name)
    if place is not None:
        line = book.lines[place]
        book.lines[place] = replace(line, role=CHAIR, reasons=(*line.reasons, reason))
        return ()
    if convener == "president":
        return (f"{name} presides, but is not among the recorded members on {say_date(on)}",)
    book.add([Invitee(name, Category.OTHER, CHAIR, (reason,), on.isoformat())])
    return ()


def _notes(
    kind: str, core: CoreList, penholders: tuple[str, ...], book: GuestBook
) -> Iterator[str]:
    yield from core.notes
    if core.left_out:
        yield (
            f"{len(core.left_out)} contributors are left out of the core list: offer them written "
            "input and a readout (our suggestion)."
        )
    for name in penholders if kind != "organisational" else ():
        if book.place(name) is None:
            yield f"{name}, recorded as penholder, is not a member of the Council on this date."


def _unrecorded(
    kind: str, on: date, council: tuple[tuple[str, str], ...], missions: tuple[MissionContext, ...]
) -> Iterator[str]:
    yield from _open_council(on, council)
    yield from open_hosts(kind, missions)
    for mission in missions:
        if mission.new and not mission.potential_contributors:
            yield f"potential contributors to {mission.acronym} are not recorded"


def guests(
    *,
    kind: str,
    on: date,
    council: tuple[tuple[str, str], ...],
    president: str,
    missions: tuple[MissionContext, ...],
    rosters: tuple[Roster, ...],
    register: Numbers,
    convener: str = "",
    penholders: tuple[str, ...] = (),
) -> Guests:
    """The guest list of a consultation of *kind* on the day *on*.

    *council* is (ISO code, name) of the members on that day; *president* and *penholders* are
    names or ISO codes; *convener* is a code ("president", "penholder", "chair", "secretariat",
    "elected_member", "tcc") or a name, by default the kind's own (2017 report, para. 72 (c)).
    """
    book = GuestBook()
    book.add(_members(kind, on, council))
    core = _contributors(kind, missions, rosters, council, register)
    penholding = tuple(_penholders(book, penholders)) if kind != "organisational" else ()
    book.add((*core.invitees, *core.outside, *penholding))
    book.add(_potential(kind, on, missions))
    book.add(stakeholders(kind, on, missions))
    unknown = _take_chair(book, kind, on, convener, president, penholders)
    unknown += (*core.unknown, *_unrecorded(kind, on, council, missions))
    notes = tuple(_notes(kind, core, penholders, book))
    return Guests(book.ordered(), core.left_out, core.coverage, unknown, notes)
