"""Every paper that can be printed, in the order in which people are offered them.

A row a paper: its module builds the sheet. Only this module knows them all.
"""

from __future__ import annotations

from django.utils import translation

from consultations.papers.asked import FORMATS, Asked, PaperKind, PaperRefused, operator
from consultations.papers.sheets import Sheet

__all__ = ["FORMATS", "PAPERS", "Asked", "PaperKind", "PaperRefused", "build", "operator"]

KINDS: tuple[PaperKind, ...] = ()
PAPERS: dict[str, PaperKind] = {kind.slug: kind for kind in KINDS}


def build(kind: PaperKind, asked: Asked) -> Sheet:
    """The paper in the language asked for. Raises ``PaperRefused`` with the sentence to show."""
    with translation.override(asked.language):
        return kind.build(asked)
