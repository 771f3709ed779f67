"""The letter to the President after one meeting: the Chair's summary of the views expressed.

The Chair should report the views at the earliest opportunity, in writing if needed (2006 report,
para. 14 (a)); candour is kept, so each view is told as openly as its own attribution lets it.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.models import HEADQUARTERS, Attendance, Consultation, Paper, Question, Record
from consultations.papers.asked import Asked, PaperRefused
from consultations.papers.meetings import record_of
from consultations.papers.pieces import SUBSECTION, TEXT, Piece
from consultations.papers.saying import lines_of
from consultations.papers.signing import Signing
from consultations.papers.spans import long_day
from consultations.papers.yearly_meeting import said_of, with_items
from consultations.records import visible_name

CHAIR = Consultation.Convener.CHAIR


def assemble(asked: Asked, signing: Signing) -> tuple[list[Piece], tuple[str, ...]]:
    """The pieces of the letter, and what is to be said of them."""
    row = consultation_of(asked)
    record = record_of(row)
    told = [*_views(record)] if record else []
    pieces = [
        Piece("letter.opening", "letter", _opening(row)),
        *_who(record),
        *told,
        *(_asked_and_sent(record) if record else ()),
        Piece("letter.mark", "note", _mark()),
        Piece("letter.signed", "signature", _("(Signed) %s") % signing.said_name),
    ]
    if row.convener == CHAIR:
        pieces.append(Piece("letter.capacity", "right", _capacity()))
    if told:
        return pieces, ()
    return pieces, (_("No view is recorded of this meeting yet: record its points first."),)


def consultation_of(asked: Asked) -> Consultation:
    """The meeting. Raises ``PaperRefused`` where none was named."""
    if asked.consultation is None:
        raise PaperRefused(_("Name the meeting that the letter is about."))
    return asked.consultation


def title_of(asked: Asked, signing: Signing) -> str:
    """Who writes to whom, and when."""
    if consultation_of(asked).convener == CHAIR:
        words = _(
            "Letter dated %(day)s from the Chair of the Security Council Working Group on "
            "Peacekeeping Operations addressed to the President of the Security Council"
        )
    else:
        words = _(
            "Letter dated %(day)s from the %(post)s addressed to the President of the "
            "Security Council"
        )
    return words % {"day": signing.said_on, "post": signing.said_post}


def state_of(signing: Signing) -> str:
    """A draft says that it is one."""
    return _("Draft") if signing.state == Paper.State.DRAFT else ""


def stem_of(asked: Asked) -> str:
    """The name of the file."""
    row = consultation_of(asked)
    return f"letter-to-the-president-{row.starts_at.astimezone(HEADQUARTERS):%Y-%m-%d}"


def _opening(row: Consultation) -> str:
    words = {
        "kind": row.get_kind_display(),
        "day": long_day(row.starts_at.astimezone(HEADQUARTERS).date()),
        "subject": ((record := record_of(row)) and record.theme) or row.subject,
    }
    if row.convener == CHAIR:
        return (
            _(
                "In my capacity as Chair of the Security Council Working Group on Peacekeeping "
                "Operations, I have the honour to convey to you the views expressed at the "
                "%(kind)s held on %(day)s on “%(subject)s”."
            )
            % words
        )
    return (
        _(
            "I have the honour to convey to you the views expressed at the %(kind)s held on "
            "%(day)s on “%(subject)s”."
        )
        % words
    )


def _who(record: Record | None) -> Iterator[Piece]:
    """How many took part, by side, where it was noted."""
    lines = record.attendances.all() if record else ()
    here = [one.category for one in lines if one.state == Attendance.State.PRESENT]
    if not here:
        return
    words = {"members": here.count("council_member"), "contributors": here.count("contributor")}
    text = _(
        "%(members)d members of the Security Council and %(contributors)d troop- and "
        "police-contributing countries took part."
    )
    yield Piece("letter.attendance", "letter", text % words)


def _views(record: Record) -> Iterator[Piece]:
    """Points by how they stood; the outcome of a point is the organizers' and is not told."""
    found = [*said_of(record)]
    if found or record.discussion.strip():
        yield Piece("views", SUBSECTION, _("Views expressed"))
    if record.discussion.strip():
        yield Piece("views.discussion", TEXT, "\n".join(lines_of(record.discussion)))
    for name, lead, items in found:
        yield Piece(f"views.{name}", TEXT, with_items(lead, items))


def _asked_and_sent(record: Record) -> Iterator[Piece]:
    """Questions to the Secretariat with their answers; what participants sent in writing."""
    asked = [one for one in record.questions.all() if not one.removed and one.text.strip()]
    sent = [one for one in record.inputs.all() if not one.removed and one.text.strip()]
    if asked or sent:
        yield Piece("further", SUBSECTION, _("Questions and written contributions"))
    if asked:
        lead = ngettext(
            "The following question was put to the Secretariat:",
            "The following questions were put to the Secretariat:",
            len(asked),
        )
        items = [_question(one, record) for one in asked]
        yield Piece("further.questions", TEXT, with_items(lead, items))
    if sent:
        lead = _("The following was sent in writing:")
        items = [" ".join(f"{one.name}: {one.text}".split()) for one in sent]
        yield Piece("further.written", TEXT, with_items(lead, items))


def _question(one: Question, record: Record) -> str:
    text = " ".join(one.text.split())
    if who := visible_name(one, record):
        text = _("%(point)s (%(who)s)") % {"point": text.rstrip("."), "who": who}
    if one.answered_on:
        words = {"question": text, "day": long_day(one.answered_on)}
        answer = " ".join(one.answer.split())
        said = _("%(question)s – answered on %(day)s") % words
        return f"{said}: {answer}" if answer else said
    return _("%s – not answered yet") % text


def _mark() -> str:
    return _(
        "The present summary is made under the Chair’s own responsibility. It is not a record of "
        "the meeting and does not bind those who took part."
    )


def _capacity() -> str:
    return _("Chair of the Security Council Working Group on Peacekeeping Operations")
