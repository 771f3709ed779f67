"""Twelve months ahead for one mission, or for all: a grid of the months, and a list of the days.

Regular and predictable (2017 report, para. 73 (d)): each consultation is set beside the one of the
cycle before, by its distance from the expiry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from consultations.models import Mission
from consultations.papers.asked import Asked, PaperRefused
from consultations.papers.cycle_words import month_name
from consultations.papers.saying import say_day
from consultations.papers.sheets import Block, Heading, Paragraph, Sheet, Table
from consultations.papers.year_ahead import Ahead, Entry, What, ahead
from consultations.papers.year_to_year import offsets_table

HALF = 6  # months that fit beside each other on a page
LETTERS = {
    What.EXPIRY: "E", What.ADOPTION: "A", What.REPORT: "R", What.MEETING: "M", What.WINDOW: "W",
}  # fmt: skip


def build(asked: Asked) -> Sheet:
    """Of one mission."""
    if asked.mission is None:
        raise PaperRefused(_("Choose a mission."))
    first, last = months_of(asked)
    found = ahead([asked.mission], first, last, asked.reader, asked.today)
    title = _("Twelve months of %s") % asked.mission.acronym
    blocks = (*_own_grid(found, first), *_list(found, one=True), *offsets_table(found))
    return _sheet(asked, title, blocks, first, found, asked.mission.acronym)


def build_all(asked: Asked) -> Sheet:
    """Of every mission at work."""
    first, last = months_of(asked)
    missions = Mission.objects.filter(known_by_name_only=False).order_by("acronym")
    found = ahead(missions, first, last, asked.reader, asked.today)
    blocks = (*_grids(found, first), *_list(found, one=False), *offsets_table(found))
    return _sheet(asked, _("Twelve months of all missions"), blocks, first, found, "all")


def months_of(asked: Asked) -> tuple[date, date]:
    """First and last day of the twelve months, from the month asked for or this one."""
    first = (asked.month or asked.first or asked.today).replace(day=1)
    return first, first.replace(year=first.year + 1) - timedelta(days=1)


def _sheet(
    asked: Asked, title: str, blocks: Iterable[Block], first: date, found: Ahead, stem: str
) -> Sheet:
    last = months_of(asked)[1]
    words = {"first": say_day(first), "last": say_day(last), "today": say_day(asked.today)}
    return Sheet(
        kind="twelve-months",
        title=title,
        subtitle=_("%(first)s to %(last)s, as known on %(today)s") % words,
        blocks=tuple(blocks),
        language=asked.language,
        notes=tuple(_notes(found)),
        stem=f"twelve-months-{stem}-{first:%Y-%m}",
    )


def _own_grid(found: Ahead, first: date) -> Iterator[Block]:
    yield Heading(_("The months"))
    names = (_("Month"), _("Expiry and decision"), _("Reports"), _("Consultations"),
             _("Days to consult"))  # fmt: skip
    columns = ((What.EXPIRY, What.ADOPTION), (What.REPORT,), (What.MEETING,), (What.WINDOW,))
    rows = []
    for month in months(first):
        own = [one for one in found.entries if one.falls_in(month)]
        cells = ("\n".join(_short(one) for one in own if one.what in kinds) for kinds in columns)
        rows.append((month_name(month), *(cell or "–" for cell in cells)))
    if not found.entries:
        yield Paragraph(_("Nothing is recorded or follows for these months."))
        return
    yield Table(names, tuple(rows), name=_("months"), widths=(3, 5, 5, 6, 6))


def _short(one: Entry) -> str:
    """A day and what it is, for a cell: "Fri 30 June 2017: expiry"."""
    return f"{one.when}: {one.short}" if one.short else one.when


def _grids(found: Ahead, first: date) -> Iterator[Block]:
    """A row a mission, six months beside each other; letters as the paragraph says."""
    yield Heading(_("The months"))
    acronyms = sorted({one.mission for one in found.entries})
    if not acronyms:
        yield Paragraph(_("Nothing is recorded or follows for these months."))
        return
    yield Paragraph(
        _(
            "E expiry, A decision, R report due, M consultation booked or held, W days on which a "
            "consultation can still be booked; * estimated."
        ),
        style="note",
    )
    for half in (0, HALF):
        shown = list(months(first))[half : half + HALF]
        rows = tuple(
            (name, *(_letters(found, name, month) for month in shown)) for name in acronyms
        )
        name = f"{shown[0]:%Y-%m} – {shown[-1]:%Y-%m}"
        columns = (_("Mission"), *map(month_name, shown))
        yield Table(columns, rows, name=name)


def _letters(found: Ahead, mission: str, month: date) -> str:
    own = [one for one in found.entries if one.mission == mission and one.falls_in(month)]
    lines = [
        f"{LETTERS[one.what]} {one.days_in(month)}{'*' if one.estimated else ''}" for one in own
    ]
    return "\n".join(dict.fromkeys(lines))


def _list(found: Ahead, *, one: bool) -> Iterator[Block]:
    """Every entry with its weekday, month by month."""
    yield Heading(_("Day by day"))
    names = (_("Date"), _("Mission"), _("What"), _("How it is known"))
    for month in sorted({entry.on.replace(day=1) for entry in found.entries}):
        own = [entry for entry in found.entries if entry.on.replace(day=1) == month]
        rows = tuple((entry.when, entry.mission, entry.said, entry.basis) for entry in own)
        yield Heading(month_name(month), 3)
        if one:
            cells = tuple((when, said, basis) for when, _mission, said, basis in rows)
            yield Table((names[0], *names[2:]), cells, name=month_name(month), widths=(4, 6, 4))
        else:
            yield Table(names, rows, name=month_name(month), widths=(4, 2, 6, 4))


def months(first: date) -> Iterator[date]:
    """The first days of twelve months."""
    for number in range(first.month - 1, first.month + 11):
        yield date(first.year + number // 12, number % 12 + 1, 1)


def _notes(found: Ahead) -> Iterator[str]:
    if any(one.estimated for one in found.entries):
        yield _("Dates marked estimated are reckoned; none is recorded.")
    if any(one.what == What.REPORT and one.basis != _("recorded") for one in found.entries):
        yield _("Reports are told up to the last expiry that is known.")
    if found.lapsed:
        names = ", ".join(found.lapsed)
        yield (
            _("Expiry past and no later decision recorded, so nothing is told after it: %s.")
            % names
        )
    yield from found.provisional
