"""Several at once, each with a connection of its own: two plan, two release, a worker is killed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection, connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from consultations import booking, drafts, planning
from consultations.drafts import pulse
from consultations.models import Consultation, Draft, Mission, Room
from tests.consultations.pretend_planning import DAYS, Pretended

pytestmark = pytest.mark.django_db(transaction=True)
SPAN = {"first": date(2017, 6, 1), "last": date(2017, 6, 30), "as_of": date(2017, 5, 2)}
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def pretended(monkeypatch: pytest.MonkeyPatch) -> Pretended:
    Mission.objects.create(acronym="MINUSMA")
    door = Pretended(room=str(Room.objects.create(name="Conference Room 4").pk))
    monkeypatch.setattr(planning, "gather", door.gather)
    monkeypatch.setattr(planning, "plan_together", door.plan_together)
    monkeypatch.setattr(planning, "judged", door.judged)
    monkeypatch.setattr(pulse, "LOOK", 0.02)
    monkeypatch.setattr(pulse, "BEAT", 0.04)
    return door


def at_once(deeds: list[Callable[[], Any]]) -> list[Any]:
    """Do all of them in threads of their own, started together; results or exceptions."""
    barrier, answers = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(place: int) -> None:
        try:
            connections["default"].ensure_connection()
            barrier.wait(timeout=30)
            answers[place] = deeds[place]()
        except Exception as error:
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def work() -> None:
    """A worker that takes the jobs there are, then ends."""
    Worker(
        queue_names=["default"], interval=0, batch=True, backend_name="default",
        startup_delay=False, max_tasks=None, worker_id=threading.current_thread().name,
        excluded_queue_names=[],
    ).run()  # fmt: skip


def maker(name: str) -> Callable[[], Draft]:
    who = User.objects.create(username=name)
    return lambda: drafts.make(who=who, name=f"Plan of {name}", **SPAN)


def planned(name: str) -> Draft:
    draft = drafts.sketch(who=User.objects.create(username=name), name=name, **SPAN)
    drafts.carry_out(draft.pk, draft.run)
    draft.refresh_from_db()
    return draft


def releaser(draft: Draft, name: str) -> Callable[[], Any]:
    who = User.objects.create(username=name)
    return lambda: drafts.release(
        draft, who=who, version=draft.version, fingerprint=draft.fingerprint, past_too=True
    )


@pytest.mark.parametrize("workers", [1, 2])
def test_of_two_who_plan_at_once_both_get_their_plan(workers: int) -> None:
    made = at_once([maker("ana"), maker("ben")])
    assert [type(one) for one in made] == [Draft, Draft]
    assert at_once([work] * workers) == [None] * workers
    assert [(row.state, row.placements.count()) for row in Draft.objects.all()] == [
        ("done", 3),
        ("done", 3),
    ]


def test_of_two_who_take_one_name_at_once_one_wins() -> None:
    who = User.objects.create(username="ana")
    answers = at_once([lambda: drafts.make(who=who, name="June", **SPAN)] * 2)
    (lost,) = [one for one in answers if isinstance(one, Exception)]
    assert isinstance(lost, booking.Refused)
    assert lost.sentence == "A plan named “June” is there already: choose another name."


def test_of_two_workers_one_has_the_run() -> None:
    draft = drafts.sketch(who=None, name="June", **SPAN)
    answers = at_once([lambda: drafts.carry_out(draft.pk, draft.run)] * 2)
    assert sorted(one is None for one in answers) == [False, True]
    assert Draft.objects.get().version == 2


def test_of_two_who_release_one_draft_at_once_one_books_it() -> None:
    draft = planned("June")
    answers = at_once([releaser(draft, "ana"), releaser(draft, "ben")])
    (lost,) = [one for one in answers if not isinstance(one, list)]
    assert isinstance(lost, booking.Refusal)
    assert Consultation.objects.count() == len(DAYS)


def test_of_two_who_release_two_drafts_at_once_one_books_and_the_other_sees_what_changed() -> None:
    first, second = planned("June"), planned("Also June")
    answers = at_once([releaser(first, "ana"), releaser(second, "ben")])
    (lost,) = [one for one in answers if not isinstance(one, list)]
    assert isinstance(lost, drafts.Changed)
    assert {line.what for line in lost.difference.lines} == {"booked"}
    assert Consultation.objects.count() == len(DAYS)
    assert {row.is_released for row in Draft.objects.all()} == {True, False}


def test_a_booking_made_in_the_very_moment_of_a_release_is_seen_first(
    pretended: Pretended, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, gather = planned("June"), pretended.gather

    def gathered_then_booked(horizon: Any) -> Any:
        monkeypatch.setattr(planning, "gather", gather)
        found = gather(horizon)
        at = found.wanted[0].bench.need.kind
        start = timezone.now() + timedelta(days=9)
        booking.book(
            who=None, kind=at, need="formal_tcc", subject="Quick", starts_at=start,
            ends_at=start + timedelta(minutes=30),
        )  # fmt: skip
        return found

    monkeypatch.setattr(planning, "gather", gathered_then_booked)
    with time_machine.travel("2017-05-02T12:00:00Z"), pytest.raises(drafts.Changed) as refusal:
        releaser(draft, "ana")()
    assert [line.what for line in refusal.value.difference.lines] == ["booked"]
    assert Consultation.objects.count() == 1


def test_a_plan_that_is_being_worked_out_gives_signs_of_life_and_can_be_stopped(
    pretended: Pretended,
) -> None:
    draft = drafts.sketch(who=None, name="June", **SPAN)
    seen: list[bool] = []

    def until_stopped(stop: Callable[[], bool]) -> None:
        began = Draft.objects.get(pk=draft.pk).heartbeat_at
        wait = threading.Event()
        for _ in range(500):
            wait.wait(0.01)
            if not seen and Draft.objects.get(pk=draft.pk).heartbeat_at != began:
                seen.append(True)
                drafts.stop(draft, who=None, version=1)
            if stop():
                return
        raise AssertionError("nobody stopped it")

    pretended.during = until_stopped
    drafts.carry_out(draft.pk, draft.run)
    row = Draft.objects.get()
    assert (seen, row.state, row.placements.count()) == ([True], "stopped", 3)


KILLED = """
import sys, threading
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[2]
from consultations import drafts, planning
def never_done(*args, **options):
    print("planning", flush=True)
    threading.Event().wait()
planning.plan_together = never_done
drafts.carry_out(int(sys.argv[1]), 1)
"""


def test_the_draft_of_a_worker_that_was_killed_falls_silent_and_is_planned_again() -> None:
    draft = drafts.sketch(who=None, name="June", **SPAN)
    names = os.environ | {"DJANGO_SETTINGS_MODULE": "planner.settings"}
    command = [sys.executable, "-c", KILLED, str(draft.pk), str(connection.settings_dict["NAME"])]
    with subprocess.Popen(command, cwd=ROOT, env=names, stdout=subprocess.PIPE) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"planning\n"
        worker.kill()
    row = Draft.objects.get()
    assert (row.state, row.is_silent(timezone.now())) == ("running", False)
    with time_machine.travel(timezone.now() + timedelta(seconds=90), tick=False):
        assert row.is_silent(timezone.now())
        again = drafts.queue_again(row, who=None, version=row.version)
        drafts.carry_out(again.pk, again.run)
    assert Draft.objects.get().state == "done"
