"""What a form beside a record does: one function a deed, found by its name in the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from consultations import records
from consultations.forms import record as of_record
from consultations.forms.record_feedback import EnteredFeedbackForm
from consultations.models import Consultation

Told = dict[str, Any]
Act = Callable[[Consultation, Told, User], object]


@dataclass(frozen=True, slots=True)
class Deed:
    """A form, what it does, what is said afterwards, and where on the page one goes on."""

    form: type[forms.Form]
    act: Act
    said: Any
    anchor: str
    id: str  # before the names of the form's fields


def everyone(row: Consultation, told: Told, who: User) -> object:
    return records.all_present(row, who=who)


def report_back(row: Consultation, told: Told, who: User) -> object:
    return records.report_back(row, who=who, **told)


def withdraw(row: Consultation, told: Told, who: User) -> object:
    records.withdraw_report_back(row, told["mode"], who)
    return None


def close(row: Consultation, told: Told, who: User) -> object:
    return records.close(row, who=who, version=told["version"])


def reopen(row: Consultation, told: Told, who: User) -> object:
    return records.reopen(row, reason=told["reason"], who=who, version=told["version"])


def tags(row: Consultation, told: Told, who: User) -> object:
    return records.set_tags(records.open_record(row, who=who), told["names"], who)


def self_check(row: Consultation, told: Told, who: User) -> object:
    return records.set_self_check(records.open_record(row, who=who), told, who)


def feedback(row: Consultation, told: Told, who: User) -> object:
    return records.give_feedback(row, who=who, **told)


DEEDS = {
    "everyone": Deed(
        forms.Form, everyone, _("Whoever had said that they come is noted as present."),
        "attendance", "everyone",
    ),
    "report-back": Deed(
        of_record.ReportBackForm, report_back, _("The report-back is recorded."),
        "report-back", "report",
    ),
    "withdraw-report-back": Deed(
        of_record.WithdrawForm, withdraw, _("It is taken back; the history keeps it."),
        "report-back", "withdraw",
    ),
    "close": Deed(of_record.CloseForm, close, _("The record is closed."), "closing", "close"),
    "reopen": Deed(
        of_record.ReopenForm, reopen, _("The record is open again; the reason is kept."),
        "closing", "reopen",
    ),
    "tags": Deed(of_record.TagsForm, tags, _("The issues are recorded."), "issues", "tags"),
    "self-check": Deed(
        of_record.SelfCheckForm, self_check, _("The self-check is recorded."), "self-check", "check"
    ),
    "feedback": Deed(
        EnteredFeedbackForm, feedback, _("The feedback is kept, without a name."),
        "feedback", "feedback",
    ),
}  # fmt: skip
