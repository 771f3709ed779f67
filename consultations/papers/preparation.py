"""The preparation sheet of one side: what is asked of it, what to read, by when to send views."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models import Consultation, Feedback
from consultations.papers.agenda import scope, timetable
from consultations.papers.asked import Asked, PaperRefused
from consultations.papers.one_meeting import (
    Meeting,
    arranged,
    documents,
    meeting_of,
    standing_notes,
    stem,
    subtitle,
)
from consultations.papers.saying import lines_of, say_day
from consultations.papers.sheets import Block, Bullets, Heading, Paragraph, Sheet

Side = Feedback.Side
SIDES = (
    (Side.CONTRIBUTORS.value, gettext_lazy("contributors")),
    (Side.COUNCIL.value, gettext_lazy("members of the Council")),
    (Side.SECRETARIAT.value, gettext_lazy("Secretariat")),
)


def build(asked: Asked) -> Sheet:
    """The sheet of ``side`` (2017 report, paras. 65, 66, 70, 79 (a) and (c), 88)."""
    meeting, side = meeting_of(asked), asked.side or SIDES[0][0]
    if side not in dict(SIDES):
        raise PaperRefused(_("Choose a side: contributors, council or secretariat."))
    blocks: list[Block] = [
        Bullets(arranged(meeting)),
        Heading(_("Aim")),
        *(Paragraph(line) for line in lines_of(meeting.row.aim)),
        Heading(_("What is asked of you")),
        Bullets(tuple(ASKED[side](meeting))),
        Heading(_("Questions for the exchange")),
        Bullets(lines_of(meeting.row.questions)),
        *scope(meeting),
        Heading(_("Documents")),
        Bullets(documents(meeting)),
        Heading(_("By when")),
        Bullets(tuple(_days(meeting, side))),
        Heading(_("Order of the meeting")),
        timetable(meeting),
    ]
    words = {"side": str(dict(SIDES)[side]), "subject": meeting.row.subject}
    return Sheet(
        kind="preparation", title=_("Preparation for %(side)s: %(subject)s") % words,
        subtitle=subtitle(meeting), blocks=tuple(blocks), language=asked.language,
        notes=tuple(_notes(meeting)), stem=stem(meeting, f"preparation-{side}"),
    )  # fmt: skip


def _of_contributors(meeting: Meeting) -> Iterator[str]:
    yield _("Tell what your people see on the ground, and what it means for the mandate.")
    if meeting.row.level == Consultation.Level.EXPERT:
        yield _("Send one political and one military or police expert who can speak freely.")
    else:
        yield _("Send political and military or police expertise together.")
    yield _("Consult your capital and your contingent beforehand; come with questions.")
    yield _("Views in writing are welcome and may be sent under your name.")


def _of_council(meeting: Meeting) -> Iterator[str]:
    yield _("Come ready to listen and to ask: the exchange is to inform your decision.")
    yield _("Say where the mandate is under discussion, without prejudice to the Council's role.")
    yield _("Take part whether or not your country contributes personnel.")
    if meeting.is_renewal or meeting.row.kind == Consultation.Kind.DRAFT_CONSULTATION:
        yield _("The penholder: tell how views will be considered, and when a draft is expected.")


def _of_secretariat(meeting: Meeting) -> Iterator[str]:
    yield _("Brief shortly: the situation, capabilities and gaps, what the report will say.")
    yield _("Bring the mission's leadership or its team at Headquarters.")
    yield _("Supply a situation analysis, the table of capabilities and gaps, and the report.")
    yield _("Note questions that are asked, and answer those left open in reasonable time.")
    if meeting.is_renewal:
        yield _("Supply performance indicators of the mission, where there are such.")


ASKED = {
    Side.CONTRIBUTORS.value: _of_contributors,
    Side.COUNCIL.value: _of_council,
    Side.SECRETARIAT.value: _of_secretariat,
}


def _days(meeting: Meeting, side: str) -> Iterator[str]:
    """Deadlines in working days before the meeting, from the register's numbers."""
    if side == Side.SECRETARIAT.value:
        yield _("Documents to all who are invited: %s") % say_day(meeting.before("documents_lead"))
    if side == Side.CONTRIBUTORS.value:
        yield _("Views in writing: %s") % say_day(meeting.before("written_input"))
        yield _("Documents are to be with you by %s") % say_day(meeting.before("documents_lead"))
    if side == Side.COUNCIL.value:
        yield _("Documents are to be with you by %s") % say_day(meeting.before("documents_lead"))
        yield _("Contributors' views in writing: %s") % say_day(meeting.before("written_input"))


def _notes(meeting: Meeting) -> Iterator[str]:
    yield from standing_notes(meeting)
    if not meeting.row.aim.strip():
        yield _("The aim is not set; no invitation goes out without it.")
    if not meeting.row.documents.strip():
        yield _("No list of documents is set; no invitation goes out without it.")
    yield _("The days are counted in working days of Headquarters by our own defaults; neither "
            "report gives a number.")  # fmt: skip
