"""Drafts: made, planned, changed step by step, released all or none, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from consultations import booking, drafts, planning
from consultations.drafts import making
from consultations.models import HEADQUARTERS, Consultation, Draft, Mission, Room
from planner.assumptions import HolidayDeclared, ReportLate
from planner.slots import Slot
from tests.consultations.pretend_planning import DAYS, Pretended, key_of, slot

pytestmark = pytest.mark.django_db
FIRST, LAST, AS_OF = date(2017, 6, 1), date(2017, 6, 30), date(2017, 5, 2)
NOON = datetime(2017, 5, 30, 12, tzinfo=HEADQUARTERS)
Make = Callable[..., Draft]


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def pretended(monkeypatch: pytest.MonkeyPatch) -> Pretended:
    """Planning as the test wants it."""
    Mission.objects.create(acronym="MINUSMA")
    room = Room.objects.create(name="Conference Room 4")
    door = Pretended(room=str(room.pk))
    monkeypatch.setattr(planning, "gather", door.gather)
    monkeypatch.setattr(planning, "plan_together", door.plan_together)
    monkeypatch.setattr(planning, "judged", door.judged)
    return door


@pytest.fixture
def make(planner: User) -> Make:
    def made(name: str = "June", **wishes: Any) -> Draft:
        asked = {"who": planner, "first": FIRST, "last": LAST, "as_of": AS_OF, **wishes}
        return drafts.make(name=name, **asked)

    return made


@pytest.fixture
def planned(make: Make) -> Callable[..., Draft]:
    def made(name: str = "June", **wishes: Any) -> Draft:
        return carried_out(make(name, **wishes))

    return made


def there(day: int, hour: int = 10) -> Slot:
    """An hour of that day of June in the room there is."""
    return slot(day, hour, room=str(Room.objects.get().pk))


def carried_out(draft: Draft) -> Draft:
    drafts.carry_out(draft.pk, draft.run)
    return fresh(draft)


def fresh(draft: Draft) -> Draft:
    return Draft.objects.get(pk=draft.pk)


def placed(draft: Draft) -> dict[str, int]:
    """The day of June of each placement, by kind."""
    return {row.kind: row.starts_at.astimezone(HEADQUARTERS).day for row in draft.placements.all()}


def placement(draft: Draft, kind: str = "informal_triangular") -> Any:
    return draft.placements.get(kind=kind)


# Making


def test_a_new_draft_waits_as_one_job_for_the_worker(make: Make, planner: User) -> None:
    draft = make(missions=["MINUSMA"], preset="standard", time_limit=30)
    assert (draft.state, draft.made_by, draft.version) == ("queued", planner, 1)
    (job,) = DBTaskResult.objects.all()
    assert job.args_kwargs == {"args": [draft.pk, draft.run], "kwargs": {}}


@pytest.mark.parametrize(
    ("wishes", "sentence"),
    [
        ({"name": "  "}, "Give the plan a name."),
        ({"name": "x" * 121}, "A name has at most 120 characters: shorten it."),
        (
            {"last": date(2017, 5, 31)},
            "Wed 31 May 2017 lies before Thu 1 June 2017: correct one of them.",
        ),
        (
            {"last": date(2022, 7, 1)},
            "From Thu 1 June 2017 to Fri 1 July 2022 is more than five years: plan less at a time.",
        ),
        ({"missions": ["NOWHERE"]}, "No mission “NOWHERE” is recorded: load its facts first."),
        ({"preset": "huge"}, "“huge” is not one of: light, standard, full."),
        ({"style": "rough"}, "“rough” is not one of: gentle, best."),
        (
            {"time_limit": 0},
            "Give a time limit of more than no seconds, and of less than a week.",
        ),
    ],
)
def test_what_cannot_be_planned_is_refused_with_the_cure(
    make: Make, wishes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(booking.Refused) as refusal:
        make(**wishes)
    assert refusal.value.sentence == sentence
    assert (Draft.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_no_two_drafts_share_a_name(make: Make) -> None:
    make("June")
    with pytest.raises(booking.Refused, match="A plan named “June” is there already"):
        make(" June ")


def test_a_plan_that_was_never_planned_cannot_be_kept(make: Make) -> None:
    with pytest.raises(booking.Refused, match="“June” has no placements that could be kept"):
        make("July", keeps=make("June"))


# The job


def test_the_job_stores_what_planning_answered(planned: Callable[..., Draft]) -> None:
    draft = planned()
    assert (draft.state, draft.status, draft.engine, draft.version) == (
        "done", "optimal", "pretended", 2,
    )  # fmt: skip
    assert placed(draft) == DAYS
    assert draft.levels == [{"name": "placed", "value": 0, "bound": 0}]
    assert (draft.notes, draft.fingerprint) == (["A note."], "as they were|")
    row = placement(draft)
    assert (row.verdict, row.mission.acronym, row.expires_on) == ("kept", "MINUSMA", LAST)
    assert row.findings[0]["sentence"] == "17 days before expiry; 21 are wanted"


def test_each_level_is_shown_while_the_job_runs(make: Make, pretended: Pretended) -> None:
    draft, seen = make(), []
    pretended.during = lambda stop: seen.append(fresh(draft))
    carried_out(draft)
    assert (seen[0].state, seen[0].heartbeat_at) == ("running", timezone.now())
    assert [level["level"] for level in seen[0].progress["levels"]] == ["placed"]
    assert (seen[0].progress["number"], seen[0].progress["of"]) == (1, 2)


def test_a_run_is_carried_out_once(make: Make, pretended: Pretended) -> None:
    draft = make()
    carried_out(draft)
    assert drafts.carry_out(draft.pk, draft.run) is None
    assert len(pretended.keepings) == 1


def test_what_goes_wrong_is_said_on_the_draft_and_can_be_queued_again(
    make: Make, pretended: Pretended, planner: User
) -> None:
    def fall_over(stop: Callable[[], bool]) -> None:
        raise MemoryError

    draft, pretended.during = make(), fall_over
    with pytest.raises(MemoryError):
        drafts.carry_out(draft.pk, draft.run)
    failed = fresh(draft)
    assert (failed.state, failed.error) == (
        "failed",
        "Planning broke off (MemoryError): queue it again.",
    )
    pretended.during = lambda stop: None
    again = drafts.queue_again(failed, who=planner, version=failed.version)
    assert carried_out(again).state == "done"


def test_a_worker_that_is_stopped_says_so_on_the_draft(make: Make, pretended: Pretended) -> None:
    def leave(stop: Callable[[], bool]) -> None:
        raise SystemExit(1)

    draft, pretended.during = make(), leave
    with pytest.raises(SystemExit):
        drafts.carry_out(draft.pk, draft.run)
    assert (fresh(draft).state, fresh(draft).error) == (
        "failed",
        "The worker was stopped while it planned this: queue it again.",
    )


def test_a_silent_draft_can_be_queued_again_and_the_lost_run_writes_nothing(
    make: Make, pretended: Pretended, planner: User, clock: Any
) -> None:
    draft = make()
    later: list[Draft] = []

    def sleep_and_be_replaced(stop: Callable[[], bool]) -> None:
        clock.shift(timedelta(seconds=61))
        assert fresh(draft).is_silent(timezone.now())
        pretended.during = lambda stop: None
        later.append(drafts.queue_again(draft, who=planner, version=1))

    pretended.during = sleep_and_be_replaced
    assert drafts.carry_out(draft.pk, draft.run) is None
    assert fresh(draft).state == "queued"
    assert carried_out(later[0]).state == "done"


def test_a_draft_with_a_live_worker_is_not_queued_twice(
    make: Make, pretended: Pretended, planner: User
) -> None:
    def try_it(stop: Callable[[], bool]) -> None:
        with pytest.raises(booking.Refused, match="It is being planned"):
            drafts.queue_again(draft, who=planner, version=1)

    draft, pretended.during = make(), try_it
    assert carried_out(draft).state == "done"


def test_a_draft_that_is_planned_is_not_queued_again(
    planned: Callable[..., Draft], planner: User
) -> None:
    draft = planned()
    with pytest.raises(booking.Refused, match="It is planned"):
        drafts.queue_again(draft, who=planner, version=draft.version)


def test_a_stopped_job_keeps_the_best_plan_so_far(
    make: Make, pretended: Pretended, planner: User
) -> None:
    draft = make()
    pretended.during = lambda stop: drafts.stop(draft, who=planner, version=1)
    stopped = carried_out(draft)
    assert (stopped.state, placed(stopped)) == ("stopped", DAYS)


def test_a_waiting_job_that_is_stopped_never_begins(
    make: Make, pretended: Pretended, planner: User
) -> None:
    draft = drafts.stop(make(), who=planner, version=1)
    assert drafts.carry_out(draft.pk, draft.run) is None
    assert (fresh(draft).state, pretended.keepings) == ("stopped", [])


def test_a_draft_deleted_while_it_is_planned_leaves_nothing(
    make: Make, pretended: Pretended, planner: User
) -> None:
    draft = make()
    pretended.during = lambda stop: drafts.delete(draft, who=planner, version=1)
    assert drafts.carry_out(draft.pk, draft.run) is None
    assert Draft.objects.count() == 0


# Changes and steps


@pytest.mark.parametrize("deed", ["rename", "delete", "stop", "replan", "step_back"])
def test_whoever_read_an_older_version_is_told_who_changed_it_and_when(
    planned: Callable[..., Draft], planner: User, reader: User, deed: str
) -> None:
    draft = planned()
    drafts.rename(draft, "Summer", who=planner, version=draft.version)
    words = ("Autumn",) if deed == "rename" else ()
    with pytest.raises(booking.Stale) as refusal:
        getattr(drafts, deed)(draft, *words, who=reader, version=draft.version)
    assert (refusal.value.who, refusal.value.when) == ("planner", NOON)
    assert fresh(draft).name == "Summer"


def test_a_name_taken_at_the_same_moment_is_refused(
    planned: Callable[..., Draft], planner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = planned()
    planned("Better")
    monkeypatch.setattr(making, "_name", lambda name, row: name)  # nobody had it when it was read
    with pytest.raises(booking.Refused, match="A plan named “Better” is there already"):
        drafts.rename(draft, "Better", who=planner, version=draft.version)
    assert fresh(draft).name == "June"


def test_a_deed_on_a_deleted_draft_says_so(planned: Callable[..., Draft], planner: User) -> None:
    draft = planned()
    drafts.delete(draft, who=planner, version=draft.version)
    with pytest.raises(booking.Refused, match="Somebody deleted this plan"):
        drafts.replan(draft, who=planner, version=draft.version)


def test_a_pinned_meeting_stays_for_the_next_plan_until_it_is_unpinned(
    planned: Callable[..., Draft], planner: User, pretended: Pretended
) -> None:
    draft = planned()
    pinned = drafts.pin(placement(draft), who=planner, version=draft.version)
    assert placement(draft).pinned
    pretended.days["informal_triangular"] = 14
    again = carried_out(drafts.replan(pinned, who=planner, version=pinned.version))
    assert (placed(again)["informal_triangular"], placement(again).pinned) == (13, True)
    free = drafts.unpin(placement(again), who=planner, version=again.version)
    last = carried_out(drafts.replan(free, who=planner, version=free.version))
    assert (placed(last)["informal_triangular"], placement(last).pinned) == (14, False)
    moved = placement(last).moved_from
    assert moved["start"][:10] == "2017-06-13"


def test_a_move_pins_the_meeting_there_and_keeps_the_rest(
    planned: Callable[..., Draft], planner: User, pretended: Pretended
) -> None:
    draft = planned()
    was = placement(draft)
    moved = drafts.move(was, there(15), who=planner, version=draft.version)
    assert (moved.state, placed(moved)) == ("queued", DAYS)  # until it is planned
    done = carried_out(moved)
    assert placed(done) == {**DAYS, "informal_triangular": 15}
    assert (placement(done).pk, placement(done).pinned) == (was.pk, True)
    keeping = pretended.keepings[-1]
    assert {key.rpartition("/")[2] for key in keeping.slots} == {*DAYS}
    assert keeping.slots[was.key].marks == ((1, "x"), 0)
    assert keeping.pins == {was.key: there(15)}


def test_a_move_to_where_it_stands_is_refused(planned: Callable[..., Draft], planner: User) -> None:
    draft = planned()
    there = drafts.slot_of(placement(draft))
    with pytest.raises(booking.Refused, match="It stands there already"):
        drafts.move(placement(draft), there, who=planner, version=draft.version)


def test_a_room_out_of_use_is_refused(planned: Callable[..., Draft], planner: User) -> None:
    draft = planned()
    closed = Room.objects.create(name="Closed", in_use=False)
    with pytest.raises(booking.Refused, match="This room is not in use"):
        drafts.move(placement(draft), slot(15, room=str(closed.pk)), who=planner,
                    version=draft.version)  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"day": date(2017, 6, 18)},
         "Sun 18 June 2017 is no working day (Sunday): choose another."),
        ({"day": date(2017, 6, 14)},
         "Wed 14 June 2017 is no working day (a day of mourning (assumed) (closure)): choose "
         "another."),
        ({"day": date(1990, 6, 15)},
         "Fri 15 June 1990 lies before Tue 2 May 2017, from which it is planned: choose a later "
         "day."),
        ({"start": time(10, 7)},
         "A meeting begins on the hour or half hour and lies within a session: choose so."),
        ({"start": time(8), "end": time(9)},
         "A meeting begins on the hour or half hour and lies within a session: choose so."),
        ({"end": time(9, 30)},
         "A meeting begins on the hour or half hour and lies within a session: choose so."),
        ({"room": ""}, "No room is chosen: choose one first."),
        ({"room": "999999"}, "This room is not in use: choose another."),
    ],
)  # fmt: skip
def test_a_slot_in_which_nobody_can_meet_is_refused(
    planned: Callable[..., Draft], planner: User, changed: dict[str, Any], sentence: str
) -> None:
    draft = planned(assumptions=[HolidayDeclared(date(2017, 6, 14), "a day of mourning")])
    with pytest.raises(booking.Refused) as refusal:
        drafts.move(placement(draft), replace(there(15), **changed), who=planner,
                    version=draft.version)  # fmt: skip
    assert (refusal.value.sentence, fresh(draft).pins) == (sentence, {})


def test_a_meeting_whose_room_is_gone_is_not_pinned(
    planned: Callable[..., Draft], planner: User
) -> None:
    draft = planned()
    draft.placements.update(room=None)
    with pytest.raises(booking.Refused, match="No room is chosen: choose one first"):
        drafts.pin(placement(draft), who=planner, version=draft.version)


def test_nothing_is_put_into_a_locked_week_nor_taken_out_of_it(
    planned: Callable[..., Draft], planner: User
) -> None:
    draft = planned()
    draft = drafts.lock(draft, date(2017, 6, 19), who=planner, version=draft.version)
    for kind, day in (("informal_triangular", 21), ("formal_tcc", 15)):  # into it, out of it
        with pytest.raises(booking.Refused, match="That week is locked"):
            drafts.move(placement(draft, kind), there(day), who=planner, version=draft.version)
    assert fresh(draft).pins == {}


def test_a_locked_week_is_told_to_the_next_plan_until_it_is_unlocked(
    planned: Callable[..., Draft], planner: User, pretended: Pretended
) -> None:
    monday, draft = date(2017, 6, 12), planned()
    with pytest.raises(booking.Refused, match="Tue 13 June 2017 is none"):
        drafts.lock(draft, date(2017, 6, 13), who=planner, version=draft.version)
    draft = drafts.lock(draft, monday, who=planner, version=draft.version)
    draft = carried_out(drafts.replan(draft, who=planner, version=draft.version))
    assert pretended.keepings[-1].locked == {monday}
    draft = drafts.unlock(draft, monday, who=planner, version=draft.version)
    assert draft.locked_weeks == []


def test_a_step_is_taken_back_and_done_again(planned: Callable[..., Draft], planner: User) -> None:
    draft = planned()
    moved = drafts.move(placement(draft), there(15), who=planner, version=draft.version)
    moved = carried_out(moved)
    back = drafts.step_back(moved, who=planner, version=moved.version)
    assert (placed(back), fresh(back).pins) == (DAYS, {})
    forth = drafts.step_back(back, who=planner, version=back.version)
    assert placed(forth) == {**DAYS, "informal_triangular": 15}


def test_a_meeting_that_comes_back_with_a_step_has_the_number_it_had(
    planned: Callable[..., Draft], planner: User, pretended: Pretended
) -> None:
    draft = planned()
    was = placement(draft).pk
    del pretended.days["informal_triangular"]
    draft = carried_out(drafts.replan(draft, who=planner, version=draft.version))
    assert "informal_triangular" not in placed(draft)
    back = drafts.step_back(draft, who=planner, version=draft.version)
    assert placement(back).pk == was


def test_a_step_taken_back_leaves_a_stopped_plan_stopped_and_a_failed_one_failed(
    planned: Callable[..., Draft], planner: User
) -> None:
    for state, error in (("stopped", ""), ("failed", "no room")):
        draft = planned(state)
        Draft.objects.filter(pk=draft.pk).update(state=state, error=error)
        pinned = drafts.pin(placement(draft), who=planner, version=draft.version)
        back = drafts.step_back(pinned, who=planner, version=pinned.version)
        assert (back.state, back.error) == (state, error)


def test_a_worker_lost_before_a_step_does_not_come_back_with_it(
    planned: Callable[..., Draft], planner: User
) -> None:
    draft = planned()
    lost = timezone.now() - timedelta(minutes=5)
    Draft.objects.filter(pk=draft.pk).update(state="running", heartbeat_at=lost)
    pinned = drafts.pin(placement(draft), who=planner, version=draft.version)
    back = drafts.step_back(pinned, who=planner, version=pinned.version)
    assert back.state == "stopped"


def test_a_first_plan_has_no_step_to_take_back(
    planned: Callable[..., Draft], planner: User
) -> None:
    draft = planned()
    with pytest.raises(booking.Refused, match="no step to take back"):
        drafts.step_back(draft, who=planner, version=draft.version)


def test_a_step_back_after_a_failed_run_brings_the_plan_and_its_pins_back(
    planned: Callable[..., Draft], planner: User, pretended: Pretended
) -> None:
    def fall_over(stop: Callable[[], bool]) -> None:
        raise MemoryError

    draft, pretended.during = planned(), fall_over
    moved = drafts.move(placement(draft), there(15), who=planner, version=draft.version)
    with pytest.raises(MemoryError):
        drafts.carry_out(moved.pk, moved.run)
    back = drafts.step_back(moved, who=planner, version=moved.version)
    assert (back.state, back.pins, back.error, placed(back)) == ("done", {}, "", DAYS)


def test_a_new_plan_keeps_the_placements_pins_and_locks_of_another(
    planned: Callable[..., Draft], planner: User, pretended: Pretended
) -> None:
    first = planned()
    first = drafts.pin(placement(first), who=planner, version=first.version)
    first = drafts.lock(first, date(2017, 6, 5), who=planner, version=first.version)
    late = ReportLate("MINUSMA", "mission", LAST, 10)
    second = planned("Late", keeps=first, assumptions=[late], style="best")
    keeping = pretended.keepings[-1]
    assert {key: kept.slot.day.day for key, kept in keeping.slots.items()} == {
        key_of(kind): day for kind, day in DAYS.items()
    }
    assert ([*keeping.pins], keeping.locked) == (
        [key_of("informal_triangular")], {date(2017, 6, 5)},
    )  # fmt: skip
    assert keeping.style == "best"
    assert drafts.horizon_of(second).assumptions == (late,)


def test_nothing_is_changed_while_a_worker_has_the_draft(make: Make, planner: User) -> None:
    draft = make()
    with pytest.raises(booking.Refused, match="It is being planned"):
        drafts.replan(draft, who=planner, version=1)
    with pytest.raises(booking.Refused, match="It is being planned"):
        drafts.release(draft, who=planner, version=1, fingerprint="")


# Difference and release


def released(draft: Draft, who: User) -> list[Consultation]:
    seen = drafts.difference(draft).fingerprint
    return drafts.release(draft, who=who, version=draft.version, fingerprint=seen)


def test_nothing_differs_while_nothing_changed(planned: Callable[..., Draft]) -> None:
    found = drafts.difference(planned())
    assert (found.changed, found.lines) == (False, ())


def test_the_difference_names_each_meeting_that_is_otherwise_now(
    planned: Callable[..., Draft], pretended: Pretended
) -> None:
    draft = planned()
    pretended.facts = "as they are now"
    pretended.verdicts["informal_triangular"] = "short"
    del pretended.days["formal_tcc"]
    pretended.days["crisis"] = 14
    booking.book(
        who=None, kind="secretariat_briefing", need="secretariat_briefing", subject="Brief",
        starts_at=slot(8).starts_at, ends_at=slot(8).ends_at,
        cycle_mission=Mission.objects.get(), expires_on=LAST,
    )  # fmt: skip
    found = drafts.difference(draft)
    assert found.changed
    assert [(line.what, line.sentence) for line in found.lines] == [
        ("booked", "MINUSMA, Secretariat briefing before Fri 30 June 2017: booked since this was "
                   "planned."),
        ("verdict", "MINUSMA, Informal triangular consultation before Fri 30 June 2017: kept when "
                    "it was planned, short now."),
        ("gone", "MINUSMA, Formal meeting with T/PCCs before Fri 30 June 2017: not called for any "
                 "more."),
        ("called", "MINUSMA, Crisis meeting before Fri 30 June 2017: called for now, and not in "
                   "this plan."),
    ]  # fmt: skip


def test_a_release_books_every_placement_as_tentative(
    planned: Callable[..., Draft], planner: User
) -> None:
    draft = planned()
    rows = released(draft, planner)
    assert {row.need: (row.status, row.starts_at, row.booked_by) for row in rows} == {
        kind: ("tentative", slot(day).starts_at, planner) for kind, day in DAYS.items()
    }
    assert {row.subject for row in rows} >= {"Informal triangular consultation, MINUSMA"}
    informal = next(row for row in rows if row.kind == "informal_triangular")
    assert (informal.room.name, informal.expires_on) == ("Conference Room 4", LAST)
    assert informal.basis["findings"][0]["verdict"] == "kept"
    assert informal.deeds.get().reason == "Released from the plan “June”."
    stored = fresh(draft)
    assert (stored.is_released, stored.released_by) == (True, planner)
    assert placement(stored).released == informal


def test_what_lies_in_the_past_is_booked_only_where_somebody_said_so(
    planned: Callable[..., Draft], planner: User, clock: Any
) -> None:
    draft = planned()
    clock.move_to(datetime(2017, 6, 13, 12, tzinfo=HEADQUARTERS))
    with pytest.raises(booking.Refused, match="2 of these meetings lie in the past"):
        released(draft, planner)
    assert Consultation.objects.count() == 0
    seen = drafts.difference(draft).fingerprint
    rows = drafts.release(
        draft, who=planner, version=draft.version, fingerprint=seen, past_too=True
    )
    assert len(rows) == 3


def test_what_somebody_left_out_is_not_booked(planned: Callable[..., Draft], planner: User) -> None:
    draft = planned()
    draft = drafts.decide(placement(draft), "leave", who=planner, version=draft.version)
    assert {row.kind for row in released(draft, planner)} == {"secretariat_briefing", "formal_tcc"}


def test_over_a_changed_state_the_difference_comes_first_and_nothing_is_booked(
    planned: Callable[..., Draft], planner: User, pretended: Pretended
) -> None:
    draft = planned()
    pretended.facts, pretended.verdicts = "as they are now", {"formal_tcc": "broken"}
    with pytest.raises(drafts.Changed) as refusal:
        drafts.release(draft, who=planner, version=draft.version, fingerprint=draft.fingerprint)
    shown = refusal.value.difference
    assert ([line.what for line in shown.lines], Consultation.objects.count()) == (["verdict"], 0)
    rows = drafts.release(draft, who=planner, version=draft.version, fingerprint=shown.fingerprint)
    formal = next(row for row in rows if row.kind == "formal_tcc")
    assert formal.basis["findings"][0]["verdict"] == "broken"  # as it stands, not as it stood


@pytest.mark.parametrize("obstacle", ["room", "must"])
def test_a_release_books_all_or_none(
    planned: Callable[..., Draft], planner: User, pretended: Pretended, obstacle: str
) -> None:
    draft = planned()
    if obstacle == "room":
        booking.book(
            who=None, kind="c34_bureau", subject="Bureau", room=Room.objects.get(),
            starts_at=slot(20).starts_at, ends_at=slot(20).ends_at,
        )  # fmt: skip
    else:
        pretended.verdicts, pretended.obligation = {"formal_tcc": "broken"}, "must"
    before = Consultation.objects.count()
    with pytest.raises(booking.Refusal) as refusal:
        released(draft, planner)
    assert refusal.value.sentence.startswith(
        "MINUSMA, Formal meeting with T/PCCs before Fri 30 June 2017: "
    )
    assert (Consultation.objects.count(), fresh(draft).is_released) == (before, False)


def test_a_released_plan_is_neither_changed_nor_deleted(
    planned: Callable[..., Draft], planner: User
) -> None:
    draft = planned()
    released(draft, planner)
    draft = fresh(draft)
    for deed in (drafts.replan, drafts.delete, drafts.step_back):
        with pytest.raises(booking.Refused):
            deed(draft, who=planner, version=draft.version)
    with pytest.raises(booking.Refused, match="released already"):
        released(draft, planner)


def test_a_release_is_taken_back_and_can_be_done_again(
    planned: Callable[..., Draft], planner: User
) -> None:
    draft = planned()
    rows = released(draft, planner)
    draft = fresh(draft)
    drafts.undo_release(draft, who=planner, version=draft.version)
    cancelled = Consultation.objects.filter(pk__in=[row.pk for row in rows])
    assert {(row.status, row.cancelled_reason) for row in cancelled} == {
        ("cancelled", "The plan “June” was taken back.")
    }
    draft = fresh(draft)
    assert (draft.is_released, draft.undone_by) == (False, planner)
    assert len(released(draft, planner)) == 3


def test_a_release_is_not_taken_back_once_somebody_touched_a_booking(
    planned: Callable[..., Draft], planner: User, reader: User
) -> None:
    draft = planned()
    rows = released(draft, planner)
    booking.confirm(rows[0], who=reader, version=1)
    draft = fresh(draft)
    with pytest.raises(booking.Refused) as refusal:
        drafts.undo_release(draft, who=planner, version=draft.version)
    assert refusal.value.sentence == (
        f"“{rows[0].subject}” was changed by reader on Tue 30 May 2017, 12:00: cancel what should "
        "not stand on its own page."
    )
    assert {row.status for row in Consultation.objects.all()} == {"tentative", "confirmed"}


# The queue


def test_a_queue_that_nobody_serves_is_told(make: Make, clock: Any) -> None:
    make()
    assert drafts.queue_state().works
    clock.shift(timedelta(seconds=61))
    queue = drafts.queue_state()
    assert (queue.waiting, queue.oldest_seconds, queue.works) == (1, 61, False)
    Draft.objects.create(
        name="At work", first_on=FIRST, last_on=LAST, as_of=AS_OF, state="running",
        heartbeat_at=timezone.now(),
    )  # fmt: skip
    assert drafts.queue_state().works


def test_a_monitor_is_told_that_no_worker_runs(make: Make, clock: Any, client: Any) -> None:
    make()
    clock.shift(timedelta(seconds=90))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (
        503,
        {
            "well": False,
            "database": "ok",
            "worker": "not running",
            "outbox": "ok",
            "queue": {"waiting": 1, "oldest_waiting_seconds": 90, "last_heartbeat": None},
            "mails": {"waiting": 0, "longest_due_seconds": None, "failed": 0},
        },
    )
