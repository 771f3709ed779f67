"""The cells of the table of reporting and mandate cycles, in the language of the paper."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.models import MISSION, Mandate, Report
from consultations.papers.cycle_rows import (
    DEFAULT,
    FINAL,
    LAPSED,
    MANDATE,
    NOT_RECORDED,
    OPEN,
    CycleRow,
    DueDay,
)
from consultations.papers.saying import say_day

RECORDED, RULE = "recorded", "rule"


def columns() -> tuple[str, ...]:
    """As the Secretariat's own table names them."""
    return (
        _("Item (mission)"), _("Decision and paragraph"), _("Task or report"), _("Frequency"),
        _("Due date"), _("Mandate expiry"),
    )  # fmt: skip


def cells(row: CycleRow) -> tuple[str, ...]:
    """The six cells of one row."""
    return item(row), decision(row), task(row), frequency(row), due(row), expiry(row)


def item(row: CycleRow) -> str:
    """The mission, its component where it is not the mission itself, and where it is."""
    part = row.component if row.component != MISSION else ""
    return "\n".join(filter(None, [row.mission, part, row.hosts]))


def decision(row: CycleRow) -> str:
    """The resolution with its paragraph and what changed it; what is not recorded is said."""
    said = row.decision
    if not said:
        said = _("not recorded")
        if row.adopted_on:
            said = _("not recorded; adopted %s") % say_day(row.adopted_on)
    elif "para" not in said:
        said = "\n".join([said, _("para. not recorded")])
    changed = [_("changed by %s") % one for one in row.changes]
    return "\n".join([said, *changed])


def task(row: CycleRow) -> str:
    """What is to be done: a decision on the mandate, a report, a review."""
    if row.task == MANDATE:
        kinds = {key: str(label) for key, label in Mandate.Kind.choices}
        return _("Mandate (%s)") % kinds[row.kind] if row.kind in kinds else _("Mandate")
    if row.task == Report.Kind.REVIEW:
        return _("Strategic review")
    if row.task == Report.Kind.SPECIAL:
        return _("Report of the Secretary-General (special)")
    return _("Report of the Secretary-General")


def frequency(row: CycleRow) -> str:
    """As the decision or the report words it; of a mandate how long it runs."""
    if row.task != MANDATE:
        return row.frequency or _("not recorded")
    if row.months:
        return ngettext("%d month", "%d months", row.months) % row.months
    return "–" if row.standing in (OPEN, NOT_RECORDED) or not row.expires_on else _("not recorded")


def due(row: CycleRow) -> str:
    """The dates, each with how it is known; or why there is none."""
    if row.task == MANDATE:
        return "\n".join(_("decision by %s") % day(one) for one in row.due) or "–"
    lines = [missed(one) if one.missed else day(one) for one in row.due]
    if all(one.missed for one in row.due):
        lines.append(_why(row))
    return "\n".join(lines)


def day(one: DueDay) -> str:
    """ "Fri 2 June 2017 (estimated)"; a date that is recorded needs no word."""
    said = _("in %s, no day stated") % date_format(one.on, "F Y") if one.month else say_day(one.on)
    if one.basis == RECORDED:
        return said
    return f"{said} ({basis(one)})"


def missed(one: DueDay) -> str:
    """A date that is past, and nothing recorded as having come."""
    return _("was due %s: no report recorded") % day(one)


def basis(one: DueDay) -> str:
    """How a date that is not recorded was reckoned."""
    if one.basis == DEFAULT:
        return _("our default")
    return _("by rule") if one.basis == RULE else _("estimated")


def expiry(row: CycleRow) -> str:
    """The last day of the mandate, or why there is none."""
    said = {
        OPEN: _("open-ended"),
        NOT_RECORDED: _("not recorded"),
        LAPSED: _("no later decision recorded"),
        FINAL: _("final period"),
    }.get(row.standing, "")
    return "\n".join(filter(None, [say_day(row.expires_on) if row.expires_on else "", said]))


def _why(row: CycleRow) -> str:
    if row.why == "lapsed":
        return _("not established: no mandate after %s is recorded") % say_day(row.expires_on)
    if row.why == "stale":
        return _("not established: the last report recorded is of %s") % say_day(row.last_on)
    if row.why == "beyond" and row.expires_on:
        return _("none further before the expiry")
    return _("not established")


def month_name(first: date) -> str:
    """ "June 2017", in the language of the paper."""
    return date_format(first, "F Y")
