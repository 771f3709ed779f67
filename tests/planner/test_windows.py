"""Windows: the days on which nothing recorded or ruled is broken, and the target among them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.anchors import Anchor, Basis
from planner.measures import MEASURES
from planner.needs import RENEWAL
from planner.windows import Span, Window, shortfall, window_of, zone
from tests.planner.stories import (
    REGISTER,
    WORKDAYS,
    chained,
    d,
    minusma_2017,
    minusma_chain,
    recorded,
    unficyp_2026,
)


def window(criteria: tuple[str, ...], target: str, *anchors: Anchor) -> Window:
    named = {a.name: a for a in anchors}
    return window_of(criteria, named, d(target) if target else None, WORKDAYS, REGISTER)


REPORT = recorded("report_transmitted", "2017-06-06")
EXPIRY = recorded("expiry", "2017-06-30")
CONSULTATIONS = recorded("council_consultations", "2017-06-16")
SOFT_CONSULTATIONS = recorded("council_consultations", "2017-06-13", Basis.ESTIMATED)


def test_malis_informal_window_is_8_to_15_june_with_the_13th_as_its_target():
    found = minusma_chain().need("informal_triangular").window
    assert (found.earliest, found.latest, found.target) == (
        d("2017-06-08"), d("2017-06-15"), d("2017-06-13"),
    )  # fmt: skip
    assert [day.day for day in found.days] == [8, 9, 12, 13, 14, 15]
    assert found.width == 6


def test_malis_days_with_nothing_short_are_13_and_14_june():
    found = minusma_chain().need("informal_triangular").window
    clean = [day.day for day in found.days if all(z.kept.holds(day) for z in found.zones)]
    assert clean == [13, 14]


def test_a_bound_names_its_paragraph_its_edge_and_its_day():
    found = window(("preparation",), "2017-06-13", REPORT)
    (bound,) = found.bounds
    assert (bound.criterion, bound.recommendation, bound.edge, bound.on) == (
        "preparation", "R2017-65a", "earliest", d("2017-06-08"),
    )  # fmt: skip
    assert bound.also == ("R2017-73a", "R2017-73g", "R2017-79a")
    assert bound.sentence == (
        "earliest Thu 8 June 2017: at least 2 working days after the report (Tue 6 June 2017); "
        "2017 report, para. 65; the number is ours"
    )


def test_an_estimate_narrows_the_target_and_excludes_no_day():
    criteria = ("preparation", "lead", "gap")
    hard = window(criteria, "2017-06-13", REPORT, EXPIRY, recorded(
        "council_consultations", "2017-06-13"))  # fmt: skip
    soft = window(criteria, "2017-06-13", REPORT, EXPIRY, SOFT_CONSULTATIONS)
    assert hard.latest == d("2017-06-12")
    assert (soft.earliest, soft.latest) == (d("2017-06-08"), d("2017-06-23"))
    assert soft.target == d("2017-06-09"), "short of preparation, but two days before the estimate"
    assert [b.binding for b in soft.bounds if b.criterion == "gap"] == [False]


def test_the_target_is_the_nearest_day_with_nothing_short():
    found = window(("preparation", "lead"), "2017-06-09", REPORT, EXPIRY)
    assert found.target == d("2017-06-13")


def test_of_two_days_as_near_the_earlier_is_the_target():
    found = window(("lead", "preparation"), "2017-06-10", REPORT, EXPIRY)
    assert found.target_day == d("2017-06-10")
    both = window(("opened", "lead"), "2017-05-29", recorded("opened", "2017-05-22"), EXPIRY)
    assert both.target == d("2017-05-26"), "Friday and Tuesday lie one day from Memorial Day"


def test_two_bounds_that_leave_no_day_are_named():
    found = window(
        ("preparation", "lead"), "", recorded("report_transmitted", "2017-06-22"), EXPIRY
    )
    assert (found.days, found.target, found.width) == ((), None, 0)
    assert found.warnings == (
        "no working day satisfies both: not before Tue 27 June 2017 (time to prepare "
        "after the report) and not after Fri 23 June 2017 (lead before expiry)",
    )


def test_a_window_open_on_one_side_says_so():
    found = window(("preparation",), "2017-06-13", REPORT)
    assert found.days == ()
    assert found.warnings == ("the window is open on one side: a date is missing",)


def test_a_criterion_whose_date_is_unknown_is_said_to_be():
    found = window(("gap", "lead"), "", recorded("council_consultations", ""), EXPIRY)
    assert found.unknown == ("gap: the date it is counted from is unknown",)
    assert [b.criterion for b in found.bounds] == ["lead"]


def test_a_report_on_the_eve_of_a_holiday_skips_it():
    found = window(("preparation",), "", recorded("report_transmitted", "2017-06-23"))
    assert found.earliest == d("2017-06-28"), "26 June is Eid al-Fitr"


def test_cyprus_in_january_2026_has_thirteen_january_as_its_target():
    found = chained(unficyp_2026(), "2026-01-12", "2026-01-31")
    formal = found.need("formal_tcc").window
    assert d("2026-01-13") in formal.days
    assert formal.target == d("2026-01-13")


def test_a_span_holds_both_its_ends():
    span = Span(d("2017-06-08"), d("2017-06-15"))
    found = [span.holds(d(f"2017-06-{n:02}")) for n in (7, 8, 15, 16)]
    assert found == [False, True, True, False]
    assert Span().holds(date.min)


@pytest.mark.parametrize(
    ("day", "short"), [("2017-06-12", 1), ("2017-06-08", 3), ("2017-06-13", 0), ("2017-06-22", 2)]
)
def test_how_far_short_is_counted_in_the_criterions_unit(day, short):
    criterion = "closeness" if day > "2017-06-20" else "preparation"
    found = zone(criterion, REPORT, WORKDAYS, REGISTER)
    assert shortfall(found, d(day), WORKDAYS) == short


DAYS = st.dates(date(2017, 2, 1), date(2017, 11, 30))
BASES = st.sampled_from((Basis.RECORDED, Basis.RULE, Basis.ESTIMATED))


@st.composite
def cycles(draw) -> dict[str, Anchor]:
    """Random anchors of a cycle, in any order and of any basis; the expiry is recorded."""
    expiry = draw(DAYS)
    found = {"expiry": Anchor("expiry", expiry, Basis.RECORDED, "")}
    for name in ("report_transmitted", "council_consultations", "first_draft", "adoption"):
        on = expiry - timedelta(days=draw(st.integers(-5, 60)))
        found[name] = Anchor(name, on, draw(BASES), "")
    return found


@given(cycles())
@settings(max_examples=80, deadline=None)
def test_window_days_are_exactly_those_with_no_established_zone_broken(anchors):
    found = window_of(RENEWAL, anchors, None, WORKDAYS, REGISTER)
    wide = WORKDAYS.days(date(2016, 10, 1), date(2018, 2, 1))
    hard = [z for z in found.zones if z.anchor.basis is not Basis.ESTIMATED]
    assert found.days == tuple(day for day in wide if all(z.whole.holds(day) for z in hard))


@given(cycles(), DAYS)
@settings(max_examples=80, deadline=None)
def test_the_target_is_in_the_window_and_clean_where_a_clean_day_exists(anchors, aim):
    found = window_of(RENEWAL, anchors, aim, WORKDAYS, REGISTER)
    assert (found.target in found.days) is bool(found.days)
    clean = [day for day in found.days if all(z.kept.holds(day) for z in found.zones)]
    if clean:
        near = min(abs(WORKDAYS.count(aim, day).days) for day in clean)
        assert found.target in clean
        assert abs(WORKDAYS.count(aim, found.target).days) == near


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 80))
@settings(max_examples=200, deadline=None)
def test_a_later_report_never_makes_preparation_better(first, second, later):
    base = date(2017, 5, 1)
    early, late = sorted((first, second))
    day = base + timedelta(days=later)

    def standing(on: date) -> tuple[bool, bool, int]:
        found = zone(
            "preparation", Anchor("report_transmitted", on, Basis.RECORDED, ""), WORKDAYS, REGISTER
        )
        kept, whole = found.kept.holds(day), found.whole.holds(day)
        return (not whole, not kept, shortfall(found, day, WORKDAYS))

    assert standing(base + timedelta(days=early)) <= standing(base + timedelta(days=late))


def test_every_measure_names_a_criterion_of_the_register():
    assert set(MEASURES) - set(REGISTER.criteria) == set()


def test_the_season_is_left_out_of_no_renewal_need():
    found = chained(minusma_2017(), "2017-06-06", "2017-06-30")
    for kind in ("informal_triangular", "formal_tcc"):
        assert [z.criterion.id for z in found.need(kind).window.zones] == list(RENEWAL)
