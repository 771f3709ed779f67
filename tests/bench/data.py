"""Made-up years: missions with mandates, reports, rosters and consultations, as many as asked."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.contrib.auth.models import User
from django.utils import timezone

import consultations
from consultations import answers, drafts, invitations
from consultations.facts import load, read_directory
from consultations.models import (
    HEADQUARTERS,
    BusyTime,
    Consultation,
    Contact,
    Contribution,
    Draft,
    ExternalCalendar,
    Invitation,
    Mandate,
    MemberState,
    Mission,
    Participation,
    Penholder,
    Report,
    Room,
)
from consultations.people import ensure_groups

SAMPLE = Path(consultations.__file__).parent / "sample_facts"
HOUSE = ("member_states", "rooms", "holidays", "closures", "hours", "council", "presidencies")
KINDS = ("informal_triangular", "formal_tcc", "secretariat_briefing", "working_group")
HOURS = ((10, 0), (11, 30), (15, 0), (16, 30))
REPORTS = (45, 137, 228, 320)  # days before expiry; without the last one in most years
SECRETARIAT = (
    "Department of Peace Operations",
    "Department of Operational Support",
    "Police Adviser",
)


def house(today: date) -> None:
    """Member States, rooms, holidays, hours, Council and presidencies of the sample facts."""
    source = read_directory(SAMPLE)
    source.sheets = {stem: sheet for stem, sheet in source.sheets.items() if stem in HOUSE}
    outcome = load(source, today=today)
    assert not outcome.problems, outcome.problems[0]


def diaries(today: date) -> None:
    """A calendar of each room, taken at eight, before any session, on every day of a year."""
    begins = datetime.combine(today, time(8), HEADQUARTERS)
    for number, room in enumerate(Room.objects.order_by("name"), start=1):
        row = ExternalCalendar.objects.create(
            pk=number, name=f"Diary {number}", room=room, file_name="room.ics", read_at=begins
        )
        BusyTime.objects.bulk_create(
            BusyTime(calendar=row, starts_at=at, ends_at=at + timedelta(hours=1), title="Taken")
            for at in (begins + timedelta(days=n) for n in range(365))
        )


def administrator() -> User:
    """Somebody who may open every page."""
    user, _ = User.objects.get_or_create(username="bench", defaults={"is_staff": True})
    user.groups.add(ensure_groups()["administrator"])
    return user


def years(missions: int, first: int, last: int, bookings: int) -> None:
    """*missions* with a mandate a year, 3.3 reports a year, monthly rosters of twelve countries,
    and *bookings* consultations in all, from *first* to *last*."""
    chance = random.Random(1325)
    states = list(MemberState.objects.order_by("iso3"))
    rows = [_mission(n) for n in range(missions)]
    Mission.objects.bulk_create(rows)
    Penholder.objects.bulk_create(
        Penholder(mission=m, member=states[n]) for n, m in enumerate(rows)
    )
    Mandate.objects.bulk_create(m for row in rows for m in _mandates(row, first, last))
    Report.objects.bulk_create(r for row in rows for r in _reports(row, first, last))
    Contribution.objects.bulk_create(
        (c for row in rows for c in _rosters(row, chance.sample(states, 12), first, last)), 2000
    )
    book(rows, states, first, last, bookings)


def contacts() -> None:
    """A mailbox for each delegation, and a military adviser for every other one."""
    states = list(MemberState.objects.order_by("pk"))
    kinds, roles = Contact.CalendarType, Contact.Role
    Contact.objects.bulk_create(
        Contact(member=one, email=f"mission@{one.pk}.example", cutype=kinds.GROUP) for one in states
    )
    Contact.objects.bulk_create(
        Contact(member=one, email=f"mil@{one.pk}.example", role=roles.MILITARY, name="Adviser")
        for one in states[::2]
    )


def correspondence(user: User, meetings: int) -> None:
    """The last *meetings* of the twelve months to come: the invitations of one are drafts, those of
    the others told; every third answers, and every ninth proposes another time."""
    soon = Consultation.objects.filter(starts_at__lt=timezone.now() + timedelta(days=365))
    last = soon.order_by("-starts_at").values_list("pk", flat=True)[:meetings]
    rows = Consultation.objects.filter(pk__in=list(last))
    rows.update(aim="Hear those who send troops.", documents="S/2026/478")
    for number, row in enumerate(rows.order_by("-starts_at")):
        invitations.redraft_now(row.pk, who=user)
        if number != 1:
            invitations.approve(row.messages.filter(state="draft"), who=user)
            _answers(row)


def _answers(row: Consultation) -> None:
    for number, one in enumerate(Invitation.objects.filter(consultation=row).order_by("pk")[:27]):
        if number % 9 == 0:
            later = timedelta(days=1)
            answers.propose(one, row.starts_at + later, row.ends_at + later, via="link")
        elif number % 3 == 0:
            answers.count(one, ("ACCEPTED", "TENTATIVE", "DECLINED")[number % 9 // 3], via="link")


def plan(user: User, year: int) -> None:
    """One draft of a plan of *year*, planned; those before it are gone."""
    Draft.objects.all().delete()
    first, last = date(year, 1, 1), date(year, 12, 31)
    draft = drafts.sketch(who=user, name="Benchmark", first=first, last=last, as_of=first)
    drafts.carry_out(draft.pk, draft.run)


def expiry(number: int, year: int) -> date:
    """The last day of a month of its own, for each mission."""
    month = number % 12 + 1
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _mission(number: int) -> Mission:
    return Mission(
        acronym=f"BENCH{number + 1:02}",
        full_name=f"Made-up mission {number + 1} of the benchmark",
        kind=Mission.Kind.PEACEKEEPING,
        region=("Africa", "Middle East", "Europe")[number % 3],
        host_countries="Mali; Niger",
        starts_on=date(2000, 1, 1),
    )


def _number(mission: Mission) -> int:
    return int(mission.acronym.removeprefix("BENCH")) - 1


def _mandates(mission: Mission, first: int, last: int) -> Iterator[Mandate]:
    for year in range(first, last + 1):
        until = expiry(_number(mission), year)
        before = expiry(_number(mission), year - 1)
        yield Mandate(
            mission=mission, resolution=f"BENCH/{mission.acronym}/{year}", expires_on=until,
            adopted_on=before - timedelta(days=2), starts_on=before + timedelta(days=1),
            kind=Mandate.Kind.RENEWAL,
        )  # fmt: skip


def _reports(mission: Mission, first: int, last: int) -> Iterator[Report]:
    for year in range(first, last + 1):
        for number, days in enumerate(REPORTS[: 4 if year % 10 < 3 else 3]):
            on = expiry(_number(mission), year) - timedelta(days=days)
            yield Report(
                mission=mission, symbol=f"BENCH/{year}/{_number(mission)}/{number}", issued_on=on,
                requested_by=f"BENCH/{mission.acronym}/{year - 1}",
            )  # fmt: skip


def _rosters(
    mission: Mission, states: list[MemberState], first: int, last: int
) -> Iterator[Contribution]:
    for year in range(first, last + 1):
        for month in range(1, 13):
            begin = date(year, month, 1)
            until = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
            for place, state in enumerate(states):
                yield Contribution(
                    as_of=f"{begin:%Y-%m}", as_of_from=begin, as_of_until=until, mission=mission,
                    member=state, country=state.name, troops=1200 - 90 * place, police=40,
                    total=1240 - 90 * place,
                )  # fmt: skip


def book(
    missions: list[Mission], states: list[MemberState], first: int, last: int, count: int
) -> None:
    """*count* consultations spread evenly over the weekdays, each with 28 invitees."""
    begin, end = date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal() + 1
    weekdays = [d for d in map(date.fromordinal, range(begin, end)) if d.weekday() < 5]
    rooms = list(Room.objects.filter(in_use=True).order_by("name"))
    chance = random.Random(2378)
    booked = []
    for number in range(count):
        on = weekdays[number * len(weekdays) // count]
        booked.append(_consultation(number, on, missions[number % len(missions)], rooms))
    Consultation.objects.bulk_create(booked, 500)
    through = Consultation.missions.through
    through.objects.bulk_create(
        (through(consultation=c, mission=c.cycle_mission) for c in booked), 2000
    )
    council, others = states[:15], states[15:75]
    Participation.objects.bulk_create(
        (p for c in booked for p in _invitees(c, [*council, *chance.sample(others, 10)])), 2000
    )


def _consultation(number: int, on: date, mission: Mission, rooms: list[Room]) -> Consultation:
    hour, minute = HOURS[number % len(HOURS)]
    start = datetime.combine(on, time(hour, minute), HEADQUARTERS)
    return Consultation(
        kind=KINDS[number % 7 % len(KINDS)], status=Consultation.Status.CONFIRMED,
        cycle_mission=mission, starts_at=start, ends_at=start + timedelta(minutes=90),
        room=rooms[number % len(rooms)], subject=f"Benchmark {number}",
    )  # fmt: skip


def _invitees(row: Consultation, states: list[MemberState]) -> Iterator[Participation]:
    for place, state in enumerate(states):
        category = "council_member" if place < 15 else "contributor"
        yield Participation(
            consultation=row, name=state.name, member=state, iso3=state.iso3, category=category
        )
    for name in SECRETARIAT:
        yield Participation(consultation=row, name=name, category="secretariat")
