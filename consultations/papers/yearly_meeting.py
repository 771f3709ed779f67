"""The part of the yearly report on one thematic meeting: how it was held, who briefed, what was
said. Names stand only where the attribution of a point lets them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from consultations import planning
from consultations.models import Consultation, Point, Record
from consultations.papers.meetings import Entry
from consultations.papers.pieces import SUBSECTION, TEXT, Piece
from consultations.papers.saying import lines_of
from consultations.papers.spans import days, long_day
from consultations.records import visible_name

ASKING = ("?", "!", "؟")


def meeting(entry: Entry) -> Iterator[Piece]:
    """Its heading and paragraphs; what nobody recorded has no paragraph."""
    key = f"meeting.{entry.id}"
    yield Piece(key, SUBSECTION, entry.subject)
    yield Piece(f"{key}.held", TEXT, _held(entry))
    if entry.panellists:
        said = "; ".join(entry.panellists)
        yield Piece(f"{key}.briefings", TEXT, _("Briefings were given by: %s.") % said)
    record = entry.record
    if record is None:
        return
    if record.visit.strip():
        yield Piece(f"{key}.visit", TEXT, _visited(record))
    if record.discussion.strip():
        yield Piece(f"{key}.discussion", TEXT, "\n".join(lines_of(record.discussion)))
    for name, lead, items in said_of(record):
        yield Piece(f"{key}.{name}", TEXT, with_items(lead, items))


def said_of(record: Record) -> Iterator[tuple[str, str, list[str]]]:
    """(name, sentence, items) of the points raised, of those agreed and of those contested."""
    points = [one for one in record.points.all() if not one.removed and one.text.strip()]
    standing = Point.Standing
    open_points = [one for one in points if one.standing == standing.NOT_SAID]
    agreed = [one for one in points if one.standing == standing.AGREED]
    contested = [one for one in points if one.standing == standing.CONTESTED]
    concluded = [line.lstrip("-–• ").strip() for line in lines_of(record.conclusions)]
    for name, lead, items in (
        ("points", _("During the discussion, the following points were raised:"),
         [said(one, record) for one in open_points]),
        ("agreed", _("There was general agreement on the following points:"),
         [*filter(None, concluded), *(said(one, record) for one in agreed)]),
        ("contested", _("Views differed on the following points:"),
         [said(one, record) for one in contested]),
    ):  # fmt: skip
        if items:
            yield name, lead, items


def said(point: Point, record: Record) -> str:
    """The point in one line, and who raised it as far as that may be told."""
    text = " ".join(point.text.split()).rstrip(".;")
    who = visible_name(point, record)
    return _("%(point)s (%(who)s)") % {"point": text, "who": who} if who else text


def with_items(lead: str, items: Iterable[str]) -> str:
    """A sentence with its items, one a line, as ``pieces`` reads them."""
    items = [item.rstrip(".;") for item in items]
    ends = [*(";" for _one in items[1:]), "."]
    pairs = zip(items, ends, strict=True)
    told = (one if one.endswith(ASKING) else f"{one}{end}" for one, end in pairs)
    return "\n".join([lead, *(f"- {one}" for one in told)])


def _held(entry: Entry) -> str:
    """One sentence on when and on what; another for each thing known of how it came about."""
    row = entry.row
    when = days(entry.on, entry.until) if entry.on != entry.until else long_day(entry.on)
    asked_by = row.requested_by if row else ""
    words = {"day": when, "theme": entry.subject.rstrip("."), "who": asked_by}
    if asked_by:
        first = _(
            "At the request of %(who)s, the Working Group held a meeting on %(day)s on the theme "
            "“%(theme)s”."
        )
    elif entry.informal:
        first = _(
            "On %(day)s, the Working Group held an informal meeting on the theme “%(theme)s”."
        )
    else:
        first = _("On %(day)s, the Working Group held a meeting on the theme “%(theme)s”.")
    return " ".join([first % words, *_more(row)])


def _more(row: Consultation | None) -> Iterator[str]:
    if row is None:
        return
    if others := "; ".join(lines_of(row.co_conveners)):
        yield _("The meeting was organized together with %s.") % others
    if row.legal_basis:
        yield _("It was held on the basis of %s.") % row.legal_basis
    record = getattr(row, "record", None)
    if record is not None and record.continues_id:
        before = record.continues
        words = {"day": long_day(planning.held_on(before)), "subject": before.subject}
        yield _("It continued the meeting of %(day)s on “%(subject)s”.") % words


def _visited(record: Record) -> str:
    text = " ".join(lines_of(record.visit))
    said = _("On the visit the following were met: %s") % text
    symbol = record.visit_symbol
    return f"{said} {_('The report of the visit is contained in %s.') % symbol}" if symbol else said
