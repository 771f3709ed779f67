"""Drafts put in words: by the occasion, in the recipient's language, once or for many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User

from consultations.invitations.due import Due
from consultations.invitations.snapshots import Change, changes
from consultations.invitations.values import last_day_for_input, values
from consultations.invitations.wording import Kept, kept, write
from consultations.models import Consultation, Message, Occasion

METHODS = {
    Occasion.INVITE: Message.Method.REQUEST,
    Occasion.UPDATE: Message.Method.REQUEST,
    Occasion.CANCEL: Message.Method.CANCEL,
}


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes about one consultation; *rewritten* are the staff's own words, read once."""

    row: Consultation
    who: User | None
    rewritten: Kept
    input_by: date | None = None

    def fill(self, draft: Message, what: Due, reason: str) -> Message:
        """Write *draft* for what is due; words that somebody edited stay, to be read again."""
        invitation = draft.invitation
        assert invitation is not None
        keeps_words = draft.edited and draft.occasion == what.occasion
        if not keeps_words:
            draft.language = invitation.language
        draft.occasion, draft.method = what.occasion, METHODS[what.occasion]
        draft.to_email, draft.to_name = invitation.email, invitation.name
        draft.snapshot, draft.asks_anew = what.snapshot, what.asks_anew
        draft.reason, draft.drafted_by = reason, self.who
        draft.changes = _since(draft)
        draft.stale = keeps_words
        if not keeps_words:
            draft.edited = False
            self.put_in_words(draft)
        return draft

    def put_in_words(self, draft: Message) -> None:
        """Subject and text by the words of the occasion in the draft's language; not stored."""
        assert draft.invitation is not None
        told = values(
            self.row, draft.invitation, draft.snapshot, language=draft.language,
            changes=[Change(**one) for one in draft.changes], reason=draft.reason,
            asks_anew=draft.asks_anew, who=self.who, input_by=self.input_by,
        )  # fmt: skip
        words = write(draft.occasion, draft.language, told, self.rewritten)
        draft.subject, draft.body = words.subject, words.body

    def anew(self, draft: Message) -> None:
        """Drop what was edited: changes and words again, in the draft's language; not stored."""
        draft.changes = _since(draft)
        self.put_in_words(draft)
        draft.edited = draft.stale = False


def writer(row: Consultation, who: User | None) -> Writer:
    """A writer with the words in force, and the day by which contributors may write."""
    return Writer(row, who, kept(), last_day_for_input(row))


def _since(draft: Message) -> list[dict[str, str]]:
    if draft.occasion != Occasion.UPDATE or draft.invitation is None:
        return []
    found = changes(draft.invitation.told, draft.snapshot, draft.language)
    return [one._asdict() for one in found]
