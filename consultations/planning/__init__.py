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
    NoSuchCycle,
    chain,
    chains,
    group_chain,
    register_for,
)
from consultations.planning.inviting import council_on, guest_list, president_on, rosters
from consultations.planning.loading import KIND_OF_TYPE, mission_facts, penholders
from consultations.planning.premises import places, sessions_on, today, workdays
from consultations.planning.proposing import (
    Grid,
    Proposals,
    Wishes,
    at,
    grid,
    propose,
)
from consultations.planning.standing import (
    GROUP_KINDS,
    Standing,
    guests_of,
    judge,
    nothing_stands,
    option_of,
    slot_of,
    standing,
)
from planner.judging import WITHOUT_COUNCIL
from planner.needs import KINDS, Preset
from planner.proposals import Proposal, WhyNot, worst

__all__ = [
    "GROUP_KINDS",
    "KINDS",
    "KIND_OF_TYPE",
    "WITHOUT_COUNCIL",
    "Backtest",
    "BookingLine",
    "Consequences",
    "CycleLine",
    "DateLine",
    "Grid",
    "NeedLine",
    "NoSuchCycle",
    "Occurred",
    "Preset",
    "Proposal",
    "Proposals",
    "Standing",
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
    "finding_json",
    "findings_json",
    "grid",
    "group_chain",
    "guest_list",
    "guests_of",
    "judge",
    "mission_facts",
    "nothing_stands",
    "numbers_json",
    "option_of",
    "penholders",
    "places",
    "president_on",
    "proposals_json",
    "propose",
    "register_for",
    "rosters",
    "sessions_on",
    "slot_of",
    "standing",
    "today",
    "what_follows",
    "window_json",
    "workdays",
    "worsened",
    "worst",
]  # fmt: skip
