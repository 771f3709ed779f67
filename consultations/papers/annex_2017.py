"""The table of meetings in the form of 2017: Number, Date, Panellists, Theme.

The running number begins anew each year and counts thematic meetings alone; organizational
meetings and visits are not in the table (report on 2017, para. 4 and annex).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.papers.asked import Asked
from consultations.papers.meetings import Entry, meetings
from consultations.papers.saying import say_day
from consultations.papers.sheets import Sheet, Table
from consultations.papers.spans import key_of, long_day, short_days

WIDTHS = (1.3, 2, 5, 4)
NO_DATE_2017 = (  # paragraph 4 counts it; nothing else is known of it
    date(2017, 1, 1),
    "The report on 2017 counts one organizational meeting more (para. 4); it gives no date.",
)


def build(asked: Asked) -> Sheet:
    """One table a year."""
    first, last = asked.span
    found = meetings(asked)
    thematic = [one for one in found.entries if is_thematic(one)]
    years = [[*some] for _year, some in groupby(thematic, key=lambda one: one.on.year)]
    several = len(years) > 1
    return Sheet(
        kind="annex-2017",
        title=_("Meetings of the Working Group"),
        subtitle=_("%(first)s to %(last)s") % {"first": long_day(first), "last": long_day(last)},
        blocks=tuple(
            table(some, caption=str(some[0].on.year) if several else "") for some in years
        ),
        language=asked.language,
        notes=(*found.notes, *notes_of(found.entries, first, last)),
        stem=f"annex-2017-form-{key_of(first, last)}",
    )


def is_thematic(entry: Entry) -> bool:
    """Neither of the members alone, nor a visit."""
    return entry.kind in ("thematic", "bureau")


def columns() -> tuple[str, ...]:
    """The headings of this form."""
    return (_("Number"), _("Date"), _("Panellists"), _("Theme"))


def table(entries: Iterable[Entry], *, caption: str = "") -> Table:
    """The table of one year."""
    rows = tuple(
        (str(number), short_days(one.on, one.until), "\n".join(one.panellists), one.subject)
        for number, one in enumerate(entries, 1)
    )
    return Table(columns(), rows, caption=caption, name=caption or "meetings", widths=WIDTHS)


def notes_of(entries: Iterable[Entry], first: date, last: date) -> Iterator[str]:
    """Differences in the sources, panellists that nobody recorded, and what is not listed."""
    entries = list(entries)
    for one in entries:
        yield from one.notes
        if is_thematic(one) and not one.panellists:
            yield _("%s: no panellist is recorded.") % say_day(one.on)
    out = len(entries) - sum(map(is_thematic, entries))
    if out:
        yield (
            ngettext(
                "%d meeting of the members alone, or visit, is not in this table.",
                "%d meetings of the members alone, or visits, are not in this table.",
                out,
            )
            % out
        )
    on, sentence = NO_DATE_2017
    if first <= on <= last and not any(one.kind == "members" for one in entries):
        yield sentence
