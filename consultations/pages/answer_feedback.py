"""What an invitee says of a meeting that is over: three questions, once, kept without a name."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from consultations import records
from consultations.answers.counting import locked_invitation
from consultations.forms.how_it_went import ThreeQuestionsForm
from consultations.models import Consultation, Feedback, Invitation, Participation
from consultations.pages.answer import Standing, Told, standing
from consultations.pages.answer_deeds import NotDone

FEEDBACK = "feedback"
Category, Side = Participation.Category, Feedback.Side
MET = (Consultation.Status.CONFIRMED, Consultation.Status.HELD)
SIDES = {
    Category.COUNCIL_MEMBER: Side.COUNCIL,
    Category.SECRETARIAT: Side.SECRETARIAT,
    Category.UN_ENTITY: Side.SECRETARIAT,
}  # all others stand with the contributors


def feedback_form(data: Any = None) -> ThreeQuestionsForm:
    """The three questions, as they were sent or empty."""
    return ThreeQuestionsForm(data, auto_id="feedback-%s")


def may_give_feedback(invitation: Invitation, told: Told) -> bool:
    """Whether the meeting is over, they were invited to the end, and have not said it yet."""
    over = standing(invitation, told) is Standing.OVER and invitation.consultation.status in MET
    return over and invitation.is_told and invitation.wanted and not invitation.gave_feedback


@transaction.atomic
def keep_feedback(invitation: Invitation, told: Told, answer: dict[str, Any]) -> Feedback:
    """Keep the answer by its side, and of the invitation only that one was given.

    Raises ``NotDone`` the second time, and where the meeting was not held.
    """
    row = locked_invitation(invitation.pk)
    if row.gave_feedback:
        raise NotDone(_("You have answered these questions already: thank you."))
    if not may_give_feedback(row, told):
        raise NotDone(_("Nothing was recorded: the meeting changed. Read how it stands now."))
    side = SIDES.get(Category(row.participation.category), Side.CONTRIBUTORS)
    try:
        kept = records.give_feedback(row.consultation, side, **answer)
    except records.Refused as refused:
        raise NotDone(str(refused)) from refused
    row.gave_feedback = True
    row.save(update_fields=["gave_feedback"])
    return kept
