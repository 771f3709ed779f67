"""Every paper that can be printed, in the order in which people are offered them.

A row a paper: its module builds the sheet. Only this module knows them all.
"""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from consultations.papers import (
    agenda,
    annex_2006,
    annex_2017,
    attending,
    checklist,
    cycles,
    editing,
    handover,
    journal,
    preparation,
    programme,
    record_of,
    review,
    self_check,
    steering,
    twelve_months,
    views_of,
)
from consultations.papers.asked import FORMATS, TABLES, Asked, PaperKind, PaperRefused, operator
from consultations.papers.sheets import Sheet

__all__ = ["FORMATS", "PAPERS", "Asked", "PaperKind", "PaperRefused", "build", "operator"]

KINDS: tuple[PaperKind, ...] = (
    PaperKind(
        "agenda", _("Agenda"), "consultation", agenda.build, right="details",
        recommendations=("R2006-8", "R2006-14e-2", "R2017-51", "R2017-63c", "R2017-73c-1"),
        about=_("Aim, questions and documents; the meeting by the clock."),
    ),
    PaperKind(
        "steering", _("Steering note for the Chair"), "consultation", steering.build,
        recommendations=("R2006-14a-1", "R2006-11", "R2017-15"), right="remark",
        about=_("Questions, views in writing, what the last meeting left open."),
    ),
    PaperKind(
        "preparation", _("Preparation sheet"), "consultation", preparation.build,
        recommendations=("R2017-65a", "R2017-70", "R2017-79a", "R2017-52a", "R2017-83",
                         "R2017-88b"), right="details",
        sides=preparation.SIDES,
        about=_("For each side: what is asked, what to read, by when to send views."),
    ),
    PaperKind(
        "checklist", _("Checklist"), "consultation", checklist.build, formats=TABLES,
        recommendations=("R2017-58a",), right="details", family="table",
        about=_("Every task of the meeting with its paragraph, its day and how it stands."),
    ),
    PaperKind(
        "attendance", _("Attendance list"), "consultation", attending.build, formats=TABLES,
        recommendations=("R2017-85", "R2017-66b"), right="details", family="table",
        about=_("To sign at the door; after the meeting, who came."),
    ),
    PaperKind(
        "summary", _("Chair's summary of views"), "consultation", views_of.build,
        recommendations=("R2006-14a-2", "R2017-36", "R2017-71a"), right="details",
        about=_("Views by theme, agreed or not, attributed as the meeting chose."),
        empty=_("Nothing is noted of this meeting yet: enter what was said in its record."),
    ),
    PaperKind(
        "record", _("Record of the meeting"), "consultation", record_of.build, formats=TABLES,
        recommendations=("R2017-3", "R2017-68", "R2006-X2", "R2017-63d", "R2017-81c"),
        right="details", family="table",
        about=_("Attendance, views, questions, report-back, and what was left undone and why."),
        empty=_("No record of this meeting was opened yet: open it from the meeting's page."),
    ),
    PaperKind(
        "self-check", _("Self-check"), "consultation", self_check.build, formats=TABLES,
        recommendations=("R2017-79",), right="details",
        about=_("The five principles of paragraph 79 on one page."),
    ),
    PaperKind(
        "yearly", _("Yearly report of the Working Group"), "year", editing.builder("yearly"),
        recommendations=("R2017-X2", "R2017-3", "R2006-3"), right="details", family="report",
        about=_("Letter to the President, numbered sections and the table of meetings."),
    ),
    PaperKind(
        "letter", _("Letter to the President after a meeting"), "consultation",
        editing.builder("letter"), recommendations=("R2006-14a-2", "R2006-9b"), right="details",
        family="letter", about=_("The Chair's summary of the views expressed."),
    ),
    PaperKind(
        "annex-2006", _("Table of meetings, form of 2006"), "span", annex_2006.build,
        formats=TABLES, recommendations=("R2006-X1", "R2006-X2", "R2006-X3"), family="table",
        about=_("Date, participants and subject matter; informal meetings in a second table."),
        empty=_("No meeting of the Working Group is recorded in these days."),
    ),
    PaperKind(
        "annex-2017", _("Table of meetings, form of 2017"), "span", annex_2017.build,
        formats=TABLES, recommendations=("R2017-X1",), family="table",
        about=_("Number, date, panellists and theme of the thematic meetings of a year."),
        empty=_("No thematic meeting of the Working Group is recorded in these days."),
    ),
    PaperKind(
        "cycles", _("Reporting and mandate cycles"), "span", cycles.build,
        formats=TABLES, recommendations=("R2017-73g", "R2017-64a"), family="table",
        takes_since=True,
        about=_("All missions, by region and month by month, as known today, or on the first of "
                "other days; compared with an earlier issue, if one is named."),
    ),
    PaperKind(
        "programme", _("Programme of work: block on contributors"), "month", programme.build,
        formats=TABLES, recommendations=("R2017-79e", "R2017-63a", "R2017-74a"), family="table",
        about=_("Meetings with contributors, mandates that expire, what is not booked yet."),
    ),
    PaperKind(
        "journal", _("Journal line, in English and French"), "consultation", journal.build,
        recommendations=("R2017-79e", "R2017-74d"), right="details",
        forms=(("", _("closed meeting")), ("open", _("open meeting"))),
        about=_("Only for what is listed in the Journal; ready to be copied."),
    ),
    PaperKind(
        "journal-days", _("Journal lines of some days, in English and French"), "span",
        journal.build_days, recommendations=("R2017-79e",),
        about=_("Of a day, or of up to a month; of this year the week to come."),
    ),
    PaperKind(
        "twelve-months", _("Twelve months of a mission"), "mission", twelve_months.build,
        formats=TABLES, recommendations=("R2017-73d-2",), family="table",
        about=_("Expiries, reports, consultations and days to consult, from this month on; how "
                "far before the expiry, beside the cycle before."),
    ),
    PaperKind(
        "twelve-months-all", _("Twelve months of all missions"), "month", twelve_months.build_all,
        formats=TABLES, recommendations=("R2017-73d-2",), family="table",
        about=_("The same for every mission, from the month chosen on."),
    ),
    PaperKind(
        "review", _("Review of a year"), "span", review.build, formats=TABLES, family="table",
        recommendations=("R2006-14g", "R2006-4", "R2017-58a", "R2017-73a"),
        about=_("Every indicator with what it was counted from, the renewals, what was skipped."),
    ),
    PaperKind(
        "review-mission", _("Review of a mission, year by year"), "mission", review.build_mission,
        formats=TABLES, family="table", recommendations=("R2006-14g", "R2017-73d-2"),
        about=_("The same indicators of one mission, a column a year."),
    ),
    PaperKind(
        "handover", _("Handover file for the next Chair"), "none", handover.build,
        formats=TABLES, recommendations=("R2017-73d-2",), right="plan", family="table",
        about=_("What runs, what is open, what was chosen and why, as it stands today."),
    ),
    PaperKind(
        "handover-month", _("Handover file for a presidency"), "month", handover.build_month,
        formats=TABLES, recommendations=("R2017-74a",), right="plan", family="table",
        about=_("The same for one month: what falls in it."),
    ),
)  # fmt: skip
PAPERS: dict[str, PaperKind] = {kind.slug: kind for kind in KINDS}


def build(kind: PaperKind, asked: Asked) -> Sheet:
    """The paper in the language asked for. Raises ``PaperRefused`` with the sentence to show."""
    with translation.override(asked.language):
        return kind.build(asked)
