"""Booking: each deed once, kept, and refused with a sentence that names the cure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations import booking
from consultations.models import (
    HEADQUARTERS,
    Consultation,
    MemberState,
    Mission,
    Participation,
    Room,
)
from planner.delegations import Category, Invitee, Reason

pytestmark = pytest.mark.django_db
Make = Callable[..., Consultation]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2017, 6, day, hour, minute, tzinfo=HEADQUARTERS)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(datetime(2017, 5, 30, 13, 12, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def room() -> Room:
    return Room.objects.create(name="Conference Room 4")


@pytest.fixture
def mission() -> Mission:
    return Mission.objects.create(acronym="MINUSMA")


@pytest.fixture
def make(planner: User, room: Room, mission: Mission) -> Make:
    """Book MINUSMA's informal consultation of 13 June 2017, with changes."""

    def book(**changes: Any) -> Consultation:
        terms = {
            "who": planner,
            "kind": "informal_triangular",
            "subject": "MINUSMA before its renewal",
            "starts_at": at(13, 10),
            "ends_at": at(13, 11, 30),
            "room": room,
            "missions": [mission],
        }
        return booking.book(**(terms | changes))

    return book


def finding(verdict: str, obligation: str = "should") -> dict[str, Any]:
    return {
        "criterion": "lead",
        "recommendation": "R2017-73c-2",
        "verdict": verdict,
        "obligation": obligation,
        "sentence": "17 days before expiry",
    }


def held(row: Consultation) -> list[tuple[str, str]]:
    return [
        (hold.resource.partition(":")[0], f"{hold.grain_at.astimezone(HEADQUARTERS):%d %H:%M}")
        for hold in row.holds.order_by("resource", "grain_at")
    ]


def deeds(row: Consultation) -> list[tuple[str, str, str, str]]:
    return [(deed.verb, deed.was, deed.now, deed.reason) for deed in row.deeds.all()]


# Booking


def test_a_booking_holds_room_and_council_for_its_half_hours(make: Make) -> None:
    row = make()
    grains = ["13 10:00", "13 10:30", "13 11:00"]
    assert held(row) == [("council", g) for g in grains] + [("room", g) for g in grains]
    assert (row.status, row.version, row.sequence) == ("tentative", 1, 0)


def test_a_booking_is_kept_as_a_deed_with_the_findings_as_they_stood(
    make: Make, planner: User
) -> None:
    row = make(findings=[finding("short")])
    assert deeds(row) == [
        ("book", "", "tentative: Tue 13 June 2017, 10:00–11:30, Conference Room 4", "")
    ]
    assert row.deeds.get().findings == [finding("short")]
    assert row.basis == {"findings": [finding("short")], "as_of": "2017-05-30", "who": "planner"}
    assert row.booked_by == planner


def test_a_meeting_off_the_half_hour_holds_every_half_hour_that_it_touches(make: Make) -> None:
    row = make(starts_at=at(13, 10, 15), ends_at=at(13, 11, 1), room=None)
    assert held(row) == [("council", f"13 {g}") for g in ("10:00", "10:30", "11:00")]


@pytest.mark.parametrize("kind", ["secretariat_briefing", "c34_bureau"])
def test_a_meeting_that_does_not_need_the_fifteen_holds_its_room_alone(
    make: Make, kind: str
) -> None:
    assert {name for name, _at in held(make(kind=kind))} == {"room"}


def test_a_proposed_consultation_holds_nothing(make: Make) -> None:
    assert held(make(status="proposed")) == []


def test_a_broken_must_refuses_the_booking_and_leaves_nothing(make: Make) -> None:
    with pytest.raises(booking.Refused) as refusal:
        make(findings=[finding("broken", "must"), finding("short")])
    assert refusal.value.findings == (finding("broken", "must"),)
    assert "17 days before expiry" in refusal.value.sentence
    assert Consultation.objects.count() == 0


def test_a_broken_should_is_booked(make: Make) -> None:
    assert make(findings=[finding("broken")]).status == "tentative"


def test_a_taken_room_names_who_booked_what_and_when(make: Make, planner: User) -> None:
    first = make(kind="secretariat_briefing")
    with pytest.raises(booking.Taken) as refusal:
        make(kind="secretariat_briefing", starts_at=at(13, 11), ends_at=at(13, 12))
    assert str(refusal.value) == (
        "Conference Room 4, Tue 13 June 2017, 10:00–11:30, is taken by “MINUSMA before its "
        "renewal”, booked by planner on Tue 30 May 2017, 09:12: choose another time or room."
    )
    taken = refusal.value
    assert (taken.by, taken.who, taken.when) == (first, "planner", first.deeds.get().at)
    assert Consultation.objects.count() == 1


def test_the_council_cannot_be_in_two_rooms(make: Make) -> None:
    make()
    other = Room.objects.create(name="Conference Room 7")
    with pytest.raises(booking.Taken) as refusal:
        make(room=other)
    assert refusal.value.what == "The Council, Tue 13 June 2017, 10:00–11:30,"


def test_one_meeting_may_begin_when_the_other_ends(make: Make) -> None:
    make()
    assert make(starts_at=at(13, 11, 30), ends_at=at(13, 13)).status == "tentative"


def test_a_need_of_a_cycle_has_one_live_consultation(make: Make, mission: Mission) -> None:
    cycle = {"cycle_mission": mission, "expires_on": date(2017, 6, 30), "need": "informal"}
    first = make(**cycle)
    with pytest.raises(booking.Fulfilled) as refusal:
        make(**cycle, starts_at=at(14, 10), ends_at=at(14, 11))
    assert refusal.value.by == first
    booking.cancel(first, reason="Another day.", who=None, version=first.version)
    assert make(**cycle, starts_at=at(14, 10), ends_at=at(14, 11)).status == "tentative"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_at": at(13, 10)}, "A consultation ends after it begins: correct the times."),
        ({"ends_at": at(14, 11)}, "A consultation lasts at most a day: book each day on its own."),
        (
            {"starts_at": at(13, 23), "ends_at": at(14, 0, 30)},
            "A consultation does not last over midnight: book each day on its own.",
        ),
        ({"subject": "  "}, "Say what the consultation is about."),
        ({"level": "king"}, "“king” is not one of: dpr, expert, minister, pr."),
        (
            {"status": "held"},
            "A consultation begins as proposed or tentative; confirm it afterwards.",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_the_cure(
    make: Make, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(booking.Refused) as refusal:
        make(**changes)
    assert refusal.value.sentence == sentence


def test_a_room_out_of_use_is_refused(make: Make, room: Room) -> None:
    room.in_use = False
    room.save()
    with pytest.raises(booking.Refused, match="Conference Room 4 is not in use"):
        make()


def test_times_without_a_zone_are_a_mistake_of_the_program(make: Make) -> None:
    naive = datetime(2017, 6, 13, 10)  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        make(starts_at=naive)


# The life of a consultation


def test_tentative_becomes_confirmed_then_held(make: Make, planner: User, clock: Any) -> None:
    row = make(status="proposed")
    row = booking.pencil(row, who=planner, version=1)
    assert (row.status, row.sequence, len(held(row))) == ("tentative", 0, 6)
    row = booking.confirm(row, who=planner, version=2)
    assert (row.status, row.sequence) == ("confirmed", 1)
    clock.move_to(at(13, 12))
    row = booking.hold_meeting(row, who=planner, version=3)
    assert (row.status, row.sequence, len(held(row))) == ("held", 1, 6)
    assert [deed[0] for deed in deeds(row)] == ["book", "book", "confirm", "hold"]


def test_a_meeting_is_not_held_before_it_begins(make: Make, planner: User) -> None:
    row = booking.confirm(make(), who=planner, version=1)
    with pytest.raises(booking.Refused, match="It has not begun"):
        booking.hold_meeting(row, who=planner, version=2)


def test_no_step_is_skipped(make: Make, planner: User) -> None:
    with pytest.raises(booking.Refused) as refusal:
        booking.confirm(make(status="proposed"), who=planner, version=1)
    assert refusal.value.sentence == "A consultation that is proposed cannot become confirmed."


def test_cancelling_needs_a_reason(make: Make, planner: User) -> None:
    row = make()
    with pytest.raises(booking.Refused, match="Say why"):
        booking.cancel(row, reason=" ", who=planner, version=1)


def test_a_cancelled_consultation_frees_room_and_council(make: Make, planner: User) -> None:
    row = booking.cancel(make(), reason="The report is late.", who=planner, version=1)
    assert (row.status, row.cancelled_reason, row.sequence) == (
        "cancelled",
        "The report is late.",
        1,
    )
    assert held(row) == []
    assert make().status == "tentative"


def test_a_cancelled_consultation_stays_cancelled(make: Make, planner: User) -> None:
    row = booking.cancel(make(), reason="Late.", who=planner, version=1)
    with pytest.raises(booking.Refused) as refusal:
        booking.move(row, starts_at=at(14, 10), ends_at=at(14, 11), room=None, who=None, version=2)
    assert refusal.value.sentence == "A consultation that is cancelled stays as it is."


def test_whoever_read_an_older_version_is_told_who_changed_it_and_when(
    make: Make, planner: User, reader: User
) -> None:
    row = make()
    booking.confirm(row, who=planner, version=1)
    with pytest.raises(booking.Stale) as refusal:
        booking.cancel(row, reason="Late.", who=reader, version=1)
    assert (refusal.value.who, refusal.value.when) == ("planner", row.deeds.last().at)
    assert Consultation.objects.get().status == "confirmed"


# Moving


def test_a_move_keeps_what_was_and_stores_the_findings_there(make: Make, planner: User) -> None:
    row = make(findings=[finding("kept")])
    row = booking.move(
        row, starts_at=at(14, 15), ends_at=at(14, 16), room=row.room, who=planner, version=1,
        findings=[finding("short")], reason="The Chair travels.",
    )  # fmt: skip
    assert deeds(row)[1] == (
        "move",
        "Tue 13 June 2017, 10:00–11:30, Conference Room 4",
        "Wed 14 June 2017, 15:00–16:00, Conference Room 4",
        "The Chair travels.",
    )
    assert row.basis["findings"] == [finding("short")]
    assert held(row) == [
        ("council", "14 15:00"),
        ("council", "14 15:30"),
        ("room", "14 15:00"),
        ("room", "14 15:30"),
    ]
    assert row.sequence == 1


def test_a_move_by_half_an_hour_keeps_the_half_hours_in_common(make: Make, planner: User) -> None:
    row = make(room=None)
    before = {hold.pk: hold.grain_at for hold in row.holds.all()}
    booking.move(
        row, starts_at=at(13, 10, 30), ends_at=at(13, 12), room=None, who=planner, version=1
    )
    kept = [pk for pk in before if row.holds.filter(pk=pk).exists()]
    assert (len(kept), row.holds.count()) == (2, 3)


def test_a_move_onto_another_booking_is_refused_and_changes_nothing(
    make: Make, planner: User
) -> None:
    make(starts_at=at(14, 10), ends_at=at(14, 11))
    row = make()
    with pytest.raises(booking.Taken):
        booking.move(
            row, starts_at=at(14, 10), ends_at=at(14, 11), room=None, who=planner, version=1
        )
    stored = Consultation.objects.get(pk=row.pk)
    assert (stored.starts_at, stored.version, len(held(stored))) == (row.starts_at, 1, 6)


def test_another_room_alone_leaves_the_sequence(make: Make, planner: User) -> None:
    row, other = make(), Room.objects.create(name="Conference Room 7")
    row = booking.move(
        row, starts_at=row.starts_at, ends_at=row.ends_at, room=other, who=planner, version=1
    )
    assert (row.sequence, row.room, row.room_status) == (0, other, "wanted")


def test_a_granted_room_is_wanted_anew_at_another_time(make: Make, planner: User) -> None:
    row = make(interpretation=True)
    row = booking.set_room_status(row, "requested", number="MM-7", who=planner, version=1)
    row = booking.set_room_status(row, "confirmed", who=planner, version=2)
    row = booking.set_interpretation_status(row, "requested", who=planner, version=3)
    row = booking.move(
        row, starts_at=at(14, 10), ends_at=at(14, 11), room=row.room, who=planner, version=4
    )
    assert (row.room_status, row.room_request_number, row.room_requested_on) == ("wanted", "", None)
    assert row.interpretation_status == "wanted"


def test_whoever_answered_is_asked_again_when_the_time_moves(make: Make, planner: User) -> None:
    row = make(guests=[{"name": "Chad", "category": "contributor"}])
    row.participations.update(partstat="ACCEPTED")
    booking.move(row, starts_at=at(14, 10), ends_at=at(14, 11), room=None, who=planner, version=1)
    assert row.participations.get().partstat == "NEEDS-ACTION"


def test_a_move_after_the_announcement_needs_a_reason(make: Make, planner: User) -> None:
    row = booking.announce(make(), on=date(2017, 5, 30), who=planner, version=1)
    with pytest.raises(booking.Refused, match="say why it moves"):
        booking.move(
            row, starts_at=at(14, 10), ends_at=at(14, 11), room=None, who=planner, version=2
        )


def test_a_move_onto_a_broken_must_is_refused(make: Make, planner: User) -> None:
    with pytest.raises(booking.Refused, match="Choose another slot"):
        booking.move(
            make(), starts_at=at(29, 10), ends_at=at(29, 11), room=None, who=planner, version=1,
            findings=[finding("broken", "must")],
        )  # fmt: skip


# Editing


def test_an_edit_keeps_the_old_words_and_the_sequence(
    make: Make, planner: User, convener: User
) -> None:
    row = booking.edit(
        make(aim="Hear them."), who=planner, version=1, aim="Hear them early.", conveners=[convener]
    )
    assert deeds(row)[1] == ("edit", "aim: Hear them.", "aim: Hear them early.\nconveners", "")
    assert (row.aim, row.sequence, [*row.convener_user.all()]) == (
        "Hear them early.",
        0,
        [convener],
    )


def test_an_announcement_is_kept_with_its_day(make: Make, planner: User) -> None:
    row = booking.announce(make(), on=date(2017, 5, 30), who=planner, version=1)
    assert (row.announced_on, deeds(row)[1][2]) == (
        date(2017, 5, 30),
        "announced Tue 30 May 2017",
    )


def test_a_choice_is_kept_with_both_sources_and_can_be_made_anew(make: Make, planner: User) -> None:
    choice = {"tension": "C1", "chosen": "informal", "source": "para. 60", "departs_from": "73"}
    row = make(choices=[choice])
    stored = row.choices.get()
    assert (stored.chosen, stored.source, stored.departs_from, stored.decided_by) == (
        "informal",
        "para. 60",
        "73",
        planner,
    )
    again = {"tension": "C1", "chosen": "formal", "reason": "The Chair asked."}
    row = booking.choose(row, again, who=planner, version=1)
    assert row.choices.get().chosen == "formal"
    assert deeds(row)[1] == ("edit", "C1: informal", "C1: formal", "The Chair asked.")


# Rooms and interpretation, which others grant


def test_a_room_is_wanted_requested_and_confirmed(make: Make, planner: User) -> None:
    row = make()
    assert booking.say_room(row) == "Conference Room 4, wanted, not confirmed"
    row = booking.set_room_status(row, "requested", number="MM-7", who=planner, version=1)
    said = "Conference Room 4, requested (MM-7, Tue 30 May 2017), not confirmed"
    assert booking.say_room(row) == said
    row = booking.set_room_status(row, "confirmed", who=planner, version=2)
    assert (booking.say_room(row), row.sequence) == ("Conference Room 4, confirmed", 0)
    assert deeds(row)[2] == ("room", said, "Conference Room 4, confirmed", "")


def test_a_request_for_a_room_has_a_number(make: Make, planner: User) -> None:
    with pytest.raises(booking.Refused, match="Give the number"):
        booking.set_room_status(make(), "requested", who=planner, version=1)


def test_a_room_is_not_confirmed_before_it_was_requested(make: Make, planner: User) -> None:
    with pytest.raises(booking.Refused) as refusal:
        booking.set_room_status(make(), "confirmed", who=planner, version=1)
    assert refusal.value.sentence == "From wanted there is no way to confirmed."


def test_a_refused_room_is_free_for_others_and_may_be_gone_when_asked_again(
    make: Make, planner: User
) -> None:
    row = make(kind="c34_bureau")
    row = booking.set_room_status(row, "requested", number="MM-7", who=planner, version=1)
    row = booking.set_room_status(row, "refused", who=planner, version=2)
    assert held(row) == []
    make()
    with pytest.raises(booking.Taken):
        booking.set_room_status(row, "wanted", who=planner, version=3)


def test_interpretation_is_asked_for_and_refused(make: Make, planner: User) -> None:
    row = make(interpretation=True)
    row = booking.set_interpretation_status(row, "requested", who=planner, version=1)
    row = booking.set_interpretation_status(row, "refused", who=planner, version=2)
    assert booking.say_interpretation(row) == "interpretation: refused"


# Invitees

CHAD = Invitee(
    name="Chad",
    category=Category.CONTRIBUTOR,
    role="REQ-PARTICIPANT",
    reasons=(Reason("R2017-74a", "contributes to MINUSMA"),),
    as_of="2017, estimate",
    iso3="TCD",
    seats=("political", "military or police"),
    strength=1390,
)


def people(row: Consultation) -> list[tuple[str, bool, str]]:
    return sorted((p.name, p.removed, p.hand_reason) for p in row.participations.all())


def test_guests_are_stored_with_reason_roster_seats_and_state(make: Make) -> None:
    chad = MemberState.objects.create(iso3="TCD", name="Chad")
    guest = make(guests=[CHAD]).participations.get()
    assert (guest.member, guest.category, guest.role, guest.cutype) == (
        chad,
        "contributor",
        "REQ-PARTICIPANT",
        "GROUP",
    )
    assert guest.reasons == [{"recommendation": "R2017-74a", "sentence": "contributes to MINUSMA"}]
    assert (guest.seats, guest.as_of, guest.strength) == (
        "political; military or police",
        "2017, estimate",
        1390,
    )


def test_computing_the_list_anew_keeps_what_was_done_by_hand(make: Make, planner: User) -> None:
    togo = {"name": "Togo", "category": "contributor"}
    row = make(guests=[CHAD, togo, {"name": "Senegal", "category": "contributor"}])
    booking.set_participation(
        row, "Chad", removed=True, reason="Asked not to come.", who=planner, version=1
    )
    booking.set_participation(
        row, "Ms. Diallo", category="expert", cutype="INDIVIDUAL", reason="Wrote the study.",
        who=planner, version=2,
    )  # fmt: skip
    booking.set_participation(
        row, "Togo", role="OPT-PARTICIPANT", reason="A small contingent.", who=planner, version=3
    )
    more = replace(CHAD, strength=1400)
    booking.set_invitees(row, [more, togo], who=planner, version=4)
    assert row.participations.get(name="Chad").strength == 1400
    assert people(row) == [
        ("Chad", True, "Asked not to come."),
        ("Ms. Diallo", False, "Wrote the study."),
        ("Togo", False, "A small contingent."),
    ]
    assert row.participations.get(name="Togo").role == "OPT-PARTICIPANT"
    assert deeds(row)[-1][:3] == ("invitees", "3 invited", "2 invited")


def test_a_change_by_hand_needs_a_reason(make: Make, planner: User) -> None:
    with pytest.raises(booking.Refused, match="say why"):
        booking.set_participation(make(), "Chad", reason="", who=planner, version=1)


def test_whoever_is_not_on_the_list_cannot_be_taken_off(make: Make, planner: User) -> None:
    with pytest.raises(booking.Refused, match="Chad is not on the list"):
        booking.set_participation(
            make(), "Chad", removed=True, reason="No.", who=planner, version=1
        )


def test_somebody_taken_off_can_be_put_back(make: Make, planner: User) -> None:
    row = make(guests=[CHAD])
    booking.set_participation(row, "Chad", removed=True, reason="No.", who=planner, version=1)
    booking.set_participation(row, "Chad", reason="Yes, after all.", who=planner, version=2)
    assert people(row) == [("Chad", False, "Yes, after all.")]


def test_an_answer_survives_a_new_computation(make: Make, planner: User) -> None:
    row = make(guests=[CHAD])
    Participation.objects.update(partstat="ACCEPTED")
    booking.set_invitees(row, [CHAD], who=planner, version=1)
    assert row.participations.get().partstat == "ACCEPTED"


def test_the_guest_list_costs_the_same_queries_for_one_and_for_many(
    make: Make, planner: User
) -> None:
    row, costs = make(), []
    many = [{"name": f"State {n}", "category": "contributor"} for n in range(60)]
    for version, guests in enumerate((many[:1], many), start=1):
        with CaptureQueriesContext(connection) as queries:
            booking.set_invitees(row, guests, who=planner, version=version)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_day_and_a_half_is_not_a_meeting(make: Make) -> None:
    with pytest.raises(booking.Refused):
        make(ends_at=at(13, 10) + timedelta(hours=36))


@pytest.mark.parametrize(
    ("on", "said"),
    [(date(2017, 5, 31), "that day lies ahead"), (date(2017, 6, 14), "that day lies ahead")],
)
def test_it_is_not_announced_on_a_day_that_lies_ahead(
    make: Make, planner: User, on: date, said: str
) -> None:
    with pytest.raises(booking.Refused, match=said):
        booking.announce(make(), on=on, who=planner, version=1)
    with pytest.raises(booking.Refused, match=said):
        make(announced_on=on, starts_at=at(15, 10), ends_at=at(15, 11))


def test_it_is_not_announced_after_it_took_place(make: Make) -> None:
    day = datetime(2017, 5, 22, 10, tzinfo=HEADQUARTERS)
    with pytest.raises(booking.Refused, match="is after the meeting of Mon 22 May 2017"):
        make(announced_on=date(2017, 5, 23), starts_at=day, ends_at=day + timedelta(hours=1))


def test_a_room_is_not_requested_on_a_day_that_lies_ahead(make: Make, planner: User) -> None:
    with pytest.raises(booking.Refused, match="cannot have been requested on Wed 31 May 2017"):
        booking.set_room_status(
            make(), "requested", number="MM-7", on=date(2017, 5, 31), who=planner, version=1
        )
