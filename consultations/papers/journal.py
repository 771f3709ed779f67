"""The line of the Journal, in English and French, for one consultation or for all of some days.

Only what is listed in the Journal has one; of anything else nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from consultations import planning
from consultations.disclosure import with_details_for
from consultations.models import HEADQUARTERS, Consultation, Services
from consultations.papers import journal_words as words
from consultations.papers.asked import Asked, PaperRefused
from consultations.papers.booked import Kind, Status, Visibility, consultations, day_of
from consultations.papers.journal_words import LANGUAGES, say_hours, say_long_day
from consultations.papers.saying import say_day
from consultations.papers.sheets import Block, Heading, Paragraph, Sheet

OPEN = "open"
A_WEEK, A_MONTH = timedelta(days=7), timedelta(days=31)
OF_THE_GROUP = (Kind.WORKING_GROUP, Kind.VISIT_DEBRIEF)
MEMBERS_ALONE = (Kind.ORGANISATIONAL, Kind.C34_BUREAU)


def build(asked: Asked) -> Sheet:
    """The line of one consultation; ``form`` "open" for a meeting that is not closed."""
    row = _allowed(asked)
    on = day_of(row)
    return _sheet(asked, [row], _("Journal, %s") % say_day(on), f"journal-{on}")


def build_days(asked: Asked) -> Sheet:
    """The lines of all consultations that are listed, from one day to another."""
    first, last = _days(asked)
    found = consultations(first, last, asked.reader)
    rows = [row for row in found if row.visibility == Visibility.JOURNAL]
    if not rows:
        raise PaperRefused(
            _("No consultation from %(first)s to %(last)s is listed in the Journal.")
            % {"first": say_day(first), "last": say_day(last)}
        )
    span = say_day(first) if first == last else f"{say_day(first)} – {say_day(last)}"
    return _sheet(asked, rows, _("Journal, %s") % span, f"journal-{first}")


def _days(asked: Asked) -> tuple[date, date]:
    """The days named; of a year that runs the week to come, since the Journal is a daily."""
    first, last = asked.first or asked.today, asked.last or asked.first or asked.today
    if last - first <= A_MONTH:
        return first, last
    if first <= asked.today <= last:
        return asked.today, asked.today + A_WEEK
    raise PaperRefused(_("Name a day, or up to a month: the Journal lists the meetings of a day."))


def _allowed(asked: Asked) -> Consultation:
    """The consultation, as far as the Journal may list it; the refusal says what to do."""
    named = [asked.consultation.pk] if asked.consultation else []
    asked_for = Consultation.objects.filter(pk__in=named)
    shown = with_details_for(asked_for, asked.reader).filter(shown=True)
    row = shown.select_related("room", "cycle_mission").prefetch_related("missions").first()
    if row is None:
        raise PaperRefused(_("Name the consultation: open its page and choose the paper there."))
    if row.visibility != Visibility.JOURNAL:
        raise PaperRefused(
            _(
                "This consultation is not listed in the Journal (%(shown)s), so there is no line "
                "for it. Choose “listed in the Journal” on its page first."
            )
            % {"shown": row.get_visibility_display()}
        )
    if row.status not in Consultation.LIVE:
        said = row.get_status_display()
        raise PaperRefused(_("This consultation is %s: the Journal does not list it.") % said)
    return row


def _sheet(asked: Asked, rows: list[Consultation], title: str, stem: str) -> Sheet:
    blocks = [block for language in LANGUAGES for block in _lines(rows, language, asked.form)]
    return Sheet(
        kind="journal", title=title, blocks=tuple(blocks), language=asked.language,
        notes=tuple(_notes(rows)), stem=stem,
    )  # fmt: skip


def _lines(rows: Iterable[Consultation], language: str, form: str) -> Iterator[Block]:
    yield Heading(LANGUAGES[language])
    day: date | None = None
    for row in rows:
        if (on := day_of(row)) != day:
            yield Paragraph(say_long_day(on, language))
            day = on
        for line in journal_lines(row, language, open_=form == OPEN):
            yield Paragraph(line)


def journal_lines(row: Consultation, language: str, *, open_: bool = False) -> tuple[str, ...]:
    """Hours, body, closed or open, and the room; then the subject, then who is invited."""
    start, end = row.starts_at.astimezone(HEADQUARTERS), row.ends_at.astimezone(HEADQUARTERS)
    mark = (words.OPEN if open_ else words.CLOSED)[language]
    invited = _invited(row, language)
    said = f"{_body(row, language)} {mark}{'*' if invited else ''}"
    entry = f"{say_hours(start, end, language)}   {said}   {_room(row, language)}"
    return tuple(filter(None, [entry, _subject(row, language), invited]))


def _body(row: Consultation, language: str) -> str:
    group = row.kind in (*OF_THE_GROUP, *MEMBERS_ALONE) or "Working Group" in row.forum
    return (words.GROUP if group else words.COUNCIL)[language]


def _subject(row: Consultation, language: str) -> str:
    """A formal meeting by the title of resolution 1353 (2001); any other as it was typed."""
    if row.kind != Kind.FORMAL_TCC:
        return row.subject
    named = sorted((one.acronym, one.full_name) for one in row.missions.all())
    missions = ", ".join(words.full_name(*one, language) for one in named)
    colon = words.COLON[language]
    return f"{words.FORMAL[language]}{colon}{missions}" if missions else words.FORMAL[language]


def _missions(row: Consultation, language: str) -> str:
    acronyms = sorted(mission.acronym for mission in row.missions.all())
    return ", ".join(words.mission_name(one, language) for one in acronyms)


def _invited(row: Consultation, language: str) -> str:
    """The footnote: whom the meeting is open to, never wider than who is invited."""
    if row.kind in MEMBERS_ALONE:
        return ""
    if row.kind in OF_THE_GROUP:
        return words.ALL_INVITED[language]
    if row.kind != Kind.FORMAL_TCC:
        return words.BY_INVITATION[language]
    missions = _missions(row, language)
    chosen = words.MISSION_INVITED if missions else words.ALL_INVITED
    return chosen[language].format(missions=missions)


def _room(row: Consultation, language: str) -> str:
    if row.room is None:
        return words.NO_ROOM[language]
    name = words.room_name(row.room.name, language)
    sure = row.room_status == Services.CONFIRMED
    return name if sure else words.UNCONFIRMED[language].format(room=name)


def _notes(rows: list[Consultation]) -> Iterator[str]:
    """By when it has to be there, and what a person has to look at before it is sent."""
    first = min(map(day_of, rows))
    before = planning.workdays(first).shift(first, -1)
    yield _("To be listed by %s, the working day before, at the latest.") % say_day(before.on)
    if any(row.status == Status.TENTATIVE for row in rows):
        yield _("Not all of these meetings are confirmed: confirm them before the line is sent.")
    if any(row.kind != Kind.FORMAL_TCC for row in rows):
        yield _("The subject stands as it was typed, in both languages: translate it if need be.")
