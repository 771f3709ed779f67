"""The self-check of one meeting by the five principles of the 2017 report, para. 79 (a) to (e)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.papers.asked import Asked
from consultations.papers.one_meeting import meeting_of, standing_notes, stem, subtitle
from consultations.papers.sheets import Paragraph, Sheet, Table
from consultations.records import SELF_CHECK

PRINCIPLES = {
    "a": gettext_lazy("All came prepared for a significant, inclusive and active exchange."),
    "b": gettext_lazy(
        "The meeting was convened as needed, with notice enough to consult others and to gather "
        "information first."
    ),
    "c": gettext_lazy("The aim and the documents were agreed and made clear to all beforehand."),
    "d": gettext_lazy("The meeting took the most effective format, formal or informal."),
    "e": gettext_lazy("It was announced early enough for all concerned to attend."),
}
ANSWERS = {
    "kept": gettext_lazy("kept"),
    "partly": gettext_lazy("partly kept"),
    "no": gettext_lazy("not kept"),
    "unknown": gettext_lazy("not known"),
}


def build(asked: Asked) -> Sheet:
    """One page: principle, answer; blank where nobody answered yet."""
    meeting = meeting_of(asked)
    given = meeting.record.self_check if meeting.record else {}
    answers = {letter: given.get(letter, "unknown") for letter in SELF_CHECK}
    rows = tuple(
        (f"79 ({letter})", str(PRINCIPLES[letter]),
         str(ANSWERS[answers[letter]]) if letter in given else "☐  ☐  ☐")
        for letter in SELF_CHECK
    )  # fmt: skip
    columns = (_("Paragraph"), _("Principle"), _("Kept, partly, not kept"))
    intro = _("Proposed by the United Kingdom's panellist in 2017 for the three sides to keep to.")
    return Sheet(
        kind="self-check", title=_("Self-check: %s") % meeting.row.subject,
        subtitle=subtitle(meeting), language=asked.language, stem=stem(meeting, "self-check"),
        blocks=(Paragraph(intro), Table(columns, rows, name="self-check", widths=(2, 8, 3)),
                *_score(answers, bool(given))),
        notes=tuple(standing_notes(meeting)),
    )  # fmt: skip


def _score(answers: dict[str, str], any_given: bool) -> list[Paragraph]:
    """How many of the five were kept, where anybody answered."""
    if not any_given:
        return []
    words = {
        "kept": sum(one == "kept" for one in answers.values()),
        "partly": sum(one == "partly" for one in answers.values()),
        "unknown": sum(one == "unknown" for one in answers.values()),
        "all": len(answers),
    }
    said = _("Kept: %(kept)d of %(all)d; partly: %(partly)d; not known: %(unknown)d.")
    return [Paragraph(said % words)]
