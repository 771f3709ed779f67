"""A point as lists show it: who raised it as far as may be told, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from consultations import records
from consultations.models import Attribution, Consultation, Point

Outcome = Point.Outcome
SIGNS = {"reflected": "✓", "partly": "◐", "no": "✗", "n.a.": "–", "": "?"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a draft or an adopted text made of a point."""

    code: str
    label: str
    paragraph: str

    @property
    def sign(self) -> str:
        return SIGNS[self.code]

    @property
    def slug(self) -> str:
        return {"": "open", "n.a.": "none"}.get(self.code, self.code)


@dataclass(frozen=True, slots=True)
class PointLine:
    """One point; *in_draft* and *in_text* are None where the reader is not shown them."""

    point: Any
    row: Consultation
    name: str
    attribution: str
    missions: tuple[str, ...]
    in_draft: Verdict | None
    in_text: Verdict | None


def line_of(point: Any) -> PointLine:
    """*point* needs its record, consultation and missions at hand, and ``outcome_seen``."""
    row = point.record.consultation
    own = (point.mission.acronym,) if point.mission else ()
    seen = point.outcome_seen
    return PointLine(
        point, row, records.visible_name(point, point.record), attribution(point),
        own or tuple(one.acronym for one in row.missions.all()),
        Verdict(point.in_draft, _label(point.in_draft), point.draft_paragraph) if seen else None,
        Verdict(point.in_text, _label(point.in_text), point.text_paragraph) if seen else None,
    )  # fmt: skip


def attribution(point: Point) -> str:
    """How openly it is told, in words."""
    return str(Attribution(records.attribution_of(point, point.record)).label)


def as_sent(point: Point) -> str:
    """The point as the penholder reads it: what was said, on what, and from whom if it is told."""
    name = records.visible_name(point, point.record)
    standing = point.get_standing_display() if point.standing else ""
    marks = [point.theme, standing, _("raised by %s") % name if name else _("not attributed")]
    return f"{point.text.strip()} ({'; '.join(filter(None, marks))})"


def _label(code: str) -> str:
    return str(Outcome(code).label)
