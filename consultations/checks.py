"""What `manage.py check --deploy` says of settings that are lawful and yet unwise."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Warning

TRUST = "trust"  # as answers/authenticity.py has it, which needs the models


def senders_are_checked(**_given: Any) -> list[Warning]:
    """Mails are read, and no server is named that says who really sent them."""
    named = settings.MAIL_AUTHSERV_ID
    if not settings.IMAP_URL or (named and named.lower() != TRUST):
        return []
    said = (
        "anybody can answer for an invitee: senders are taken as stated"
        if named
        else "every answer by mail is set aside: nobody is named who checks senders"
    )
    hint = "Set MAIL_AUTHSERV_ID to your mail server's name in Authentication-Results (RFC 8601)."
    return [Warning(f"IMAP_URL is set, and {said}.", hint=hint, id="consultations.W001")]
