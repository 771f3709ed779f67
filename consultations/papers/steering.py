"""The Chair's steering note: questions, no list of speakers, what came in writing, what is open."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from consultations import records
from consultations.disclosure import with_details_for
from consultations.models import Consultation, Participation, Point, PointFollow
from consultations.papers.agenda import scope, timetable
from consultations.papers.asked import Asked
from consultations.papers.attending import SIDES
from consultations.papers.one_meeting import (
    Meeting,
    kept,
    meeting_of,
    standing_notes,
    stem,
    subtitle,
)
from consultations.papers.saying import lines_of, say_day
from consultations.papers.sheets import Block, Bullets, Heading, Paragraph, Sheet
from consultations.papers.views_of import points_of, told

FEWEST, MOST = 3, 5  # questions that make an exchange
Answer = Participation.Answer


def build(asked: Asked) -> Sheet:
    """The note for who chairs (2006 report, para. 14 (a); 2017 report, paras. 62, 66 and 73)."""
    meeting = meeting_of(asked)
    questions = lines_of(meeting.row.questions)
    blocks: list[Block] = [
        Heading(_("Aim")),
        *(Paragraph(line) for line in lines_of(meeting.row.aim)),
        Heading(_("Questions to steer by")),
        *(Paragraph(text, number=f"{n}.") for n, text in enumerate(questions, 1)),
        Heading(_("How to chair it")),
        Bullets(tuple(_ways(meeting))),
        Heading(_("By the clock")),
        timetable(meeting),
        *scope(meeting),
        Heading(_("Views received in writing")),
        Bullets(tuple(_written(meeting))),
        *_open_points(meeting, asked),
        Heading(_("Who is expected")),
        Bullets(tuple(_expected(meeting))),
        Heading(_("After the meeting")),
        Bullets(tuple(_afterwards(meeting))),
    ]
    return Sheet(
        kind="steering", title=_("Steering note for the Chair: %s") % meeting.row.subject,
        subtitle=subtitle(meeting), blocks=tuple(blocks), language=asked.language,
        notes=tuple(_notes(meeting, questions)), stem=stem(meeting, "steering-note"),
    )  # fmt: skip


def _ways(meeting: Meeting) -> Iterator[str]:
    yield _("Open the exchange with a question, not with a round of statements.")
    yield _("No list of speakers: give the floor as the discussion needs it, three minutes each.")
    yield _("Ask those with people on the ground first; bring in military and police views.")
    yield _("See that each side speaks: members of the Council, contributors, Secretariat.")
    if meeting.row.format == Consultation.Format.FORMAL:
        yield _("A formal meeting can be led by questions too; texts may be circulated unread.")


def _written(meeting: Meeting) -> Iterator[str]:
    for one in kept(meeting.record.inputs.all()) if meeting.record else []:
        if one.name.strip():
            day = f" ({say_day(one.received_on)})" if one.received_on else ""
            first = " ".join(one.text.split())
            text = f": {first[:300]}{'…' if len(first) > 300 else ''}" if first else ""
            yield f"{one.name.strip()}{day}{text}"


def _open_points(meeting: Meeting, asked: Asked) -> Iterator[Block]:
    """Of the last meeting on these missions whose record the reader may see."""
    last = previous(meeting, asked)
    if last is None:
        return
    words = {"subject": last.row.subject, "day": say_day(last.on)}
    yield Heading(_("Left open on %(day)s: %(subject)s") % words)
    answered = set(
        PointFollow.objects.filter(
            point__record=last.record, how=PointFollow.How.ANSWERED
        ).values_list("point_id", flat=True)
    )
    points = [one for one in points_of(last) if one.pk not in answered and is_open(one)]
    yield Bullets(tuple(told(one, last) for one in points))
    unanswered = kept(last.record.questions.filter(answered_on=None)) if last.record else []
    yield Bullets(
        tuple(_("Not answered yet: %s") % one.text for one in unanswered if one.text.strip())
    )


def is_open(point: Point) -> bool:
    """Whether it is not known yet what the adopted text made of it."""
    return point.in_text == Point.Outcome.OPEN


def previous(meeting: Meeting, asked: Asked) -> Meeting | None:
    """The meeting before this one: the one it continues, else the last on one of its missions."""
    rows = with_details_for(Consultation.objects.all(), asked.reader).filter(shown=True)
    rows = rows.select_related("record", "cycle_mission", "room").exclude(pk=meeting.row.pk)
    continued = meeting.record.continues_id if meeting.record else None
    if continued:
        found = rows.filter(pk=continued, record__isnull=False).first()
        return _as_meeting(found) if found else None
    if not meeting.missions:
        return None
    own = Q(missions__in=meeting.missions) | Q(cycle_mission__in=meeting.missions)
    before = rows.filter(
        own, record__isnull=False, starts_at__lt=meeting.row.starts_at
    ).exclude(status=Consultation.Status.CANCELLED)  # fmt: skip
    found = before.order_by("-starts_at").first()
    return _as_meeting(found) if found else None


def _as_meeting(row: Consultation) -> Meeting:
    return Meeting(row, records.of(row), tuple(row.missions.all()))


def _expected(meeting: Meeting) -> Iterator[str]:
    """Answers by side; nobody is named who did not answer."""
    found = meeting.row.participations.filter(removed=False).exclude(
        role=Participation.Role.INFORMED
    )
    answers: dict[str, list[str]] = {}
    for category, answer in found.order_by("category").values_list("category", "partstat"):
        answers.setdefault(category, []).append(answer)
    for category, given in answers.items():
        coming = sum(one in (Answer.ACCEPTED, Answer.DELEGATED) for one in given)
        side = capfirst(str(SIDES[Participation.Category(category)]))
        words = {"side": side, "all": len(given), "coming": coming,
                 "perhaps": given.count(Answer.TENTATIVE)}  # fmt: skip
        yield _("%(side)s: %(all)d invited, %(coming)d coming, %(perhaps)d perhaps") % words


def _afterwards(meeting: Meeting) -> Iterator[str]:
    """The report-back as it is counted; nothing for a meeting called off."""
    if meeting.row.status == Consultation.Status.CANCELLED:
        return
    found = records.due(meeting.row)
    words = {"oral": say_day(found.oral_by), "written": say_day(found.written_by)}
    yield _("Views to the Council orally by %(oral)s, in writing by %(written)s.") % words
    if found.estimated:
        yield _("One of the days counted from is estimated; the dates may move.")


def _notes(meeting: Meeting, questions: tuple[str, ...]) -> Iterator[str]:
    yield from standing_notes(meeting)
    if not FEWEST <= len(questions) <= MOST:
        words = {"n": len(questions), "fewest": FEWEST, "most": MOST}
        yield _("%(n)d questions are set; %(fewest)d to %(most)d make an exchange.") % words
    if not meeting.row.aim.strip():
        yield _("The aim is not set; no invitation goes out without it.")
    yield _("Three minutes each is our default; neither report gives a number.")
