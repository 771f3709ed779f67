"""What the self-check of para. 79 begins with: (b), (c) and (e) computed, the others asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from consultations import planning
from consultations.models import Consultation, Record
from consultations.records.judging import SELF_CHECK

OF_VERDICT = {"kept": "kept", "short": "partly", "broken": "no", "unknown": "unknown"}


@dataclass(frozen=True, slots=True)
class Suggested:
    """One letter: what para. 79 asks, what we suggest and why, and what was answered.

    *value* and *answered* are kept, partly, no or unknown; *computed* tells ours from a question.
    """

    letter: str
    asks: str
    value: str
    sentence: str
    computed: bool
    answered: str


def suggestions(row: Consultation, record: Record | None) -> tuple[Suggested, ...]:
    """The five letters in their order; an answer that was given stands beside ours."""
    asks = {
        "a": _("All came prepared for an inclusive and active exchange."),
        "b": _("It was convened as needed, with notice enough to consult and to gather facts."),
        "c": _("Aim and documents were agreed and made clear beforehand."),
        "d": _("The format was the most effective one, formal or informal."),
        "e": _("It was announced early enough for all to attend."),
    }
    notice, aim = _of_notice(row), _of_aim(row)
    ours = {"b": notice, "c": aim, "e": notice}
    asked = ("unknown", _("Ask those who were there."))
    given = record.self_check if record else {}
    return tuple(
        Suggested(
            letter, asks[letter], *ours.get(letter, asked), letter in ours,
            str(given.get(letter, "")),
        )
        for letter in SELF_CHECK
    )  # fmt: skip


def _of_notice(row: Consultation) -> tuple[str, str]:
    """By the finding on notice, counted from the day of the announcement that is recorded."""
    if row.announced_on is None:
        return "unknown", _("No day of announcement is recorded.")
    try:
        findings = planning.judge(row)
    except planning.NoSuchCycle as error:
        return "unknown", str(error)
    found = next((one for one in findings if one.criterion == "notice"), None)
    if found is None:
        return "unknown", _("No mission's cycle is recorded to judge the notice by.")
    return OF_VERDICT[str(found.verdict.value)], found.sentence


def _of_aim(row: Consultation) -> tuple[str, str]:
    aim, documents = bool(row.aim.strip()), bool(row.documents.strip())
    if aim and documents:
        return "kept", _("The aim and the list of documents are recorded.")
    if aim:
        return "partly", _("The aim is recorded; no document is listed.")
    if documents:
        return "partly", _("Documents are listed; no aim is recorded.")
    return "no", _("Neither an aim nor documents are recorded.")
