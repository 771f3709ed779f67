"""Several at one record at once, each with a connection of its own: no word is lost."""

from __future__ import annotations

import time
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from consultations import records
from consultations.models import Attendance, Deed, Point, RecordEdit
from consultations.records import applying
from tests.consultations.invited import confirmed
from tests.consultations.test_booking_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def row(planner):
    began = timezone.now() - timedelta(hours=2)
    return confirmed(planner, starts_at=began, ends_at=began + timedelta(hours=1))


@pytest.fixture
def slowly(monkeypatch):
    """Whoever has the record keeps it for a moment, so that all others really wait for it."""
    unhurried = applying._store
    monkeypatch.setattr(applying, "_store", lambda work: (time.sleep(0.1), unhurried(work)))


def typing(row, who, item, field, value, base="", change=None):
    wanted = [records.Change(change or uuid4(), item, field, base, value)]
    return partial(records.apply, row, wanted, who=who)


def test_four_who_type_in_one_field_at_once_lose_no_word(row, planner, slowly):
    people = [User.objects.create(username=f"person{n}") for n in range(4)]
    records.apply(
        row, [records.Change(uuid4(), "record", "discussion", "", "alpha omega")], who=planner
    )
    found = at_once(
        [
            typing(row, who, "record", "discussion", f"alpha word{n} omega", "alpha omega")
            for n, who in enumerate(people)
        ]
    )
    assert [type(one) for one in found] == [records.Applied] * 4, found
    words = records.of(row).discussion.split()
    assert (words[0], sorted(words[1:-1]), words[-1]) == (
        "alpha", ["word0", "word1", "word2", "word3"], "omega",
    )  # fmt: skip
    assert sorted(one.record.revision for one in found) == [2, 3, 4, 5]


def test_one_change_sent_by_two_pages_at_once_is_done_once(row, planner, slowly):
    change = uuid4()
    found = at_once([typing(row, planner, "record", "theme", "once", change=change)] * 3)
    assert [one.done for one in found] == [(change,)] * 3, found
    assert RecordEdit.objects.count() == 1


def test_two_who_open_a_record_at_once_open_one(row, planner):
    found = at_once([partial(records.open_record, row, who=planner)] * 3)
    assert len({one.pk for one in found}) == 1, found
    assert sorted(Attendance.objects.values_list("name", flat=True)) == ["Chad", "France"]


def test_two_who_begin_the_same_line_at_once_share_it(row, planner, slowly):
    point = f"point:{uuid4()}"
    at_once(
        [typing(row, planner, point, "text", "more"), typing(row, planner, point, "theme", "air")]
    )
    assert list(Point.objects.values_list("text", "theme")) == [("more", "air")]


def test_closing_while_somebody_types_loses_nothing(row, planner, slowly):
    """Either the words are in before it closes, or whoever typed is told; never neither."""
    records.open_record(row, who=planner)
    Attendance.objects.update(state="present")
    records.report_back(row, mode="oral", who=planner)
    typed, closed = at_once(
        [
            typing(row, planner, "record", "discussion", "the last word"),
            partial(records.close, row, who=planner, version=row.version),
        ]
    )
    record = records.of(row)
    assert record.is_closed, closed
    told = isinstance(typed, records.Refused)
    assert record.discussion == ("" if told else "the last word"), typed


def test_two_who_close_at_once_close_it_once(row, planner):
    records.open_record(row, who=planner)
    Attendance.objects.update(state="present")
    records.report_back(row, mode="oral", who=planner)
    found = at_once([partial(records.close, row, who=planner, version=row.version)] * 2)
    assert sorted(type(one).__name__ for one in found) == ["Record", "Refused"], found
    assert Deed.objects.filter(verb="close").count() == 1
