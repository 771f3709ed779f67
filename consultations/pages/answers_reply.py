"""One thing that came, as officers see it: what it says, what became of it, what to decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations import answers, booking, invitations, planning
from consultations.answers.deciding import TO_DISMISS
from consultations.answers.texts import as_text
from consultations.answers.words import clean
from consultations.forms.answers import (
    AcceptForm,
    AdmitForm,
    DeclineForm,
    DelegateForm,
    DismissForm,
)
from consultations.models import Consultation, Reply
from consultations.pages.answers_counter import proposed

Told = dict[str, Any]
SHOWN = 20_000  # characters of what came
REFUSALS = (booking.Refusal, invitations.Refused, planning.NoSuchCycle)
NOT_YET_OVER = (Consultation.Status.TENTATIVE, Consultation.Status.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Deed:
    """What it does, and what is said afterwards."""

    act: Callable[[Reply, Told, User], object]
    said: Any


def rows() -> QuerySet[Reply]:
    """Replies with all that their page shows."""
    return Reply.objects.select_related(
        "consultation__room", "consultation__cycle_mission", "invitation__participation",
        "invitation__consultation", "message", "entered_by", "decided_by",
    )  # fmt: skip


def shown(
    reply: Reply, *, room: str = "", typed: Mapping[str, forms.Form] | None = None
) -> dict[str, Any]:
    """The context of the page; *typed* holds the form that was sent and not done."""
    found = proposed(reply, room) if reply.counter else None
    context = {
        "reply": reply, "proposed": found, "raw": clean(as_text(bytes(reply.raw)), SHOWN),
        "more": len(reply.raw) > SHOWN, "open": reply.counter == Reply.Counter.OPEN,
        "delegates": _delegates(reply),
    }  # fmt: skip
    possible = {deed: form_of(deed, reply, found) for deed in _possible(reply)}
    return context | {"forms": possible | dict(typed or {}), "typed": set(typed or ())}


def _possible(reply: Reply) -> list[str]:
    """The deeds that this reply leaves open."""
    deeds = []
    if reply.counter == Reply.Counter.OPEN:
        live = reply.consultation is not None and reply.consultation.status in NOT_YET_OVER
        deeds += ["accept", "decline"] if live else ["decline"]
    if answers.is_admissible(reply):
        deeds.append("admit")
    if reply.outcome in TO_DISMISS:
        deeds.append("dismiss")
    if reply.delegated_to and reply.outcome == Reply.Outcome.COUNTED and not _delegates(reply):
        deeds.append("delegate")
    return deeds


def form_of(deed: str, reply: Reply, found: Any = None, data: Any = None) -> forms.Form:
    """The form of *deed*, empty or with what was sent."""
    auto_id = f"{deed}-%s"
    if deed == "accept":
        return AcceptForm(data, auto_id=auto_id, initial=_accepting(reply, found))
    if deed == "admit":
        among = None
        if reply.invitation is None and reply.consultation is not None:
            among = reply.consultation.invitations.filter(wanted=True).order_by("email")
        return AdmitForm(data, auto_id=auto_id, among=among)
    if deed == "delegate":
        return DelegateForm(data, auto_id=auto_id, initial={"email": reply.delegated_to})
    return {"decline": DeclineForm, "dismiss": DismissForm}[deed](data, auto_id=auto_id)


def _accepting(reply: Reply, found: Any) -> Told:
    if found is None:
        return {}
    who = reply.invitation.participation.name if reply.invitation else reply.attendee
    said = _("%s proposed this time") % who
    return {
        "version": found.row.version, "seen": found.seen,
        "room": found.room.pk if found.room else "",
        "reason": f"{said}: {reply.comment}"[:500] if reply.comment else said,
    }  # fmt: skip


def _delegates(reply: Reply) -> list[Any]:
    if reply.invitation is None or not reply.delegated_to:
        return []
    return list(reply.invitation.delegates.filter(wanted=True))


def accept(reply: Reply, told: Told, who: User) -> object:
    """Move it there, if the findings are still those that were read."""
    found = proposed(reply, told["room"])
    if found is None or reply.consultation is None:
        raise invitations.Refused(_("It proposes no time."))
    if found.seen != told["seen"]:
        raise invitations.Refused(
            _("The findings changed since you read them: read them, then decide.")
        )
    return answers.accept_counter(
        reply, who=who, version=told["version"], room=found.room, reason=told["reason"],
        findings=planning.findings_json(found.findings),
    )  # fmt: skip


def decline(reply: Reply, told: Told, who: User) -> object:
    return answers.decline_counter(reply, who=who, reason=told["reason"])


def admit(reply: Reply, told: Told, who: User) -> object:
    return answers.admit(reply, who=who, reason=told["reason"], invitation=told.get("invitation"))


def dismiss(reply: Reply, told: Told, who: User) -> object:
    return answers.dismiss(reply, who=who, reason=told["reason"])


def delegate(reply: Reply, told: Told, who: User) -> object:
    return answers.invite_delegate(reply, email=told["email"], name=told["name"])


DEEDS = {
    "accept": Deed(accept, gettext_lazy("Moved. What everybody is told waits in the outbox.")),
    "decline": Deed(
        decline, gettext_lazy("Declined; who proposed it is told why if they hold an invitation.")
    ),
    "admit": Deed(admit, gettext_lazy("Taken as authentic; the reason is kept.")),
    "dismiss": Deed(dismiss, gettext_lazy("Dismissed; it stays here with the reason.")),
    "delegate": Deed(delegate, gettext_lazy("Invited; the mail waits in the outbox.")),
}
