"""The attendance list of one meeting: as it was noted, or to be filled in at the door."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models import Attendance, Consultation, Participation
from consultations.papers.asked import Asked
from consultations.papers.one_meeting import (
    Meeting,
    kept,
    meeting_of,
    standing_notes,
    stem,
    subtitle,
)
from consultations.papers.sheets import Block, Heading, Sheet, Table
from consultations.records.showing import attendance_told

State = Attendance.State
SIDES = {  # as they are headed, many at a time
    Participation.Category.COUNCIL_MEMBER: gettext_lazy("members of the Council"),
    Participation.Category.CONTRIBUTOR: gettext_lazy("contributors"),
    Participation.Category.SECRETARIAT: gettext_lazy("Secretariat"),
    Participation.Category.HOST_STATE: gettext_lazy("host States"),
    Participation.Category.REGIONAL: gettext_lazy("regional organizations"),
    Participation.Category.UN_ENTITY: gettext_lazy("United Nations entities"),
    Participation.Category.EXPERT: gettext_lazy("experts"),
    Participation.Category.OTHER: gettext_lazy("others"),
}
CATEGORIES = dict(Participation.Category.choices)
LEVELS = dict(Consultation.Level.choices)


def build(asked: Asked) -> Sheet:
    """Who came, by side; before anything was noted a list to sign (2017 report, para. 85)."""
    meeting = meeting_of(asked)
    lines = noted(meeting)
    blocks = _attended(lines, meeting, asked) if lines else _to_sign(meeting)
    notes = standing_notes(meeting)
    if not lines and blocks:
        notes.append(_("Attendance is not recorded yet: these are those invited."))
    unknown = sum(one.state == State.UNKNOWN for one in lines)
    if unknown:
        notes.append(_("Not noted: %d.") % unknown)
    return Sheet(
        kind="attendance", title=_("Attendance: %s") % meeting.row.subject,
        subtitle=subtitle(meeting), blocks=tuple(blocks), language=asked.language,
        notes=tuple(notes), stem=stem(meeting, "attendance"),
    )  # fmt: skip


def noted(meeting: Meeting) -> list[Attendance]:
    """The lines of the record, where attendance of anybody was noted."""
    lines = kept(meeting.record.attendances.all()) if meeting.record else []
    return lines if any(one.state != State.UNKNOWN for one in lines) else []


def _attended(lines: list[Attendance], meeting: Meeting, asked: Asked) -> list[Block]:
    assert meeting.record is not None
    people = "people" in attendance_told(asked.reader, meeting.record)
    who_came = (_("Who came"),) if people else ()
    columns = (_("Delegation"), _("Attendance"), _("Level"), _("Seats"), *who_came)
    blocks: list[Block] = []
    for category, title in SIDES.items():
        rows = tuple(
            (one.name, one.get_state_display(), level(one.level), seats(one),
             *((one.people,) if people else ()))
            for one in lines
            if one.category == category
        )  # fmt: skip
        heading, widths = capfirst(str(title)), (4, 2, 3, 3, 4)[: len(columns)]
        blocks += [Heading(heading), Table(columns, rows, name=heading, widths=widths)]
    return blocks


def _to_sign(meeting: Meeting) -> list[Block]:
    invited = meeting.row.participations.filter(removed=False).exclude(
        role=Participation.Role.INFORMED
    )
    found = list(invited)
    blocks: list[Block] = []
    for category, title in SIDES.items():
        rows = tuple((one.name, "", "", "") for one in found if one.category == category)
        columns = (_("Delegation"), _("Name"), _("Political, military or police"), _("Signature"))
        heading = capfirst(str(title))
        blocks += [Heading(heading), Table(columns, rows, name=heading, widths=(4, 4, 3, 4))]
    return blocks


def level(value: str) -> str:
    """A level in words; nothing where it was not noted."""
    return str(LEVELS.get(value, ""))


def seats(one: Attendance) -> str:
    """Which of the seats were taken."""
    words = ((one.political, _("political")), (one.military, _("military")),
             (one.police, _("police")))  # fmt: skip
    return ", ".join(str(word) for taken, word in words if taken)
