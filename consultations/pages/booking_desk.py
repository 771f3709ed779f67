"""A slot that was chosen becomes a consultation: its terms, its guests by hand, its choices."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from consultations import booking, planning
from consultations.forms.booking import BookingForm
from consultations.models import Consultation, Room
from consultations.pages.asked_slots import AskedSlots
from consultations.pages.slot_lines import told
from planner.choices import Option
from planner.register import load

DETAILS = ("subject", "aim", "documents", "questions", "visibility", "purpose", "convener_name",
           "co_conveners", "requested_by", "legal_basis", "guests_shown", "video_url")  # fmt: skip
Visibility = Consultation.Visibility
FOUR = {"72a": "format", "72b": "frequency", "72c": "convener", "72d": "level"}


def seen(findings: Iterable[Any]) -> str:
    """A short name of findings as they read, to tell whether they changed since."""
    words = [[str(told(f, n)) for n in ("criterion", "verdict", "sentence")] for f in findings]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()[:32]


def room_of(slot: planning.WhyNot) -> Room | None:
    """The room of a slot."""
    return Room.objects.filter(pk=int(slot.slot.room)).first() if slot.slot.room else None


def first_words(found: planning.Proposals, asked: AskedSlots) -> dict[str, Any]:
    """What the form begins with: a subject, and the paragraphs the need rests on."""
    need, book = found.called.need, load()
    about = asked.mission.acronym if asked.mission else ""
    sources = dict.fromkeys(book.recommendation(id).source for id in need.why)
    legal = "; ".join(sources)
    return {
        "subject": f"{need.title}: {about}" if about else need.title,
        "legal_basis": legal if len(legal) <= 300 else legal[:300].rsplit(";", 1)[0],
        "requested_by": "",
        "visibility": Visibility.JOURNAL if need.listed else Visibility.INVITEES,
        "guest": [guest.name for guest in found.guests.invitees],
        "purpose": {"c34_bureau": "c34", "organisational": "organisational",
                    "visit_debrief": "debrief"}.get(need.kind, "a"),
    }  # fmt: skip


@transaction.atomic
def book_slot(
    asked: AskedSlots,
    found: planning.Proposals,
    slot: planning.WhyNot,
    form: BookingForm,
    reasons: Mapping[str, str],
    who: User,
) -> Consultation:
    """Book, then change the list by hand, then confirm if asked: all of it or nothing.

    Raises what booking raises: ``Taken``, ``Refused``.
    """
    values = form.cleaned_data
    row = booking.book(
        who=who,
        findings=planning.findings_json(slot.findings),
        guests=found.guests.invitees,
        choices=[_choice(option, reasons) for option in found.choices],
        **_terms(asked, found, slot),
        **{name: values[name] for name in DETAILS},
        announced_on=values["announced_on"],
    )
    version = _change_guests(row, form, who)
    if values["status"] == Consultation.Status.CONFIRMED:
        booking.confirm(row, who=who, version=version)
    return row


def _terms(asked: AskedSlots, found: planning.Proposals, slot: planning.WhyNot) -> dict[str, Any]:
    need, cycle = found.called.need, found.chain.cycle
    chosen = {option.tension: option.chosen for option in found.choices}
    return {
        "kind": asked.kind,
        "need": need.id,
        "forum": need.forum,
        "starts_at": slot.slot.starts_at,
        "ends_at": slot.slot.ends_at,
        "room": room_of(slot),
        "interpretation": asked.interpretation,
        "missions": [asked.mission] if asked.mission else [],
        "cycle_mission": asked.mission,
        "component": asked.component,
        "expires_on": cycle.expires_on,
        **{field: chosen[key] for key, field in FOUR.items() if key in chosen},
    }


def _choice(option: Option, reasons: Mapping[str, str]) -> dict[str, str]:
    return {
        "tension": option.tension,
        "chosen": option.chosen,
        "source": "; ".join(option.source)[:200],
        "departs_from": "; ".join(option.departs_from)[:200],
        "reason": reasons.get(f"why-{option.tension}", "").strip()[:2000],
    }


def _change_guests(row: Consultation, form: BookingForm, who: User) -> int:
    """Take off who is not ticked, add who was typed in; the version afterwards."""
    version, reason = row.version, form.cleaned_data["guests_reason"]
    for name in form.left_off:
        booking.set_participation(row, name, reason=reason, who=who, version=version, removed=True)
        version += 1
    category = form.cleaned_data["added_category"] or "other"
    for name in form.typed_in:
        booking.set_participation(
            row, name, reason=reason, who=who, version=version, category=category
        )
        version += 1
    return version
