"""The indicators of the review: each with its unit, what it counts, and who asks for it.

The meetings of a span go in as values, figures come out; section by section as the page shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from planner import attending, followed, mixture, punctuality
from planner.figures import Figure
from planner.reviewed import Reviewed

PERCENT, WORKING_DAYS, DAYS, OF_FIVE = "%", "working days", "calendar days", "of 5"
SECTIONS = ("time", "meetings", "people", "views", "quality")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: *counted* names what its numerator and denominator count."""

    id: str
    title: str
    recommendations: tuple[str, ...]
    unit: str
    about: str
    section: str
    counted: str
    measure: Callable[[Reviewed], Figure]


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "consulted", "Renewals consulted on before the first draft",
        ("R2017-58a", "R2017-64a", "R2017-63d", "R2017-80"), PERCENT,
        "A consultation with contributors on substance (informal, formal or of the Working Group) "
        "before the day of the first draft.",
        "time", "renewals", punctuality.consulted,
    ),
    Indicator(
        "preparation", "From the report to the meeting", ("R2017-73a", "R2017-65a", "R2017-65b"),
        WORKING_DAYS, "Median over the meetings that prepare a renewal; below 0 the meeting came "
        "before the report.",
        "time", "meetings", punctuality.preparation,
    ),
    Indicator(
        "notice", "Notice given", ("R2017-73a", "R2017-79b", "R2017-79e"), WORKING_DAYS,
        "Median, from the day of the announcement to the meeting.",
        "time", "meetings", punctuality.notice,
    ),
    Indicator(
        "before_expiry", "From the meeting to the expiry", ("R2017-73a", "R2017-73c-2"), DAYS,
        "Median and spread over the meetings that prepare a renewal.",
        "time", "meetings", punctuality.before_expiry,
    ),
    Indicator(
        "same_offset", "As far from the expiry as in the cycle before",
        ("R2017-73d-2", "R2017-73a"), PERCENT,
        "Meetings of one kind on one mandate, cycle after cycle, within the tolerance.",
        "time", "meetings", punctuality.same_offset,
    ),
    Indicator(
        "gaps", "Missions without a meeting with contributors for long",
        ("R2017-88a", "R2017-74b"), "missions",
        "Counted up to the last day looked at.",
        "time", "mandates", punctuality.gaps,
    ),
    Indicator(
        "formal_informal", "Formal and informal meetings", ("R2017-73b", "R2017-60"), "ratio",
        "As recorded or booked; where a record does not say, unknown.",
        "meetings", "meetings", mixture.formal_informal,
    ),
    Indicator(
        "variety", "Share of the commonest kind of meeting", ("R2006-4", "R2006-6"), PERCENT,
        "Meetings by kind, purpose and mission; one on several missions counts for each.",
        "meetings", "meetings", mixture.variety,
    ),
    Indicator(
        "year_plan", "Meetings of the Working Group against the plan", ("R2017-4", "R2006-5"),
        "of the plan", "One organisational and five thematic meetings were the practice of 2017.",
        "meetings", "meetings", mixture.year_plan,
    ),
    Indicator(
        "conveners", "Different conveners", ("R2017-75", "R2017-73d-1"), "conveners",
        "Who convened, by office.",
        "meetings", "meetings", mixture.conveners,
    ),
    Indicator(
        "attendance", "Delegations present", ("R2017-82", "R2017-85"), PERCENT,
        "Of those whose attendance was noted; by side only, never by name.",
        "people", "sides", attending.attendance,
    ),
    Indicator(
        "both_seats", "Sent both political and military or police names", ("R2017-66b",), PERCENT,
        "Of the delegations present of the Council and of contributors whose seats were noted.",
        "people", "delegations", attending.both_seats,
    ),
    Indicator(
        "speaking", "Contributors among those who spoke", ("R2017-82",), PERCENT,
        "Of the delegations noted as having spoken, by side.",
        "people", "delegations", attending.speaking,
    ),
    Indicator(
        "report_back", "Reported back in time", ("R2006-14a-2",), PERCENT,
        "Orally or in writing by the day due, before the Council's consultations and the draft.",
        "views", "meetings", followed.report_back,
    ),
    Indicator(
        "points", "Points sent to the penholder", ("R2017-63d", "R2017-52b", "R2017-71a"), PERCENT,
        "Raised, sent, and whether draft and adopted text reflect them.",
        "views", "points", followed.points,
    ),
    Indicator(
        "questions", "Questions answered in time", ("R2017-81c",), PERCENT,
        "Questions to the Secretariat, answered by the day due.",
        "views", "questions", followed.questions,
    ),
    Indicator(
        "self_check", "Principles of paragraph 79 kept", ("R2017-79",), OF_FIVE,
        "Mean of the self-checks (a) to (e); partly kept counts one half, which is ours.",
        "quality", "meetings", followed.self_check,
    ),
    Indicator(
        "dialogue", "Was it a dialogue?", ("R2017-76",), OF_FIVE,
        "Mean of the answers after the meetings, from 1 to 5.",
        "quality", "answers", followed.dialogue,
    ),
    Indicator(
        "impact", "Will it have an effect?", ("R2017-58b",), OF_FIVE,
        "Mean of the answers after the meetings, from 1 to 5.",
        "quality", "answers", followed.impact,
    ),
    Indicator(
        "worth", "Was it worth the time?", ("R2017-58b",), OF_FIVE,
        "Mean of the answers after the meetings, from 1 to 5.",
        "quality", "answers", followed.worth,
    ),
    Indicator(
        "left_out", "Tasks and meetings skipped", ("R2006-14b", "R2017-58a"), "skipped",
        "Each with the reason that was given.",
        "quality", "tasks", followed.left_out,
    ),
)  # fmt: skip


def figures(of: Reviewed) -> tuple[tuple[Indicator, Figure], ...]:
    """Every indicator with its figure for the span (2006 report, para. 14 (g))."""
    return tuple((one, one.measure(of)) for one in INDICATORS)
