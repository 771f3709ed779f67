"""Contributors by strength: the core list of a consultation, its share, and those left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from planner.delegations import (
    ONE_PLUS_ONE,
    REQUIRED,
    Category,
    Contributor,
    Invitee,
    Reason,
    Roster,
)


@dataclass(frozen=True, slots=True)
class CoreList:
    """Contributors chosen from the rosters, and what the choice leaves open."""

    invitees: tuple[Invitee, ...] = ()
    outside: tuple[Invitee, ...] = ()  # in the room anyway, though not in the list
    left_out: tuple[Contributor, ...] = ()
    coverage: float | None = None
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def ranked(roster: Roster) -> tuple[Contributor, ...]:
    """By uniformed strength, total, name (our reading of "main", 2017 report, para. 62)."""
    return tuple(sorted(roster.contributors, key=lambda c: (-c.uniformed, -c.total, c.name)))


def latest(missions: Iterable[str], rosters: Iterable[Roster]) -> dict[str, Roster | None]:
    """Each mission's newest roster not later than the meeting, else the first later one."""
    found: dict[str, Roster | None] = dict.fromkeys(missions)
    for roster in sorted(rosters, key=lambda r: r.as_of):
        wanted = roster.mission in found and roster.contributors
        if wanted and not (roster.later and found[roster.mission]):
            found[roster.mission] = roster
    return found


def _ordinal(n: int) -> str:
    suffix = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"


def _invited(place: int, who: Contributor, roster: Roster, asks: str, more: str = "") -> Invitee:
    about = "about " if who.estimated or roster.estimate else ""
    estimate = ", estimate: the roster does not split troops and police" if who.estimated else ""
    sentence = (
        f"{_ordinal(place)} of {len(roster.contributors)} contributors to {roster.mission} by "
        f"uniformed strength: {about}{who.uniformed} (roster of {roster.label}{estimate}){more}."
    )
    return Invitee(
        who.name, Category.CONTRIBUTOR, REQUIRED, (Reason(asks, sentence),),
        roster.as_of, who.iso3, ONE_PLUS_ONE, who.uniformed,
    )  # fmt: skip


def _police(
    roster: Roster, core: tuple[Contributor, ...], invited: frozenset[str]
) -> tuple[str, str]:
    """(note, unknown) on the largest police contributor, whom a troop ranking may leave out."""
    police = [c for c in roster.contributors if c.police]
    if not police:
        unsplit = any(c.police is None for c in roster.contributors)
        said = f"police strength is not in the roster of {roster.mission} ({roster.as_of})"
        return "", said if unsplit else ""
    top = min(police, key=lambda c: (-(c.police or 0), c.name))
    if top in core or top.iso3 in invited:
        return "", ""
    return (
        f"{top.name}, the largest police contributor to {roster.mission} ({top.police}), is not in "
        "the core list: consider a police seat (2017 report, para. 62).",
        "",
    )


def _left_out(
    rosters: list[Roster], core: dict[str, tuple[Contributor, ...]], invited: frozenset[str]
) -> tuple[Contributor, ...]:
    """Contributors of any mission whom neither a core list nor the Council brings in, merged."""
    inside = invited | {c.iso3 for chosen in core.values() for c in chosen}
    found: dict[str, Contributor] = {}
    for who in (c for roster in rosters for c in ranked(roster) if c.iso3 not in inside):
        before = found.get(who.iso3)
        found[who.iso3] = _sum(before, who) if before else who
    return tuple(sorted(found.values(), key=lambda c: (-c.uniformed, -c.total, c.name)))


def _sum(a: Contributor, b: Contributor) -> Contributor:
    """One country in two missions; a split known in one alone stays unknown."""
    troops, police, experts = (
        None if x is None or y is None else x + y
        for x, y in ((a.troops, b.troops), (a.police, b.police), (a.experts, b.experts))
    )
    return Contributor(a.iso3, a.name, troops, police, experts, a.total + b.total)


def _share(rosters: list[Roster], core: dict[str, tuple[Contributor, ...]]) -> float | None:
    """Share of uniformed strength (of the total where nobody is uniformed) in the lists, 0-1."""
    inside = {c.iso3 for chosen in core.values() for c in chosen}
    people = [c for roster in rosters for c in roster.contributors]
    armed = any(c.uniformed for c in people)
    sizes = [(c.uniformed if armed else c.total, c.iso3 in inside) for c in people]
    whole = sum(size for size, _ in sizes)
    return sum(size for size, counted in sizes if counted) / whole if whole else None


def _weak_points(roster: Roster) -> list[str]:
    notes = []
    if roster.later:
        notes.append(
            f"The roster of {roster.mission} is of {roster.as_of}, later than the meeting: "
            "shown for want of an earlier one."
        )
    if roster.estimate or any(c.estimated for c in roster.contributors):
        notes.append(f"Strengths in {roster.mission} ({roster.as_of}) are estimates.")
    return notes


def _lines(
    rosters: list[Roster],
    core: dict[str, tuple[Contributor, ...]],
    invited: frozenset[str],
    asks: str,
) -> tuple[tuple[Invitee, ...], tuple[Invitee, ...]]:
    """(the core list, the Council's own contributors outside it) with their places."""
    inside, outside = [], []
    for roster in rosters:
        size = len(core[roster.mission])
        for place, who in enumerate(ranked(roster), 1):
            if place <= size:
                inside.append(_invited(place, who, roster, asks))
            elif who.iso3 in invited:
                outside.append(_invited(place, who, roster, asks, ", outside the core list"))
    return tuple(inside), tuple(outside)


def _open_points(
    rosters: list[Roster],
    core: dict[str, tuple[Contributor, ...]],
    invited: frozenset[str],
    size: int | None,
    tolerance: int,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(notes, unknowns): weak rosters, police left out, a list grown beyond its tolerance."""
    notes = [note for roster in rosters for note in _weak_points(roster)]
    if size is None:
        return tuple(notes), ()
    police = [_police(roster, core[roster.mission], invited) for roster in rosters]
    notes += [note for note, _ in police if note]
    count = len({c.iso3 for people in core.values() for c in people})
    if count > size + tolerance:
        notes.append(
            f"{count} contributors are more than {size} with {tolerance} to spare: keep the "
            "discussion open (2017 report, para. 62)."
        )
    return tuple(notes), tuple(unknown for _, unknown in police if unknown)


def core_list(
    missions: tuple[str, ...],
    rosters: Iterable[Roster],
    *,
    size: int | None,
    tolerance: int = 0,
    recommendation: str,
    invited: frozenset[str] = frozenset(),
) -> CoreList:
    """The *size* strongest contributors of each mission, together; all of them when None.

    *invited* are ISO codes of those in the room anyway (Council members): never left out.
    """
    chosen = latest(missions, rosters)
    known = [roster for roster in chosen.values() if roster]
    core = {r.mission: ranked(r)[:size] for r in known}
    unknown = [
        f"no roster of contributors for {m} at this date" for m, r in chosen.items() if not r
    ]
    notes, more = _open_points(known, core, invited, size, tolerance)
    inside, outside = _lines(known, core, invited, recommendation)
    return CoreList(
        inside, outside, _left_out(known, core, invited), _share(known, core),
        (*unknown, *more), notes,
    )  # fmt: skip
