"""An issue of three missions within twelve months calls for a thematic meeting, and not sooner."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.chains import group_chain
from planner.cycle import cycle_of
from planner.known import Meeting, MissionFacts, Raised
from planner.needs import Asking, Preset
from planner.register import Register
from planner.themes import Theme, is_theme, issue_of, themes
from tests.planner.stories import REGISTER, WORKDAYS, d, held, minusma_2017, need_ids, with_more
from tests.planner.stories import chained as cycle_chain

THREE = (("MONUSCO", "2016-07-01"), ("UNMISS", "2016-10-03"), ("MINUSMA", "2017-03-01"))


def raised(*mentions: tuple[str, str], key: str = "7") -> tuple[Raised, ...]:
    return tuple(Raised(key, mission, d(on)) for mission, on in mentions)


def found(as_of: str, *mentions: tuple[str, str], meetings: tuple[Meeting, ...] = ()):
    """Themes by the numbers of the register: three missions, twelve months."""
    told = raised(*mentions)
    return themes(told, meetings, as_of=d(as_of), missions=3, months=12)


def on_theme(day: str, need: str = "theme-7", status: str = "held") -> Meeting:
    return Meeting("working_group", d(day), status, f"of {day}", need)


def group(as_of: str, *meetings: Meeting, told=THREE, register: Register = REGISTER):
    facts = MissionFacts("", meetings=meetings, raised=raised(*told))
    cycle = cycle_of(facts, as_of=d(as_of), workdays=WORKDAYS, register=register)
    asking = Asking(facts.known(d(as_of)), cycle, Preset.STANDARD, d(as_of), WORKDAYS, register)
    return [one for one in group_chain(asking) if is_theme(one.need.id)]


def test_two_missions_are_too_few_and_three_are_enough() -> None:
    assert found("2017-03-01", *THREE[:2]) == ()
    assert [one.missions for one in found("2017-03-01", *THREE)] == [
        ("MINUSMA", "MONUSCO", "UNMISS")
    ]


def test_one_mission_that_names_it_three_times_is_still_one() -> None:
    again = [("MONUSCO", day) for day in ("2016-07-01", "2016-10-03", "2017-03-01")]
    assert found("2017-03-01", *again) == ()


def test_the_day_of_the_third_mission_turns_it() -> None:
    assert [len(found(day, *THREE)) for day in ("2017-02-28", "2017-03-01")] == [0, 1]


def test_it_stands_until_the_first_of_the_three_is_twelve_months_old() -> None:
    theme: Theme = found("2017-03-01", *THREE)[0]
    assert (theme.arose_on, theme.until) == (d("2017-03-01"), d("2017-07-01"))
    assert [len(found(day, *THREE)) for day in ("2017-07-01", "2017-07-02")] == [1, 0]


def test_a_newer_mention_in_the_same_mission_carries_it_further() -> None:
    newer = (*THREE, ("MONUSCO", "2016-12-01"))
    assert found("2017-03-01", *newer)[0].until == d("2017-10-03")


def test_two_issues_are_counted_apart() -> None:
    told = raised(*THREE) + raised(*THREE[:2], key="8")
    ours = themes(told, (), as_of=d("2017-03-01"), missions=3, months=12)
    assert [one.key for one in ours] == ["7"]


def test_after_a_thematic_meeting_only_what_comes_up_later_counts() -> None:
    met = (on_theme("2017-03-20"),)
    assert found("2017-04-03", *THREE, meetings=met) == ()
    later = [("MONUSCO", "2017-03-21"), ("UNMISS", "2017-04-03"), ("MINUSMA", "2017-05-01")]
    (theme,) = found("2017-05-01", *THREE, *later, meetings=met)
    assert (theme.need, theme.since) == ("theme-7-after-2017-03-20", d("2017-03-20"))


def test_what_came_up_on_the_day_of_the_thematic_meeting_was_part_of_it() -> None:
    same = [("MONUSCO", "2017-03-20"), ("UNMISS", "2017-03-20"), ("MINUSMA", "2017-03-20")]
    assert found("2017-04-03", *same, meetings=(on_theme("2017-03-20"),)) == ()


def test_a_thematic_meeting_on_another_issue_settles_nothing_here() -> None:
    other = (on_theme("2017-03-20", need="theme-77"),)
    assert len(found("2017-04-03", *THREE, meetings=other)) == 1


@pytest.mark.parametrize(
    ("need", "key"),
    [("theme-7", "7"), ("theme-7-after-2017-03-20", "7"), ("follow_up", ""), ("", "")],
)
def test_a_need_names_its_issue(need: str, key: str) -> None:
    assert (issue_of(need), is_theme(need)) == (key, bool(key))


# As a need of the Working Group.


def test_it_is_a_need_of_the_working_group_with_its_paragraph() -> None:
    (called,) = group("2017-03-01")
    need = called.need
    assert (need.id, need.kind, need.why) == ("theme-7", "working_group", ("R2006-14f-1",))
    assert need.reason == "one issue came up in 3 missions within 12 months"


def test_its_days_run_from_the_day_asked_to_the_end_of_the_twelve_months() -> None:
    (called,) = group("2017-06-06")
    w = called.window
    assert (w.earliest, w.latest, w.target) == (d("2017-06-06"), d("2017-06-30"), d("2017-06-20"))
    # Sat 1 July 2017 is the last day itself; ten working days of notice end on Tue 20 June.


def test_the_issue_and_its_missions_are_not_in_its_words() -> None:
    (called,) = group("2017-03-01")
    words = f"{called.need.title} {called.need.reason} {called.need.anchors}"
    assert [name for name in ("MONUSCO", "UNMISS", "MINUSMA") if name in words] == []


def test_one_that_is_booked_meets_it() -> None:
    (called,) = group("2017-03-01", on_theme("2017-03-20", status="confirmed"))
    assert called.met_by is not None
    assert called.met_by.reference == "of 2017-03-20"


def numbered(**values: int) -> Register:
    return REGISTER.with_numbers({key: (value, "a trial") for key, value in values.items()})


def test_both_numbers_are_the_registers() -> None:
    two = numbered(theme_missions=2)
    assert len(group("2016-10-03", told=THREE[:2], register=two)) == 1
    short = numbered(theme_months=5)
    assert [len(group(day, register=short)) for day in ("2017-03-01", "2017-03-03")] == [0, 0]
    near = (("MONUSCO", "2016-10-01"), *THREE[1:])
    assert [len(group(day, told=near, register=short)) for day in ("2017-03-01", "2017-03-02")] == [
        1, 0,
    ]  # fmt: skip


def test_the_numbers_in_force_are_three_and_twelve_and_ours() -> None:
    told = {key: REGISTER.numbers[key] for key in ("theme_missions", "theme_months")}
    assert {key: (one.value, one.theirs) for key, one in told.items()} == {
        "theme_missions": (3, False), "theme_months": (12, False),
    }  # fmt: skip
    assert {one.recommendations for one in told.values()} == {("R2006-14f-1",)}


def test_what_is_learnt_later_is_not_known_before() -> None:
    facts = MissionFacts("", raised=raised(*THREE))
    assert [one.mission for one in facts.known(d("2016-10-03")).raised] == ["MONUSCO", "UNMISS"]


def test_a_mission_is_not_asked_to_follow_up_a_thematic_meeting() -> None:
    own = replace(held("working_group", "2017-05-15"), need="working_group")
    facts = with_more(minusma_2017(), meetings=(own,))
    assert "follow_up" in need_ids(cycle_chain(facts, "2017-06-06", "2017-06-30"))
    themed = with_more(minusma_2017(), meetings=(replace(own, need="theme-7"),))
    assert "follow_up" not in need_ids(cycle_chain(themed, "2017-06-06", "2017-06-30"))


def test_asked_on_a_weekend_its_notice_runs_from_the_next_working_day() -> None:
    (called,) = group("2017-06-03")  # a Saturday
    assert (called.notice.announce_by, called.window.target) == (d("2017-06-05"), d("2017-06-19"))
