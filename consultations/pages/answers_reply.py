"""One thing that came, as officers see it: what it says, what became of it, what to decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import answers, booking, invitations, planning
from consultations.answers.deciding import TO_DISMISS
from consultations.answers.texts import as_text
from consultations.answers.words import clean, named
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
    """What it does, and what is said afterwards, by the reply as it stands then."""

    act: Callable[[Reply, Told, User], object]
    says: Callable[[Reply], str]


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
        "delegate": answers.delegate_of(reply), "nothing": is_nothing(reply),
    }  # fmt: skip
    possible = {deed: form_of(deed, reply, found) for deed in _possible(reply)}
    return context | {"forms": possible | dict(typed or {}), "typed": set(typed or ())}


def _possible(reply: Reply) -> list[str]:
    """The deeds that this reply leaves open."""
    deeds = []
    if reply.counter == Reply.Counter.OPEN:
        row, at = reply.consultation, reply.proposed_start_at
        live = row is not None and row.status in NOT_YET_OVER and at and at > timezone.now()
        deeds += ["accept", "decline"] if live else ["decline"]
    if answers.is_admissible(reply):
        deeds.append("admit")
    waits = answers.waits_for_delegate(reply)
    if reply.outcome in TO_DISMISS or waits:
        deeds.append("dismiss")
    if waits:
        deeds.append("delegate")
    return deeds


def is_nothing(reply: Reply) -> bool:
    """Whether it says nothing that could be counted: words, noise, what only an organizer sends."""
    aside = reply.outcome in (Reply.Outcome.QUARANTINED, Reply.Outcome.DISMISSED)
    says = reply.partstat or reply.proposed_start_at or reply.method == "REFRESH"
    return aside and not says


def form_of(deed: str, reply: Reply, found: Any = None, data: Any = None) -> forms.Form:
    """The form of *deed*, empty or with what was sent."""
    auto_id = f"{deed}-%s"
    if deed == "accept":
        return AcceptForm(data, auto_id=auto_id, initial=_accepting(reply, found))
    if deed == "admit":
        among = None
        if reply.invitation is None and reply.consultation is not None:
            among = reply.consultation.invitations.filter(wanted=True).order_by("email")
        known = _("We know that they sent it") if reply.code == "unauthenticated" else ""
        return AdmitForm(data, auto_id=auto_id, among=among, initial={"reason": known})
    if deed == "delegate":
        name, email = named(reply.delegated_to)
        return DelegateForm(data, auto_id=auto_id, initial={"email": email, "name": name})
    return {"decline": DeclineForm, "dismiss": DismissForm}[deed](data, auto_id=auto_id)


def _accepting(reply: Reply, found: Any) -> Told:
    """Who proposed it, and their words, were said to the secretariat: no reason tells them on."""
    if found is None:
        return {}
    return {
        "version": found.row.version, "seen": found.seen,
        "room": found.room.pk if found.room else "",
        "reason": _("Another time suits better"),
    }  # fmt: skip


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


def _declined(reply: Reply) -> str:
    if reply.message is None or reply.invitation is None:
        return _("Declined. Nobody is told: they hold no invitation that it could answer.")
    return _("Declined. %s is told why.") % reply.invitation.participation.name


def _delegated(reply: Reply) -> str:
    drafted = (one := answers.delegate_of(reply)) and one.messages.filter(state="draft").exists()
    return _("Invited; the mail waits in the outbox.") if drafted else _("They are invited.")


DEEDS = {
    "accept": Deed(accept, lambda _reply: _("Moved. What everybody is told waits in the outbox.")),
    "decline": Deed(decline, _declined),
    "admit": Deed(admit, lambda _reply: _("Taken as authentic; the reason is kept.")),
    "dismiss": Deed(dismiss, lambda _reply: _("Dismissed; it stays here with the reason.")),
    "delegate": Deed(delegate, _delegated),
}
