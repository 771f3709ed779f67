"""The guest list of a consultation: Council of the day, rosters, penholders, read from rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from consultations.models import Contribution, CouncilTerm, Mission, Presidency
from planner.delegations import Contributor, Guests, MissionContext, Roster
from planner.invitees import guests
from planner.known import ESTABLISHMENT, MissionFacts
from planner.register import Register


def council_on(on: date, as_of: date) -> tuple[tuple[str, str], ...]:
    """(ISO code, name) of the members on a day; empty while their election lies ahead.

    The members of a year are known from 1 July of the year before.
    """
    if as_of < date(on.year - 1, 7, 1):
        return ()
    terms = CouncilTerm.objects.filter(year=on.year).order_by("member__name")
    return tuple(terms.values_list("member__iso3", "member__name"))


def president_on(on: date) -> tuple[str, str]:
    """Name of the President of the day's month, and how that is known; empty when unknown."""
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
    spans: dict[int, list[tuple[date, date, str]]] = defaultdict(list)
    listed = Contribution.objects.filter(mission__in=found).order_by().distinct()
    for mission, first, last, label in listed.values_list(
        "mission_id", "as_of_from", "as_of_until", "as_of"
    ):
        spans[mission].append((last, first, label))
    chosen = {m.pk: _newest(spans[m.pk], min(on, as_of)) for m in found if spans[m.pk]}
    rows = _contributors(chosen)
    return tuple(
        Roster(
            mission=m.acronym,
            as_of=chosen[m.pk][0],
            contributors=tuple(c for c, _, _ in rows[m.pk]),
            estimate=any("estimate" in basis for _, basis, _ in rows[m.pk]),
            source=rows[m.pk][0][2] if rows[m.pk] else "",
            later=chosen[m.pk][1],
        )
        for m in found
        if m.pk in chosen
    )


def _newest(spans: list[tuple[date, date, str]], known: date) -> tuple[str, bool]:
    over = [span for span in spans if span[0] < known]
    if over:
        return max(over)[2], False
    return min(spans)[2], True


def _contributors(
    chosen: dict[int, tuple[str, bool]],
) -> dict[int, list[tuple[Contributor, str, str]]]:
    rows: dict[int, list[tuple[Contributor, str, str]]] = defaultdict(list)
    labels = {label for label, _ in chosen.values()}
    listed = Contribution.objects.filter(mission__in=chosen, as_of__in=labels).order_by()
    columns = ("mission_id", "as_of", "member__iso3", "member__name", "troops", "police",
               "experts_on_mission", "total", "as_of_basis", "source")  # fmt: skip
    for (
        mission,
        label,
        iso3,
        name,
        troops,
        police,
        experts,
        total,
        basis,
        source,
    ) in listed.values_list(*columns):
        if chosen[mission][0] == label:
            person = Contributor(iso3, name, troops, police, experts, total or 0)
            rows[mission].append((person, basis, source))
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
    mission: Mission | None,
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

    Without a *mission* it is the Working Group's own meeting.
    """
    president, _basis = president_on(on)
    new = any(m.kind == ESTABLISHMENT and m.expires_on >= on for m in facts.mandates)
    found = [mission] if mission else []
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
