"""Who is likely to come: answers counted by side and by level, one delegation one answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models import Consultation, Invitation, Participation

Answer = Participation.Answer
UNTOLD = "UNTOLD"  # nothing is known of a delegation that was asked nothing
# In the order in which they are drawn, with the class of each.
ANSWERS: dict[str, tuple[str, Any]] = {
    Answer.ACCEPTED: ("accepted", gettext_lazy("comes")),
    Answer.TENTATIVE: ("tentative", gettext_lazy("perhaps")),
    Answer.DELEGATED: ("delegated", gettext_lazy("sends another")),
    Answer.DECLINED: ("declined", gettext_lazy("does not come")),
    Answer.NEEDS_ACTION: ("waiting", gettext_lazy("no answer")),
    UNTOLD: ("untold", gettext_lazy("not told yet")),
}
CATEGORIES = dict(Participation.Category.choices)
LEVELS = dict(Consultation.Level.choices)
RANKS = {value: place for place, value in enumerate(Consultation.Level.values)}


@dataclass(frozen=True, slots=True)
class Tally:
    """One line of the forecast: how many of each answer, in the order of ``ANSWERS``."""

    label: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Attendance:
    """The forecast: by side, by level, and in all."""

    sides: tuple[Tally, ...]
    levels: tuple[Tally, ...]
    whole: Tally
    headings: tuple[str, ...]

    @property
    def legend(self) -> list[tuple[str, str]]:
        """(class, words) of each answer."""
        return [(cls, str(words)) for cls, words in ANSWERS.values()]


def attendance(
    row: Consultation, guests: Iterable[Participation], asked: Iterable[Invitation]
) -> Attendance:
    """Counted from what was read already; no query.

    The level of an answer is the highest that the delegation named; where it named none, the one
    that was asked for.
    """
    held = list(asked)
    named = _levels(held)
    told = {one.participation_id for one in held if one.is_told}
    sides: dict[str, list[str]] = {code: [] for code in CATEGORIES}
    levels: dict[str, list[str]] = {}
    everyone = [one for one in guests if not one.removed]
    answers = {one.pk: _answer(one, told) for one in everyone}
    for one in everyone:
        sides.setdefault(one.category, []).append(answers[one.pk])
        level = named.get(one.pk, "")
        label = str(LEVELS[level]) if level else _("%s, as asked") % row.get_level_display()
        levels.setdefault(label, []).append(answers[one.pk])
    return Attendance(
        tuple(_tally(str(CATEGORIES.get(code, code)), of) for code, of in sides.items() if of),
        tuple(_tally(label, levels[label]) for label in sorted(levels, key=_rank)),
        _tally(_("all"), list(answers.values())),
        tuple(str(words) for _cls, words in ANSWERS.values()),
    )


def _answer(guest: Participation, told: set[int]) -> str:
    """What it answered; who was not told has not kept silent."""
    silent = guest.partstat == Answer.NEEDS_ACTION and guest.pk not in told
    return UNTOLD if silent else guest.partstat


def _levels(asked: Iterable[Invitation]) -> Mapping[int, str]:
    """The highest level that each delegation named, by invitee."""
    found: dict[int, str] = {}
    for one in asked:
        before = RANKS.get(found.get(one.participation_id, ""), -1)
        answered = one.wanted and one.partstat != Answer.NEEDS_ACTION
        if answered and RANKS.get(one.level, -1) > before:
            found[one.participation_id] = one.level
    return found


def _rank(label: str) -> tuple[int, str]:
    """The highest level first; what was asked for, and not answered, last."""
    ranks = {str(LEVELS[value]): -place for value, place in RANKS.items()}
    return (ranks.get(label, 1), label)


def _tally(label: str, answers: list[str]) -> Tally:
    return Tally(label, tuple(answers.count(answer) for answer in ANSWERS))
