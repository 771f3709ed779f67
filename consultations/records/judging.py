"""How a meeting went: the self-check of para. 79 (a) to (e), and three questions to each side."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.booking import Refused
from consultations.models import Consultation, Feedback, Record
from consultations.records.fields import LONGEST, plain
from consultations.records.keeping import kept_change
from consultations.records.opening import locked, refuse_if_closed

SELF_CHECK = ("a", "b", "c", "d", "e")  # letters of the 2017 report, para. 79
ANSWERS = ("kept", "partly", "no", "unknown")


def set_self_check(record: Record, values: Mapping[str, str], who: User | None) -> Record:
    """What was kept of para. 79; a letter left out stays as it stands.

    Raises ``Refused`` for a letter or an answer that there is not.
    """
    if set(values) - set(SELF_CHECK) or set(values.values()) - set(ANSWERS):
        raise Refused(_("Answer a to e of the self-check with one of the answers offered."))
    with transaction.atomic():
        kept = locked(record.consultation)
        refuse_if_closed(kept)
        before = kept.self_check
        changes = {
            f"self_check.{letter}": (before.get(letter, "unknown"), value)
            for letter, value in values.items()
            if before.get(letter, "unknown") != value
        }
        kept.self_check = before | dict(values)
        kept_change(kept, "record", kept, changes, who)
    return kept


def give_feedback(
    row: Consultation,
    side: str,
    dialogue: int,
    impact: int | None = None,
    worth: int | None = None,
    comment: str = "",
    who: User | None = None,
) -> Feedback:
    """Keep one answer to the three questions, 1 to 5 each, without a name (paras. 58 and 76).

    Raises ``Refused`` before the meeting has begun, and for another number. *who* enters it; that
    is not kept.
    """
    if side not in Feedback.Side.values:
        raise Refused(_("Choose from which side the feedback comes."))
    if any(one is not None and one not in range(1, 6) for one in (dialogue, impact, worth)):
        raise Refused(_("Answer each question with a number from 1 to 5."))
    stands = row.status in (Consultation.Status.HELD, Consultation.Status.CONFIRMED)
    if not stands or row.starts_at > timezone.now():
        raise Refused(_("Feedback is given on a meeting that was held."))
    return Feedback.objects.create(
        consultation=row, side=side, dialogue=dialogue, impact=impact, worth=worth,
        comment=plain(comment).strip()[:LONGEST],
    )  # fmt: skip
