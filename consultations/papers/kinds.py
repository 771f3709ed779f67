"""Every paper that can be printed, in the order in which people are offered them.

A row a paper: its module builds the sheet. Only this module knows them all.
"""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from consultations.papers import annex_2006, annex_2017, editing
from consultations.papers.asked import FORMATS, TABLES, Asked, PaperKind, PaperRefused, operator
from consultations.papers.sheets import Sheet

__all__ = ["FORMATS", "PAPERS", "Asked", "PaperKind", "PaperRefused", "build", "operator"]

KINDS: tuple[PaperKind, ...] = (
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
    ),
    PaperKind(
        "annex-2017", _("Table of meetings, form of 2017"), "span", annex_2017.build,
        formats=TABLES, recommendations=("R2017-X1",), family="table",
        about=_("Number, date, panellists and theme of the thematic meetings of a year."),
    ),
)  # fmt: skip
PAPERS: dict[str, PaperKind] = {kind.slug: kind for kind in KINDS}


def build(kind: PaperKind, asked: Asked) -> Sheet:
    """The paper in the language asked for. Raises ``PaperRefused`` with the sentence to show."""
    with translation.override(asked.language):
        return kind.build(asked)
