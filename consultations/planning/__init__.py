"""The one door to the planning core: rows go in as values, answers come out."""

from __future__ import annotations

from consultations.planning.answers import (
    chain_json,
    finding_json,
    findings_json,
    numbers_json,
    proposals_json,
    window_json,
)
from consultations.planning.assuming import (
    BookingLine,
    Consequences,
    CycleLine,
    DateLine,
    NeedLine,
    Worse,
    what_follows,
    worsened,
)
from consultations.planning.backtesting import Backtest, Occurred, backtest, backtest_json
from consultations.planning.chaining import (
    Known,
    NoSuchCycle,
    chain,
    chains,
    group_chain,
    known,
    register_for,
)
from consultations.planning.days import sessions_on, today, workdays
from consultations.planning.following import (
    Following,
    held_on,
)
from consultations.planning.following import (
    question_due_of as question_due,
)
from consultations.planning.following import (
    report_back_due_of as report_back_due,
)
from consultations.planning.gathering import Gathered, Horizon, gather
from consultations.planning.group_record import GROUP_KINDS, of_the_group
from consultations.planning.inviting import council_on, guest_list, president_on, rosters
from consultations.planning.known_chains import KnownFollowing
from consultations.planning.loading import KIND_OF_TYPE, mission_facts, penholders
from consultations.planning.placements import judged
from consultations.planning.plans import (
    Keeping,
    Kept,
    Planned,
    demand_json,
    plan_json,
    plan_together,
    slot_from_json,
    slot_json,
    weeks,
    why,
)
from consultations.planning.premises import places
from consultations.planning.proposing import (
    Grid,
    Proposals,
    Wishes,
    at,
    grid,
    propose,
)
from consultations.planning.standing import (
    Standing,
    guests_of,
    judge,
    nothing_stands,
    option_of,
    slot_of,
    standing,
)
from consultations.planning.themed import Themed, themes
from planner.followup import QuestionDue, ReportBackDue
from planner.judging import WITHOUT_COUNCIL
from planner.levels import Style
from planner.needs import KINDS, Preset
from planner.plan import Placement
from planner.prices import Alternative, Cell, Why
from planner.proposals import Proposal, WhyNot, worst
from planner.solving import Step
from planner.themes import is_theme, issue_of

__all__ = [
    "GROUP_KINDS",
    "KINDS",
    "KIND_OF_TYPE",
    "WITHOUT_COUNCIL",
    "Alternative",
    "Backtest",
    "BookingLine",
    "Cell",
    "Consequences",
    "CycleLine",
    "DateLine",
    "Following",
    "Gathered",
    "Grid",
    "Horizon",
    "Keeping",
    "Kept",
    "Known",
    "KnownFollowing",
    "NeedLine",
    "NoSuchCycle",
    "Occurred",
    "Placement",
    "Planned",
    "Preset",
    "Proposal",
    "Proposals",
    "QuestionDue",
    "ReportBackDue",
    "Standing",
    "Step",
    "Style",
    "Themed",
    "Why",
    "WhyNot",
    "Wishes",
    "Worse",
    "at",
    "backtest",
    "backtest_json",
    "chain",
    "chain_json",
    "chains",
    "council_on",
    "demand_json",
    "finding_json",
    "findings_json",
    "gather",
    "grid",
    "group_chain",
    "guest_list",
    "guests_of",
    "held_on",
    "is_theme",
    "issue_of",
    "judge",
    "judged",
    "known",
    "mission_facts",
    "nothing_stands",
    "numbers_json",
    "of_the_group",
    "option_of",
    "penholders",
    "places",
    "plan_json",
    "plan_together",
    "president_on",
    "proposals_json",
    "propose",
    "question_due",
    "register_for",
    "report_back_due",
    "rosters",
    "sessions_on",
    "slot_from_json",
    "slot_json",
    "slot_of",
    "standing",
    "themes",
    "today",
    "weeks",
    "what_follows",
    "why",
    "window_json",
    "workdays",
    "worsened",
    "worst",
]  # fmt: skip
