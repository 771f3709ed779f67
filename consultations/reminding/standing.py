"""What stands on Today, in plain lines: for the digest, by the rights of its reader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import contacts, planning
from consultations.invitations import say_day, say_span
from consultations.invitations.undelivered import to_mend
from consultations.models import (
    HEADQUARTERS,
    Consultation,
    Invitation,
    Message,
    Participation,
    Reply,
)
from consultations.pages.today import ANNOUNCED_WITHIN, Call, Desk, desk
from consultations.pages.today_records import kept
from consultations.pages.unannounced import Unannounced
from consultations.people import may
from consultations.reminding.records import of_records
from consultations.templatetags.corewords import words

MOST = 12  # ours: lines of one paragraph; the rest is counted
LATEST = 200  # ours: failures and answers set aside are looked at so far back
State = Message.State


def paragraphs(reader: User, language: str) -> list[str]:
    """Each with its heading and its lines; one sentence where nothing waits."""
    found = desk(reader)
    told = [*_mails(language)] if may(reader, "plan") else []
    told += [*_of_desk(found, language)]
    told += [*of_records(kept(reader, found.today, found.known), language)]
    said = [_paragraph(heading, lines) for heading, lines in told if lines]
    return said or [_("Nothing waits for you.")]


def _paragraph(heading: str, lines: list[str]) -> str:
    more = len(lines) - MOST
    shown = [f"- {line}" for line in lines[:MOST]]
    shown += [_("and %d more") % more] if more > 0 else []
    return "\n".join([f"{heading} ({len(lines)})", *shown])


def _mails(language: str) -> Iterator[tuple[str, list[str]]]:
    """What the outbox, the answers and the delegations leave to be done."""
    today = planning.today()
    drafts = Message.objects.filter(state=State.DRAFT)
    yield _("Drafts to review"), _by_meeting(drafts, language)
    yield _("Mails that could not be delivered"), _failed()
    proposed = Reply.objects.filter(counter=Reply.Counter.OPEN)
    yield _("Other times proposed"), _by_meeting(proposed, language)
    yield _("Answers set aside"), _aside()
    yield _("Delegates to be invited"), [str(one) for one in _passed_on()]
    missing = [one.delegation.name for one in contacts.missing_everywhere(today)]
    yield _("Delegations without an address"), missing
    failing = contacts.failing_everywhere(today)
    said = [f"{one.delegation.name}: {one.contact.email}" for one in failing]
    yield _("Addresses from which mail comes back"), said


def _failed() -> list[str]:
    rows = Message.objects.filter(to_mend(timezone.now())).order_by("-pk")
    return [f"{to}: {subject}" for to, subject in rows.values_list("to_email", "subject")[:LATEST]]


def _aside() -> list[str]:
    rows = Reply.objects.filter(outcome=Reply.Outcome.QUARANTINED).order_by("-pk")
    listed = rows.values_list("sender", "attendee", "reason")[:LATEST]
    return [f"{sender or attendee or '?'}: {reason}" for sender, attendee, reason in listed]


def _by_meeting(waiting: QuerySet[Any], language: str) -> list[str]:
    """How many wait at each consultation, the soonest first."""
    counted = waiting.order_by().values_list("consultation").annotate(n=Count("pk"))
    number = {pk: n for pk, n in counted if pk}
    rows = Consultation.objects.filter(pk__in=list(number)).order_by("starts_at", "pk")
    return [f"{row.subject}, {_when(row, language)}: {number[row.pk]}" for row in rows]


def _passed_on() -> list[Invitation]:
    """Invitations passed on to somebody who is not invited yet."""
    rows = Invitation.objects.filter(
        partstat=Participation.Answer.DELEGATED, wanted=True, delegates__isnull=True,
        consultation__status=Consultation.Status.CONFIRMED,
    )  # fmt: skip
    return list(rows.order_by("pk"))


def _of_desk(found: Desk, language: str) -> Iterator[tuple[str, list[str]]]:
    until = found.today + timedelta(days=ANNOUNCED_WITHIN)
    announce = [one for one in (*found.announcements, *found.group) if _is_open(one, until)]
    yield _("Announcements to make"), [_call(one, language) for one in announce]
    booked = [_to_announce(one, language) for one in found.unannounced]
    yield _("Booked and not announced"), booked
    closing = [_call(one, language) for one in found.closing]
    yield _("Windows closing, too late for full notice"), closing
    yield _("Booked in the next seven days"), [_booked(one, language) for one in found.week]
    unsettled = [_booked(one, language) for one in found.unsettled]
    yield _("Rooms and interpretation not confirmed"), unsettled
    due = [(one.chain.cycle.mission, one.due.on) for one in found.late if one.due.on]
    yield _("Late reports"), [
        _("%(mission)s: due %(day)s") % {"mission": mission, "day": say_day(on, language)}
        for mission, on in due
    ]  # fmt: skip


def _is_open(one: Call, until: date) -> bool:
    by = one.called.notice.announce_by
    return one.called.met_by is None and by is not None and by <= until


def _call(one: Call, language: str) -> str:
    title, by = words(one.called.need.title), one.called.notice.announce_by
    what = f"{one.chain.cycle.mission}: {title}" if one.chain else title
    return f"{what}, {_('announce by %s') % say_day(by, language)}" if by else what


def _to_announce(one: Unannounced, language: str) -> str:
    return f"{_booked(one.row, language)}, {_('announce by %s') % say_day(one.by, language)}"


def _booked(row: Consultation, language: str) -> str:
    subject = row.subject if getattr(row, "shown", False) else _("Closed meeting")
    return f"{subject}, {_when(row, language)}"


def _when(row: Consultation, language: str) -> str:
    return say_span(row.starts_at, row.ends_at, language, HEADQUARTERS)
