"""Why a deed was not done: each refusal is one sentence that names the cure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from consultations.models import Consultation
from consultations.sayings import say_instant


class Refusal(Exception):
    """A deed that was understood and not done; nothing was changed."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Refused(Refusal):
    """A rule stands against it; *findings* are the broken ones, if findings it was."""

    def __init__(self, sentence: str, findings: Sequence[Mapping[str, Any]] = ()) -> None:
        super().__init__(sentence)
        self.findings = tuple(findings)


class Taken(Refusal):
    """Somebody was first: *what* is taken, by *who*, since *when*, for the meeting *by*."""

    def __init__(self, what: str, who: str, when: datetime, by: Consultation) -> None:
        words = {"what": what, "meeting": by.subject, "who": who, "when": say_instant(when)}
        sentence = _(
            "%(what)s is taken by “%(meeting)s”, booked by %(who)s on %(when)s: "
            "choose another time or room."
        )
        super().__init__(sentence % words)
        self.what, self.who, self.when, self.by = what, who, when, by


class Fulfilled(Taken):
    """The need has a live consultation already."""

    def __init__(self, what: str, who: str, when: datetime, by: Consultation) -> None:
        super().__init__(what, who, when, by)
        words = {"meeting": by.subject, "what": what, "who": who, "when": say_instant(when)}
        self.sentence = (
            _(
                "“%(meeting)s” (%(what)s) stands for this need already, booked by %(who)s on "
                "%(when)s: move or cancel that one."
            )
            % words
        )
        self.args = (self.sentence,)


class Stale(Refusal):
    """Somebody changed it since the page was read: *who* and *when*."""

    def __init__(self, who: str, when: datetime) -> None:
        words = {"who": who, "when": say_instant(when)}
        super().__init__(_("%(who)s changed this on %(when)s: read it again, then decide.") % words)
        self.who, self.when = who, when
