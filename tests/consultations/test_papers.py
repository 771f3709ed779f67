"""The papers of one meeting: what each says, to whom, and nothing that is not known."""

from __future__ import annotations

import io
import json
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command

from consultations import records, tasks
from consultations.models import HEADQUARTERS, Consultation, Mandate, Point, Record, Report
from consultations.papers.agenda import minutes_of
from consultations.papers.kinds import PAPERS, Asked, PaperRefused, build, operator
from consultations.papers.sheets import Bullets, Heading, Paragraph, Table
from planner.register import load
from tests.consultations.held_meeting import held
from tests.consultations.invited import STARTS_AT, confirmed

AFTER = datetime(2027, 6, 9, 12, tzinfo=HEADQUARTERS)
OF_MEETINGS = [
    "agenda", "steering", "preparation", "checklist", "attendance", "summary", "record",
    "self-check",
]  # fmt: skip


@pytest.fixture
def row(planner):
    with time_machine.travel(AFTER - timedelta(days=20), tick=False):
        return confirmed(planner)


@pytest.fixture
def meeting(planner):
    with time_machine.travel(AFTER, tick=False):
        yield held(planner)


def paper(slug, row, reader=None, **asked):
    reader = reader or operator()
    today = asked.pop("today", AFTER.date())
    return build(PAPERS[slug], Asked(reader, today, consultation=row, **asked))


def under(sheet, heading):
    """The blocks below one heading, up to the next of its level."""
    found, level = [], 0
    for block in sheet.blocks:
        if isinstance(block, Heading) and level and block.level <= level:
            break
        if level:
            found.append(block)
        if isinstance(block, Heading) and block.text == heading:
            level = block.level
    return found


def items(sheet, heading):
    return [item for block in under(sheet, heading) if isinstance(block, Bullets)
            for item in block.items]  # fmt: skip


def texts(sheet):
    """Every word of a paper."""
    parts = [sheet.title, sheet.subtitle, *sheet.notes, *sheet.fields.values()]
    for block in sheet.blocks:
        match block:
            case Table():
                parts += [block.caption, *block.columns, *(c for row in block.rows for c in row)]
            case Bullets():
                parts += block.items
            case _:
                parts.append(block.text)
    return "\n".join(map(str, parts))


# All of them.


def empty_headings(sheet):
    after = (*sheet.blocks[1:], Heading("", 0))
    return [
        one.text
        for one, below in zip(sheet.blocks, after, strict=False)
        if isinstance(one, Heading) and isinstance(below, Heading) and below.level <= one.level
    ]


def test_a_paper_of_a_meeting_just_booked_has_no_empty_heading(row):
    assert {slug: empty_headings(paper(slug, row)) for slug in OF_MEETINGS} == {
        slug: [] for slug in OF_MEETINGS
    }


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_paper_of_a_held_meeting_is_made_in_every_language(language, meeting):
    for slug in OF_MEETINGS:
        sheet = paper(slug, meeting, language=language)
        assert (sheet.language, sheet.is_empty, empty_headings(sheet)) == (language, False, [])


def test_a_paper_of_a_meeting_needs_a_meeting():
    with pytest.raises(PaperRefused) as refused:
        build(PAPERS["agenda"], Asked(operator(), AFTER.date()))
    assert refused.value.sentence == "Choose a meeting: this paper is of one consultation."


def test_every_recommendation_that_a_paper_names_is_in_the_register():
    named = {id for kind in PAPERS.values() for id in kind.recommendations}
    assert named - set(load().recommendations) == set()


# The agenda.


@pytest.mark.parametrize(
    ("length", "parts"),
    [(90, (15, 60, 15)), (60, (10, 40, 10)), (120, (20, 80, 20)), (180, (30, 120, 30)),
     (30, (5, 20, 5)), (10, (0, 10, 0))],
)  # fmt: skip
def test_the_time_is_divided_as_15_60_and_15_of_90_minutes(length, parts):
    assert minutes_of(length) == parts
    assert sum(parts) == length


def test_the_agenda_goes_by_the_clock_of_headquarters(row):
    (table,) = paper("agenda", row).tables
    assert [cells[0] for cells in table.rows] == ["10:00–10:15", "10:15–11:15", "11:15–11:30"]
    assert table.rows[0][1:] == ("Briefing", "Secretariat")


def test_the_agenda_names_who_briefs(meeting):
    (table,) = paper("agenda", meeting).tables
    assert table.rows[0][2] == "Mr. El-Ghassim Wane, Assistant Secretary-General, DPO"


def test_a_renewal_takes_up_priorities_phasing_and_exit(meeting):
    first = [item.partition(":")[0] for item in items(paper("agenda", meeting),
             "What the exchange covers")]  # fmt: skip
    assert first == [
        "Current operations, and the main challenges of MINUSMA.", "Priorities", "Phasing", "Exit"
    ]  # fmt: skip


def test_a_new_mission_takes_up_peacebuilding_in_its_first_mandate(planner):
    row = confirmed(planner, purpose="a")
    assert items(paper("agenda", row), "What the exchange covers")[-1] == (
        "Longer-term peacebuilding in the first mandate, for instance the rule of law."
    )
    Mandate.objects.create(
        mission=row.cycle_mission, resolution="S/RES/2100 (2013)", adopted_on=date(2013, 4, 25),
        expires_on=date(2014, 6, 30), kind="new",
    )  # fmt: skip
    assert items(paper("agenda", row), "What the exchange covers") == [
        "Current operations, and the main challenges of MINUSMA."
    ]


def test_the_agenda_says_what_is_missing(planner):
    row = confirmed(planner)
    Consultation.objects.filter(pk=row.pk).update(aim="", documents="", questions="")
    row.refresh_from_db()
    notes = paper("agenda", row).notes
    assert [note.partition(";")[0] for note in notes] == [
        "The aim is not set", "No list of documents is set", "No questions are set",
    ]  # fmt: skip


def test_documents_come_with_the_days_of_reports(row):
    of = row.cycle_mission
    Report.objects.create(mission=of, symbol="S/2017/478", issued_on=date(2027, 6, 1))
    Report.objects.create(mission=of, symbol="S/2027/400", issued_on=date(2027, 5, 28))
    Report.objects.create(mission=of, due_on=date(2027, 6, 4))
    Report.objects.create(mission=of, symbol="S/2027/1", issued_on=date(2027, 1, 4))
    assert items(paper("agenda", row), "Documents") == [
        "S/2017/478",
        "S/2027/400, periodic report on MINUSMA, issued Fri 28 May 2027",
        "report without a recorded symbol, periodic report on MINUSMA: due Fri 4 June 2027, "
        "no issue recorded",
    ]  # fmt: skip


# The steering note.


def test_the_steering_note_numbers_the_questions(meeting):
    asked = under(paper("steering", meeting), "Questions to steer by")
    assert [(one.number, one.text) for one in asked if isinstance(one, Paragraph)] == [
        ("1.", "What do contingents lack?"), ("2.", "Which tasks come first?"),
        ("3.", "What should the report still tell?"),
    ]  # fmt: skip


def test_the_steering_note_names_who_sent_views_in_writing(meeting):
    assert items(paper("steering", meeting), "Views received in writing") == [
        "Chad (Fri 4 June 2027): Helicopters are needed in Kidal."
    ]


def later(meeting, planner, **terms):
    start = STARTS_AT + timedelta(days=90)
    told = {"starts_at": start, "ends_at": start + timedelta(hours=1), "need": "later", **terms}
    return confirmed(planner, **told)


def test_the_steering_note_recalls_what_the_last_meeting_left_open(meeting, planner):
    heading = "Left open on Tue 8 June 2027: MINUSMA: renewal"
    assert items(paper("steering", later(meeting, planner)), heading) == [
        "Air assets come late", "Tasks exceed means (Chad)", "Nobody is to know who said this",
        "Not answered yet: When will helicopters come?",
    ]  # fmt: skip


def test_what_was_answered_in_a_later_meeting_is_not_open(meeting, planner):
    own = later(meeting, planner)
    Point.objects.get(text="Air assets come late").follows.create(consultation=own, how="answered")
    assert "Air assets" not in texts(paper("steering", own))


def test_a_closed_last_meeting_is_not_told_to_who_may_not_see_it(meeting, planner, convener):
    own = later(meeting, planner)
    own.convener_user.add(convener)
    assert "Air assets" not in texts(paper("steering", own, convener))


# Preparation.


def test_views_in_writing_are_due_two_working_days_before(row):
    assert items(paper("preparation", row, side="contributors"), "By when") == [
        "Views in writing: Fri 4 June 2027", "Documents are to be with you by Wed 2 June 2027",
    ]  # fmt: skip


def test_each_side_is_asked_something_else(row):
    asked = [items(paper("preparation", row, side=side), "What is asked of you")
             for side in ("contributors", "council", "secretariat")]  # fmt: skip
    assert len({tuple(one) for one in asked}) == 3


def test_there_are_three_sides(row):
    with pytest.raises(PaperRefused) as refused:
        paper("preparation", row, side="press")
    assert refused.value.sentence == "Choose a side: contributors, council or secretariat."


# The summary.


def test_views_are_attributed_as_the_meeting_chose(meeting):
    sheet = paper("summary", meeting)
    assert items(sheet, "Views on which there was agreement") == ["Air assets come late"]
    assert items(sheet, "Views on which participants differed") == ["Tasks exceed means (Chad)"]
    assert items(sheet, "Views expressed") == [
        "Nobody is to know who said this", "The mandate should name fewer tasks (contributors)"
    ]  # fmt: skip
    assert "Africa" not in texts(sheet)


def test_a_question_tells_its_answer_or_when_it_is_due(meeting):
    assert items(paper("summary", meeting), "Questions to the Secretariat") == [
        "When will helicopters come?\nNot answered yet; due Tue 22 June 2027.",
        "How many convoys were attacked? (Chad)\nAnswered Thu 10 June 2027: Four.",
    ]


def test_the_summary_uses_neutral_words(meeting):
    assert "accepted" not in texts(paper("summary", meeting)).lower()


def test_what_was_taken_out_is_in_no_paper(meeting):
    for slug in OF_MEETINGS:
        assert "Said by mistake" not in texts(paper(slug, meeting))


def test_a_meeting_of_which_nothing_is_noted_has_no_summary(row, planner):
    assert paper("summary", row).is_empty
    records.open_record(row, who=planner)
    assert paper("summary", row).is_empty


# The record.


def test_who_told_an_outcome_is_no_reason_and_no_reason_is_none(meeting):
    table = next(one for one in paper("record", meeting).tables if one.name == "Views")
    told = {row[-2:] for row in table.rows}
    assert ("Left to the next renewal", "penholder") in told
    assert {reason for reason, _who in told} == {"Left to the next renewal", "–"}


@pytest.mark.parametrize("slug", ["record", "summary", "self-check", "checklist"])
def test_how_a_room_was_booked_is_not_told_of_a_meeting_that_was_held(slug, meeting):
    assert "confirmed" not in paper(slug, meeting).subtitle


def test_the_record_tells_attendance_by_delegation(meeting):
    table = next(one for one in paper("record", meeting).tables if one.name == "Attendance")
    assert table.rows == (
        ("France", "member of the Council", "excused", "", "", ""),
        ("Chad", "contributor", "present", "experts", "political, military", "yes"),
        ("DPO", "Secretariat", "not noted", "", "", ""),
    )


def test_who_spoke_and_who_came_are_told_as_on_the_page(meeting, reader, planner):
    def columns(slug, who):
        return paper(slug, meeting, who).tables[0].columns

    came, sides = ("Delegation", "Attendance", "Level", "Seats"), ("Delegation", "Side")
    told = (*sides, "Attendance", "Level", "Seats")
    assert columns("record", planner) == (*told, "Spoke")
    assert columns("attendance", planner) == (*came, "Who came")
    assert (columns("record", reader), columns("attendance", reader)) == (told, came)
    assert not {"Col. Idriss", "yes"} & {
        cell for slug in ("record", "attendance") for table in paper(slug, meeting, reader).tables
        for row in table.rows for cell in row
    }  # fmt: skip
    Record.objects.update(attribution="named")
    assert columns("record", reader) == (*told, "Spoke")
    assert columns("attendance", reader) == came


@pytest.mark.parametrize("slug", ["record", "summary"])
def test_a_paper_asks_the_same_for_three_lines_as_for_one(slug, meeting, django_assert_num_queries):
    record = meeting.record
    for lines in (record.points, record.questions, record.inputs, record.panellists):
        lines.exclude(pk=lines.first().pk).delete()
    row = Consultation.objects.get(pk=meeting.pk)
    paper(slug, row)
    with django_assert_num_queries(NUMBER[slug]):
        paper(slug, Consultation.objects.get(pk=meeting.pk))
    for n in (1, 2):
        record.questions.create(text=f"Question {n}?", asked_by="Chad")
        record.points.create(text=f"Point {n}", mission=meeting.cycle_mission)
        record.inputs.create(name="Chad", text=f"Input {n}")
        record.panellists.create(name=f"Panellist {n}")
    with django_assert_num_queries(NUMBER[slug]):
        paper(slug, Consultation.objects.get(pk=meeting.pk))


NUMBER = {"record": 42, "summary": 19}


def test_the_outcome_of_views_is_shown_to_the_organizers_alone(meeting, reader, planner):
    def columns(who):
        sheet = paper("record", meeting, who)
        return next(one for one in sheet.tables if one.name == "Views").columns[5:]

    outcome = ("In the draft", "In the adopted text", "Reason given", "Told by")
    assert (columns(planner), columns(reader)) == (outcome, ())
    Record.objects.update(outcome_shown="readers")
    meeting.refresh_from_db()
    assert columns(reader) == outcome


def test_skipped_tasks_are_printed_with_their_reasons(meeting, planner):
    one = next(one for one in tasks.of_consultation(meeting, AFTER.date()) if one.state != "done")
    tasks.settle(
        one.id, one.subject, state="skipped", reason="No time was left", on=AFTER.date(),
        who=planner,
    )  # fmt: skip
    (table,) = under(paper("record", meeting), "Left undone, and why")
    assert [(row[0], row[2]) for row in table.rows] == [(one.title, "No time was left")]


def test_a_meeting_without_a_record_has_none_to_print(row):
    sheet = paper("record", row)
    assert sheet.is_empty
    assert sheet.notes == (
        "No record of this meeting was opened yet: open it from the meeting's page.",
    )


# Attendance, self-check, checklist.


def test_before_the_meeting_the_list_is_to_be_signed(row):
    first, *_others = paper("attendance", row).tables
    assert first.columns == ("Delegation", "Name", "Political, military or police", "Signature")
    assert first.rows == (("France", "", "", ""),)


def test_the_self_check_counts_what_was_kept(meeting):
    sheet = paper("self-check", meeting)
    assert [row[2] for row in sheet.tables[0].rows] == [
        "kept", "☐  ☐  ☐", "partly kept", "☐  ☐  ☐", "☐  ☐  ☐"
    ]  # fmt: skip
    assert sheet.blocks[-1].text == "Kept: 1 of 5; partly: 1; not known: 3."


def test_the_checklist_has_every_task_with_its_paragraph(meeting):
    found = tasks.of_consultation(meeting, AFTER.date())
    rows = [cells for table in paper("checklist", meeting).tables for cells in table.rows]
    assert sorted(cells[1] for cells in rows) == sorted(one.title for one in found)
    assert all(cells[3] for cells in rows)


# The command.


def run(*told):
    out = io.StringIO()
    call_command("paper", *map(str, told), stdout=out)
    return out.getvalue()


def test_the_command_writes_what_the_page_shows(meeting):
    told = json.loads(run("agenda", "--consultation", meeting.pk, "--format", "json"))
    assert (told["kind"], told["title"]) == ("agenda", "Agenda: MINUSMA: renewal")
    assert told["blocks"][0]["type"] == "bullets"


def test_the_command_writes_a_word_file(meeting, tmp_path):
    target = tmp_path / "agenda.docx"
    run("agenda", "--consultation", meeting.pk, "--format", "docx", "--output", target)
    assert target.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (("agenda", "--format", "json"),
         "“agenda” is of one consultation: name it with --consultation."),
        (("agenda", "--format", "docx", "--consultation", "{row}"),
         "This file is not for the screen: name a file with --output."),
        (("agenda", "--format", "csv", "--consultation", "{row}"),
         "There is no “csv” of this paper: choose docx, pdf, html, json."),
        (("agenda", "--format", "json", "--consultation", str(uuid4())), None),
        (("preparation", "--format", "json", "--side", "press", "--consultation", "{row}"),
         "There is no side “press”: choose contributors, council, secretariat."),
        (("summary", "--format", "json", "--consultation", "{row}"),
         "Nothing is noted of this meeting yet: enter what was said in its record."),
    ],
)  # fmt: skip
def test_the_command_refuses_in_one_sentence(told, sentence, row):
    with pytest.raises(CommandError) as refused:
        run(*(one.format(row=row.pk) for one in told))
    assert sentence is None or str(refused.value) == sentence
