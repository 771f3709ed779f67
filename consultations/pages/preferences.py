"""What a member of the staff gets by mail, and when the last ones went out."""

from __future__ import annotations

from django.contrib.auth.models import User

from consultations.models import MailPreference, Message, Occasion

TO_STAFF = (Occasion.DIGEST, Occasion.DEADLINE)
LATELY = 5  # ours: so many of the last mails are listed


def preference_of(user: User) -> MailPreference:
    """What they asked for; for who never asked, an unsaved row that asks for nothing."""
    return MailPreference.objects.filter(user=user).first() or MailPreference(user=user)


def lately(user: User) -> list[Message]:
    """The last mails of these kinds to the account's address, the latest first."""
    if not user.email:
        return []
    found = Message.objects.filter(to_email__iexact=user.email, occasion__in=TO_STAFF)
    return list(found.order_by("-pk")[:LATELY])
