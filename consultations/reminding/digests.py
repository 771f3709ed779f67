"""The digest: what stands on Today, by mail, each working day or each week, to who asked for it."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import translation

from consultations import planning
from consultations.invitations import queue_plain, say_day
from consultations.invitations.wording import write
from consultations.models import HEADQUARTERS, MailPreference, Message, Occasion
from consultations.people import may
from consultations.reminding.announcements import asking_for
from consultations.reminding.hours import awake
from consultations.reminding.standing import paragraphs

Digest = MailPreference.Digest


def send_digests(now: datetime) -> int:
    """Queue the digests of the day, or of the week; answers how many.

    None on a day off. One that could not be written on its day comes on the next working day of the
    same week, if it is the weekly one.
    """
    today = now.astimezone(HEADQUARTERS).date()
    wanting = {key_of(one, today): one for one in asking_for("digest") if one.digest != Digest.NONE}
    if not wanting or not awake(now) or not planning.workdays(today).is_working(today):
        return 0
    sent = set(Message.objects.filter(key__in=list(wanting)).values_list("key", flat=True))
    left = {key: one for key, one in wanting.items() if key not in sent}
    return sum(_send(one, key, today) for key, one in left.items() if may(one.user, "read"))


def key_of(one: MailPreference, today: date) -> str:
    """One digest to one person of one day, or of one week."""
    year, week, _weekday = today.isocalendar()
    of = f"{year}-W{week:02}" if one.digest == Digest.WEEKLY else today.isoformat()
    return f"digest:{one.user_id}:{of}"


def body_of(user: User, language: str) -> str:
    """What stands, in paragraphs."""
    with translation.override(language):
        return "\n\n".join(paragraphs(user, language))


def _send(one: MailPreference, key: str, today: date) -> bool:
    name = one.user.get_full_name() or one.user.get_username()
    told = {
        "greeting_name": name,
        "when": say_day(today, one.language),
        "lines": body_of(one.user, one.language),
        "page": f"{settings.PUBLIC_URL.rstrip('/')}{reverse('today')}",
    }
    said = write(Occasion.DIGEST, one.language, told)
    queued = queue_plain(
        to=one.user.email, name=name, subject=said.subject, body=said.body,
        language=one.language, occasion=Occasion.DIGEST, key=key,
    )  # fmt: skip
    return queued is not None
