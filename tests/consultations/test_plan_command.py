"""The command plan: its promised JSON, what it keeps and stores, and what it refuses."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from consultations import drafts, planning
from consultations.booking import Refusal
from consultations.models import Draft
from planner.demands import Demand, Relaxation
from planner.plan import Unplaced

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_facts")]
SPAN = ("--from", "2017-06-01", "--to", "2017-07-31", "--as-of", "2017-05-02")
TWO = (*SPAN, "--missions", "MINUSMA,UNDOF")


def run(*options: str) -> str:
    out = io.StringIO()
    call_command("plan", *options, stdout=out)
    return out.getvalue()


def planned(*options: str) -> dict[str, Any]:
    """The one JSON document on stdout."""
    return json.loads(run(*options, "--format", "json"))


def timeless(text: str) -> list[str]:
    document = json.loads(text)
    del document["seconds"]
    return json.dumps(document, indent=2, ensure_ascii=False).splitlines()


def refusal(*options: str) -> str:
    with pytest.raises(CommandError) as refused:
        run(*options)
    return str(refused.value)


def test_a_plan_has_the_keys_that_others_lean_on() -> None:
    found = planned(*TWO)
    assert {
        "status", "levels", "placements", "unplaced", "conflict", "conflicts", "seconds",
    } <= set(found)  # fmt: skip
    assert (found["status"], found["conflict"]) == ("optimal", [])
    assert {"load", "build", "solve"} <= set(found["seconds"])
    assert all({"name", "value", "bound"} <= set(level) for level in found["levels"])
    for placement in found["placements"]:
        assert {
            "mission", "kind", "expiry", "start", "end", "room", "kept", "moved_from", "findings",
        } <= set(placement)  # fmt: skip
        assert {"criterion", "verdict", "sentence"} <= set(placement["findings"][0])
    assert {one["mission"] for one in found["placements"]} == {"MINUSMA", "UNDOF"}


def test_a_plan_to_its_end_is_proven_level_by_level() -> None:
    levels = planned(*TWO)["levels"]
    assert [level["value"] for level in levels] == [level["bound"] for level in levels]


def test_the_same_input_gives_the_same_output_but_for_the_seconds() -> None:
    first, second = (run(*TWO, "--format", "json") for _ in range(2))
    assert timeless(first) == timeless(second)


def test_times_carry_the_offset_of_headquarters() -> None:
    starts = {one["start"][19:] for one in planned(*TWO)["placements"]}
    assert starts == {"-04:00"}


def test_missions_are_named_in_any_case_and_the_order_does_not_matter() -> None:
    assert timeless(run(*SPAN, "--missions", "undof, minusma", "--format", "json")) == timeless(
        run(*TWO, "--format", "json")
    )


def test_a_stored_plan_is_kept_by_name_and_by_number() -> None:
    first = planned(*TWO, "--save", "Summer")
    draft = Draft.objects.get(name="Summer")
    assert (draft.state, draft.status, draft.made_by) == ("done", "optimal", None)
    assert draft.placements.count() == len(first["placements"])
    for keep in ("Summer", str(draft.pk)):
        kept = planned(*TWO, "--keep", keep)["placements"]
        assert [(one["kept"], one["moved_from"]) for one in kept] == [(True, None)] * len(kept)
        assert [one["start"] for one in kept] == [one["start"] for one in first["placements"]]


def test_a_plan_shown_is_not_stored() -> None:
    run(*TWO)
    assert not Draft.objects.exists()


def test_a_stored_plan_is_released_as_it_stands() -> None:
    run(*TWO, "--save", "Summer")
    draft = Draft.objects.get()
    found = drafts.difference(draft)
    assert (found.changed, found.lines) == (False, ())
    try:
        rows = drafts.release(
            draft, who=None, version=draft.version, fingerprint=draft.fingerprint, past_too=True
        )
    except Refusal as refused:
        pytest.fail(refused.sentence)
    assert len(rows) == draft.placements.count()
    assert all(row.participations.exists() for row in rows)


def test_a_time_limit_gives_the_best_plan_so_far_with_its_bounds() -> None:
    found = planned(*TWO, "--time-limit", "0.000001")
    assert found["status"] in ("feasible", "optimal")
    values, bounds = ([level[name] for level in found["levels"]] for name in ("value", "bound"))
    assert bounds <= values  # level by level: a bound holds while those before it are reached


def test_the_text_names_each_meeting_with_its_weekday_and_verdict() -> None:
    said = run(*TWO)
    days = ("Mon ", "Tue ", "Wed ", "Thu ", "Fri ")
    lines = [line for line in said.splitlines() if line.startswith(days)]
    assert len(lines) == len(planned(*TWO)["placements"])
    assert any("MINUSMA, Informal triangular consultation before Fri 30 June 2017: " in line
               for line in lines)  # fmt: skip


def test_an_unknown_plan_is_refused_in_one_sentence_that_names_those_there_are() -> None:
    assert refusal(*TWO, "--keep", "Nowhere") == ("No plan “Nowhere” is stored; there are: none.")
    run(*TWO, "--save", "Summer")
    number = Draft.objects.get().pk
    assert refusal(*TWO, "--keep", "9999999") == (
        f"No plan “9999999” is stored; there are: {number} “Summer”."
    )


def test_a_name_that_is_taken_is_refused_before_anything_is_planned() -> None:
    run(*TWO, "--save", "Summer")
    assert refusal(*TWO, "--save", "Summer") == (
        "A plan named “Summer” is there already: choose another name."
    )


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            ("--from", "2017-07-31", "--to", "2017-06-01"),
            "Thu 1 June 2017 lies before Mon 31 July 2017: correct one of them.",
        ),
        (
            ("--from", "2017-01-01", "--to", "2027-01-01"),
            "From Sun 1 January 2017 to Fri 1 January 2027 is more than five years: plan less at a "
            "time.",
        ),
    ],
)
def test_a_span_that_cannot_be_planned_is_refused(options: tuple[str, ...], sentence: str) -> None:
    assert refusal(*options) == sentence


def test_an_unknown_mission_is_refused_with_those_that_start_alike() -> None:
    assert refusal(*SPAN, "--missions", "MINUSTAH2").startswith("No mission “MINUSTAH2”")


@pytest.mark.parametrize(
    "options",
    [("--time-limit", "0"), ("--time-limit", "nan"), ("--preset", "huge"), ("--format", "xml")],
)
def test_a_wrong_use_is_told_as_such(options: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as refused:
        run(*TWO, *options)
    assert "error: argument" in str(refused.value).lower()


def test_the_text_says_what_cannot_hold_together_and_what_would_free_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fair = planning.plan_together

    def hampered(*args: Any, **kwargs: Any) -> planning.Planned:
        found = fair(*args, **kwargs)
        stands, bars = Demand("stands:1", "one is booked"), Demand("room:1", "one room")
        way = Relaxation((bars,), None, None, "hold it on Fri 16 June 2017")
        first = found.plan.placements[0]
        lost = Unplaced(first.key, first.mission, first.component, first.expiry, first.kind,
                        first.need, (bars,), (way,))  # fmt: skip
        plan = replace(found.plan, status="infeasible", unplaced=(lost,),
                       conflicts=((stands, bars), (stands,)))  # fmt: skip
        return replace(found, plan=plan)

    monkeypatch.setattr(planning, "plan_together", hampered)
    lines = run(*TWO).splitlines()
    assert [line for line in lines if line.startswith(("  It would", "Cannot"))] == [
        "  It would be free: hold it on Fri 16 June 2017",
        "Cannot hold together: one is booked; one room",
        "Cannot hold together: one is booked",
    ]
    told = planned(*TWO)
    assert told["conflicts"][0] == told["conflict"]
    assert [[one["id"] for one in of] for of in told["conflicts"]] == [
        ["stands:1", "room:1"], ["stands:1"],
    ]  # fmt: skip
