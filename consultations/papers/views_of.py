"""The summary of views of one meeting, in neutral words: for a paper, and for the letter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from consultations import planning
from consultations.models import Attribution, Point, Question
from consultations.papers.asked import Asked
from consultations.papers.one_meeting import Meeting, kept, meeting_of, stem, subtitle
from consultations.papers.saying import lines_of, say_day
from consultations.papers.sheets import Block, Bullets, Heading, Paragraph, Sheet
from consultations.records import visible_name

Standing = Point.Standing
MARK = {Standing.AGREED: "agreed", Standing.CONTESTED: "contested", Standing.NOT_SAID: "other"}


def build(asked: Asked) -> Sheet:
    """The summary of views (2006 report, paras. 9 and 14 (a); 2017 report, para. 36)."""
    meeting = meeting_of(asked)
    return Sheet(
        kind="summary",
        title=_("Chair's summary: %s") % meeting.row.subject,
        subtitle=subtitle(meeting),
        blocks=tuple(summary(meeting)),
        language=asked.language,
        notes=tuple(open_notes(meeting)),
        stem=stem(meeting, "summary"),
    )


def summary(meeting: Meeting) -> list[Block]:
    """What was said, attributed as the record chose; every block has a key for who edits it.

    Empty where no record was opened, or nothing was noted in it.
    """
    record = meeting.record
    if record is None:
        return []
    said = [
        Heading(_("What was discussed")),
        *_keyed(record.discussion, "discussion"),
        Heading(_("Points of general agreement")),
        *_keyed(record.conclusions, "conclusions"),
        *_points(meeting),
        Heading(_("Questions to the Secretariat")),
        Bullets(tuple(_question(*one, meeting) for one in questions_of(meeting)), key="questions"),
        Heading(_("Received in writing")),
        Bullets(tuple(_inputs(meeting)), key="inputs"),
    ]
    if not any(not isinstance(one, Heading) and _has_text(one) for one in said):
        return []
    intro = _(
        "This is the Chair's summary. It is drawn up under the Chair's own responsibility and "
        "commits nobody who took part."
    )
    return [Paragraph(intro, key="intro"), *said]


def open_notes(meeting: Meeting) -> list[str]:
    """How views are attributed, and what is not recorded."""
    record = meeting.record
    if record is None:
        return [_("No record of this meeting was opened yet: open it from the meeting's page.")]
    chosen = {
        Attribution.NONE: _("Views are not attributed, unless a participant chose otherwise."),
        Attribution.GROUP: _("Views are told by group, unless a participant chose otherwise."),
        Attribution.NAMED: _("Views are told by name, unless a participant chose otherwise."),
    }  # fmt: skip
    notes = [chosen[Attribution(record.attribution)]]
    if not record.is_closed:
        notes.append(_("The record is still open: the summary may change."))
    return notes


def told(one: Point, meeting: Meeting) -> str:
    """A point, and who raised it as far as that may be told."""
    assert meeting.record is not None
    who = visible_name(one, meeting.record)
    text = one.text.strip()
    return _("%(text)s (%(who)s)") % {"text": text, "who": who} if who and text else text


def _points(meeting: Meeting) -> Iterator[Block]:
    """By standing, then by theme in the order in which themes came up."""
    points = [one for one in points_of(meeting) if one.text.strip()]
    titles = {
        Standing.AGREED: _("Views on which there was agreement"),
        Standing.CONTESTED: _("Views on which participants differed"),
        Standing.NOT_SAID: _("Views expressed"),
    }
    for standing, title in titles.items():
        found = [one for one in points if one.standing == standing]
        yield Heading(title)
        themes = dict.fromkeys(one.theme.strip() for one in found)
        for n, theme in enumerate(sorted(themes, key=bool)):  # those without a theme come first
            if theme:
                yield Heading(theme, 3)
            items = tuple(told(one, meeting) for one in found if one.theme.strip() == theme)
            yield Bullets(items, key=f"points.{MARK[standing]}.{n}")


def points_of(meeting: Meeting) -> list[Point]:
    """The points of the record, those taken out left out."""
    if meeting.record is None:
        return []
    return kept(meeting.record.points.select_related("mission").all())


def questions_of(meeting: Meeting) -> list[tuple[Question, date]]:
    """The questions, each with the day by which it is to be answered; what days rest on is read
    once for all of them."""
    assert meeting.record is not None
    found = [one for one in kept(meeting.record.questions.all()) if one.text.strip()]
    if not found:
        return []
    due = planning.Following([meeting.row])
    return [(one, due.question(meeting.row, one.asked_on, one.incident).on) for one in found]


def _question(one: Question, due: date, meeting: Meeting) -> str:
    assert meeting.record is not None
    who = visible_name(one, meeting.record)
    text = f"{one.text.strip()} ({who})" if who else one.text.strip()
    if one.answered_on:
        words = {"text": text, "day": say_day(one.answered_on), "answer": one.answer.strip()}
        if words["answer"]:
            return _("%(text)s\nAnswered %(day)s: %(answer)s") % words
        return _("%(text)s\nAnswered %(day)s.") % words
    words = {"text": text, "day": say_day(due)}
    return _("%(text)s\nNot answered yet; due %(day)s.") % words


def _inputs(meeting: Meeting) -> Iterator[str]:
    """What came in writing is named: who sent it sent it so (2017 report, para. 70)."""
    assert meeting.record is not None
    for one in kept(meeting.record.inputs.all()):
        if one.name.strip():
            day = _(", received %s") % say_day(one.received_on) if one.received_on else ""
            yield f"{one.name.strip()}{day}"


def _keyed(text: str, key: str) -> Iterator[Paragraph]:
    for n, line in enumerate(lines_of(text)):
        yield Paragraph(line, key=f"{key}.{n}")


def _has_text(block: Block) -> bool:
    return bool(block.items) if isinstance(block, Bullets) else True
