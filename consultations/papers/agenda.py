"""The agenda of a meeting: a short briefing, much exchange, a wrap-up, by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from consultations.models import HEADQUARTERS, Consultation
from consultations.papers.asked import Asked
from consultations.papers.one_meeting import (
    Meeting,
    arranged,
    documents,
    kept,
    meeting_of,
    standing_notes,
    stem,
    subtitle,
)
from consultations.papers.saying import lines_of
from consultations.papers.sheets import Block, Bullets, Heading, Paragraph, Sheet, Table

EDGE, WHOLE = 15, 90  # minutes of briefing and of wrap-up, in a meeting of so many minutes
STEP = 5
WITH_EXCHANGE = {
    Consultation.Kind.SECRETARIAT_BRIEFING,
    Consultation.Kind.INFORMAL_TRIANGULAR,
    Consultation.Kind.FORMAL_TCC,
    Consultation.Kind.DRAFT_CONSULTATION,
    Consultation.Kind.WORKING_GROUP,
    Consultation.Kind.CRISIS,
    Consultation.Kind.REVIEW_BEFORE,
    Consultation.Kind.REVIEW_AFTER,
    Consultation.Kind.VISIT_DEBRIEF,
}


def build(asked: Asked) -> Sheet:
    """The agenda (2006 report, para. 8; 2017 report, paras. 51, 63 and 79 (c))."""
    meeting = meeting_of(asked)
    row = meeting.row
    blocks: list[Block] = [
        Bullets(arranged(meeting)),
        Heading(_("Aim")),
        *(Paragraph(line) for line in lines_of(row.aim)),
        Heading(_("Order of the meeting")),
        timetable(meeting),
        Heading(_("Questions for the exchange")),
        Bullets(lines_of(row.questions)),
        *scope(meeting),
        Heading(_("Documents")),
        Bullets(documents(meeting)),
    ]
    return Sheet(
        kind="agenda", title=_("Agenda: %s") % row.subject, subtitle=subtitle(meeting),
        blocks=tuple(blocks), language=asked.language, notes=tuple(_notes(meeting)),
        stem=stem(meeting, "agenda"),
    )  # fmt: skip


def minutes_of(length: int) -> tuple[int, int, int]:
    """Minutes of briefing, exchange and wrap-up: 15, 60 and 15 of 90, scaled to steps of five."""
    edge = max(STEP, round(length * EDGE / WHOLE / STEP) * STEP)
    return (edge, length - 2 * edge, edge) if length > 2 * edge else (0, length, 0)


def timetable(meeting: Meeting) -> Table:
    """The parts of the meeting by the clock at Headquarters."""
    briefing, exchange, closing = minutes_of(meeting.minutes)
    parts = [
        (briefing, _("Briefing"), _briefed_by(meeting)),
        (exchange, _exchange(meeting), _("all sides, without a list of speakers")),
        (closing, _("Wrap-up: what is agreed, what stays open, how it reaches the Council"),
         _("the chair")),
    ]  # fmt: skip
    at, rows = meeting.row.starts_at.astimezone(HEADQUARTERS), []
    for minutes, what, who in parts:
        if minutes:
            ends = at + timedelta(minutes=minutes)
            rows.append((f"{at:%H:%M}–{ends:%H:%M}", what, who))
            at = ends
    columns = (_("Time"), _("Item"), _("Who"))
    return Table(columns, tuple(rows), name="agenda", widths=(2, 6, 4))


def scope(meeting: Meeting) -> list[Block]:
    """What an exchange on a mission covers; more where a mandate begins or is renewed."""
    if not meeting.missions or meeting.row.kind not in WITH_EXCHANGE:
        return []
    lines = [_("Current operations, and the main challenges of %s.") % meeting.acronyms]
    if meeting.is_renewal:
        lines += [
            _("Priorities: which tasks of the mandate come first, and whether they fit the place."),
            _("Phasing: in which order, and when progress is looked at again."),
            _("Exit: the timeline, and what has to be true before the mission ends."),
        ]
    if meeting.is_new:
        lines.append(
            _("Longer-term peacebuilding in the first mandate, for instance the rule of law.")
        )
    return [Heading(_("What the exchange covers")), Bullets(tuple(lines))]


def _exchange(meeting: Meeting) -> str:
    if meeting.row.kind in (Consultation.Kind.ORGANISATIONAL, Consultation.Kind.C34_BUREAU):
        return _("Exchange of views")
    return _("Exchange of views among Council members, contributors and the Secretariat")


def _briefed_by(meeting: Meeting) -> str:
    """Panellists as recorded, a line each; otherwise the Secretariat."""
    panel = kept(meeting.record.panellists.all()) if meeting.record else []
    return "\n".join(map(str, panel)) or _("Secretariat")


def _notes(meeting: Meeting) -> list[str]:
    notes = standing_notes(meeting)
    if not meeting.row.aim.strip():
        notes.append(_("The aim is not set; no invitation goes out without it."))
    if not meeting.row.documents.strip():
        notes.append(_("No list of documents is set; no invitation goes out without it."))
    if not meeting.row.questions.strip():
        notes.append(_("No questions are set; three to five make an exchange of a meeting."))
    if meeting.minutes != WHOLE:
        notes.append(
            _("The division of time is that of 90 minutes (15, 60, 15), scaled; it is ours.")
        )
    return notes
