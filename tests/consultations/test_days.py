"""Dates as pages show them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from consultations.templatetags.days import day


def test_a_date_carries_its_weekday() -> None:
    assert day(date(2017, 6, 8)) == '<time datetime="2017-06-08">Thu 8 June 2017</time>'


def test_an_instant_is_shown_as_its_day_at_headquarters() -> None:
    assert day(datetime(2017, 6, 9, 1, tzinfo=UTC)) == day(date(2017, 6, 8))


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_date_is_shown_as_nothing(nothing: None) -> None:
    assert day(nothing) == ""


def test_the_weekday_is_in_the_readers_language() -> None:
    with translation.override("fr"):
        assert day(date(2017, 6, 8)) == '<time datetime="2017-06-08">jeu 8 juin 2017</time>'
