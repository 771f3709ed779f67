"""The personal link: derived when a mail is sent, found again by its hash, nowhere stored.

The token is an HMAC (256 bits) of the invitation and a salt under the installation's secret, so a
copy of the database opens no link. A new salt makes a new link, and the old one dies.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from consultations.models import Invitation

PURPOSE = "consultations.invitations.answer"
SHAPE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def token_of(invitation: Invitation) -> str:
    """The token of the link as it is written; nothing is stored. It opens nothing once revoked."""
    return _derived(invitation)


def opens(invitation: Invitation) -> bool:
    """Whether the link as it is written now leads anywhere: not revoked, the secret the same."""
    return invitation.token_hash == _hash(_derived(invitation))


def renew(invitation: Invitation) -> str:
    """A new link; the one before is dead. Stores the salt and the hash."""
    invitation.token_salt = secrets.token_urlsafe(24)
    token = _derived(invitation)
    invitation.token_hash = _hash(token)
    invitation.save(update_fields=["token_salt", "token_hash"])
    return token


def revoke(invitation: Invitation) -> None:
    """No link opens it any more."""
    invitation.token_salt, invitation.token_hash = "", None
    invitation.save(update_fields=["token_salt", "token_hash"])


def find(token: str) -> Invitation | None:
    """The invitation of a token that stands; None for a wrong, old or revoked one alike."""
    if not SHAPE.fullmatch(token):
        return None
    rows = Invitation.objects.select_related(
        "consultation__room", "consultation__cycle_mission", "participation", "contact"
    )
    return rows.filter(token_hash=_hash(token)).first()


def answer_url(invitation: Invitation) -> str:
    """The address in the mail, with the installation's public name."""
    path = reverse("answer", kwargs={"token": token_of(invitation)})
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def _derived(invitation: Invitation) -> str:
    value = f"{invitation.pk}:{invitation.token_salt}"
    digest = salted_hmac(PURPOSE, value, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
