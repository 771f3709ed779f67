"""What a form on a plan's pages does: one function a deed, found by its name in the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations import booking, drafts
from consultations.forms import plan as forms
from consultations.forms.deeds import DeedForm, PlainForm
from consultations.models import Draft, DraftPlacement
from consultations.pages.plan_slots import slot_of_value

Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlanDeed:
    """A form, what it does to a plan, and what is said afterwards."""

    form: type[DeedForm]
    act: Callable[[Draft, Told, User], object]
    said: Any


@dataclass(frozen=True, slots=True)
class PlacementDeed:
    """A form, what it does to a placement, and what is said afterwards."""

    form: type[DeedForm]
    act: Callable[[DraftPlacement, Told, User], object]
    said: Any
    stays: bool = True  # on the page of the placement; else the board is shown


def stop(draft: Draft, told: Told, who: User) -> object:
    return drafts.stop(draft, who=who, version=told["version"])


def again(draft: Draft, told: Told, who: User) -> object:
    return drafts.queue_again(draft, who=who, version=told["version"])


def rename(draft: Draft, told: Told, who: User) -> object:
    return drafts.rename(draft, told["name"], who=who, version=told["version"])


def delete(draft: Draft, told: Told, who: User) -> None:
    drafts.delete(draft, who=who, version=told["version"])


def replan(draft: Draft, told: Told, who: User) -> object:
    return drafts.replan(
        draft, who=who, version=told["version"], style=told["style"], as_of=told["as_of"]
    )


def lock(draft: Draft, told: Told, who: User) -> object:
    return drafts.lock(draft, told["monday"], who=who, version=told["version"])


def unlock(draft: Draft, told: Told, who: User) -> object:
    return drafts.unlock(draft, told["monday"], who=who, version=told["version"])


def back(draft: Draft, told: Told, who: User) -> object:
    return drafts.step_back(draft, who=who, version=told["version"])


def undo(draft: Draft, told: Told, who: User) -> object:
    return drafts.undo_release(draft, who=who, version=told["version"], reason=told["reason"])


def move(row: DraftPlacement, told: Told, who: User) -> object:
    slot = slot_of_value(told["slot"])
    if slot is None:
        raise booking.Refused(_("Choose one of the slots that are shown."))
    return drafts.move(row, slot, who=who, version=told["version"])


def pin(row: DraftPlacement, told: Told, who: User) -> object:
    return drafts.pin(row, who=who, version=told["version"])


def unpin(row: DraftPlacement, told: Told, who: User) -> object:
    return drafts.unpin(row, who=who, version=told["version"])


def accept(row: DraftPlacement, told: Told, who: User) -> object:
    return drafts.decide(row, "accept", who=who, version=told["version"])


def leave(row: DraftPlacement, told: Told, who: User) -> object:
    return drafts.decide(row, "leave", who=who, version=told["version"])


def undecide(row: DraftPlacement, told: Told, who: User) -> object:
    return drafts.decide(row, "", who=who, version=told["version"])


DEEDS = {
    "stop": PlanDeed(PlainForm, stop, gettext_lazy("It is being stopped; the best is kept.")),
    "again": PlanDeed(PlainForm, again, gettext_lazy("It is queued again.")),
    "rename": PlanDeed(forms.RenameForm, rename, gettext_lazy("It has its new name.")),
    "delete": PlanDeed(PlainForm, delete, gettext_lazy("The plan is deleted.")),
    "replan": PlanDeed(forms.ReplanForm, replan, gettext_lazy("It is planned anew.")),
    "lock": PlanDeed(
        forms.WeekForm, lock, gettext_lazy("The week is locked: the next plan leaves it as it is.")
    ),
    "unlock": PlanDeed(forms.WeekForm, unlock, gettext_lazy("The week is open again.")),
    "back": PlanDeed(PlainForm, back, gettext_lazy("The last step is undone.")),
    "undo": PlanDeed(
        forms.UndoForm, undo, gettext_lazy("Its bookings are cancelled; the reason is kept.")
    ),
}
PLACEMENT_DEEDS = {
    "move": PlacementDeed(
        forms.SlotForm, move, gettext_lazy("It is pinned there; the rest is planned around it."),
        stays=False,
    ),
    "pin": PlacementDeed(PlainForm, pin, gettext_lazy("It stays here, whatever else moves.")),
    "unpin": PlacementDeed(PlainForm, unpin, gettext_lazy("The next plan may move it.")),
    "accept": PlacementDeed(PlainForm, accept, gettext_lazy("It is accepted.")),
    "leave": PlacementDeed(
        PlainForm, leave, gettext_lazy("It is left out: releasing the plan does not book it.")
    ),
    "undecide": PlacementDeed(PlainForm, undecide, gettext_lazy("It is open again.")),
}  # fmt: skip
