"""Every paper that can be printed, in the order in which people are offered them.

A row a paper: its module builds the sheet. Only this module knows them all.
"""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from consultations.papers import annex_2006, annex_2017
from consultations.papers.asked import FORMATS, TABLES, Asked, PaperKind, PaperRefused, operator
from consultations.papers.sheets import Sheet

__all__ = ["FORMATS", "PAPERS", "Asked", "PaperKind", "PaperRefused", "build", "operator"]

KINDS: tuple[PaperKind, ...] = (
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
