"""How each dated criterion is measured: its anchor, side, unit and numbers, as data."""

from __future__ import annotations

from dataclasses import dataclass

AFTER, BEFORE = "after", "before"
DAYS, WORKDAYS = "calendar days", "working days"


@dataclass(frozen=True, slots=True)
class Measure:
    """How a criterion is measured: its anchor, the side, the unit, and the register's numbers.

    ``least`` and ``most`` are (kept, short) keys of numbers, or plain counts; None sets no limit.
    """

    criterion: str
    anchor: str
    side: str
    unit: str
    least: tuple[str | int, str | int] | None = None
    most: tuple[str | int, str | int] | None = None
    noun: str = ""


MEASURES: dict[str, Measure] = {
    m.criterion: m
    for m in (
        Measure("before_adoption", "adoption", BEFORE, DAYS, least=(1, 1), noun="the adoption"),
        Measure("lead", "expiry", BEFORE, DAYS, least=("lead_kept", "lead_short"), noun="expiry"),
        Measure(
            "preparation", "report_transmitted", AFTER, WORKDAYS,
            least=("preparation_kept", "preparation_short"), noun="the report",
        ),
        Measure(
            "closeness", "report_transmitted", AFTER, WORKDAYS,
            most=("closeness_kept", "closeness_short"), noun="the report",
        ),
        Measure(
            "gap", "council_consultations", BEFORE, WORKDAYS,
            least=("gap_kept", "gap_short"), noun="the Council's consultations",
        ),
        Measure(
            "first_draft", "first_draft", BEFORE, WORKDAYS,
            least=("first_draft_kept", "first_draft_kept"), noun="the first draft",
        ),
        Measure(
            "briefing_before", "informal_target", BEFORE, WORKDAYS,
            least=("briefing_latest", "briefing_latest"),
            most=("briefing_earliest", "briefing_earliest"), noun="the informal consultation",
        ),
        Measure(
            "outline", "report_transmitted", BEFORE, WORKDAYS, least=(1, 1), noun="the report",
        ),
        Measure(
            "after_draft", "first_draft", AFTER, WORKDAYS, least=(0, 0),
            most=("draft_round_after", "draft_round_after"), noun="the first draft",
        ),
        Measure(
            "before_vote", "adoption", BEFORE, WORKDAYS,
            least=("draft_round_before_vote", "draft_round_before_vote"), noun="the vote",
        ),
        Measure(
            "after_vote", "adoption", AFTER, WORKDAYS, least=(1, 1),
            most=("debrief_after_adoption", "debrief_after_adoption"), noun="the adoption",
        ),
        Measure(
            "crisis_speed", "crisis", AFTER, WORKDAYS, least=(0, 0),
            most=("crisis_slot", "crisis_slot"), noun="the crisis",
        ),
        Measure(
            "review_before", "review_due", BEFORE, WORKDAYS,
            least=("review_before", "review_before"), noun="the review is final",
        ),
        Measure(
            "review_after", "review_circulated", AFTER, WORKDAYS, least=(0, 0),
            most=("review_after", "review_after"), noun="the review's circulation",
        ),
        Measure(
            "options_paper", "adoption", BEFORE, WORKDAYS,
            least=("options_before_decision", "options_before_decision"),
            noun="the Council's decision",
        ),
        Measure(
            "visit_debrief", "visit_end", AFTER, WORKDAYS, least=(1, 1),
            most=("visit_debrief", "visit_debrief"), noun="the visit",
        ),
        Measure(
            "follow_up", "last_meeting", AFTER, DAYS, least=("follow_up_from", "follow_up_from"),
            most=("follow_up_to", "follow_up_to"), noun="the last meeting",
        ),
        Measure("contact_gap", "contact_due", BEFORE, DAYS, least=(0, 0), noun="the gap is due"),
        Measure("theme", "theme_until", BEFORE, DAYS, least=(0, 0), noun="the issue is past"),
        Measure("withdrawal", "withdrawal", BEFORE, DAYS, least=(1, 1), noun="the mandate ends"),
        Measure("bureau_interval", "bureau_due", BEFORE, DAYS, least=(0, 0), noun="it is due"),
        Measure("organisational", "january_end", BEFORE, DAYS, least=(0, 0), noun="end of January"),
        Measure("opened", "opened", AFTER, DAYS, least=(0, 0), noun="it may open"),
        Measure("season", "expiry", BEFORE, DAYS, most=("renewal_opens", "renewal_opens"),
                noun="expiry"),
    )
}  # fmt: skip
