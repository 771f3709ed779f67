"""The review as a paper: every indicator with what it was counted from, and the lists behind it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.papers.asked import Asked, PaperRefused
from consultations.papers.saying import say_day
from consultations.papers.sheets import Block, Heading, Paragraph, Sheet, Table
from consultations.papers.spans import key_of, long_day
from consultations.reviewing import Review, Scope, of_missions, review, years_of
from consultations.reviewing.words import (
    BY_MISSION,
    SECTIONS,
    code_words,
    counted_words,
    notes_words,
    unknown_words,
    value_words,
    who_asks,
)
from planner.figures import Figure, Line
from planner.indicators import INDICATORS, Indicator

YEARS = 6  # columns of a mission's paper
WIDTHS = (3, 2, 6, 3, 3)


def build(asked: Asked) -> Sheet:
    """The indicators of a span, of all missions."""
    first, last = asked.span
    found = review(Scope(first, last), asked.reader)
    blocks = [block for code in SECTIONS for block in _section(code, found)]
    blocks += [*_renewals(found), *_left_out(found), *_by_mission(found)]
    return Sheet(
        kind="review",
        title=_("Review of the consultations"),
        subtitle=_("%(first)s to %(last)s") % {"first": long_day(first), "last": long_day(last)},
        blocks=(Paragraph(_basis(found)), *blocks),
        language=asked.language,
        notes=_notes(found),
        stem=f"review-{key_of(first, last)}",
    )


def _basis(found: Review) -> str:
    held = ngettext("%(n)s meeting held", "%(n)s meetings held", found.meetings)
    said = [held % {"n": found.meetings}]
    if found.recorded:
        said.append(_("%(n)s only in tables of the past, which tell day and kind and no more")
                    % {"n": found.recorded})  # fmt: skip
    if found.closed:
        said.append(_("%(n)s closed to the reader, whose records are not counted")
                    % {"n": found.closed})  # fmt: skip
    return f"{'; '.join(said)}."


def _notes(found: Review) -> tuple[str, ...]:
    changed = [
        _("%(key)s is %(value)s, not %(default)s: %(reason)s")
        % {"key": n.key, "value": n.value, "default": n.default, "reason": n.reason}
        for n in found.changed
    ]
    return (
        _("What is not recorded is unknown, and is counted as such, never as nothing."),
        _("Delegations are counted by side, never by name."),
        *changed,
    )


def _section(code: str, found: Review) -> Iterator[Block]:
    own = [(one, figure) for one, figure in found.figures if one.section == code]
    title = str(SECTIONS[code])
    yield Heading(title)
    yield Table(
        (_("Indicator"), _("Value"), _("Counted from"), _("Unknown, remarks"), _("Who asks")),
        tuple(_row(one, figure) for one, figure in own),
        name=title,
        widths=WIDTHS,
    )


def _row(indicator: Indicator, figure: Figure) -> tuple[str, ...]:
    remarks = [unknown_words(indicator, figure), *notes_words(indicator, figure.notes)]
    return (
        _(indicator.title),
        value_words(indicator, figure),
        "\n".join(filter(None, [counted_words(indicator, figure), *_parts(indicator, figure)])),
        "\n".join(filter(None, remarks)),
        f"{who_asks(indicator)}\n{', '.join(indicator.recommendations)}",
    )


def _parts(indicator: Indicator, figure: Figure) -> Iterator[str]:
    """The pieces of the bars, as in "contributors: present (9), excused (2)"."""
    for bar in figure.bars:
        said = ", ".join(f"{code_words(indicator.id, p.code)} ({p.count})" for p in bar.parts)
        yield f"{code_words(indicator.id, bar.code)}: {said}"


def _renewals(found: Review) -> Iterator[Block]:
    columns = (_("Renewal"), _("Expiry"), _("First consultation"), _("First draft"), _("Stands"))
    yield Heading(_("Renewals"))
    rows = tuple(_renewal(line) for line in found.figure("consulted").lines)
    yield Table(columns, rows, name=_("Renewals"))


def _renewal(line: Line) -> tuple[str, ...]:
    met = say_day(line.other_on) if line.other_on else _("none recorded")
    draft = say_day(line.against_on)
    return (
        line.label,
        say_day(line.on),
        met,
        _("%s, estimated") % draft if line.estimated else draft,
        code_words("consulted", line.state),
    )


def _left_out(found: Review) -> Iterator[Block]:
    columns = (_("Day"), _("What was skipped"), _("Of what"), _("Reason"))
    yield Heading(_("Skipped, and why"))
    rows = tuple(
        (say_day(one.on), _(one.label), one.state, one.note)
        for one in found.figure("left_out").lines
    )
    yield Table(columns, rows, name=_("Skipped"))


def _by_mission(found: Review) -> Iterator[Block]:
    chosen = [one for one in INDICATORS if one.id in BY_MISSION]
    columns = (_("Mission"), _("Meetings"), *(_(one.title) for one in chosen))
    rows = tuple(
        (mission, str(held), *(value_words(one, figures[one.id]) for one in chosen))
        for mission, held, figures in of_missions(found)
    )
    yield Heading(_("By mission"))
    yield Table(columns, rows, name=_("By mission"))


def build_mission(asked: Asked) -> Sheet:
    """One mission, a column for each of the latest years in which a meeting on it is recorded."""
    if asked.mission is None:
        raise PaperRefused(_("Name the mission."))
    name = asked.mission.acronym
    years = years_of(asked.mission, asked.today)[-YEARS:]
    found = [review(Scope.year(year, asked.mission), asked.reader) for year in years]
    blocks = [block for code in SECTIONS for block in _years(code, years, found)]
    return Sheet(
        kind="review-mission",
        title=_("Review of the consultations on %(mission)s") % {"mission": name},
        subtitle=_("as it stands on %(day)s") % {"day": say_day(asked.today)},
        blocks=tuple(blocks),
        language=asked.language,
        notes=_notes(found[0]),
        stem=f"review-{name.lower()}-{asked.today.year}",
    )


def _years(code: str, years: tuple[int, ...], found: list[Review]) -> Iterator[Block]:
    title = str(SECTIONS[code])
    yield Heading(title)
    yield Table(
        (_("Indicator"), *map(str, years)),
        tuple(
            (_(one.title), *(_cell(one, each.figure(one.id)) for each in found))
            for one in INDICATORS if one.section == code and one.id != "year_plan"
        ),
        name=title,
    )  # fmt: skip


def _cell(indicator: Indicator, figure: Figure) -> str:
    said = [value_words(indicator, figure), counted_words(indicator, figure)]
    return "\n".join(filter(None, [*said, unknown_words(indicator, figure)]))
