"""What the words of a mail may name: each placeholder with its value, in the mail's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import User
from django.utils import translation
from django.utils.translation import gettext as _

from consultations.invitations.snapshots import Change, Snapshot, when
from consultations.invitations.times import say_span, zone_of_mission
from consultations.models import Consultation, Invitation

ANSWER_LINK = "{answer_link}"  # stays in the text until the mail is sent


def values(
    row: Consultation,
    invitation: Invitation,
    told: Snapshot,
    *,
    language: str,
    changes: Iterable[Change] = (),
    reason: str = "",
    asks_anew: bool = False,
    who: User | None = None,
) -> Mapping[str, str]:
    """Every placeholder of a mail about a consultation; an empty value where there is none."""
    with translation.override(language):
        return {
            "greeting_name": invitation.name or invitation.participation.name,
            "delegation": invitation.participation.name,
            "subject": told["subject"],
            "kind": str(row.get_kind_display()),
            "when": when(told, language),
            "when_mission": _when_mission(row, language),
            "place": told["room"] or _("to be announced"),
            "aim": told["aim"],
            "documents": "\n".join(f"- {one}" for one in told["documents"]),
            "changes": "\n".join(f"- {c.name}: {c.was} → {c.now}" for c in changes),
            "reason": reason,
            "answer_link": ANSWER_LINK,
            "organizer": ", ".join(
                filter(None, [str(row.get_convener_display()), row.convener_name])
            ),
            "sender": (who.get_full_name() or who.get_username()) if who else "",
            "level": str(row.get_level_display()),
            "format": str(row.get_format_display()),
            "video": told["video"],
            "invitees": "\n".join(f"- {one}" for one in told["guests"]),
            "proposed": "",
            "asks": _asks(asks_anew),
            "outcome": _outcome(row),
        }


def _when_mission(row: Consultation, language: str) -> str:
    zone = zone_of_mission(row)
    return say_span(row.starts_at, row.ends_at, language, zone) if zone else ""


def _asks(anew: bool) -> str:
    if anew:
        return _("The time is another one: please answer anew. Earlier answers no longer count.")
    return _("If you have answered, your answer stands; you need not answer again.")


def _outcome(row: Consultation) -> str:
    if row.status == Consultation.Status.CANCELLED:
        return _("It will not take place.")
    return _("It takes place, but your delegation is no longer asked to take part.")
