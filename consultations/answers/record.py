"""What came of an answer, in the record of the consultation: whose it is, and no words of theirs.

The consultation itself does not change by it: its version stays.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import translation
from django.utils.translation import gettext as _

from consultations.models import Deed, Reply
from consultations.sayings import say_instant


def note_answer(reply: Reply) -> None:
    """An answer was counted, by whichever way it came."""
    who = reply.entered_by or reply.decided_by
    with _words_of(who):
        answer, via = reply.get_partstat_display().lower(), reply.get_via_display()
        _note(reply, _("%(name)s: %(answer)s, %(via)s") % _named(reply, answer=answer, via=via))


def note_declined(reply: Reply) -> None:
    """Another time that somebody proposed was declined, with the reason they are told."""
    with _words_of(reply.decided_by):
        at = reply.proposed_start_at
        when = say_instant(at) if at else "?"
        said = _("%(name)s: another time, %(when)s, declined") % _named(reply, when=when)
        _note(reply, said, reply.decision_reason)


def _named(reply: Reply, **words: str) -> dict[str, str]:
    name = reply.invitation.participation.name if reply.invitation else reply.attendee
    return {"name": name, **words}


def _words_of(who: User | None) -> translation.override:
    """The record is staff's: nobody else's language goes into it."""
    return translation.override(translation.get_language() if who else settings.LANGUAGE_CODE)


def _note(reply: Reply, now: str, reason: str = "") -> None:
    if reply.consultation is None:
        return
    Deed.objects.create(
        consultation=reply.consultation, verb=Deed.Verb.ANSWER, now=now, reason=reason,
        who=reply.entered_by or reply.decided_by,
    )  # fmt: skip
