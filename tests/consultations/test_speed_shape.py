"""What planning asks of the database: the same number of queries for one row and for three."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from consultations import planning
from consultations.models import (
    HEADQUARTERS,
    BusyTime,
    Consultation,
    Contribution,
    CouncilMeeting,
    Crisis,
    CycleChoice,
    ExternalCalendar,
    Mandate,
    MemberState,
    Milestone,
    Mission,
    NumberOverride,
    Participation,
    Penholder,
    Report,
    ReportRequirement,
    Room,
)

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("rows", [1, 3])]
AS_OF, EXPIRY = date(2025, 4, 1), date(2025, 5, 31)
Exactly = Callable[..., Any]


@pytest.fixture
def missions(rows: int) -> list[Mission]:
    """As many missions as *rows*, each with as many rows of everything that planning reads."""
    Room.objects.bulk_create(Room(name=f"Room {n}") for n in range(rows))
    for number, room in enumerate(Room.objects.all()):
        start = datetime(2025, 5, 20 + number, 10, tzinfo=HEADQUARTERS)
        calendar = ExternalCalendar.objects.create(name=f"Diary {number}", room=room, read_at=start)
        BusyTime.objects.create(
            calendar=calendar, starts_at=start, ends_at=start + timedelta(hours=1)
        )
    states = [
        MemberState.objects.create(iso3=f"AA{n}", iso2=f"A{n}", name=f"State {n}")
        for n in range(rows)
    ]
    found = [Mission.objects.create(acronym=f"MISSION{n}") for n in range(rows)]
    for number in range(rows):
        CouncilMeeting.objects.create(on=AS_OF + timedelta(days=number), session="morning")
        NumberOverride.objects.create(
            key=("lead_kept", "gap_kept", "lead_target")[number], value=15 + number, reason="tried"
        )
        for mission in found:
            _facts(mission, states[number], number)
    return found


def _facts(mission: Mission, state: MemberState, number: int) -> None:
    past = timedelta(days=365 * number)
    source = {"source": "a test"}
    Mandate.objects.create(
        mission=mission, resolution=f"R{number}", adopted_on=EXPIRY - past - timedelta(days=365),
        expires_on=EXPIRY - past, kind="renewal", **source,
    )  # fmt: skip
    Report.objects.create(mission=mission, symbol=f"S{number}", issued_on=date(2025, 1, 9) - past)
    ReportRequirement.objects.create(mission=mission, wording=f"every {number + 3} months")
    Penholder.objects.create(mission=mission, member=state)
    Milestone.objects.create(
        mission=mission, expires_on=EXPIRY, kind="council_consultations", on=date(2025, 5, 20),
        known_on=date(2025, 3, 1) + timedelta(days=number),
    )  # fmt: skip
    Crisis.objects.create(
        mission=mission, occurred_on=date(2025, 3, 20 + number), known_on=date(2025, 3, 24),
        summary=f"crisis {number}",
    )  # fmt: skip
    Contribution.objects.create(
        mission=mission, member=state, as_of="2024", as_of_from=date(2024, 1, 1),
        as_of_until=date(2024, 12, 31), total=100,
    )  # fmt: skip
    CycleChoice.objects.create(
        mission=mission, expires_on=EXPIRY - past, chosen="standard", reason="tried"
    )
    _booked(mission, state, number)


def _booked(mission: Mission, state: MemberState, number: int) -> None:
    start = datetime(2025, 3, 5 + number, 10, tzinfo=HEADQUARTERS)
    for begin in (start, start + timedelta(days=70)):
        row = Consultation.objects.create(
            kind="informal_triangular", status="confirmed", subject="booked", starts_at=begin,
            ends_at=begin + timedelta(minutes=90),
        )  # fmt: skip
        row.missions.add(mission)
        Participation.objects.create(
            consultation=row, name=state.name, iso3=state.iso3, category="contributor"
        )


def test_a_chain_takes_twelve_queries(
    missions: list[Mission], django_assert_num_queries: Exactly
) -> None:
    with django_assert_num_queries(12):
        planning.chain(missions[0], as_of=AS_OF)


def test_all_chains_take_as_many_as_one(
    missions: list[Mission], django_assert_num_queries: Exactly
) -> None:
    with django_assert_num_queries(12):
        planning.chains(missions, first=AS_OF, last=EXPIRY, as_of=AS_OF)


def test_a_proposal_takes_twenty_one_queries(
    missions: list[Mission], django_assert_num_queries: Exactly
) -> None:
    with django_assert_num_queries(21):
        found = planning.propose(missions[0], "informal_triangular", as_of=AS_OF)
    assert len(found.proposals) == 5


def test_a_proposal_where_nothing_is_booked_lately_asks_once_more(
    missions: list[Mission], django_assert_num_queries: Exactly
) -> None:
    """The last contact, however old, decides whether a new one is called for."""
    Consultation.objects.update(starts_at=datetime(2015, 3, 5, 10, tzinfo=HEADQUARTERS))
    with django_assert_num_queries(22):
        planning.propose(missions[0], "informal_triangular", as_of=AS_OF)


def test_why_not_another_day_asks_nothing_more(
    missions: list[Mission], django_assert_num_queries: Exactly
) -> None:
    with django_assert_num_queries(21):
        found = planning.propose(
            missions[0], "informal_triangular", as_of=AS_OF, why_not_on=date(2025, 5, 21)
        )
    assert found.why_not


def test_an_old_contact_is_still_the_last_one(missions: list[Mission], rows: int) -> None:
    """Of consultations more than 400 days past only the last is read, and it is not forgotten."""
    Crisis.objects.all().delete()
    for number, row in enumerate(Consultation.objects.order_by("pk")):
        start = datetime(2023, 9, 5, 10, tzinfo=HEADQUARTERS) + timedelta(days=number)
        row.starts_at, row.ends_at = start, start + timedelta(minutes=90)
        row.save()
    early = date(2025, 1, 10)
    last = max(row.starts_at for row in missions[0].consultations.all()).astimezone(HEADQUARTERS)
    needs = {c.need.id: c.need for c in planning.chain(missions[0], as_of=early).called}
    assert f"{last.day} September 2023" in needs["contact_gap"].reason
