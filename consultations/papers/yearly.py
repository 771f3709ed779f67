"""The yearly report of the Working Group: letter, sections I to III and the table of meetings.

In the form of the report on 2017: who transmits it, numbered paragraphs, a lettered part for each
thematic meeting, and the annex. What nobody recorded is a placeholder or a note, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.models import Paper
from consultations.papers import annex_2017
from consultations.papers.asked import Asked
from consultations.papers.meetings import Entry, Meetings, meetings
from consultations.papers.participants import joined
from consultations.papers.pieces import PART, SECTION, TABLE, TEXT, Piece
from consultations.papers.saying import say_day
from consultations.papers.signing import Signing
from consultations.papers.spans import days, in_words, key_of, long_day, short_day
from consultations.papers.yearly_ending import ending
from consultations.papers.yearly_meeting import meeting, with_items

National = Paper.State.NATIONAL


def assemble(asked: Asked, signing: Signing) -> tuple[list[Piece], tuple[str, ...]]:
    """The pieces of the report, and what is to be said of them."""
    found = meetings(asked)
    thematic = [one for one in found.entries if annex_2017.is_thematic(one)]
    pieces = [*_letter(asked, signing), *_introduction(asked, signing, found), *_held(asked, found)]
    for one in thematic:
        pieces += meeting(one)
    pieces.append(Piece("conclusion", SECTION, _("Conclusion and recommendations")))
    concluding = [*ending(found.entries)]
    pieces += concluding or [_to_conclude()]
    pieces += _annex(asked, thematic)
    return pieces, (*found.notes, *_notes(asked, found, thematic, concluding))


def title_of(asked: Asked, signing: Signing) -> str:
    """The title of the letter, which is that of the document."""
    words = {"day": signing.said_on, "post": signing.said_post}
    return (
        _(
            "Letter dated %(day)s from the %(post)s addressed to the President of the "
            "Security Council"
        )
        % words
    )


def state_of(signing: Signing) -> str:
    """What is printed of the state: a draft and a national document say that they are."""
    if signing.state == National:
        return _("Issued in national capacity; not agreed by the members of the Working Group")
    return _("Draft, not agreed yet") if signing.state == Paper.State.DRAFT else ""


def stem_of(asked: Asked) -> str:
    """The name of the file."""
    return f"working-group-report-{key_of(*asked.span)}"


def _letter(asked: Asked, signing: Signing) -> Iterator[Piece]:
    period = _period(*asked.span)
    if signing.state == National:
        forward = _(
            "In my national capacity, I have the honour to forward to you herewith a report on "
            "the activities of the Security Council Working Group on Peacekeeping Operations for "
            "the period %(period)s (see annex). The members of the Working Group did not agree on "
            "it; it is issued under my own responsibility."
        )
    else:
        forward = _(
            "In my capacity as Chair of the Security Council Working Group on Peacekeeping "
            "Operations, it is my pleasure to forward to you herewith the report on the activities "
            "of the Working Group for the period %(period)s (see annex)."
        )
    yield Piece("letter.1", "letter", forward % {"period": period})
    circulate = _(
        "I would be grateful if you could circulate it as a document of the Security Council."
    )
    yield Piece("letter.2", "letter", circulate)
    yield Piece("letter.signed", "signature", _("(Signed) %s") % signing.said_name)
    above = _("Annex to the %s") % _lower(title_of(asked, signing))
    yield Piece("annex.title", "centre", above)
    title = _(
        "Report on the activities of the Security Council Working Group on Peacekeeping "
        "Operations for the period %(period)s"
    )
    yield Piece("report.title", "centre", title % {"period": period})


def _introduction(asked: Asked, signing: Signing, found: Meetings) -> Iterator[Piece]:
    yield Piece("intro", SECTION, _("Introduction"))
    established = _(
        "The Working Group on Peacekeeping Operations was established pursuant to the statement by "
        "the President of the Security Council adopted on 31 January 2001 (S/PRST/2001/3)."
    )
    yield Piece("intro.1", TEXT, established)
    chair = _(
        "The %(post)s, %(name)s, was appointed Chair of the Working Group for the period from "
        "%(first)s to %(last)s."
    ) % {
        "post": signing.said_post, "name": signing.said_name,
        "first": _("[first day as Chair]"), "last": _("[last day as Chair]"),
    }  # fmt: skip
    yield Piece("intro.2", TEXT, chair)
    if any(one.kind != "visit" for one in found.entries):
        yield Piece("intro.3", TEXT, _structure(signing))


def _structure(signing: Signing) -> str:
    """What the report tells of the meetings."""
    if signing.state == National:
        return _(
            "The present report, issued in national capacity and not agreed by the members of the "
            "Working Group, sets out the meetings that the Working Group held during this period."
        )
    return _(
        "The present report highlights the structure and substance of the meetings of the "
        "Working Group held during this period, at which, in accordance with its mandate, it "
        "considered a number of peacekeeping issues relevant to the remit of the Security "
        "Council."
    )


def _held(asked: Asked, found: Meetings) -> Iterator[Piece]:
    """How many meetings of which sort, and their themes (report on 2017, paras. 4 and 5)."""
    first, last = asked.span
    span = {"first": _begun(first, last), "last": long_day(last)}
    heading = _("Meetings of the Working Group between %(first)s and %(last)s") % span
    yield Piece("meetings", SECTION, heading)
    counts = joined(_counts(found.entries))
    if counts:
        words = _("Between %(first)s and %(last)s, the Working Group held %(counts)s.")
        yield Piece("meetings.counts", TEXT, words % (span | {"counts": counts}))
    else:
        yield Piece("meetings.counts", TEXT, _none_held(found))
    themes = [one.subject for one in found.entries if one.kind == "thematic"]
    if themes:
        lead = _("During that period, the Working Group discussed the following themes:")
        yield Piece("meetings.themes", TEXT, with_items(lead, themes))
    for one in found.entries:
        if one.kind == "visit":
            told = {"days": days(one.on, one.until), "what": one.subject}
            yield Piece(f"visit.{one.id}", TEXT, _("%(days)s: %(what)s.") % told)


def _none_held(found: Meetings) -> str:
    """That there was none is said only where none was left out of the paper."""
    if found.notes:
        return _("[meetings held in this period]")
    return _("The Working Group held no meeting in this period.")


def _to_conclude() -> Piece:
    """Section III is for a person to write where nothing is recorded for it."""
    return Piece("conclusion.text", TEXT, _("[conclusions and recommendations]"))


def _counts(entries: tuple[Entry, ...]) -> Iterator[str]:
    if n := _of(entries, "members"):
        words = ngettext("%s organizational meeting", "%s organizational meetings", n)
        yield words % in_words(n)
    if n := _of(entries, "thematic"):
        words = ngettext(
            "%s thematic meeting with troop- and police-contributing countries",
            "%s thematic meetings with troop- and police-contributing countries",
            n,
        )
        yield words % in_words(n)
    if n := _of(entries, "bureau"):
        words = ngettext(
            "%s meeting with the Bureau of the Special Committee on Peacekeeping Operations",
            "%s meetings with the Bureau of the Special Committee on Peacekeeping Operations",
            n,
        )
        yield words % in_words(n)


def _of(entries: tuple[Entry, ...], kind: str) -> int:
    return sum(one.kind == kind for one in entries)


def _annex(asked: Asked, thematic: list[Entry]) -> Iterator[Piece]:
    """The table of 2017, one a year."""
    yield Piece("annex", PART, _("Annex"))
    for year, some in groupby(thematic, key=lambda one: one.on.year):
        first, last = max(asked.span[0], date(year, 1, 1)), min(asked.span[1], date(year, 12, 31))
        words = {"first": short_day(first), "last": long_day(last)}
        caption = _("Meetings of the Working Group, %(first)s–%(last)s") % words
        yield Piece(f"annex.{year}", TABLE, table=annex_2017.table(some, caption=caption))


def _notes(
    asked: Asked, found: Meetings, thematic: list[Entry], concluding: list[Piece]
) -> Iterator[str]:
    yield from annex_2017.notes_of(found.entries, *asked.span)
    if silent := [one for one in thematic if not _told(one)]:
        words = ngettext(
            "Of %(n)d meeting no discussion is recorded: the report gives its theme and "
            "panellists (%(days)s).",
            "Of %(n)d meetings no discussion is recorded: the report gives their themes and "
            "panellists (%(days)s).",
            len(silent),
        )
        yield words % {"n": len(silent), "days": ", ".join(say_day(one.on) for one in silent)}
    if not concluding:
        yield _("Nothing is recorded from which section III could be put together.")


def _told(entry: Entry) -> bool:
    return any(piece.key.rpartition(".")[2] in ("discussion", "points", "agreed", "contested")
               for piece in meeting(entry))  # fmt: skip


def _period(first: date, last: date) -> str:
    """As in "from 1 January to 31 December 2017"."""
    words = {"first": _begun(first, last), "last": long_day(last)}
    return _("from %(first)s to %(last)s") % words


def _begun(first: date, last: date) -> str:
    """Its first day, without the year where the last day says it."""
    return short_day(first) if first.year == last.year else long_day(first)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
