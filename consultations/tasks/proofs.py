"""What settles a task without a tick, in a sentence, with its day where that is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from consultations.models import HEADQUARTERS
from consultations.sayings import say_day
from planner.checklist import Proof

SELF_CHECK = ("a", "b", "c", "d", "e")
JUDGED = {"kept", "partly", "no"}


def proofs(row: Any) -> dict[str, Proof]:
    """By the name of the evidence, of a row that came from ``with_evidence``."""
    found = {name: ask(row) for name, ask in ASKED.items()}
    return {name: proof for name, proof in found.items() if proof is not None}


def _record(row: Any) -> Any:
    return getattr(row, "record", None)


def _there(there: object, sentence: str, on: date | None = None) -> Proof | None:
    return Proof(on, sentence) if there else None


def _aim(row: Any) -> Proof | None:
    both = row.aim.strip() and row.documents.strip()
    return _there(both, _("Aim and list of documents are entered."))


def _announced(row: Any) -> Proof | None:
    said = _("Announced on %s.") % say_day(row.announced_on)
    return _there(row.announced_on, said, row.announced_on)


def _briefing(row: Any) -> Proof | None:
    if row.e_outline:
        said = _("A briefing on the outline is recorded for %s.") % say_day(row.e_outline)
        return Proof(row.e_outline, said)
    return _there(row.e_briefing, _("A briefing by the Secretariat is arranged for this cycle."))


def _input(row: Any) -> Proof | None:
    said = _("A written input is on record.")
    if row.e_input_on:
        said = _("A written input was received on %s.") % say_day(row.e_input_on)
    return _there(row.e_input, said, row.e_input_on)


def _oral(row: Any) -> Proof | None:
    said = _("Reported orally on %s.") % say_day(row.e_oral_on)
    return _there(row.e_oral_on, said, row.e_oral_on) or _instead(row, row.e_written_on)


def _written(row: Any) -> Proof | None:
    said = _("Reported in writing on %s.") % say_day(row.e_written_on)
    done = _there(row.e_written_on, said, row.e_written_on)
    record = _record(row)
    closed = row.e_oral_on if record is not None and record.is_closed else None
    return done or _instead(row, None) or _there(
        closed, _("The record was closed with an oral report alone."), closed
    )  # fmt: skip


def _instead(row: Any, written: date | None) -> Proof | None:
    """Not needed, with the reason; or reported in writing, which says it all."""
    if row.e_not_needed:
        return Proof(None, _("Not needed: %s") % row.e_not_needed)
    return _there(written, _("Reported in writing on %s.") % say_day(written), written)


def _sent(row: Any) -> Proof | None:
    all_sent = row.e_points and row.e_points_sent == row.e_points
    said = _("All points were sent, the last on %s.") % say_day(row.e_points_sent_on)
    return _there(all_sent, said, row.e_points_sent_on)


def _outcomes(row: Any) -> Proof | None:
    known = row.e_points and row.e_points_known == row.e_points
    return _there(known, _("The outcome of every point is noted."))


def _answered(row: Any) -> Proof | None:
    done = row.e_questions and row.e_answered == row.e_questions
    said = _("All questions are answered, the last on %s.") % say_day(row.e_answered_on)
    return _there(done, said, row.e_answered_on)


def _checked(row: Any) -> Proof | None:
    record = _record(row)
    told = record.self_check if record is not None else {}
    done = all(told.get(one) in JUDGED for one in SELF_CHECK)
    return _there(done, _("The self-check is filled in."))


def _closed(row: Any) -> Proof | None:
    record = _record(row)
    if record is None or record.closed_at is None:
        return None
    on = record.closed_at.astimezone(HEADQUARTERS).date()
    return Proof(on, _("The record was closed on %s.") % say_day(on))


def _next_look(row: Any) -> Proof | None:
    record = _record(row)
    on = record.next_look_on if record is not None else None
    if on:
        return Proof(None, _("The next look is on %s.") % say_day(on))
    return _there(row.e_continued, _("Another meeting continues this one."))


def _feedback(row: Any) -> Proof | None:
    if row.e_feedback_at is None:
        return None
    on = row.e_feedback_at.astimezone(HEADQUARTERS).date()
    return Proof(on, _("Feedback came in from %s on.") % say_day(on))


def _listed(field: str) -> Callable[[Any], Proof | None]:
    return lambda row: _there(getattr(row, field), _("Somebody of that kind is on the list."))


ASKED: dict[str, Callable[[Any], Proof | None]] = {
    "aim_and_documents": _aim,
    "questions_set": lambda row: _there(row.questions.strip(), _("Questions are entered.")),
    "announced": _announced,
    "stakeholders_invited": _listed("e_stakeholders"),
    "regional_invited": _listed("e_regional"),
    "voices_invited": _listed("e_voices"),
    "experts_invited": _listed("e_experts"),
    "briefing_held": _briefing,
    "input_received": _input,
    "reported_orally": _oral,
    "reported_in_writing": _written,
    "points_sent": _sent,
    "feedback_given": _feedback,
    "self_checked": _checked,
    "record_closed": _closed,
    "next_look_set": _next_look,
    "questions_answered": _answered,
    "outcomes_known": _outcomes,
    "points_followed": lambda row: _there(row.e_followed, _("A later meeting took a point up.")),
}
