"""What the commands share: days and missions as typed, refusals in one sentence, JSON."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import CommandError

from consultations import planning
from consultations.models import Mission


def on_day(text: str) -> date:
    """A day typed as YYYY-MM-DD; anything else is a wrong use (exit status 2)."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is no date: write it as 2017-06-30") from None
    if not 1900 <= day.year <= 2200:
        raise ArgumentTypeError(f"“{text}” lies too far away: name a day between 1900 and 2200")
    return day


def whole(text: str) -> int:
    """A number of days or rows, none below zero; anything else is a wrong use (exit status 2)."""
    if not text.isdecimal():
        raise ArgumentTypeError(f"“{text}” is no whole number from 0 on")
    return int(text)


def mission_named(acronym: str) -> Mission:
    """The mission of that acronym, whatever the case. Raises CommandError naming near ones."""
    found = Mission.objects.filter(acronym__iexact=acronym).first()
    if found is None:
        near = Mission.objects.filter(acronym__istartswith=acronym[:3])
        names = ", ".join(near.values_list("acronym", flat=True)) or "none that starts alike"
        raise CommandError(f"No mission “{acronym}” is recorded; known: {names}. Load facts first.")
    return found


def as_json(value: Any) -> str:
    """One JSON document, keys in the order they were given."""
    return json.dumps(value, indent=2, ensure_ascii=False)


class Refusing(ABC):
    """A command whose refusals are one sentence on stderr and exit status 1."""

    @abstractmethod
    def answer(self, *args: Any, **options: Any) -> None:
        """What the command does."""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.answer(*args, **options)
        except planning.NoSuchCycle as refused:
            raise CommandError(str(refused)) from refused
        except OverflowError as beyond:
            raise CommandError(
                "A day asked for lies beyond what can be counted; name one between 1900 and 2200."
            ) from beyond
