"""Section III of the yearly report: figures of what was recorded, and what is looked at again.

No delegation is named: figures are by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.models import Attendance, Participation, Record
from consultations.papers.meetings import Entry
from consultations.papers.pieces import TEXT, Piece
from consultations.papers.spans import in_words, long_day
from consultations.papers.yearly_meeting import with_items

Category = Participation.Category


def ending(entries: Iterable[Entry]) -> Iterator[Piece]:
    """Attendance, points sent, and issues with a day of review; each only where recorded."""
    records = [one.record for one in entries if one.record is not None]
    if text := _attendance(records):
        yield Piece("conclusion.attendance", TEXT, text)
    if text := _points(records):
        yield Piece("conclusion.points", TEXT, text)
    if items := [*_again(records)]:
        lead = _("The Working Group is to return to the following:")
        yield Piece("conclusion.again", TEXT, with_items(lead, items))


def _attendance(records: list[Record]) -> str:
    """From how many to how many of each side, over the meetings where it was noted."""
    noted = [sides for record in records if any(sides := _sides(record))]
    if not noted:
        return ""
    members = _ranged([one[0] for one in noted], _members)
    contributors = _ranged([one[1] for one in noted], _contributors)
    words = {"members": members, "contributors": contributors, "n": in_words(len(noted))}
    return (
        ngettext(
            "Attendance was recorded at %(n)s meeting: %(members)s and %(contributors)s took part.",
            "Attendance was recorded at %(n)s meetings: at each, %(members)s and %(contributors)s "
            "took part.",
            len(noted),
        )
        % words
    )


def _members(n: int) -> str:
    return ngettext("%s member of the Security Council", "%s members of the Security Council", n)


def _contributors(n: int) -> str:
    return ngettext(
        "%s troop- or police-contributing country",
        "%s troop- and police-contributing countries",
        n,
    )


def _sides(record: Record) -> tuple[int, int]:
    present = [
        one.category
        for one in record.attendances.all()
        if one.state == Attendance.State.PRESENT and not one.removed
    ]
    return present.count(Category.COUNCIL_MEMBER), present.count(Category.CONTRIBUTOR)


def _ranged(numbers: list[int], words: Callable[[int], str]) -> str:
    """The same number at each, or from the lowest to the highest."""
    low, high = min(numbers), max(numbers)
    if low == high:
        return words(low) % in_words(low)
    return words(high) % (_("%(low)d to %(high)d") % {"low": low, "high": high})


def _points(records: list[Record]) -> str:
    points = [
        one for record in records for one in record.points.all() if not one.removed and one.text
    ]
    sent = sum(one.sent_on is not None for one in points)
    if not points:
        return ""
    raised = ngettext("%d point was recorded", "%d points were recorded", len(points)) % len(points)
    if not sent:
        return _("%s during the period.") % raised
    told = ngettext("%d was sent to the penholder", "%d were sent to penholders", sent) % sent
    return _("%(raised)s during the period; %(sent)s.") % {"raised": raised, "sent": told}


def _again(records: list[Record]) -> Iterator[str]:
    """Meetings with a next look, and issues with a day of review, each once."""
    seen: dict[str, date | None] = {}
    for record in records:
        if record.next_look_on:
            seen[record.theme or record.consultation.subject] = record.next_look_on
        for tag in record.tags.all():
            if tag.review_on:
                seen[tag.name] = tag.review_on
    for name, on in seen.items():
        yield _("%(issue)s, on %(day)s") % {"issue": name, "day": long_day(on)} if on else name
