"""What a review looks at: the meetings of a span of days as plain values, and its renewals.

Delegations stand here without a name: what is counted of them is counted by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.register import Register
from planner.workdays import Workdays

COUNCIL, CONTRIBUTORS, SECRETARIAT, OTHERS = SIDES = (
    "council", "contributors", "secretariat", "others",
)  # fmt: skip
# Meetings at which contributors are heard on the substance of a renewal, before there is a text.
SUBSTANCE = frozenset({"informal_triangular", "formal_tcc", "working_group"})
CONTACT = SUBSTANCE | {
    "draft_consultation", "crisis", "review_before", "review_after", "visit_debrief",
    "secretariat_briefing",
}  # fmt: skip
SELF_CHECK = "abcde"  # 2017 report, para. 79 (a)-(e)


@dataclass(frozen=True, slots=True)
class Delegation:
    """One delegation, office or guest at a meeting; *state* as attendance was noted."""

    side: str
    state: str = "unknown"
    political: bool = False
    military: bool = False
    police: bool = False
    spoke: bool = False

    @property
    def present(self) -> bool:
        return self.state == "present"


@dataclass(frozen=True, slots=True)
class Raised:
    """A point: sent or not, and what became of it; *kept* where the outcome is not for the reader.

    Empty outcomes are not known yet.
    """

    sent: bool = False
    in_draft: str = ""
    in_text: str = ""
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """A question to the Secretariat: when its answer was due and when it came."""

    due_on: date
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """A report-back of one mode; *due_on* is None where it was not needed."""

    mode: str
    due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """Three questions answered after a meeting, each from 1 to 5, by side and without a name."""

    side: str
    dialogue: int
    impact: int | None = None
    worth: int | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """A task or a need left out, with the reason that somebody gave."""

    on: date
    title: str
    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that was held. What is empty or None was not recorded, unless it says otherwise.

    *expires_on* is the expiry of the one renewal that it prepares, None where it prepares none.
    *noted*: it has a record here, so that what is not in it was not said. *report_due_on* is the
    last day of its report-back, whoever reported.
    """

    reference: str
    on: date
    kind: str
    label: str = ""
    missions: tuple[str, ...] = ()
    formality: str = ""
    purpose: str = ""
    convener: str = ""
    component: str = ""
    expires_on: date | None = None
    report_on: date | None = None
    announced_on: date | None = None
    noted: bool = False
    report_due_on: date | None = None
    delegations: tuple[Delegation, ...] = ()
    points: tuple[Raised, ...] = ()
    questions: tuple[Answered, ...] = ()
    reports: tuple[Reported, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    self_check: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Renewal:
    """A mandate that ends in the span; *draft_on* is the day of its first draft, if one is known.

    *continues*: the expiry that a technical rollover continues, whose meetings count for it too.
    """

    mission: str
    component: str
    expires_on: date
    opens_on: date
    draft_on: date | None = None
    draft_estimated: bool = False
    continues: date | None = None


@dataclass(frozen=True, slots=True)
class LastContact:
    """The last meeting with contributors on a mission up to the day asked; None: none recorded."""

    mission: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Everything that the indicators of one span follow from.

    *meetings* reach back before *first*, so that one cycle can be compared with the one before.
    *followed_from*: since when meetings are kept here, so that none recorded means none held.
    *until*: the last day looked at, today where the span is not over. *ended*: missions whose
    recorded mandate was over on it, so that no contact is asked of them.
    """

    first: date
    last: date
    until: date
    workdays: Workdays
    register: Register
    meetings: tuple[Held, ...] = ()
    renewals: tuple[Renewal, ...] = ()
    left: tuple[Left, ...] = ()
    contacts: tuple[LastContact, ...] = ()
    ended: tuple[str, ...] = ()
    followed_from: date | None = None
    mission: str = ""

    def held(self) -> Iterator[Held]:
        """The meetings of the span itself, in the order of their days."""
        return (m for m in self.meetings if self.first <= m.on <= self.last)

    @property
    def followed(self) -> bool:
        """Whether meetings were kept here all through the span: none recorded means none held."""
        return self.followed_from is not None and self.followed_from <= self.first

    @property
    def over(self) -> bool:
        """Whether the span lies behind."""
        return self.until >= self.last

    @property
    def whole_year(self) -> bool:
        """Whether it is one calendar year of all missions: what the plan of a year is for."""
        year = self.first.year
        return (self.first, self.last) == (date(year, 1, 1), date(year, 12, 31)) and (
            not self.mission
        )
