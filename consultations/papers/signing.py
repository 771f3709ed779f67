"""Who signs a paper, when and in which state: known, or a placeholder that says what is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from consultations.models import Paper
from consultations.papers.spans import long_day

PLACEHOLDER = re.compile(r"\[[^\[\]]{3,80}\]")


@dataclass(frozen=True, slots=True)
class Signing:
    """What people entered of a letter; nothing of it is ever guessed."""

    state: str = Paper.State.DRAFT
    on: date | None = None
    name: str = ""
    post: str = ""
    symbol: str = ""

    @property
    def said_on(self) -> str:
        """The day of the letter."""
        return long_day(self.on) if self.on else _("[date of the letter]")

    @property
    def said_name(self) -> str:
        """The name below it."""
        return self.name or _("[name of the Chair]")

    @property
    def said_post(self) -> str:
        """As in "Permanent Representative of Senegal to the United Nations"."""
        return self.post or _("[post of the Chair]")


def signing_of(paper: Paper, state: str = "") -> Signing:
    """What *paper* has; *state* is what it is about to become."""
    return Signing(
        state or paper.state, paper.letter_on, paper.signatory, paper.signatory_post, paper.symbol
    )


def of_letter(signing: Signing) -> dict[str, str]:
    """The fields of a letterhead, as far as they are known."""
    return {
        "date": long_day(signing.on) if signing.on else "",
        "addressee": _("President of the Security Council"),
        "signatory": signing.name,
        "signatory_post": signing.post,
    }


def missing(texts: list[tuple[str, str]]) -> tuple[str, ...]:
    """A note for each placeholder that is still in (label, text): what is left to write."""
    found: dict[str, None] = {}
    for label, text in texts:
        for placeholder in PLACEHOLDER.findall(text):
            where = _("paragraph %s") % label.rstrip(".") if label else _("the letter")
            words = {"what": placeholder, "where": where}
            found[_("Still to be written, in %(where)s: %(what)s") % words] = None
    return tuple(found)
