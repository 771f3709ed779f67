"""What the database itself keeps true, and a date that is never overwritten in silence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from consultations.models import (
    Consultation,
    Contribution,
    CouncilMeeting,
    DateChange,
    Fact,
    Hold,
    Mandate,
    MemberState,
    Mission,
    NumberOverride,
    Participation,
    Presidency,
    Report,
    Reschedulable,
    dates_of,
    known_since,
)

pytestmark = pytest.mark.django_db
START = datetime(2017, 6, 8, 14, tzinfo=UTC)


@pytest.fixture
def mali() -> Mission:
    """A mission with nothing recorded yet."""
    return Mission.objects.create(acronym="MINUSMA")


def consultation(**fields: Any) -> Consultation:
    """A consultation of two hours on 8 June 2017."""
    values = {
        "kind": "informal_triangular",
        "subject": "MINUSMA",
        "starts_at": START,
        "ends_at": START + timedelta(hours=2),
    }
    return Consultation.objects.create(**values | fields)


def refused(create: Any, **fields: Any) -> str:
    """The message with which the database refuses a row."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        create(**fields)
    return str(error.value)


def test_a_changed_date_leaves_what_it_was_why_and_from_when_it_was_known(
    mali: Mission, administrator: User
) -> None:
    report = Report.objects.create(mission=mali, symbol="S/2017/478", due_on=date(2017, 6, 1))
    change = report.reschedule(
        "due_on",
        date(2017, 6, 6),
        reason="translation",
        source="note of 30 May",
        who=administrator,
        known_on=date(2017, 5, 30),
    )
    report.refresh_from_db()
    assert report.due_on == date(2017, 6, 6)
    assert list(report.date_changes()) == [change]
    assert (change.subject, change.field) == (f"report:{report.pk}", "due_on")
    assert (change.was, change.now) == (date(2017, 6, 1), date(2017, 6, 6))
    assert (change.reason, change.source) == ("translation", "note of 30 May")
    assert (change.who, change.known_on) == (administrator, date(2017, 5, 30))


@pytest.mark.parametrize(
    ("field", "on", "reason", "code"),
    [
        ("due_on", date(2017, 6, 6), "  ", "reason"),
        ("due_on", date(2017, 6, 1), "typed wrong", "same"),
        ("symbol", date(2017, 6, 6), "typed wrong", "field"),
        ("nowhere", date(2017, 6, 6), "typed wrong", "field"),
    ],
)
def test_a_date_is_not_rescheduled_without_a_reason_or_in_vain(
    mali: Mission, field: str, on: date, reason: str, code: str
) -> None:
    report = Report.objects.create(mission=mali, due_on=date(2017, 6, 1))
    with pytest.raises(ValidationError) as error:
        report.reschedule(field, on, reason=reason, known_on=date(2017, 5, 30))
    assert error.value.code == code
    assert DateChange.objects.count() == 0
    assert Report.objects.get().due_on == date(2017, 6, 1)


DATED = [
    model
    for model in apps.get_app_config("consultations").get_models()
    if issubclass(model, Fact) and dates_of(model)
]


@pytest.mark.parametrize("model", DATED, ids=lambda model: model.__name__)
def test_every_dated_fact_keeps_the_trace_of_its_dates(model: type[Any]) -> None:
    assert issubclass(model, Reschedulable)
    assert model.main_date in dates_of(model)


def test_an_instant_is_no_date_that_moves() -> None:
    assert dates_of(Consultation) == ["expires_on", "room_requested_on", "announced_on"]
    with pytest.raises(ValidationError) as error:
        CouncilMeeting(on=date(2017, 6, 8)).moved(
            "starts_at", None, START, reason="typed", known_on=date(2017, 6, 8)
        )
    assert error.value.code == "field"


def test_a_removed_row_leaves_its_main_date_and_why(mali: Mission, administrator: User) -> None:
    report = Report.objects.create(mission=mali, symbol="S/2017/478", issued_on=date(2017, 6, 6))
    trace = report.removed(reason=" entered twice ", today=date(2026, 11, 22), who=administrator)
    assert (trace.subject, trace.field, trace.was, trace.now) == (
        f"report:{report.pk}", "issued_on", date(2017, 6, 6), None,
    )  # fmt: skip
    assert (trace.reason, trace.who) == ("Removed: entered twice", administrator)
    assert (trace.label, trace.known_on) == ("MINUSMA S/2017/478 (2017-06-06)", date(2017, 6, 6))
    with pytest.raises(ValidationError) as error:
        report.removed(reason=" ", today=date(2026, 11, 22))
    assert error.value.code == "reason"


@pytest.mark.parametrize(
    ("said", "days", "since"),
    [
        (date(2017, 5, 1), (date(2017, 6, 1),), date(2017, 5, 1)),
        (None, (date(2026, 11, 22), date(2017, 6, 6), None), date(2017, 6, 6)),
        (None, (date(2026, 11, 22), None, date(2027, 6, 6)), date(2026, 11, 22)),
    ],
)
def test_a_change_is_known_since_what_was_said_or_the_earliest_day(
    said: date | None, days: tuple[date | None, ...], since: date
) -> None:
    assert known_since(said, *days) == since


def test_a_mission_is_closed_the_day_after_its_mandate_ended() -> None:
    mission = Mission(acronym="MINUSTAH", ends_on=date(2017, 10, 15))
    days = (date(2017, 10, 15), date(2017, 10, 16))
    assert [mission.is_closed(day) for day in days] == [False, True]
    assert Mission(acronym="UNMEE", known_by_name_only=True).is_closed(date(2005, 1, 1))


def test_uniformed_strength_is_the_total_less_experts_where_no_kind_is_split_out() -> None:
    split = Contribution(troops=100, police=20, experts_on_mission=5, total=125)
    whole = Contribution(total=125, experts_on_mission=5)
    nothing = Contribution()
    rows = (split, whole, nothing)
    assert [row.uniformed for row in rows] == [120, 120, None]
    assert [row.uniformed_is_estimate for row in rows] == [False, True, True]


def test_there_is_one_presidency_a_month() -> None:
    senegal = MemberState.objects.create(iso3="SEN", name="Senegal")
    Presidency.objects.create(year=2017, month=6, member=senegal, basis="held")
    refused(Presidency.objects.create, year=2017, month=6, member=senegal, basis="held")
    message = refused(Presidency.objects.create, year=2017, month=13, member=senegal, basis="held")
    assert "a_month_is_one_of_twelve" in message


def test_a_mandate_does_not_expire_before_it_is_adopted(mali: Mission) -> None:
    message = refused(
        Mandate.objects.create,
        mission=mali,
        adopted_on=date(2017, 6, 29),
        expires_on=date(2017, 6, 28),
        kind="renewal",
    )
    assert "a_mandate_does_not_expire_before_it_is_adopted" in message


def test_one_resolution_may_stand_on_two_missions(mali: Mission) -> None:
    other = Mission.objects.create(acronym="MINUJUSTH")
    fields = {
        "resolution": "S/RES/2350 (2017)",
        "adopted_on": date(2017, 4, 13),
        "expires_on": date(2018, 4, 15),
        "kind": "renewal",
    }
    Mandate.objects.create(mission=mali, **fields)
    Mandate.objects.create(mission=other, **fields)
    refused(Mandate.objects.create, mission=mali, **fields)


def test_reports_without_a_symbol_do_not_stand_in_each_others_way(mali: Mission) -> None:
    for _time in range(2):
        Report.objects.create(mission=mali)
    Report.objects.create(mission=mali, symbol="S/2017/478")
    refused(Report.objects.create, mission=mali, symbol="S/2017/478")


def test_a_consultation_ends_after_its_start() -> None:
    assert "a_consultation_ends_after_its_start" in refused(consultation, ends_at=START)


def test_a_cancelled_consultation_has_a_reason() -> None:
    name = "a_cancelled_consultation_has_a_reason"
    assert name in refused(consultation, status="cancelled")
    assert consultation(status="cancelled", cancelled_reason="no quorum").pk


def test_a_need_is_fulfilled_by_one_live_consultation(mali: Mission) -> None:
    cycle = {"cycle_mission": mali, "expires_on": date(2017, 6, 30), "need": "informal"}
    consultation(**cycle, status="cancelled", cancelled_reason="moved")
    consultation(**cycle, status="proposed")
    consultation(**cycle, status="tentative")
    refused(consultation, **cycle, status="confirmed")
    consultation(**cycle | {"component": "JBVMM support"}, status="confirmed")
    consultation(**cycle | {"need": ""}, status="confirmed")


def test_the_calendar_knows_a_consultation_by_its_own_number() -> None:
    one = consultation()
    assert one.uid == str(one.pk)
    assert [consultation(status=status).is_live for status in ("proposed", "held")] == [False, True]


def test_half_an_hour_of_a_room_is_held_once() -> None:
    one, other = consultation(), consultation()
    Hold.objects.create(resource="room:5", grain_at=START, consultation=one)
    Hold.objects.create(resource="council", grain_at=START, consultation=one)
    refused(Hold.objects.create, resource="room:5", grain_at=START, consultation=other)


def test_nobody_is_invited_twice_and_a_change_by_hand_has_a_reason() -> None:
    one = consultation()
    fields = {"consultation": one, "category": "contributor"}
    Participation.objects.create(**fields, name="Bangladesh")
    refused(Participation.objects.create, **fields, name="Bangladesh")
    message = refused(Participation.objects.create, **fields, name="Chad", by_hand=True)
    assert "a_change_by_hand_has_a_reason" in message


def test_a_number_is_changed_once_for_each_of_installation_mission_and_consultation(
    mali: Mission,
) -> None:
    one = consultation()
    scopes: list[dict[str, Any]] = [{}, {"mission": mali}, {"consultation": one}]
    for scope in scopes:
        NumberOverride.objects.create(key="gap_kept", value=3, reason="ours", **scope)
        refused(NumberOverride.objects.create, key="gap_kept", value=4, reason="ours", **scope)
    message = refused(NumberOverride.objects.create, key="lead_kept", value=4)
    assert "a_changed_number_has_a_reason" in message


def test_a_country_is_counted_once_in_a_mission_and_once_worldwide(mali: Mission) -> None:
    chad = MemberState.objects.create(iso3="TCD", name="Chad")
    fields = {
        "as_of": "2017",
        "as_of_from": date(2017, 1, 1),
        "as_of_until": date(2017, 12, 31),
        "member": chad,
        "country": "Chad",
    }
    for mission in (mali, None):
        Contribution.objects.create(mission=mission, **fields)
        refused(Contribution.objects.create, mission=mission, **fields)
