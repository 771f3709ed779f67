"""The guest list of a consultation: Council of the day, rosters, penholders, read from rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Min, Q

from consultations.models import Contribution, CouncilTerm, Mission, Presidency
from planner.delegations import Contributor, Guests, MissionContext, Roster
from planner.invitees import guests
from planner.known import ESTABLISHMENT, MissionFacts
from planner.register import Register


def council_on(on: date, as_of: date) -> tuple[tuple[str, str], ...]:
    """(ISO code, name) of the members on a day; empty while their election lies ahead.

    The members of a year are known from 1 July of the year before.
    """
    if not _elected(on.year, as_of):
        return ()
    terms = CouncilTerm.objects.filter(year=on.year).order_by("member__name")
    return tuple(terms.values_list("member__iso3", "member__name"))


def _elected(year: int, as_of: date) -> bool:
    """Whether the members of *year* are known on *as_of*: from 1 July of the year before."""
    return as_of >= date(year - 1, 7, 1)


def president_on(on: date, as_of: date) -> tuple[str, str]:
    """Name of the President of the day's month, and how that is known; empty when unknown.

    Presidencies follow the alphabet, so they are known once the year's members are.
    """
    if not _elected(on.year, as_of):
        return "", "unknown"
    row = (
        Presidency.objects.filter(year=on.year, month=on.month)
        .values_list("member__name", "basis")
        .first()
    )
    return row or ("", "unknown")


def rosters(missions: Iterable[Mission], on: date, as_of: date) -> tuple[Roster, ...]:
    """For each mission the newest roster known: contributions count from the day after their span.

    Where none is known yet the earliest later one stands in, labelled so.
    """
    found = list(missions)
    ends = _ends(found, min(on, as_of))
    rows = _contributors(ends)
    return tuple(
        Roster(
            mission=m.acronym,
            as_of=label,
            contributors=tuple(c for c, _, _ in rows[m.pk, label]),
            estimate=any("estimate" in basis for _, basis, _ in rows[m.pk, label]),
            source=rows[m.pk, label][0][2],
            later=later,
        )
        for m in found
        if m.pk in ends
        for label, later in [ends[m.pk].label()]
    )


@dataclass
class _End:
    """The last day of a roster, whether it lies ahead, and the spans recorded that end then."""

    on: date
    later: bool
    spans: set[tuple[date, str]] = field(default_factory=set)

    def label(self) -> tuple[str, bool]:
        """The span that begins last (first, where it lies ahead), as it was recorded."""
        return (min if self.later else max)(self.spans)[1], self.later


def _ends(missions: list[Mission], known: date) -> dict[int, _End]:
    """By mission: when its newest roster known ends, else the earliest later one."""
    listed = Contribution.objects.filter(mission__in=missions).order_by().values("mission_id")
    over = Max("as_of_until", filter=Q(as_of_until__lt=known))
    rows = listed.annotate(over=over, first=Min("as_of_until"))
    return {
        mission: _End(over or first, over is None)
        for mission, over, first in rows.values_list("mission_id", "over", "first")
    }


def _contributors(
    ends: dict[int, _End],
) -> dict[tuple[int, str], list[tuple[Contributor, str, str]]]:
    """Contributors by mission and label of the roster; *ends* learns its spans."""
    rows: dict[tuple[int, str], list[tuple[Contributor, str, str]]] = defaultdict(list)
    days = {end.on for end in ends.values()}
    listed = Contribution.objects.filter(mission__in=ends, as_of_until__in=days).order_by()
    columns = ("mission_id", "as_of_from", "as_of_until", "as_of", "as_of_basis", "source",
               "member__iso3", "member__name", "troops", "police", "experts_on_mission",
               "total")  # fmt: skip
    for row in listed.values_list(*columns):
        mission, first, last, label, basis, source, iso3, name, troops, police, experts, total = row
        if ends[mission].on == last:
            ends[mission].spans.add((first, label))
            person = Contributor(iso3, name, troops, police, experts, total or 0)
            rows[mission, label].append((person, basis, source))
    return rows


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def context(mission: Mission, new: bool, theme: str = "") -> MissionContext:
    """What the guest list needs to know of a mission; *new*: its first mandate runs."""
    return MissionContext(
        acronym=mission.acronym,
        name=mission.full_name,
        hosts=_split(mission.host_countries),
        regional_bodies=_split(mission.regional_bodies),
        new=new,
        theme=theme,
        special_political=mission.kind == Mission.Kind.POLITICAL,
        potential_contributors=_split(mission.potential_contributors),
    )


def guest_list(
    mission: Mission | Iterable[Mission] | None,
    kind: str,
    on: date,
    *,
    facts: MissionFacts,
    as_of: date,
    register: Register,
    convener: str = "",
    theme: str = "",
) -> Guests:
    """Whom to invite on *on*, each with a reason and the date of the list behind it.

    Without a *mission* it is the Working Group's own meeting; several have an issue in common.
    """
    president = president_on(on, as_of)[0] if convener in ("", "president") else ""
    new = any(m.kind == ESTABLISHMENT and m.expires_on >= on for m in facts.mandates)
    found = [mission] if isinstance(mission, Mission) else list(mission or ())
    return guests(
        kind=kind,
        on=on,
        council=council_on(on, as_of),
        president=president,
        missions=tuple(context(m, new, theme) for m in found),
        rosters=rosters(found, on, as_of) if found else (),
        register=register,
        convener=convener,
        penholders=facts.penholders,
    )


class GuestLists:
    """The guest lists of many consultations, from lists read once: four queries in all."""

    def __init__(self, missions: Iterable[Mission], years: Iterable[int], as_of: date) -> None:
        self.as_of, wanted = as_of, sorted(set(years))
        self._missions = {m.acronym: m for m in missions}
        self._rosters = {r.mission: r for r in rosters(self._missions.values(), as_of, as_of)}
        self._council: dict[int, list[tuple[str, str]]] = defaultdict(list)
        members = CouncilTerm.objects.filter(year__in=wanted).order_by("member__name")
        for year, iso3, name in members.values_list("year", "member__iso3", "member__name"):
            self._council[year].append((iso3, name))
        presiding = Presidency.objects.filter(year__in=wanted)
        rows = presiding.values_list("year", "month", "member__name")
        self._presidents = {(year, month): name for year, month, name in rows}

    def guests(
        self, facts: MissionFacts, kind: str, on: date, register: Register, convener: str
    ) -> Guests:
        """As :func:`guest_list`; without a mission the Working Group's own meeting."""
        mission, known = self._missions.get(facts.mission), _elected(on.year, self.as_of)
        new = any(m.kind == ESTABLISHMENT and m.expires_on >= on for m in facts.mandates)
        president = self._presidents.get((on.year, on.month), "") if known else ""
        return guests(
            kind=kind,
            on=on,
            council=tuple(self._council[on.year]) if known else (),
            president=president if convener in ("", "president") else "",
            missions=(context(mission, new),) if mission else (),
            rosters=tuple(r for r in [self._rosters.get(facts.mission)] if r and mission),
            register=register,
            convener=convener,
            penholders=facts.penholders,
        )
