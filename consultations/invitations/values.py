"""What the words of a mail may name: each placeholder with its value, in the mail's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.contrib.auth.models import User
from django.utils import translation
from django.utils.translation import gettext as _

from consultations import planning
from consultations.invitations.snapshots import Change, Snapshot, instants, place, said, when
from consultations.invitations.times import say_day, say_span, zone_of_mission
from consultations.models import HEADQUARTERS, Consultation, Invitation, Participation

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
    input_by: date | None = None,
) -> Mapping[str, str]:
    """Every placeholder of a mail about a consultation; an empty value where there is none.

    *input_by* is the last day for written views (``last_day_for_input``); contributors alone are
    called for them (2017 report, paras. 69, 70).
    """
    contributor = invitation.participation.category == Participation.Category.CONTRIBUTOR
    with translation.override(language):
        told_now = {
            **_of_meeting(row, told, language),
            "greeting_name": invitation.name or invitation.participation.name,
            "delegation": invitation.participation.name,
            "changes": _listed(_("%(name)s: %(was)s → %(now)s") % c._asdict() for c in changes),
            "reason": reason,
            "sender": (who.get_full_name() or who.get_username()) if who else "",
            "input_by": say_day(input_by, language) if input_by and contributor else "",
            "proposed": "",
            "asks": _asks(asks_anew),
            "outcome": _outcome(row, invitation),
        }
    # A value that reads like the link's placeholder is not one.
    plain = {name: value.replace(ANSWER_LINK, "answer_link") for name, value in told_now.items()}
    return {**plain, "answer_link": ANSWER_LINK}


def last_day_for_input(row: Consultation) -> date:
    """Working days before the meeting, by the register's number (ours: no report gives one)."""
    days = planning.register_for(row.cycle_mission, row).number("written_input")
    meets_on = row.starts_at.astimezone(HEADQUARTERS).date()
    return planning.workdays().shift(meets_on, -days).on


def _of_meeting(row: Consultation, told: Snapshot, language: str) -> dict[str, str]:
    """What stood in *told*, whatever stands now."""
    return {
        "subject": told["subject"],
        "kind": str(row.get_kind_display()),
        "when": when(told, language),
        "when_mission": _when_mission(row, told, language),
        "place": place(told) or _("to be announced"),
        "aim": told["aim"],
        "documents": _listed(told["documents"]),
        "questions": _listed(told.get("questions", [])),
        "organizer": ", ".join(filter(None, [said("convener", told), told["convener_name"]])),
        "level": said("level", told),
        "format": said("format", told),
        "video": told["video"],
        "invitees": _listed(told["guests"]),
    }


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {one}" for one in lines)


def _when_mission(row: Consultation, told: Snapshot, language: str) -> str:
    start, end = instants(told)
    zone = zone_of_mission(row, start)
    return say_span(start, end, language, zone) if zone else ""


def _asks(anew: bool) -> str:
    if anew:
        return _("The time is another one: please answer anew. Earlier answers no longer count.")
    return _("If you have answered, your answer stands; you need not answer again.")


def _outcome(row: Consultation, invitation: Invitation) -> str:
    if row.status == Consultation.Status.CANCELLED:
        return _("It will not take place.")
    if invitation.participation.removed:
        return _("It takes place, but your delegation is no longer asked to take part.")
    return _("It takes place, but this address is no longer asked for your delegation.")
