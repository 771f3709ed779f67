"""What a paper is asked for, and what a kind of paper is; the kinds themselves are in ``kinds``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.contrib.auth.models import AnonymousUser, User
from django.utils.functional import Promise

from consultations.models import Consultation, Mission
from consultations.papers.sheets import Sheet

Scope = Literal["span", "year", "month", "mission", "consultation", "none"]
Family = Literal["report", "letter", "table", "sheet"]
Words = str | Promise
TEXTS = ("docx", "pdf")
TABLES = ("docx", "pdf", "csv", "xlsx")
FORMATS = (*TABLES, "html", "json")


class PaperRefused(Exception):
    """A paper cannot be made as asked; ``sentence`` says why and what to do."""

    def __init__(self, sentence: Words) -> None:
        super().__init__(str(sentence))
        self.sentence = str(sentence)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a paper, in which language, of what.

    A year is its first and last day; ``month`` is the month's first day. ``today`` is the day on
    which it is asked for. What a kind's scope does not name stays None.
    """

    reader: User | AnonymousUser
    today: date
    language: str = "en"
    first: date | None = None
    last: date | None = None
    month: date | None = None
    mission: Mission | None = None
    consultation: Consultation | None = None
    side: str = ""
    form: str = ""
    since: str = ""

    @property
    def span(self) -> tuple[date, date]:
        """First and last day; a refusal where none was named."""
        if self.first is None or self.last is None:
            raise PaperRefused("Name the year, or the first and the last day.")
        return self.first, self.last


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper: how it is called, of what it is, and who builds it.

    ``right`` is asked of the reader ("details" of the consultation where the scope is one);
    ``family`` names the Word template; ``sides`` and ``forms`` are the values that ``side`` and
    ``form`` may take, the first where none is named.
    """

    slug: str
    title: Words
    scope: Scope
    build: Callable[[Asked], Sheet]
    formats: tuple[str, ...] = TEXTS
    recommendations: tuple[str, ...] = ()
    about: Words = ""
    right: str = "read"
    family: Family = "sheet"
    sides: tuple[tuple[str, Words], ...] = ()
    forms: tuple[tuple[str, Words], ...] = ()
    takes_since: bool = False
    empty: Words = ""  # what to do next where there is nothing to print


def operator() -> User:
    """Who asks on the command line of the installation: nothing is closed to them."""
    return User(username="", is_active=True, is_superuser=True)
