"""What a form about a consultation does: one function a deed, found by its name in the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consultations import booking, planning
from consultations.forms import deeds
from consultations.models import Consultation, Remark
from consultations.pages.booking_desk import FOUR

Told = dict[str, Any]
Act = Callable[[Consultation, Told, User], object]


@dataclass(frozen=True, slots=True)
class Deed:
    """A form, what it does, what is said afterwards, and who may."""

    form: type[forms.Form]
    act: Act
    said: Any
    right: str = "plan"


def pencil(row: Consultation, told: Told, who: User) -> object:
    findings = planning.findings_json(planning.judge(row))
    return booking.pencil(row, who=who, version=told["version"], findings=findings)


def confirm(row: Consultation, told: Told, who: User) -> object:
    return booking.confirm(row, who=who, version=told["version"])


def hold(row: Consultation, told: Told, who: User) -> object:
    return booking.hold_meeting(row, who=who, version=told["version"], reason=told["reason"])


def cancel(row: Consultation, told: Told, who: User) -> object:
    return booking.cancel(row, who=who, version=told["version"], reason=told["reason"])


def announce(row: Consultation, told: Told, who: User) -> object:
    return booking.announce(row, who=who, version=told["version"], on=told["on"])


def room(row: Consultation, told: Told, who: User) -> object:
    return booking.set_room_status(
        row, told["status"], who=who, version=told["version"], number=told["number"],
        on=told["on"], reason=told["reason"],
    )  # fmt: skip


def interpretation(row: Consultation, told: Told, who: User) -> object:
    return booking.set_interpretation_status(
        row, told["status"], who=who, version=told["version"], reason=told["reason"]
    )


def invitee(row: Consultation, told: Told, who: User) -> object:
    named = ("category", "role", "seats", "email")
    return booking.set_participation(
        row, told["name"], reason=told["reason"], who=who, version=told["version"],
        **{name: told[name] for name in named},
    )  # fmt: skip


def uninvite(row: Consultation, told: Told, who: User) -> object:
    return booking.set_participation(
        row, told["name"], reason=told["reason"], who=who, version=told["version"], removed=True
    )


def invitees(row: Consultation, told: Told, who: User) -> object:
    guests = planning.guests_of(row).invitees
    return booking.set_invitees(row, guests, who=who, version=told["version"])


@transaction.atomic
def choice(row: Consultation, told: Told, who: User) -> object:
    """Choose otherwise; format, frequency, convener and level are the consultation's own too."""
    option = planning.option_of(row, told["tension"], told["chosen"])
    if option is None:
        raise booking.Refused(str(_("Choose one of the answers that are shown.")))
    stored = {
        "tension": option.tension, "chosen": option.chosen, "reason": told["reason"],
        "source": "; ".join(option.source)[:200],
        "departs_from": "; ".join(option.departs_from)[:200],
    }  # fmt: skip
    row = booking.choose(row, stored, who=who, version=told["version"])
    if field := FOUR.get(option.tension):
        changes: dict[str, Any] = {field: option.chosen}
        row = booking.edit(row, who=who, version=row.version, reason=told["reason"], **changes)
    if option.tension == "72c":  # who convenes has the chair in the list
        booking.set_invitees(row, planning.guests_of(row).invitees, who=who, version=row.version)
    return row


def remark(row: Consultation, told: Told, who: User) -> object:
    return Remark.objects.create(consultation=row, who=who, text=told["text"])


DEEDS = {
    "pencil": Deed(deeds.PlainForm, pencil, _("It is tentative now, and holds its room.")),
    "confirm": Deed(deeds.PlainForm, confirm, _("It is confirmed.")),
    "hold": Deed(deeds.HoldForm, hold, _("It is marked as held.")),
    "cancel": Deed(deeds.ReasonForm, cancel, _("It is cancelled; the reason is kept.")),
    "announce": Deed(deeds.AnnounceForm, announce, _("The day of the announcement is recorded.")),
    "room": Deed(deeds.RoomForm, room, _("The room's standing is recorded.")),
    "interpretation": Deed(
        deeds.InterpretationForm, interpretation, _("The standing of interpretation is recorded.")
    ),
    "invitee": Deed(deeds.InviteeForm, invitee, _("The list is changed.")),
    "uninvite": Deed(deeds.UninviteForm, uninvite, _("Taken off the list; the reason is kept.")),
    "invitees": Deed(
        deeds.PlainForm, invitees, _("The list is computed anew; what was done by hand stays.")
    ),
    "choice": Deed(deeds.ChoiceForm, choice, _("The choice is recorded.")),
    "remark": Deed(deeds.RemarkForm, remark, _("Your remark stands."), right="remark"),
}
