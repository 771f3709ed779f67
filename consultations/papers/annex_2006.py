"""The table of meetings in the form of 2006: Date, Participants, Subject matter.

Formal meetings and visits stand in the first table, informal meetings in a second (S/2006/972,
annex). Where the sources differ, the date is the table's and the difference is a note.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from consultations.papers.asked import Asked
from consultations.papers.meetings import Entry, meetings
from consultations.papers.sheets import Sheet, Table
from consultations.papers.spans import days, key_of, long_day

WIDTHS = (2, 5, 4)


def build(asked: Asked) -> Sheet:
    """Both tables of a span."""
    first, last = asked.span
    found = meetings(asked)
    title = _("Chronological tabulation of the Working Group’s meetings and other activities")
    return Sheet(
        kind="annex-2006",
        title=title,
        subtitle=_("%(first)s to %(last)s") % {"first": long_day(first), "last": long_day(last)},
        blocks=(
            table((one for one in found.entries if not one.informal), name=_("Meetings")),
            table(
                (one for one in found.entries if one.informal),
                name=_("Informal meetings"),
                caption=_("Informal meetings of the Working Group"),
            ),
        ),
        language=asked.language,
        notes=(*found.notes, *(note for one in found.entries for note in notes_of(one))),
        stem=f"annex-2006-form-{key_of(first, last)}",
    )


def columns() -> tuple[str, ...]:
    """The headings of this form."""
    return (_("Date"), _("Participants"), _("Subject matter"))


def table(entries: Iterable[Entry], *, name: str, caption: str = "") -> Table:
    """One table of this form."""
    rows = tuple((days(one.on, one.until), _who(one), one.subject) for one in entries)
    return Table(columns(), rows, caption=caption, name=name, widths=WIDTHS)


def notes_of(entry: Entry) -> tuple[str, ...]:
    """What is to be said of one row."""
    return (*entry.notes, *entry.of_participants)


def _who(entry: Entry) -> str:
    """A visit has no participants; of a meeting it is said when they are not known."""
    if entry.participants or entry.kind == "visit":
        return entry.participants
    return _("[participants not stated]")
