"""One mail: how it reads as a mail and as a calendar entry, its words to edit, how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from consultations.contacts.delegations import known_names
from consultations.forms.outbox import DraftForm, SeenForm, WithholdForm
from consultations.invitations.wording import LINK
from consultations.models import Message
from consultations.pages.outbox import cure, is_wrong, still_open
from consultations.pages.outbox_entry import calendar_part
from consultations.pages.outbox_review import lacking, seen, times

State = Message.State


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as its reader sees it."""

    sender: str
    to: str
    subject: str
    body: str
    paragraphs: tuple[str, ...]
    language: str


def mails() -> QuerySet[Message]:
    """Mails with what their page shows."""
    return Message.objects.select_related(
        "consultation__room", "consultation__cycle_mission", "consultation__booked_by",
        "invitation__participation", "invitation__contact", "invitation__delegated_from",
        "drafted_by", "decided_by",
    )  # fmt: skip


def preview(subject: str, body: str, to: str, language: str) -> Mail:
    """The mail as it would be read; the personal link is named, not shown."""
    words = body.replace(f"{{{LINK}}}", _("‹the recipient's personal link›"))
    paragraphs = tuple(one for one in words.split("\n\n") if one.strip())
    sender = f"{settings.ORGANIZER_NAME} <{settings.ORGANIZER_EMAIL}>"
    return Mail(sender, to, subject, words, paragraphs, language)


def one_mail(
    mail: Message, who: User, form: DraftForm | None = None, withhold: WithholdForm | None = None
) -> dict[str, Any]:
    """The context of the page; forms hold what was typed where it could not be done."""
    to = f"{mail.to_name} <{mail.to_email}>" if mail.to_name else mail.to_email
    failed = mail.state == State.FAILED or mail.bounced_at is not None
    over = failed and mail.pk not in still_open([mail])
    context: dict[str, Any] = {
        "mail": mail,
        "row": mail.consultation,
        "seen": SeenForm(initial={"seen": seen(mail)}),
        "preview": preview(mail.subject, mail.body, to, mail.language),
        "entry": calendar_part(mail, who),
        "lacking": lacking(mail.consultation, [mail]) if mail.consultation else [],
        "times": times(mail.consultation) if mail.consultation else [],
        "cure": cure(mail.error) if failed else "",
        "over": over,
        "wrong": is_wrong(mail.error) and not over,
        "history": _history(mail),
    }
    if mail.state == State.DRAFT:
        context["further"] = next_draft(mail) is not None
        context["form"] = form or draft_form(mail)
        context["withhold"] = withhold or WithholdForm(
            initial={"seen": seen(mail)}, auto_id="withhold-%s"
        )
    return context | _who(mail)


def draft_form(mail: Message) -> DraftForm:
    """The form with the words as they are stored."""
    told = {name: getattr(mail, name) for name in ("subject", "body", "language")}
    return DraftForm(mail=mail, initial={**told, "seen": seen(mail)})


def _who(mail: Message) -> dict[str, Any]:
    if mail.invitation is None:
        return {"delegation": "", "key": "", "failing": None}
    guest, contact = mail.invitation.participation, mail.invitation.contact
    return {
        "delegation": guest.name,
        "key": known_names().of(guest.member_id, guest.name).key,
        "failing": contact if contact and contact.failing_since else None,
    }


def next_draft(mail: Message) -> Message | None:
    """The draft to read after *mail*, in the order in which they were drafted, round once."""
    others = Message.objects.filter(consultation=mail.consultation_id, state=State.DRAFT)
    others = others.exclude(pk=mail.pk).order_by("pk") if mail.consultation_id else others.none()
    return others.filter(pk__gt=mail.pk).first() or others.first()


def _history(mail: Message) -> list[Message]:
    """What else went to this recipient, newest first."""
    if mail.invitation is None:
        return []
    others = mail.invitation.messages.exclude(pk=mail.pk).defer("ics", "body", "snapshot")
    return list(others.order_by("-pk")[:20])
