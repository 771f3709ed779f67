"""The record of one meeting: who came, what was said, what became of it, what was left undone."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from consultations.models import Point, PointFollow, Record, ReportBack
from consultations.papers.asked import Asked
from consultations.papers.attending import CATEGORIES, level, noted, seats
from consultations.papers.checklist import skipped
from consultations.papers.one_meeting import (
    Meeting,
    arranged,
    kept,
    meeting_of,
    standing_notes,
    stem,
    subtitle,
)
from consultations.papers.saying import lines_of, say_day
from consultations.papers.self_check import ANSWERS, PRINCIPLES
from consultations.papers.sheets import Block, Bullets, Heading, Paragraph, Sheet, Table
from consultations.papers.views_of import open_notes, points_of, questions_of
from consultations.people import may
from consultations.records import sees_outcome, visible_name
from consultations.records.showing import attendance_told

NOTHING = "–"


def build(asked: Asked) -> Sheet:
    """Everything of the record that the reader may see (2017 report, paras. 3, 36, 63, 81, 85)."""
    meeting = meeting_of(asked)
    record = meeting.record
    blocks = _blocks(meeting, record, asked) if record else []
    return Sheet(
        kind="record",
        title=_("Record: %s") % meeting.row.subject,
        subtitle=subtitle(meeting),
        blocks=tuple(blocks),
        language=asked.language,
        notes=tuple(_notes(meeting, asked)),
        stem=stem(meeting, "record"),
    )


def _blocks(meeting: Meeting, record: Record, asked: Asked) -> list[Block]:
    return [
        Bullets((*arranged(meeting), *_standing(record))),
        *_attendance(meeting, asked),
        *_panel(record),
        Heading(_("What was discussed")),
        *(Paragraph(line) for line in lines_of(record.discussion)),
        Heading(_("Points of general agreement")),
        *(Paragraph(line) for line in lines_of(record.conclusions)),
        *_points(meeting, asked),
        *_questions(meeting),
        *_inputs(record),
        *_visit(record),
        *_report_back(meeting),
        *_followed(meeting, asked),
        *_self_check(record),
        *_skipped(meeting, asked),
    ]


def _standing(record: Record) -> Iterator[str]:
    if record.closed_at:
        yield _("Record closed: %s") % say_day(record.closed_at)
    if tags := [one.name for one in record.tags.all()]:
        yield _("Issues: %s") % ", ".join(tags)
    if record.next_look_on:
        yield _("Next look: %s") % say_day(record.next_look_on)
    if record.other_titles.strip():
        yield _("Also called: %s") % "; ".join(lines_of(record.other_titles))


def _attendance(meeting: Meeting, asked: Asked) -> Iterator[Block]:
    assert meeting.record is not None
    spoke = "spoke" in attendance_told(asked.reader, meeting.record)
    rows = tuple(
        (one.name, str(CATEGORIES[one.category]), one.get_state_display(), level(one.level),
         seats(one), *((_("yes") if one.spoke else "",) if spoke else ()))
        for one in noted(meeting)
    )  # fmt: skip
    columns = (_("Delegation"), _("Side"), _("Attendance"), _("Level"), _("Seats"),
               *((_("Spoke"),) if spoke else ()))  # fmt: skip
    widths = (5, 4, 2, 3, 3, 1.5)[: len(columns)]
    yield Heading(_("Attendance"))
    yield Table(columns, rows, name=_("Attendance"), widths=widths)


def _panel(record: Record) -> Iterator[Block]:
    yield Heading(_("Panellists"))
    yield Bullets(tuple(map(str, kept(record.panellists.all()))))


def _points(meeting: Meeting, asked: Asked) -> Iterator[Block]:
    assert meeting.record is not None
    outcome = sees_outcome(asked.reader, meeting.row, meeting.record)
    columns = [_("No."), _("View"), _("From"), _("Standing"), _("Sent to the penholder")]
    told = [_("In the draft"), _("In the adopted text"), _("Reason given"), _("Told by")]
    columns += told if outcome else []
    points = [one for one in points_of(meeting) if one.text.strip()]
    rows = tuple(
        (f"{n}", *_point(one, meeting), *(_outcome(one) if outcome else ()))
        for n, one in enumerate(points, 1)
    )
    yield Heading(_("Views raised"))
    widths = (1.2, 6, 3, 2.5, 3, *((2.5, 2.5, 3, 2) if outcome else ()))
    yield Table(tuple(columns), rows, name=_("Views"), widths=widths)


def _point(one: Point, meeting: Meeting) -> tuple[str, str, str, str]:
    assert meeting.record is not None
    of = "; ".join(filter(None, (one.theme, one.mission.acronym if one.mission else "")))
    text = f"{one.text.strip()}\n({of})" if of else one.text.strip()
    sent = " ".join(filter(None, (say_day(one.sent_on) if one.sent_on else "", one.sent_to)))
    who = visible_name(one, meeting.record) or _("not attributed")
    return text, who, one.get_standing_display(), sent or _("not noted")


def _outcome(one: Point) -> tuple[str, str, str, str]:
    draft = "\n".join(filter(None, (one.get_in_draft_display(), one.draft_paragraph)))
    text = "\n".join(filter(None, (one.get_in_text_display(), one.text_paragraph)))
    told = one.get_outcome_from_display() if one.outcome_from else ""
    return draft, text, one.outcome_reason.strip() or NOTHING, told or NOTHING


def _questions(meeting: Meeting) -> Iterator[Block]:
    assert meeting.record is not None
    lines = tuple(
        (f"{n}", one.text.strip(), visible_name(one, meeting.record) or _("not attributed"),
         _("answered %s") % say_day(one.answered_on) if one.answered_on
         else _("due %s") % say_day(due), one.answer.strip())
        for n, (one, due) in enumerate(questions_of(meeting), 1)
    )  # fmt: skip
    columns = (_("No."), _("Question"), _("From"), _("Answer by"), _("Answer"))
    yield Heading(_("Questions to the Secretariat"))
    yield Table(columns, lines, name=_("Questions"), widths=(1.2, 6, 3, 3, 5))


def _inputs(record: Record) -> Iterator[Block]:
    yield Heading(_("Received in writing"))
    for one in kept(record.inputs.all()):
        day = f", {say_day(one.received_on)}" if one.received_on else ""
        yield Heading(f"{one.name.strip()}{day}" if one.name.strip() else "", 3)
        for line in lines_of(one.text) or ((_("Text not kept here."),) if one.name.strip() else ()):
            yield Paragraph(line)


def _visit(record: Record) -> Iterator[Block]:
    yield Heading(_("Visit"))
    for line in lines_of(record.visit):
        yield Paragraph(line)
    if record.visit_symbol.strip():
        yield Paragraph(_("Report of the visit: %s") % record.visit_symbol.strip())


def _report_back(meeting: Meeting) -> Iterator[Block]:
    yield Heading(_("Report to the Council"))
    for one in meeting.row.report_backs.all():
        mode = capfirst(one.get_mode_display())
        if one.mode == ReportBack.Mode.NOT_NEEDED:
            yield Paragraph(_("Not needed: %s") % one.reason)
            continue
        done = say_day(one.done_on) if one.done_on else _("not done yet")
        words = [mode, done, one.to_whom.strip(), one.symbol.strip()]
        yield Paragraph(", ".join(filter(None, words)))
        for line in lines_of(one.text):
            yield Paragraph(line)


def _followed(meeting: Meeting, asked: Asked) -> Iterator[Block]:
    """Points taken up again, in meetings whose details the reader may see."""
    follows = PointFollow.objects.filter(point__record=meeting.record, point__removed=False)
    lines = []
    for one in follows.select_related("point", "consultation"):
        if not _open_to(asked, one):
            continue
        words = {"point": one.point.text.strip(), "how": one.get_how_display(),
                 "subject": one.consultation.subject,
                 "day": say_day(one.consultation.starts_at)}  # fmt: skip
        lines.append(_("%(point)s\n%(how)s %(subject)s, %(day)s") % words)
    yield Heading(_("Taken up again"))
    yield Bullets(tuple(lines))


def _open_to(asked: Asked, one: PointFollow) -> bool:
    return may(asked.reader, "details", one.consultation)


def _self_check(record: Record) -> Iterator[Block]:
    rows = tuple(
        (f"79 ({letter})", str(PRINCIPLES[letter]), str(ANSWERS[value]))
        for letter, value in sorted(record.self_check.items())
        if letter in PRINCIPLES and value in ANSWERS
    )
    columns = (_("Paragraph"), _("Principle"), _("Kept, partly, not kept"))
    yield Heading(_("Self-check"))
    yield Table(columns, rows, name=_("Self-check"), widths=(2, 8, 3))


def _skipped(meeting: Meeting, asked: Asked) -> Iterator[Block]:
    columns = (_("Task"), _("Asked for in"), _("Reason for leaving it out"))
    yield Heading(_("Left undone, and why"))
    yield Table(columns, tuple(skipped(meeting, asked)), name=_("Skipped"), widths=(5, 4, 6))


def _notes(meeting: Meeting, asked: Asked) -> Iterator[str]:
    yield from standing_notes(meeting)
    yield from open_notes(meeting)
    if meeting.record is None:
        return
    if not noted(meeting):
        yield _("Attendance is not recorded.")
    if not meeting.row.report_backs.all():
        yield _("How the views reach the Council is not recorded.")
    if not sees_outcome(asked.reader, meeting.row, meeting.record):
        yield _("What draft and adopted text made of the views is shown to the organizers alone.")
