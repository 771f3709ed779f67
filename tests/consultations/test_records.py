"""The record of a meeting: opened, typed into by several, reported back, closed, opened again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine

from consultations import booking, records
from consultations.models import (
    Attendance,
    Consultation,
    Deed,
    MemberState,
    Participation,
    Point,
    RecordEdit,
)
from consultations.pages.histories import history
from tests.consultations.invited import CHAD_MILITARY, booked, confirmed, of

pytestmark = pytest.mark.django_db
DURING = datetime(2027, 6, 8, 10, 30, tzinfo=UTC) + timedelta(hours=4)  # it began at 10 there
AFTER = datetime(2027, 6, 9, 16, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _afterwards():
    with time_machine.travel(AFTER, tick=False):
        yield


@pytest.fixture
def row(planner):
    with time_machine.travel(AFTER - timedelta(days=30), tick=False):
        return confirmed(planner)


def typed(item, field, value, base="", change=None):
    return records.Change(change or uuid4(), item, field, base, value)


def said(row, item):
    items = records.state(row)["items"]
    return next(one["fields"] for one in items if one["item"] == item)


def noted(row, planner):
    """Somebody was present, and the report-back is settled: it can be closed."""
    records.open_record(row, who=planner)
    Attendance.objects.update(state="present")
    records.report_back(row, mode="oral", who=planner)


# Opening.


def test_a_record_opens_with_everybody_invited_and_nobody_noted(row, planner):
    member = MemberState.objects.create(name="Togo", iso3="TGO")
    for name, category, strength in (
        ("Togo", "contributor", 900), ("DPO", "secretariat", None), ("Guinea", "contributor", 40),
    ):  # fmt: skip
        Participation.objects.create(
            consultation=row, name=name, category=category, strength=strength,
            member=member if name == "Togo" else None,
        )  # fmt: skip
    record = records.open_record(row, who=planner)
    lines = record.attendances.values_list("name", "position", "state")
    assert list(lines) == [
        ("France", 1, "unknown"), ("Togo", 2, "unknown"), ("Guinea", 3, "unknown"),
        ("Chad", 4, "unknown"), ("DPO", 5, "unknown"),
    ]  # fmt: skip
    assert record.attendances.get(name="Togo").member == member


def test_levels_seats_and_names_come_from_the_answers(row, planner):
    of(row, CHAD_MILITARY).__class__.objects.filter(email=CHAD_MILITARY).update(
        partstat="ACCEPTED", level="dpr", attending="Col. Idriss"
    )
    record = records.open_record(row, who=planner)
    chad = record.attendances.get(name="Chad")
    assert (chad.level, chad.military, chad.political, chad.people, chad.state) == (
        "dpr", True, False, "Col. Idriss", "unknown",
    )  # fmt: skip


def test_opening_again_adds_who_was_invited_since_and_changes_nothing_else(row, planner):
    first = records.open_record(row, who=planner)
    first.attendances.filter(name="Chad").update(state="excused")
    assert records.open_record(row, who=planner).revision == 0
    Participation.objects.create(consultation=row, name="Togo", category="contributor")
    second = records.open_record(row, who=planner)
    assert (second.pk, second.revision) == (first.pk, 1)
    assert list(second.attendances.values_list("name", "state", "revision")) == [
        ("France", "unknown", 0), ("Chad", "excused", 0), ("Togo", "unknown", 1),
    ]  # fmt: skip


def test_who_was_taken_off_the_list_is_not_in_the_record(row, planner):
    row.participations.filter(name="Chad").update(removed=True)
    record = records.open_record(row, who=planner)
    assert list(record.attendances.values_list("name", flat=True)) == ["France"]


def test_a_meeting_that_is_only_proposed_has_no_record(planner):
    row = booked(planner, status=Consultation.Status.PROPOSED)
    for doing in (
        lambda: records.open_record(row, who=planner),
        lambda: records.apply(row, [typed("record", "discussion", "x")], who=planner),
        lambda: records.report_back(row, mode="oral", who=planner),
    ):
        with pytest.raises(records.Refused, match="proposed has no record"):
            doing()
    assert records.of(row) is None


def test_all_who_said_that_they_come_are_present_with_one_deed(row, planner):
    record = records.open_record(row, who=planner)
    row.participations.filter(name="Chad").update(partstat="TENTATIVE")
    assert records.all_present(row, who=planner) == 1
    assert dict(record.attendances.values_list("name", "state")) == {
        "Chad": "present", "France": "unknown",
    }  # fmt: skip
    assert records.all_present(row, who=planner) == 0
    assert list(RecordEdit.objects.values_list("was", "now", "who__username")) == [
        ("unknown", "present", "planner")
    ]


def test_who_was_taken_out_of_the_list_is_put_back_not_written_twice(row, planner):
    record = records.open_record(row, who=planner)
    chad = record.attendances.get(name="Chad")
    out = typed(f"attendance:{chad.pk}", "removed", "true", "false")
    again = typed(f"attendance:{uuid4()}", "name", "Chad")
    (refused,) = records.apply(row, [out, again], who=planner).refused
    assert refused.sentence == "Chad stands in the list already."
    (refused,) = records.apply(row, [again], who=planner).refused
    assert refused.sentence == "Chad was taken out of the list: put it back."


# Typing.


def test_what_is_typed_stands_and_is_kept_as_an_edit(row, planner):
    point = f"point:{uuid4()}"
    done = records.apply(
        row,
        [typed("record", "discussion", "Mobility"), typed(point, "text", "More helicopters"),
         typed(point, "sent_on", "2027-06-09"), typed(point, "standing", "agreed")],
        who=planner,
    )  # fmt: skip
    assert (len(done.done), done.refused, done.record.revision) == (4, (), 1)
    assert said(row, "record")["discussion"] == "Mobility"
    one = Point.objects.get()
    assert (one.text, one.sent_on, one.standing, one.revision) == (
        "More helicopters", date(2027, 6, 9), "agreed", 1,
    )  # fmt: skip
    kept = RecordEdit.objects.get(field="discussion")
    assert (kept.was, kept.typed, kept.now, kept.who) == ("", "Mobility", "Mobility", planner)


def test_two_who_type_in_one_text_lose_nothing(row, planner):
    records.apply(row, [typed("record", "discussion", "alpha beta")], who=planner)
    for value in ("alpha beta of theirs", "mine alpha beta"):
        records.apply(row, [typed("record", "discussion", value, "alpha beta")], who=planner)
    assert said(row, "record")["discussion"] == "mine alpha beta of theirs"


def test_of_a_choice_the_last_one_wins(row, planner):
    record = records.open_record(row, who=planner)
    line = f"attendance:{record.attendances.get(name='Chad').pk}"
    for value in ("present", "excused"):
        records.apply(row, [typed(line, "state", value, "unknown")], who=planner)
    assert said(row, line)["state"] == "excused"
    assert list(RecordEdit.objects.values_list("now", flat=True)) == ["present", "excused"]


def test_what_is_sent_again_is_done_once(row, planner):
    change = typed("record", "discussion", "word")
    for _again in range(3):
        done = records.apply(row, [change], who=planner)
        records.apply(row, [typed("record", "theme", "x")], who=planner)
        assert done.done == (change.change,)
    assert said(row, "record")["discussion"] == "word"
    assert RecordEdit.objects.filter(field="discussion").count() == 1


WRONG = [
    ("point", "sent_on", "yesterday", "sent to the penholder on: write the day as year-month-day."),
    ("point", "standing", "loud", "standing: choose one of the answers that are offered."),
    ("point", "theme", "x" * 121, "theme has 121 characters: no more than 120 fit."),
    ("point", "text", "x" * 20_001, "point: no more than 20000 characters fit."),
    ("point", "mission", "NOWHERE", "mandate of: nothing of this name is recorded."),
    ("point", "position", "-1", "position is a whole number, no more than 100000."),
    ("point", "position", "100001", "position is a whole number, no more than 100000."),
    ("point", "position", "0" * 12 + "9" * 20, "position is a whole number, no more than 100000."),
    (
        "point",
        "position",
        "0" * 12 + "9" * 6000,
        "position is a whole number, no more than 100000.",
    ),
    ("question", "asked_on", "9999-12-31", "asked on: the year is to be from 1990 to 2100."),
    ("record", "next_look_on", "0026-06-08", "next look on: the year is to be from 1990 to 2100."),
    ("question", "incident", "perhaps", "on an incident is true or false."),
    ("question", "record", "1", "There is no such field in a record."),
    ("attendance", "state", "present", "Give the delegation's name first."),
    ("attendance", "name", "chad", "chad stands in the list already."),
    ("attendance", "name", "  ", "Give the delegation's name, or take the line out."),
    ("deed", "text", "x", "There is no such field in a record."),
]


def test_a_wrong_value_is_refused_alone_with_a_sentence(row, planner):
    records.open_record(row, who=planner)
    changes = [
        typed(kind if kind == "record" else f"{kind}:{uuid4()}", field, value)
        for kind, field, value, _said in WRONG
    ]
    changes += [
        typed("record", "discussion", "kept"),
        typed("record", "continues", str(row.pk)),
        typed("point:nonsense", "text", "x"),
    ]
    done = records.apply(row, changes, who=planner)
    assert done.done == (changes[-3].change,)
    sentences = {one.change: one.sentence for one in done.refused}
    assert [sentences[one.change] for one in changes[: len(WRONG)]] == [line[3] for line in WRONG]
    assert sentences[changes[-2].change] == "A meeting does not continue itself."
    assert Point.objects.count() == 0
    assert RecordEdit.objects.count() == 1


def test_after_a_line_in_the_highest_place_more_lines_are_made(row, planner):
    last, more = f"point:{uuid4()}", f"point:{uuid4()}"
    wanted = [typed(last, "text", "last"), typed(last, "position", "100000")]
    records.apply(row, wanted, who=planner)
    done = records.apply(row, [typed(more, "text", "more")], who=planner)
    assert (done.refused, said(row, more)["position"]) == ((), "100000")
    Point.objects.filter(text="last").update(position=2**31 - 1)  # stored before there was a limit
    assert records.apply(row, [typed(f"point:{uuid4()}", "text", "x")], who=planner).refused == ()
    assert Point.objects.get(text="x").position == 100_000


def test_a_line_of_another_record_is_never_touched(row, planner):
    other = booked(planner, starts_at=row.starts_at + timedelta(days=1),
                   ends_at=row.ends_at + timedelta(days=1), room=None)  # fmt: skip
    theirs = typed(f"point:{uuid4()}", "text", "theirs")
    records.apply(other, [theirs], who=planner)
    again = records.Change(theirs.change, "record", "discussion", "", "stolen")
    done = records.apply(row, [typed(theirs.item, "text", "mine"), again], who=planner)
    assert [one.sentence for one in done.refused] == [
        "This line belongs to another record.", "This change belongs to another record.",
    ]  # fmt: skip
    assert Point.objects.get().text == "theirs"


def test_control_characters_and_halves_of_characters_are_left_out(row, planner):
    records.apply(row, [typed("record", "discussion", "a\x00b\ud800c\r\nd\te")], who=planner)
    assert said(row, "record")["discussion"] == "abc\nd\te"


def test_more_than_two_hundred_changes_are_not_begun(row, planner):
    changes = [typed("record", "theme", str(n)) for n in range(201)]
    with pytest.raises(records.Refused, match="no more than 200"):
        records.apply(row, changes, who=planner)


def test_a_line_taken_out_is_kept_and_can_be_put_back(row, planner):
    point = f"point:{uuid4()}"
    records.apply(row, [typed(point, "text", "one"), typed(point, "removed", "true")], who=planner)
    (line,) = [one for one in records.state(row)["items"] if one["item"] == point]
    assert (line["removed"], line["fields"]["text"]) == (True, "one")
    records.apply(row, [typed(point, "removed", "false", "true")], who=planner)
    assert not Point.objects.get().removed


def test_sixty_delegations_cost_as_many_queries_as_two(row, planner, django_assert_max_num_queries):
    names = [f"attendance:{uuid4()}" for _n in range(60)]
    changes = [typed(item, "name", f"State {n}") for n, item in enumerate(names)]
    records.open_record(row, who=planner)
    with django_assert_max_num_queries(10):
        records.apply(row, changes, who=planner)
    with django_assert_max_num_queries(10):
        records.apply(row, [typed(one, "state", "present") for one in names], who=planner)
    assert Attendance.objects.filter(state="present").count() == 60


# What a page asks again and again.


def test_a_page_is_told_what_changed_since_it_asked_and_who_else_types(row, planner, reader):
    records.open_record(row, who=planner)
    first = records.state(row)
    assert [one["item"].split(":")[0] for one in first["items"]] == ["record", *["attendance"] * 2]
    point = f"point:{uuid4()}"
    records.apply(row, [typed(point, "text", "one")], who=planner)
    news = records.state(row, first["revision"] or 0, reader=planner)
    assert news["others"] == []
    assert [(o["who"], o["item"]) for o in records.state(row, 1, reader=reader)["others"]] == [
        ("planner", point)
    ]
    assert records.state(row, 1)["items"] == []
    records.apply(row, [typed(point, "text", "one two", "one")], who=planner)
    assert [one["item"] for one in records.state(row, 1)["items"]] == ["record", point]


def test_a_meeting_without_a_record_has_an_empty_state(row):
    assert records.state(row) == {
        "revision": 0, "closed": False, "items": [], "done": [], "refused": [], "others": [],
    }  # fmt: skip


# Reporting back, closing, opening again.


def test_a_report_back_is_kept_changed_and_taken_back_with_its_deeds(row, planner):
    records.open_record(row, who=planner)
    records.report_back(row, mode="written", who=planner, to_whom="the President")
    assert not records.report_back_done(row)
    records.report_back(row, mode="written", who=planner, done_on=date(2027, 6, 9), symbol="S/1")
    assert records.report_back_done(row)
    records.withdraw_report_back(row, "written", planner)
    deeds = Deed.objects.filter(verb="report").values_list("was", "now")
    done = "written, Wed 9 June 2027, S/1"
    assert list(deeds) == [
        ("", "written, not done yet, the President"),
        ("written, not done yet, the President", done),
        (done, "taken back"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"mode": "smoke"}, "Choose whether"),
        ({"mode": "not_needed", "reason": " "}, "Say why no report-back"),
        ({"mode": "oral", "done_on": date(2027, 6, 7)}, "earlier than the meeting"),
        ({"mode": "oral", "done_on": date(2027, 6, 10)}, "That day is to come"),
    ],
)
def test_a_report_back_that_cannot_be_is_refused(row, planner, given, sentence):
    with pytest.raises(records.Refused, match=sentence):
        records.report_back(row, who=planner, **given)


def test_what_is_not_needed_is_not_done_as_well(row, planner):
    records.report_back(row, mode="not_needed", reason="organizational", who=planner)
    with pytest.raises(records.Refused, match="take that one back first"):
        records.report_back(row, mode="oral", who=planner)


def test_closing_says_all_that_is_missing_and_its_cure(row, planner):
    records.open_record(row, who=planner)
    with pytest.raises(records.Refused) as refused:
        records.close(row, who=planner, version=row.version)
    assert str(refused.value) == (
        "Nobody's attendance is noted: say who was present. "
        "The report-back is not settled: say whether it is oral or written, or why none is needed "
        "(S/2006/972, para. 14 (a))."
    )


def test_a_meeting_that_has_not_begun_is_not_closed(row, planner):
    noted(row, planner)
    with (
        time_machine.travel(row.starts_at - timedelta(minutes=1), tick=False),
        pytest.raises(records.Refused, match="has not begun"),
    ):
        records.close(row, who=planner, version=row.version)


def test_a_confirmed_meeting_is_held_once_its_record_is_closed(row, planner):
    noted(row, planner)
    record = records.close(row, who=planner, version=row.version)
    row.refresh_from_db()
    assert (row.status, record.is_closed, record.closed_by) == ("held", True, planner)
    assert list(row.deeds.values_list("verb", "now"))[-2:] == [
        ("hold", "held: Tue 8 June 2027, 10:00–11:30, Conference Room 7"),
        ("close", "2 present, 0 points, 0 questions"),
    ]


def test_a_closed_record_refuses_what_is_typed_but_knows_what_it_had(row, planner):
    noted(row, planner)
    change = typed("record", "discussion", "before")
    records.apply(row, [change], who=planner)
    records.close(row, who=planner, version=row.version)
    assert records.apply(row, [change], who=planner).done == (change.change,)
    with pytest.raises(records.Refused, match="open it again"):
        records.apply(row, [typed("record", "discussion", "after")], who=planner)
    with pytest.raises(records.Refused, match="closed on it"):
        records.withdraw_report_back(row, "oral", planner)


def test_opening_again_asks_for_a_reason_and_keeps_it(row, planner):
    noted(row, planner)
    records.close(row, who=planner, version=row.version)
    row.refresh_from_db()
    with pytest.raises(records.Refused, match="Say why"):
        records.reopen(row, reason=" ", who=planner, version=row.version)
    records.reopen(row, reason="a name was wrong", who=planner, version=row.version)
    assert row.deeds.last().reason == "a name was wrong"
    records.apply(row, [typed("record", "discussion", "after")], who=planner)
    told = [(line.title, line.reason) for line in history(row)[0]][-4:]
    assert told == [
        ("report-back", ""), ("held", ""), ("record closed", ""),
        ("record opened again", "a name was wrong"),
    ]  # fmt: skip


def test_who_closes_on_an_older_version_is_told_who_changed_it(row, planner):
    noted(row, planner)
    version = row.version
    booking.edit(row, who=planner, version=version, aim="Another aim")
    with pytest.raises(records.Stale, match="planner changed this"):
        records.close(row, who=planner, version=version)
    assert not records.of(row).is_closed


def test_ids_are_taken_in_any_spelling(row, planner):
    one = uuid4()
    records.apply(row, [typed(f"point:{str(one).upper()}", "text", "x")], who=planner)
    records.apply(row, [typed(f"point:{one.hex}", "theme", "y")], who=planner)
    assert [(p.pk, p.text, p.theme) for p in Point.objects.all()] == [(UUID(str(one)), "x", "y")]
