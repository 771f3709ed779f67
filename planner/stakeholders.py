"""Guests beside members and contributors: the Secretariat of that time, hosts, regions, experts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planner.days import say_date
from planner.delegations import OPTIONAL, REQUIRED, Category, Invitee, MissionContext, Reason

REFORM_ON = date(2019, 1, 1)  # the reform of 2019 renamed and regrouped the departments
DEPARTMENTS_BEFORE = (
    "Department of Peacekeeping Operations (DPKO)",
    "Department of Field Support (DFS)",
    "Department of Political Affairs (DPA)",
)
DEPARTMENTS_SINCE = (
    "Department of Peace Operations (DPO)",
    "Department of Operational Support (DOS)",
    "Department of Political and Peacebuilding Affairs (DPPA)",
)
TRANSITION, PARTNER_FORCE = "transition", "partner force"
C34 = "Special Committee on Peacekeeping Operations (C-34)"
CORE_KINDS = ("informal_triangular", "draft_consultation", "review_before", "review_after")
HOST_KINDS = ("working_group",)
NO_GUESTS = ("organisational",)

# Hosts recorded as a territory: the States concerned, or none that the planner would name.
TERRITORIES = {"Abyei": ("Sudan", "South Sudan"), "Western Sahara": (), "Kosovo": ()}


def _guest(
    name: str, category: Category, on: date, recommendation: str, why: str, role: str = OPTIONAL
) -> Invitee:
    return Invitee(name, category, role, (Reason(recommendation, why),), on.isoformat())


def departments(on: date) -> tuple[str, ...]:
    """Lead, support and political department at a date (the reform of 2019 changed them)."""
    return DEPARTMENTS_SINCE if on >= REFORM_ON else DEPARTMENTS_BEFORE


def secretariat(kind: str, on: date, missions: tuple[MissionContext, ...]) -> Iterator[Invitee]:
    """The lead department is needed, the two others are welcome (2017 report, para. 62)."""
    if kind in NO_GUESTS:
        return
    lead, support, political = departments(on)
    special = bool(missions) and all(m.special_political for m in missions)
    reform = "since the reform of 2019" if on >= REFORM_ON else "before the reform of 2019"
    for name in (political, lead, support) if special else (lead, support, political):
        first = name == (political if special else lead)
        part = "leads the mission's affairs" if first else "takes part as the subject asks"
        why = f"The Secretariat as organised on {say_date(on)}, {reform}; it {part}."
        role = REQUIRED if first else OPTIONAL
        yield _guest(name, Category.SECRETARIAT, on, "R2017-62a", why, role)


def hosts_of(mission: MissionContext) -> tuple[str, ...]:
    """Host States by name; a place in brackets is left off, a territory gives its States."""
    found: list[str] = []
    for host in mission.hosts:
        place = next((t for t in TERRITORIES if host.startswith(t)), None)
        found += TERRITORIES[place] if place else (host.split(" (")[0].strip(),)
    return tuple(dict.fromkeys(found))


def _host_reason(kind: str, mission: MissionContext) -> Reason | None:
    """Why this mission's host is asked, if it is (C15: not to an ordinary informal one)."""
    if TRANSITION in mission.subjects:
        said = (
            f"Transition in {mission.acronym}: the host country's Mission was asked to such talks."
        )
        return Reason("R2006-X4", said)
    if mission.new:
        return Reason("R2006-14b", f"{mission.acronym} is new: its host is a major stakeholder.")
    if kind in HOST_KINDS:
        return Reason(
            "R2017-28", f"Host of {mission.acronym}: the Working Group heard the host State."
        )
    return None


def hosts(kind: str, on: date, missions: tuple[MissionContext, ...]) -> Iterator[Invitee]:
    """Host States, optional, for Working Group meetings, new missions and transitions."""
    for mission in missions if kind not in (*NO_GUESTS, "c34_bureau") else ():
        reason = _host_reason(kind, mission)
        if reason:
            for host in hosts_of(mission):
                yield Invitee(host, Category.HOST_STATE, OPTIONAL, (reason,), on.isoformat())


def open_hosts(kind: str, missions: tuple[MissionContext, ...]) -> Iterator[str]:
    """Where a host State would be asked but none can be named."""
    for mission in missions if kind not in (*NO_GUESTS, "c34_bureau") else ():
        if _host_reason(kind, mission) and not hosts_of(mission):
            recorded = "; ".join(mission.hosts)
            said = f"recorded as {recorded}, not a member State" if recorded else "not recorded"
            yield f"host State of {mission.acronym}: {said}"


def _regional_reason(kind: str, mission: MissionContext) -> Reason | None:
    if mission.new:
        return Reason("R2006-7", f"{mission.acronym} is new: regional bodies took part in 2005.")
    if kind not in CORE_KINDS or mission.subjects:
        said = f"Works beside {mission.acronym}: ongoing dialogue with the region is asked for."
        return Reason("R2017-14", said)
    return None


def regional(kind: str, on: date, missions: tuple[MissionContext, ...]) -> Iterator[Invitee]:
    """Regional bodies of the missions, optional; off for an ordinary informal one (C15)."""
    for mission in missions if kind not in (*NO_GUESTS, "c34_bureau") else ():
        reason = _regional_reason(kind, mission)
        if reason:
            for body in mission.regional_bodies:
                yield Invitee(body, Category.REGIONAL, OPTIONAL, (reason,), on.isoformat())


def un_entities(on: date, missions: tuple[MissionContext, ...]) -> Iterator[Invitee]:
    """UNDP for a new mission (2006, para. 7), UNDP and the World Bank for a transition (annex)."""
    entity = Category.UN_ENTITY
    for mission in missions:
        if mission.new:
            why = f"{mission.acronym} is new: UNDP took part in the meeting of 2005 on the Sudan."
            yield _guest("UNDP", entity, on, "R2006-7", why)
        if TRANSITION in mission.subjects:
            for name in ("UNDP", "World Bank"):
                why = f"Transition in {mission.acronym}: {name} took part in such meetings."
                yield _guest(name, entity, on, "R2006-X4", why)


def c34(kind: str, on: date, missions: tuple[MissionContext, ...]) -> Iterator[Invitee]:
    """The Special Committee: its Bureau by itself, its Chair and Vice-Chair for a theme."""
    if kind in NO_GUESTS:
        return
    if kind == "c34_bureau":
        why = "The Working Group converses periodically with the Bureau."
        yield _guest(f"Bureau of the {C34}", Category.OTHER, on, "R2006-14c", why, REQUIRED)
        return
    subjects = [s for m in missions for s in m.subjects if s not in (TRANSITION, PARTNER_FORCE)]
    for post in ("Chair", "Vice-Chair") if subjects else ():
        why = (
            f"The subject, {subjects[0]}, reaches beyond one mission; the {post} was asked in 2005."
        )
        yield _guest(f"{post} of the {C34}", Category.OTHER, on, "R2006-12a", why)


def _theme_experts(theme: str, acronym: str) -> Iterator[tuple[str, Category, str, str]]:
    """(name, category, recommendation, sentence) for one theme: posts, never invented persons."""
    if theme == TRANSITION:
        why = "The Special Representative took part once in a meeting on transition."
        post = f"Special Representative of the Secretary-General, {acronym}"
        yield post, Category.SECRETARIAT, "R2006-X4", why
    elif theme == PARTNER_FORCE:
        why = "Commander and Special Representative briefed when a partner force was the subject."
        for post in (
            "Commander of the partner force",
            "Special Representative of its organization",
        ):
            yield f"{post}, {acronym}", Category.EXPERT, "R2006-X4", why
    else:
        why = f"Experts working on the issue ({theme}) and the mission itself were asked in 2005."
        yield f"Expert on {theme}", Category.EXPERT, "R2006-12a", why
        yield f"Representative of {acronym}", Category.SECRETARIAT, "R2006-12a", why


def experts(kind: str, on: date, missions: tuple[MissionContext, ...]) -> Iterator[Invitee]:
    """Experts by theme (2006, para. 12 and annex); for a Working Group meeting two more posts."""
    for mission in missions:
        for theme in mission.subjects:
            for name, category, recommendation, why in _theme_experts(theme, mission.acronym):
                yield _guest(name, category, on, recommendation, why)
        if kind == "working_group":
            team = f"Leader of the integrated operational team, {mission.acronym}"
            why = "The Working Group heard the team leader and an independent expert."
            yield _guest(team, Category.SECRETARIAT, on, "R2017-28", why)
            yield _guest(
                f"Independent expert on {mission.acronym}", Category.EXPERT, on, "R2017-28", why
            )


def stakeholders(kind: str, on: date, missions: tuple[MissionContext, ...]) -> Iterator[Invitee]:
    """All the guests of this module, in the order of the list."""
    yield from secretariat(kind, on, missions)
    yield from hosts(kind, on, missions)
    yield from regional(kind, on, missions)
    if kind not in (*NO_GUESTS, "c34_bureau"):
        yield from un_entities(on, missions)
        yield from experts(kind, on, missions)
    yield from c34(kind, on, missions)
