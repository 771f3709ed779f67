"""What a release books is judged on its own page as the plan judged it, criterion by criterion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine

from consultations import drafts, planning
from consultations.models import (
    HEADQUARTERS,
    Consultation,
    CycleChoice,
    Draft,
    DraftPlacement,
    Mission,
)
from planner.findings import Finding

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
    pytest.mark.usefixtures("sample_facts"),
]
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=HEADQUARTERS), tick=False) as moved:
        yield moved


def released(preset: str, first: date = TODAY, days: int = 365) -> Draft:
    """A plan of the facts as they are on its first day, carried out and released."""
    draft = drafts.sketch(
        who=None, name=f"{preset} {first}", first=first, last=first + timedelta(days=days),
        as_of=first, preset=preset, time_limit=20,
    )  # fmt: skip
    drafts.carry_out(draft.pk, draft.run)
    draft.refresh_from_db()
    seen = drafts.difference(draft).fingerprint
    drafts.release(draft, who=None, version=draft.version, fingerprint=seen)
    return draft


def rows(draft: Draft) -> list[DraftPlacement]:
    return list(draft.placements.exclude(released=None).select_related("released"))


Verdicts = dict[str, list[tuple[str, str]]]


def as_placed(draft: Draft) -> Verdicts:
    """Each criterion of each placement with its verdict."""
    return {
        row.key: sorted((one["criterion"], one["verdict"]) for one in row.findings)
        for row in rows(draft)
    }


def told(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    return sorted((one.criterion, str(one.verdict)) for one in findings)


def on_its_page(draft: Draft, on: date | None = None) -> Verdicts:
    return {row.key: told(planning.judge(row.released, as_of=on)) for row in rows(draft)}


def in_the_next_plan(draft: Draft) -> Verdicts:
    """As a plan made now judges what is booked."""
    found = planning.gather(
        planning.Horizon(draft.first_on, draft.last_on + timedelta(days=75), draft.as_of)
    )
    fixed = {one.reference: one for one in found.fixed}
    standing = {row.key: fixed[str(row.released_id)] for row in rows(draft)}
    return {key: told(one.bench.findings(one.slot)) for key, one in standing.items()}


@pytest.mark.parametrize("preset", ["full", "light"])
def test_what_a_plan_books_is_judged_on_its_page_as_it_was_placed(preset: str) -> None:
    """Though cycles have a preset of their own: this one calls for less, or for more."""
    CycleChoice.objects.create(
        mission=Mission.objects.get(acronym="UNFICYP"), expires_on=date(2027, 1, 31),
        chosen="light" if preset == "full" else "full", reason="a quiet year",
    )  # fmt: skip
    draft = released(preset)
    placed = as_placed(draft)
    assert on_its_page(draft) == placed
    assert in_the_next_plan(draft) == placed


def test_so_is_what_follows_from_the_record_of_meetings(
    clock: time_machine.Coordinates,
) -> None:
    """A contact after six months without one, among other contacts that the plan makes."""
    clock.move_to(datetime(2017, 1, 3, 9, tzinfo=HEADQUARTERS))
    draft = released("full", date(2017, 1, 3), days=75)
    placed = as_placed(draft)
    assert "contact_gap" in {key.rpartition("/")[2] for key in placed}
    assert on_its_page(draft) == placed
    assert in_the_next_plan(draft) == placed


def test_a_debrief_and_the_working_groups_own_meetings_are_judged_alike_when_they_are_over() -> (
    None
):
    draft = released("full")
    own = {"debrief_after_adoption", "c34_bureau", "organisational"}
    placed = {k: v for k, v in as_placed(draft).items() if k.rpartition("/")[2] in own}
    later = on_its_page(draft, date(2027, 7, 1))
    assert {k: _but_notice(later[k]) for k in placed} == {
        k: _but_notice(v) for k, v in placed.items()
    }


def _but_notice(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [one for one in found if one[0] != "notice"]


def test_the_working_groups_own_meetings_are_released_with_their_guests() -> None:
    draft = released("light")
    invited = {
        row.need: set(row.released.participations.values_list("iso3", flat=True))
        for row in rows(draft)
    }
    members = {iso3 for iso3, _name in planning.council_on(date(2027, 1, 11), TODAY)}
    assert len(members) == 15
    assert invited["organisational"] - {""} == members
    assert invited["c34_bureau"]


def test_one_that_moves_is_offered_the_days_for_which_it_was_booked() -> None:
    draft = released("light")
    bureau = next(row.released for row in rows(draft) if row.need == "c34_bureau")
    found = planning.propose(
        None, "c34_bureau", need="c34_bureau", as_of=TODAY, wishes=planning.Wishes(moving=bureau),
    )  # fmt: skip
    on = planning.slot_of(bureau).day
    assert (found.called.window.earliest or on) <= on <= (found.called.window.latest or on)


def test_a_need_that_nothing_calls_for_any_more_is_not_judged_as_one_before_the_renewal() -> None:
    row = Consultation.objects.create(
        kind="informal_triangular", need="contact_gap", component="mission",
        cycle_mission=Mission.objects.get(acronym="UNFICYP"), expires_on=date(2027, 1, 31),
        starts_at=datetime(2027, 1, 20, 10, tzinfo=HEADQUARTERS),
        ends_at=datetime(2027, 1, 20, 11, 30, tzinfo=HEADQUARTERS), subject="On Cyprus",
    )  # fmt: skip
    judged = {one.criterion for one in planning.judge(row)}
    assert not judged & {"lead", "preparation", "closeness", "gap"}
