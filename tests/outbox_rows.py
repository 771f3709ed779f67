"""Rows of an outbox as approving leaves them: queued, frozen, each with its Message-ID."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from consultations.models import Consultation, Invitation, Message, Occasion, Participation

STAMPED = datetime(2026, 6, 1, 12, tzinfo=UTC)
STARTS = datetime(2026, 7, 1, 19, tzinfo=UTC)
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//planner//tests//EN
METHOD:{method}
BEGIN:VEVENT
UID:{uid}
SEQUENCE:{sequence}
DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}
DTSTART:20260701T190000Z
DTEND:20260701T203000Z
SUMMARY:Triangular consultation
ORGANIZER:mailto:planner@localhost
ATTENDEE;RSVP=TRUE:mailto:{to}
END:VEVENT
END:VCALENDAR
"""
STORY = (Occasion.INVITE, Occasion.UPDATE, Occasion.UPDATE, Occasion.CANCEL)


def consultation() -> Consultation:
    """A confirmed one; nothing about it matters but its UID."""
    return Consultation.objects.create(
        kind="informal_triangular", subject="Triangular consultation", status="confirmed",
        starts_at=STARTS, ends_at=STARTS + timedelta(minutes=90),
    )  # fmt: skip


def recipients(row: Consultation, count: int) -> list[Invitation]:
    """As many delegations, each with one address: ``guest0@one.test`` and so on."""
    guests = Participation.objects.bulk_create(
        Participation(consultation=row, name=f"Guest {n}", category="other") for n in range(count)
    )
    return Invitation.objects.bulk_create(
        Invitation(consultation=row, participation=guest, email=f"guest{n}@one.test")
        for n, guest in enumerate(guests)
    )


def queued(invitation: Invitation, step: int = 0, *, occasion: Occasion | None = None) -> Message:
    """The message of that *step* of the story to this recipient; not stored."""
    row, kind = invitation.consultation, occasion or STORY[step]
    stamp = STAMPED + timedelta(minutes=step)
    method = "CANCEL" if kind == Occasion.CANCEL else "REQUEST"
    told = {"uid": str(row.pk), "to": invitation.email}
    text = CALENDAR.format(method=method, sequence=step, stamp=stamp, **told)
    return Message(
        consultation=row, invitation=invitation, occasion=kind, method=method,
        to_email=invitation.email, to_name="Délégation", subject=f"Consultation, version {step}",
        body="Excellency,\n\nplease answer: {answer_link}\n", snapshot={"version": step},
        sequence=step, stamped_at=stamp, ics=text.replace("\n", "\r\n"),
        message_id=f"<{invitation.pk}-{step}@one.test>", state=Message.State.QUEUED,
        next_try_at=stamp,
    )  # fmt: skip
