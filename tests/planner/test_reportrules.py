"""Report cycles: each wording read, the unreadable refused, and the dates that follow."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.reportrules import DueDay, ReportRule, RuleKind, due_dates, read_rule

EVERY, ON, BEFORE, WITHIN = (
    RuleKind.EVERY, RuleKind.ON_DATES, RuleKind.BEFORE_EXPIRY, RuleKind.WITHIN,
)  # fmt: skip


def months(*named: int) -> tuple[DueDay, ...]:
    return tuple(DueDay(month) for month in named)


READINGS = [
    # As recorded.
    ("every 90 days", {"kind": EVERY, "days": 90}),
    ("every 60 days", {"kind": EVERY, "days": 60}),
    ("every three months", {"kind": EVERY, "months": 3}),
    ("quarterly", {"kind": EVERY, "months": 3}),
    ("every four months", {"kind": EVERY, "months": 4}),
    ("every four months, about", {"kind": EVERY, "months": 4, "about": True}),
    ("every six months", {"kind": EVERY, "months": 6}),
    ("yearly", {"kind": EVERY, "months": 12}),
    ("February, June and October", {"kind": ON, "due_days": months(2, 6, 10)}),
    ("in July and October", {"kind": ON, "due_days": months(7, 10)}),
    ("May and October", {"kind": ON, "due_days": months(5, 10)}),
    ("every six months, about three weeks before expiry",
     {"kind": BEFORE, "days": 21, "about": True}),
    ("yearly, about 30 days before expiry", {"kind": BEFORE, "days": 30, "about": True}),
    ("not later than 30 days before expiry", {"kind": BEFORE, "days": 30}),
    ("45 days before expiry", {"kind": BEFORE, "days": 45}),
    ("by 1 October 2016 and every four months thereafter",
     {"kind": EVERY, "months": 4, "start": date(2016, 10, 1)}),
    ("by 1 March", {"kind": ON, "due_days": (DueDay(3, 1),)}),
    ("within 90 days", {"kind": WITHIN, "days": 90}),
    ("within four months", {"kind": WITHIN, "months": 4}),
    ("at regular intervals (every three months in 2017)",
     {"kind": EVERY, "months": 3, "only_year": 2017}),
    # As other resolutions say it.
    ("on a quarterly basis", {"kind": EVERY, "months": 3}),
    ("Every ninety days.", {"kind": EVERY, "days": 90}),
    ("every 180 days", {"kind": EVERY, "days": 180}),
    ("every one hundred and eighty days", {"kind": EVERY, "days": 180}),
    ("every forty-five days", {"kind": EVERY, "days": 45}),
    ("every 30-day period", {"kind": EVERY, "days": 30}),
    ("every six weeks", {"kind": EVERY, "days": 42}),
    ("every month", {"kind": EVERY, "months": 1}),
    ("every other month", {"kind": EVERY, "months": 2}),
    ("at intervals of 60 days", {"kind": EVERY, "days": 60}),
    ("at three-month intervals", {"kind": EVERY, "months": 3}),
    ("semi-annually", {"kind": EVERY, "months": 6}),
    ("twice a year", {"kind": EVERY, "months": 6}),
    ("six-monthly", {"kind": EVERY, "months": 6}),
    ("annually", {"kind": EVERY, "months": 12}),
    ("to report every 90 days on the implementation of this resolution",
     {"kind": EVERY, "days": 90}),
    ("30 days before the expiry of the mandate", {"kind": BEFORE, "days": 30}),
    ("at least two weeks prior to the expiration of the current mandate period",
     {"kind": BEFORE, "days": 14}),
    ("no later than one month before the end of the mandate", {"kind": BEFORE, "months": 1}),
    ("not later than 1 February 2019", {"kind": ON, "due_days": (DueDay(2, 1, 2019),)}),
    ("by 2019-02-01", {"kind": ON, "due_days": (DueDay(2, 1, 2019),)}),
    ("March 1, 2019", {"kind": ON, "due_days": (DueDay(3, 1, 2019),)}),
    ("by the 15th of September", {"kind": ON, "due_days": (DueDay(9, 15),)}),
    ("by 1 April and 1 October 2019",
     {"kind": ON, "due_days": (DueDay(4, 1, 2019), DueDay(10, 1, 2019))}),
    ("by 1 December and 1 March 2019",
     {"kind": ON, "due_days": (DueDay(12, 1, 2018), DueDay(3, 1, 2019))}),
    ("yearly, by 1 March", {"kind": ON, "due_days": (DueDay(3, 1),)}),
    ("every six months, in May and November", {"kind": ON, "due_days": months(5, 11)}),
    ("by the end of March", {"kind": ON, "due_days": (DueDay(3),)}),
    ("by mid-April", {"kind": ON, "due_days": (DueDay(4, 15),)}),
    ("every 90 days, starting on 1 March 2019",
     {"kind": EVERY, "days": 90, "start": date(2019, 3, 1)}),
    ("no later than 15 September 2017 and quarterly thereafter",
     {"kind": EVERY, "months": 3, "start": date(2017, 9, 15)}),
    ("within 60 days of the adoption of this resolution and every 90 days thereafter",
     {"kind": EVERY, "days": 90, "start_days": 60}),
]  # fmt: skip


@pytest.mark.parametrize(("wording", "expected"), READINGS)
def test_each_wording_is_read_as_it_is_meant(wording, expected):
    assert read_rule(wording) == ReportRule(wording, **expected)


@pytest.mark.parametrize(
    "wording",
    [
        "", "before expiry", "before the end of the mandate period", "as needed", "final report",
        "one-off", "as requested", "every", "and", "90 days", "bimonthly", "biweekly",
        "every 0 days", "every 9999 months", "30 February", "by 31 April", "by 29 February 2019",
        "every six months, in May", "every four months, except in May", "June July",
        "quarterly and 30 days before expiry", "every four months until further notice", "\u0663",
        "every \u0669 months", "within the mandate", "until 1 March", "x" * 5000,
    ],
)  # fmt: skip
def test_what_gives_no_date_or_is_not_wholly_understood_is_refused(wording):
    assert read_rule(wording) is None


@given(st.text())
def test_no_text_makes_the_reader_fail(text):
    rule = read_rule(text)
    assert rule is None or rule.reading


@given(
    st.lists(
        st.sampled_from(
            (
                *("every", "within", "by", "before", "not", "later", "than", "in", "about", "and"),
                *("90", "30", "1", "2019", "three", "days", "months", "yearly", "quarterly"),
                *("March", "february", "expiry", "mandate", "(the)", "thereafter", ",", "-"),
            )
        ),
        max_size=12,
    ),
    st.dates(), st.dates(), st.dates(date(1990, 1, 1), date(2040, 1, 1)),
)  # fmt: skip
def test_no_mixture_of_the_grammars_own_words_makes_reading_or_dates_fail(
    words, previous, expiry, first
):
    rule = read_rule(" ".join(words))
    if rule:
        until = first + timedelta(days=800)
        dates = due_dates(rule, first=first, until=until, previous=previous, expiry=expiry)
        assert list(dates) == sorted({d for d in dates if max(first, previous) < d <= until})


def dates_of(wording: str, first: date, until: date, **more: date) -> tuple[date, ...]:
    rule = read_rule(wording)
    assert rule is not None
    return due_dates(rule, first=first, until=until, **more)


def test_ninety_days_run_from_the_previous_report():
    assert dates_of(
        "every 90 days", date(2017, 1, 1), date(2017, 9, 12), previous=date(2017, 3, 16)
    ) == (date(2017, 6, 14), date(2017, 9, 12))


def test_the_last_day_asked_for_is_included_and_the_day_after_it_is_not():
    previous = date(2017, 3, 16)
    both = [
        dates_of("every 90 days", date(2017, 1, 1), until, previous=previous)
        for until in (date(2017, 6, 13), date(2017, 6, 14))
    ]
    assert both == [(), (date(2017, 6, 14),)]


def test_without_a_previous_report_intervals_run_from_the_beginning():
    assert dates_of("quarterly", date(2017, 6, 29), date(2018, 1, 1)) == (
        date(2017, 9, 29), date(2017, 12, 29),
    )  # fmt: skip


def test_three_months_from_the_end_of_november_stay_inside_february():
    assert dates_of(
        "every three months", date(2017, 11, 30), date(2018, 6, 30)
    ) == (date(2018, 2, 28), date(2018, 5, 30))  # fmt: skip


def test_named_months_mean_their_last_day():
    assert dates_of("February, June and October", date(2023, 11, 15), date(2024, 11, 15)) == (
        date(2024, 2, 29), date(2024, 6, 30), date(2024, 10, 31),
    )  # fmt: skip


def test_a_month_in_which_the_report_came_is_not_due_again():
    span = (date(2024, 11, 15), date(2025, 7, 1))
    assert dates_of("February, June and October", *span, previous=date(2025, 2, 14)) == (
        date(2025, 6, 30),
    )
    assert dates_of("February, June and October", *span, previous=date(2025, 1, 31)) == (
        date(2025, 2, 28), date(2025, 6, 30),
    )  # fmt: skip


def test_days_before_expiry_need_an_expiry():
    span = (date(2017, 1, 1), date(2017, 12, 31))
    assert dates_of("45 days before expiry", *span, expiry=date(2017, 6, 30)) == (
        date(2017, 5, 16),
    )
    assert dates_of("45 days before expiry", *span) == ()


def test_three_weeks_before_the_end_of_january_is_the_tenth():
    assert dates_of(
        "every six months, about three weeks before expiry",
        date(2016, 7, 26), date(2017, 1, 31), expiry=date(2017, 1, 31),
    ) == (date(2017, 1, 10),)  # fmt: skip


def test_a_series_from_a_given_date_does_not_drift_with_late_reports():
    assert dates_of(
        "by 1 October 2016 and every four months thereafter",
        date(2016, 7, 26), date(2017, 11, 15), previous=date(2017, 2, 3),
    ) == (date(2017, 6, 1), date(2017, 10, 1))  # fmt: skip


def test_a_date_of_the_year_comes_every_year_and_a_dated_one_once():
    span = (date(2017, 3, 1), date(2020, 1, 1))
    assert dates_of("by 1 March", *span) == (date(2018, 3, 1), date(2019, 3, 1))
    assert dates_of("by 1 March 2018", *span) == (date(2018, 3, 1),)


def test_within_ninety_days_is_due_once():
    assert dates_of("within 90 days", date(2017, 4, 13), date(2018, 4, 13)) == (date(2017, 7, 12),)


def test_within_then_every_runs_from_the_first_report_once_it_came():
    wording = "within 60 days and every 90 days thereafter"
    first, until = date(2017, 1, 1), date(2017, 8, 1)
    assert dates_of(wording, first, until) == (date(2017, 3, 2), date(2017, 5, 31))
    assert dates_of(wording, first, until, previous=date(2017, 3, 6)) == (date(2017, 6, 4),)


def test_an_interval_of_one_year_stays_in_that_year():
    assert dates_of(
        "at regular intervals (every three months in 2017)",
        date(2017, 7, 24), date(2018, 12, 31), previous=date(2017, 7, 24),
    ) == (date(2017, 10, 24),)  # fmt: skip


def test_the_reading_says_what_is_ours():
    said = [read_rule(w) for w in ("May and October", "every 90 days", "by 1 March")]
    assert [rule.reading for rule in said if rule] == [
        "due May, October (our reading: the last day of the month)",
        "every 90 days, from report to report",
        "due 1 March",
    ]


@given(st.integers(1, 3660), st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_every_n_days_are_n_days_apart(n, first):
    dates = dates_of(f"every {n} days", first, first + timedelta(days=4000))
    gaps = [(b - a).days for a, b in zip((first, *dates), dates, strict=False)]
    assert gaps == [n] * (4000 // n)
