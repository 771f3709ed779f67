"""The words of the register: an entry, its force, a number, a criterion, a tension.

What the two reports leave open is ours and says so (``Number.theirs``, ``ours``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

DIMENSIONS = {
    "TRG": "trigger", "TIM": "timing", "NOT": "notice", "INV": "invitees", "LVL": "level",
    "FMT": "format", "CNV": "convener", "VEN": "venue", "ANN": "announcement",
    "DOC": "agenda and documents", "SEQ": "sequence and briefing", "FUP": "follow-up",
    "REC": "record", "PER": "periodicity", "REV": "review", "CAL": "calendar",
}  # fmt: skip
_KINDS = """
after before notice spacing load roster level format convener venue announcement sequence trigger
task record report_back choice indicator principle calendar
"""
KINDS = frozenset(_KINDS.split())
HONOURS = ("computed", "field", "task", "paper", "indicator", "principle")
NAMED_ELSEWHERE = ("task", "paper", "indicator")  # these name their entries themselves
FOUR_CHOICES = ("format", "frequency", "convener", "level")  # 2017 report, para. 72 (a)-(d)
_PLACES = {
    "need": "secretariat_briefing, informal_triangular, formal_tcc, draft_consultation, "
    "working_group, crisis, review_before, review_after, visit_debrief, c34_bureau, organisational",
    "invitees": "council members, core list, all contributors, potential contributors, "
    "host State, Secretariat, regional body, experts by theme, C-34 Bureau, "
    "political and military seats",
    "field": "forum, format, convener, co_conveners, requested_by, legal_basis, purpose, aim, "
    "documents, questions, visibility, level",
    "page": "today, year, mission, cycle, propose, consultation, calendar, plan, outbox, "
    "register, data, records, review, backtest",
    "choice": ", ".join(FOUR_CHOICES),
    "record": "attendance, panellists, points, points followed, questions, report-back, feedback, "
    "self-check, written input, visit, discussion, issues, continues",
    "announcement": "",
    "ics": "",
}
# Where an entry may act: place -> targets (none where the place alone says it). "choice" also takes
# the tensions' ids; "criterion" is filled in from the criteria.
ACTS = {place: frozenset(filter(None, names.split(", "))) for place, names in _PLACES.items()}


class RegisterError(ValueError):
    """The register cannot be used as it stands; the message names the entry."""


class Force(StrEnum):
    """Who says it, strongest first; ``must`` or ``should`` is a separate question."""

    RULE = "rule"
    WORKING_GROUP = "working group"
    MEMBERS = "members"
    PANELLIST = "panellist"
    DEFAULT = "default"

    @property
    def rank(self) -> int:
        """0 for the strongest."""
        return _RANKS[self]


_RANKS = {force: rank for rank, force in enumerate(Force)}


@dataclass(frozen=True, slots=True)
class Number:
    """A number the planner uses. ``theirs``: the report gives it; otherwise it is our default."""

    key: str
    value: int
    unit: str
    theirs: bool
    basis: str
    recommendations: tuple[str, ...]
    minimum: int
    maximum: int
    default: int
    reason: str = ""
    at_most: str = ""  # key of a number this one may not exceed

    @property
    def is_default(self) -> bool:
        return self.value == self.default


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One entry; ``honours`` says what mainly acts on it (``HONOURS``).

    ``obligation`` is our reading: *must* where the planner refuses or insists. The reports
    mostly say "should" or describe practice.
    """

    id: str
    document: str
    paragraph: str
    asks: str
    force: Force
    obligation: str
    dimensions: tuple[str, ...]
    kind: str
    text: str
    honours: str
    numbers: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    ours: str = ""  # what the product adds and the paragraph does not say
    confidence: str = ""  # building and Council rules only
    cited_as: str = ""

    @property
    def is_practice(self) -> bool:
        """Whether the paragraph tells what was done or recorded, and asks for nothing itself."""
        return "(practice)" in self.asks or "(record)" in self.asks

    @property
    def source(self) -> str:
        """ "2017 report, para. 65"; for a rule outside the reports, its own source text."""
        if self.document not in ("2006", "2017"):
            return self.paragraph
        if not self.paragraph[0].isdigit():
            return f"{self.cited_as}, {self.paragraph}"
        several = len(re.findall(r"\d+", self.paragraph)) > 1
        return f"{self.cited_as}, {'paras.' if several else 'para.'} {self.paragraph}"


@dataclass(frozen=True, slots=True)
class Criterion:
    """Something measured once, with every paragraph behind it; force is their strongest."""

    id: str
    title: str
    leading: str
    also: tuple[str, ...]
    force: Force
    obligation: str
    unit: str
    numbers: tuple[str, ...]
    ours: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a tension, and the entries that speak for it."""

    label: str
    recommendations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tension:
    """Two or more recommendations that pull apart: a choice people must see."""

    id: str
    title: str
    sides: tuple[Side, ...]
    default: str
    why: str


@dataclass(frozen=True, slots=True)
class Document:
    """One of the two reports; ``symbol`` is empty where no source confirms it."""

    id: str
    cited_as: str
    symbol: str
    title: str
