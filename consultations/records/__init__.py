"""The record of a consultation: who came, what was said, and how it reached the Council."""

from __future__ import annotations

from consultations.booking import Refusal, Refused, Stale
from consultations.records.answering import answer_question
from consultations.records.applying import Applied, Change, RefusedChange, apply
from consultations.records.closing import close, reopen, standing_against
from consultations.records.judging import SELF_CHECK, give_feedback, set_self_check
from consultations.records.meanwhile import Meanwhile
from consultations.records.opening import all_present, of, open_record
from consultations.records.reading import state
from consultations.records.reporting import (
    due,
    question_due,
    report_back,
    report_back_done,
    withdraw_report_back,
)
from consultations.records.showing import attribution_of, sees_outcome, visible_name
from consultations.records.suggesting import Suggested, suggestions
from consultations.records.tagging import set_review, set_tags
from consultations.records.taking_up import follow_point, send_point, set_outcome, unfollow_point
from consultations.records.waiting import Waiting, overdue, waiting

__all__ = [
    "SELF_CHECK",
    "Applied",
    "Change",
    "Meanwhile",
    "Refusal",
    "Refused",
    "RefusedChange",
    "Stale",
    "Suggested",
    "Waiting",
    "all_present",
    "answer_question",
    "apply",
    "attribution_of",
    "close",
    "due",
    "follow_point",
    "give_feedback",
    "of",
    "open_record",
    "overdue",
    "question_due",
    "reopen",
    "report_back",
    "report_back_done",
    "sees_outcome",
    "send_point",
    "set_outcome",
    "set_review",
    "set_self_check",
    "set_tags",
    "standing_against",
    "state",
    "suggestions",
    "unfollow_point",
    "visible_name",
    "waiting",
    "withdraw_report_back",
]
