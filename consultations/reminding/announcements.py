"""Reminders to staff before an announcement is due: one mail for each meeting and its last day.

Of a meeting that is booked and not announced, and of one that a cycle calls for and nobody booked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from consultations import planning
from consultations.disclosure import with_details_for
from consultations.invitations import queue_plain, say_day, say_span, zone_of_mission
from consultations.invitations.wording import write
from consultations.models import (
    HEADQUARTERS,
    Consultation,
    MailPreference,
    Message,
    Occasion,
)
from consultations.pages.today import AHEAD, Call, desk
from consultations.pages.unannounced import STANDING, Unannounced, of_rows
from consultations.people import may
from consultations.reminding.hours import awake
from consultations.templatetags.corewords import words


def remind_of_announcements(now: datetime) -> int:
    """Queue the mails that are due; answers how many."""
    wanting = list(asking_for("deadline_days"))
    if not wanting or not awake(now):
        return 0
    booked = list(unannounced(now))
    queued = 0
    for one in wanting:
        days = one.deadline_days or 0
        with translation.override(one.language):
            keyed = dict(_of_booked(one, [b for b in booked if b.left <= days]))
            calls = [c for c in _called(one.user) if c.left is not None and c.left <= days]
            keyed |= dict(_of_called(one, calls))
            queued += _send(one, keyed)
    return queued


def asking_for(column: str) -> QuerySet[MailPreference]:
    """Preferences of those who can be written to, and asked for something in *column*."""
    rows = MailPreference.objects.filter(**{f"{column}__isnull": False}, user__is_active=True)
    return rows.exclude(user__email="").select_related("user").order_by("pk")


def unannounced(now: datetime) -> Iterator[Unannounced]:
    """Booked meetings that can still be announced with full notice, and are not."""
    today = now.astimezone(HEADQUARTERS).date()
    rows = Consultation.objects.filter(
        status__in=STANDING, announced_on__isnull=True, starts_at__gt=now,
        starts_at__lt=now + timedelta(days=AHEAD),
    )  # fmt: skip
    rows = rows.select_related("room", "cycle_mission").order_by("starts_at", "pk")
    found = of_rows(rows, planning.workdays(today), today)
    return (one for one in found if not one.late)


def _called(user: User) -> tuple[Call, ...]:
    found = desk(user) if may(user, "read") else None
    return (*found.announcements, *found.group) if found else ()


def _of_booked(
    one: MailPreference, booked: list[Unannounced]
) -> Iterator[tuple[str, dict[str, str]]]:
    """By key, what is said of each; of a closed meeting only what this reader may see."""
    if not booked or not may(one.user, "read"):
        return
    rows = Consultation.objects.filter(pk__in=[each.row.pk for each in booked])
    shown = {row.pk: row.shown for row in with_details_for(rows, one.user)}
    for each in booked:
        key = f"deadline:{one.user_id}:{each.row.pk}:{each.by.isoformat()}"
        yield key, _said(each, one.language, shown=bool(shown.get(each.row.pk)))


def _said(each: Unannounced, language: str, *, shown: bool) -> dict[str, str]:
    row, there = each.row, zone_of_mission(each.row)
    span = (row.starts_at, row.ends_at, language)
    told = {
        "subject": _("Closed meeting"),
        "when": say_span(*span, HEADQUARTERS),
        "due": say_day(each.by, language),
        "page": row.get_absolute_url(),
    }
    if not shown:
        return told
    return told | {
        "subject": row.subject,
        "kind": str(row.get_kind_display()),
        "when_mission": say_span(*span, there) if there else "",
        "place": row.room.name if row.room else "",
    }


def _of_called(one: MailPreference, calls: Iterable[Call]) -> Iterator[tuple[str, dict[str, str]]]:
    for call in calls:
        need, by, target = call.called.need, call.called.notice.announce_by, call.called.window
        if by is None or target.target is None or call.called.met_by or call.late:
            continue
        title, page, of = words(need.title), reverse("today"), "group"
        if call.chain and (expiry := call.chain.cycle.expires_on):
            cycle = call.chain.cycle
            page = reverse("cycle", kwargs={"acronym": cycle.mission, "expiry": expiry})
            title = f"{cycle.mission}: {title}"
            of = f"{cycle.mission}/{cycle.component}/{expiry}"
        aimed = say_day(target.target, one.language)
        named = hashlib.sha256(f"{of}/{need.id}/{by}".encode()).hexdigest()
        told = {"subject": title, "due": say_day(by, one.language), "page": page}
        told["when"] = _("not booked yet; the day aimed at is %s") % aimed
        yield f"deadline:{one.user_id}:{named}", told


def _send(one: MailPreference, keyed: dict[str, dict[str, str]]) -> int:
    sent = set(Message.objects.filter(key__in=list(keyed)).values_list("key", flat=True))
    return sum(_queue(one, key, told) for key, told in keyed.items() if key not in sent)


def _queue(one: MailPreference, key: str, told: dict[str, str]) -> bool:
    name = one.user.get_full_name() or one.user.get_username()
    page = f"{settings.PUBLIC_URL.rstrip('/')}{told['page']}"
    said = write(Occasion.DEADLINE, one.language, told | {"greeting_name": name, "page": page})
    queued = queue_plain(
        to=one.user.email, name=name, subject=said.subject, body=said.body,
        language=one.language, occasion=Occasion.DEADLINE, key=key,
    )  # fmt: skip
    return queued is not None
