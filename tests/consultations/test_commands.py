"""The commands chain, propose and backtest: what was promised of them, on the sample facts."""

from __future__ import annotations

import io
import json
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from consultations.models import Mission, Room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_facts")]


def run(name: str, *options: str) -> str:
    out = io.StringIO()
    call_command(name, *options, stdout=out)
    return out.getvalue()


def answered(name: str, *options: str) -> dict[str, Any]:
    """The one JSON document on stdout."""
    return json.loads(run(name, *options, "--format", "json"))


def need(found: dict[str, Any], name: str) -> dict[str, Any]:
    (one,) = [n for n in found["needs"] if n["need"] == name]
    return one


def chain(mission: str, as_of: str, expiry: str = "", **more: str) -> dict[str, Any]:
    options = ["--as-of", as_of, *(["--expiry", expiry] if expiry else [])]
    options += [word for key, value in more.items() for word in (f"--{key}", value)]
    return answered("chain", mission, *options)


# chain


def test_mali_in_june_2017_has_its_window_its_target_and_its_notice_clock():
    informal = need(chain("MINUSMA", "2017-06-06", "2017-06-30"), "informal_triangular")
    window = informal["window"]
    assert (window["earliest"], window["latest"], window["target"]) == (
        "2017-06-08", "2017-06-15", "2017-06-13",
    )  # fmt: skip
    assert informal["notice"] == {"announce_by": "2017-05-30", "working_days": 10}


def proposed(*options: str) -> dict[str, Any]:
    return answered("propose", *options, "--as-of", "2017-06-06", "--expiry", "2017-06-30")


def test_malis_informal_days_with_nothing_short_notice_aside_are_13_and_14_june():
    found = proposed("MINUSMA", "--kind", "informal_triangular", "--top", "200")
    clean = {
        slot["start"][:10]
        for slot in found["proposals"]
        if not [f for f in slot["findings"]
                if f["criterion"] not in ("notice", "room_fits", "room_near")
                and f["verdict"] in ("short", "broken")]
    }  # fmt: skip
    assert sorted(clean) == ["2017-06-13", "2017-06-14"]


def test_a_chain_has_the_keys_that_others_lean_on():
    found = chain("MINUSMA", "2017-06-06", "2017-06-30")
    assert {
        "mission", "component", "expiry", "resolution", "continues", "other_cycles", "as_of",
        "preset", "anchors", "needs", "unknown", "warnings",
    } <= set(found)  # fmt: skip
    assert {k: found[k] for k in ("mission", "component", "expiry", "resolution", "continues",
                                  "as_of", "preset")} == {
        "mission": "MINUSMA", "component": "mission", "expiry": "2017-06-30",
        "resolution": "S/RES/2295 (2016)", "continues": None, "as_of": "2017-06-06",
        "preset": "standard",
    }  # fmt: skip
    assert [a["name"] for a in found["anchors"]] == [
        "report_due", "report_transmitted", "programme_adopted", "council_consultations",
        "first_draft", "adoption", "expiry",
    ]  # fmt: skip
    for anchor in found["anchors"]:
        assert {"name", "on", "basis", "source"} <= set(anchor)
    for one in found["needs"]:
        assert {
            "need", "kind", "forum", "format", "convener", "level", "why", "window", "notice",
        } <= set(one)  # fmt: skip
        assert {"earliest", "latest", "target", "bounds"} <= set(one["window"])
        assert set(one["notice"]) == {"announce_by", "working_days"}
        for bound in one["window"]["bounds"]:
            assert {"criterion", "recommendation", "also", "edge", "on", "sentence"} <= set(bound)


@pytest.mark.parametrize("mission", ["UNMIK", "UNTSO", "UNMOGIP"])
def test_an_open_ended_mission_has_no_renewal_cycle_and_says_so(mission):
    found = chain(mission, "2017-06-06")
    assert (found["expiry"], found["anchors"], found["needs"]) == (None, [], [])
    assert found["warnings"] == ["open-ended mandate: no renewal cycle"]


def test_without_a_cycle_needs_come_from_events_alone():
    mission = Mission.objects.get(acronym="UNMIK")
    mission.crises.create(occurred_on=date(2017, 6, 1), summary="unrest", known_on=date(2017, 6, 1))
    found = chain("UNMIK", "2017-06-06")
    assert [(n["need"], n["kind"]) for n in found["needs"]] == [("crisis-2017-06-01", "crisis")]


def test_the_two_components_of_abyei_are_two_cycles():
    force = chain("UNISFA", "2018-01-10")
    border = chain("UNISFA", "2018-01-10", component="JBVMM support")
    assert (force["expiry"], border["expiry"]) == ("2018-05-15", "2018-04-15")
    assert {"component": "JBVMM support", "expiry": "2018-04-15"} in force["other_cycles"]
    assert {"component": "mission", "expiry": "2018-05-15"} in border["other_cycles"]


@pytest.mark.parametrize(
    ("as_of", "expiry", "continues", "resolution"),
    [
        ("2024-03-20", "2024-04-30", "2024-03-15", "S/RES/2726 (2024)"),
        ("2025-05-01", "2025-05-09", "2025-04-30", "S/RES/2778 (2025)"),
    ],
)
def test_the_rollovers_of_south_sudan_continue_the_cycles_before(
    as_of, expiry, continues, resolution
):
    found = chain("UNMISS", as_of)
    assert (found["expiry"], found["continues"], found["resolution"]) == (
        expiry, continues, resolution,
    )  # fmt: skip


def test_nine_days_of_rollover_leave_nothing_to_call_for():
    found = chain("UNMISS", "2025-05-01", "2025-05-09")
    assert found["needs"] == []
    assert len([w for w in found["warnings"] if "no longer possible in this rollover" in w]) == 3


def test_a_change_within_the_period_is_listed_and_the_expirys_resolution_stands():
    found = chain("MINUSMA", "2018-01-15")
    assert found["resolution"] == "S/RES/2364 (2017)"
    assert found["changes"] == [{"resolution": "S/RES/2391 (2017)", "adopted": "2017-12-08"}]


@pytest.mark.parametrize(
    ("as_of", "basis"), [("2017-05-31", "estimated"), ("2017-06-01", "recorded")]
)
def test_as_of_uses_only_what_was_known_then(as_of, basis):
    found = chain("MINUSMA", as_of, "2017-06-30")
    anchors = {a["name"]: a["basis"] for a in found["anchors"]}
    assert anchors["council_consultations"] == basis


# propose


def test_a_proposal_has_the_keys_that_others_lean_on():
    found = proposed("MINUSMA", "--kind", "informal_triangular", "--why-not", "2017-06-09")
    assert {"window", "proposals", "why_not", "choices", "invitees"} <= set(found)
    assert len(found["proposals"]) == 5
    for slot in found["proposals"]:
        assert {"start", "end", "room", "order", "findings"} <= set(slot)
        for one in slot["findings"]:
            assert {
                "criterion", "recommendation", "also", "verdict", "measured", "wanted", "force",
                "sentence",
            } <= set(one)  # fmt: skip
            assert one["verdict"] in ("kept", "short", "broken", "unknown")
    for slot in found["why_not"]:
        assert {"start", "end", "findings", "smallest_change"} <= set(slot)
    for one in found["choices"]:
        assert {"tension", "chosen", "source", "departs_from"} <= set(one)
    for one in found["invitees"]:
        assert {"name", "category", "role", "reasons", "as_of"} <= set(one)
        assert one["role"] in ("CHAIR", "REQ-PARTICIPANT", "OPT-PARTICIPANT", "NON-PARTICIPANT")


def test_times_are_headquarters_own_with_their_offset():
    found = proposed("MINUSMA", "--kind", "informal_triangular", "--top", "1")
    (slot,) = found["proposals"]
    assert slot["start"] == "2017-06-14T10:00:00-04:00"
    assert slot["end"] == "2017-06-14T11:30:00-04:00"
    assert slot["order"][-1] == slot["start"]


def test_the_fifteen_of_the_meetings_date_are_invited():
    found = proposed("MINUSMA", "--kind", "informal_triangular", "--top", "1")
    members = {i["name"] for i in found["invitees"] if i["category"] == "council_member"}
    assert len(members) == 15
    assert "Senegal" in members
    assert "Spain" not in members, "a member until 2016"


def test_why_not_friday_the_ninth():
    found = proposed("MINUSMA", "--kind", "informal_triangular", "--why-not", "2017-06-09")
    changes = {slot["smallest_change"] for slot in found["why_not"]}
    assert [change.split("; ")[0] for change in changes] == ["report by 2 June 2017 (Fri)"]


def test_a_kind_nothing_calls_for_is_planned_as_asked_for():
    found = proposed("MINUSMA", "--kind", "crisis", "--top", "1")
    assert found["need"]["why"][0] == "R2017-37"
    assert (found["window"]["earliest"], found["window"]["latest"]) == ("2017-06-06", "2017-06-09")
    assert found["proposals"][0]["start"][:10] == "2017-06-07"


def test_without_any_bound_forty_days_are_shown():
    found = answered("propose", "UNMIK", "--kind", "formal_tcc", "--as-of", "2017-06-06")
    assert (found["expiry"], found["window"]["earliest"], found["window"]["target"]) == (
        None, "2017-06-06", "2017-06-20",
    )  # fmt: skip
    assert found["proposals"][0]["start"][:10] == "2017-06-20"


def test_the_same_question_has_the_same_answer():
    asked = ("MINUSMA", "--kind", "formal_tcc", "--as-of", "2017-06-06")
    assert run("propose", *asked, "--format", "json") == run("propose", *asked, "--format", "json")


def test_without_rooms_slots_are_proposed_without_one():
    Room.objects.update(in_use=False)
    found = proposed("MINUSMA", "--kind", "informal_triangular", "--top", "1")
    assert [slot["room"] for slot in found["proposals"]] == [""]


# backtest


@pytest.fixture(scope="module")
def eve(sample_facts: None, django_db_blocker: Any) -> dict[str, Any]:
    """The back-test a day before each meeting, run once for this module."""
    with django_db_blocker.unblock():
        return answered("backtest", "--lead-days", "1")


def met(found: dict[str, Any], event: str) -> dict[str, Any]:
    (one,) = [m for m in found["meetings"] if m["event"] == event]
    return one


def verdicts(meeting: dict[str, Any]) -> dict[str, str]:
    return {f["criterion"]: f["verdict"] for f in meeting["findings"]}


def test_the_working_groups_meeting_of_8_june_2017_lies_in_the_window(eve):
    meeting = met(eve, "WG17-003")
    assert (meeting["date"], meeting["in_window"], meeting["kind"]) == (
        "2017-06-08", True, "working_group",
    )  # fmt: skip
    said = verdicts(meeting)
    assert (said["preparation"], said["lead"], said["notice"]) == ("short", "kept", "unknown")
    measured = {f["criterion"]: f["measured"] for f in meeting["findings"]}
    assert (measured["preparation"], measured["lead"]) == (2, 22)
    assert "report by 1 June" in meeting["smallest_change"]


EVENTS = "event_id,meeting_type,date_start,missions,note\n"


def of_file(tmp_path: Path, *rows: str, lead: str = "1") -> dict[str, Any]:
    file = tmp_path / "events.csv"
    file.write_text(EVENTS + "".join(f"{row},\n" for row in rows))
    return answered("backtest", "--events", str(file), "--lead-days", lead)


def test_a_meeting_a_day_later_would_have_needed_a_report_by_2_june(tmp_path):
    found = of_file(tmp_path, "X-1,triangular,2017-06-09,MINUSMA")
    assert "report by 2 June" in met(found, "X-1")["smallest_change"]


def test_cyprus_on_13_january_2026_is_neither_short_nor_broken(eve):
    meeting = met(eve, "TCC-032")
    said = verdicts(meeting)
    assert {c for c, v in said.items() if v in ("short", "broken")} == set()
    assert said["notice"] == "unknown"
    (lead,) = [f["sentence"] for f in meeting["findings"] if f["criterion"] == "lead"]
    assert lead.startswith("18 days before expiry")
    assert "target of 21" in lead


def test_every_recorded_meeting_is_listed_once_and_a_visit_is_not_judged(eve):
    events = [m["event"] for m in eve["meetings"]]
    assert (len(events), len(set(events))) == (56, 56)
    visit = met(eve, "WG06-008")
    assert (visit["in_window"], visit["window"], visit["findings"]) == (None, None, [])


def test_meetings_of_2005_and_2006_are_judged_by_what_needs_no_expiry(eve):
    old = [m for m in eve["meetings"] if m["date"] < "2007" and m["kind"] != "visit"]
    assert all({"working_day", "notice"} <= set(verdicts(m)) for m in old)
    debrief, again = met(eve, "WG06-009"), met(eve, "WG06-012")
    measured = {f["criterion"]: f["measured"] for f in debrief["findings"] + again["findings"]}
    assert (measured["visit_debrief"], measured["follow_up"]) == (4, 71)


def test_mid_mandate_meetings_and_thematic_ones_are_in_no_window(eve):
    none = [m["event"] for m in eve["meetings"] if m["in_window"] is None]
    assert {"TCC-002", "TCC-019", "WG17-001", "WG17-005"} <= set(none)
    judged = [m for m in eve["meetings"] if m["in_window"] is not None]
    formal = [m for m in judged if m["kind"] == "formal_tcc" and m["date"] < "2018"]
    assert len(formal) == 28


def test_a_meeting_has_the_keys_that_others_lean_on(eve):
    for meeting in eve["meetings"]:
        assert {
            "event", "missions", "component", "kind", "date", "as_of", "in_window", "window",
            "working_days_from_target", "findings",
        } <= set(meeting)  # fmt: skip


def test_the_summary_gives_hits_with_their_width_beside_two_rules_that_know_nothing():
    found = answered("backtest")
    assert next(iter(found["summary"])) == "14 days before"
    assert {"14 days before, 2016", "14 days before, 2017", "eve", "eve, 2016", "eve, 2017"} <= set(
        found["summary"]
    )
    for summary in found["summary"].values():
        assert {
            "meetings", "hits", "median_width", "median_distance", "every_day_28_to_7", "centred",
        } <= set(summary)  # fmt: skip
        assert 0 <= summary["hits"] <= summary["meetings"]


def test_an_announcement_on_record_gives_notice(sample_facts):
    mission = Mission.objects.get(acronym="MINUSMA")
    mission.milestones.create(
        component="mission", expires_on=date(2017, 6, 30), kind="announced", on=date(2017, 5, 24),
        known_on=date(2017, 5, 24), event_id="WG17-003", source="a note",
    )  # fmt: skip
    found = answered("backtest", "--lead-days", "1", "--year", "2017")
    (notice,) = [f for f in met(found, "WG17-003")["findings"] if f["criterion"] == "notice"]
    assert (notice["verdict"], notice["measured"]) == ("kept", 10)


def test_only_the_meetings_of_a_file_are_judged(tmp_path):
    found = of_file(
        tmp_path, "X-1,triangular,2017-06-08,MINUSMA", "X-2,visit,2017-03-01,MINUSMA; UNMISS"
    )
    assert [(m["event"], m["in_window"]) for m in found["meetings"]] == [
        ("X-1", True), ("X-2", None),
    ]  # fmt: skip


# Refusals: one sentence on stderr, which names the object and the cure.


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """``ended("chain", …)``: exit status, stdout and stderr, as a shell sees them."""
    base = import_module("django.core.management.base")
    monkeypatch.setattr(base.connections, "close_all", lambda: None)

    def run_it(name: str, *options: str) -> tuple[int, str, str]:
        command = import_module(f"consultations.management.commands.{name}").Command()
        status = 0
        try:
            command.run_from_argv(["manage.py", name, *options])
        except SystemExit as end:
            status = int(end.code or 0)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run_it


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("chain", "MINUSNA"),
         "No mission “MINUSNA” is recorded; known: MINUJUSTH, MINURSO, MINUSCA, MINUSMA, "
         "MINUSTAH. Load facts first."),
        (("chain", "MINUSMA", "--as-of", "2017-06-06", "--expiry", "2017-07-01"),
         "MINUSMA (mission) has no mandate known on Tue 6 June 2017 that expires on "
         "Sat 1 July 2017; expiries known then: Thu 30 June 2016, Fri 30 June 2017"),
        (("chain", "UNISFA", "--component", "JBVMM", "--as-of", "2018-01-10"),
         "UNISFA (JBVMM) has no mandate known on Wed 10 January 2018; components known then: "
         "JBVMM support, mission"),
        (("propose", "MINUSMA", "--kind", "crisis", "--need", "crisis-1", "--as-of", "2017-06-06"),
         "MINUSMA: the chain calls for no need “crisis-1” of kind crisis; needs of that kind: "
         "none; leave --need out to plan one asked for"),
    ],
)  # fmt: skip
def test_a_refusal_is_one_sentence_and_exit_status_1(ended, asked, sentence):
    status, out, err = ended(*asked, "--format", "json")
    assert (status, out, err.strip()) == (1, "", f"CommandError: {sentence}")


def test_a_file_of_events_that_cannot_be_read_is_refused_by_name(ended, tmp_path):
    absent, wrong = tmp_path / "absent.csv", tmp_path / "wrong.csv"
    wrong.write_text("number\n1\n")
    status, _, err = ended("backtest", "--events", str(absent))
    assert (status, str(absent) in err) == (1, True)
    status, _, err = ended("backtest", "--events", str(wrong))
    assert (status, err.strip()) == (
        1,
        f"CommandError: {wrong}: no column event_id, meeting_type, date_start, missions; "
        "see events.csv",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("X-1,party,2017-06-08,MINUSMA", "row 2, meeting_type: “party” is none of internal, "
         "TCC/PCC meeting, triangular, thematic, special committee, visit"),
        ("X-1,triangular,8 June,MINUSMA",
         "row 2, date_start: “8 June” is no date; write it as 2017-06-08"),
    ],
)  # fmt: skip
def test_a_wrong_row_of_a_file_of_events_is_refused_by_row_and_column(
    ended, tmp_path, row, sentence
):
    file = tmp_path / "events.csv"
    file.write_text(f"{EVENTS}{row},\n")
    status, _, err = ended("backtest", "--events", str(file))
    assert (status, err.strip()) == (1, f"CommandError: {file}, {sentence}")


@pytest.mark.parametrize(
    "asked",
    [
        ("chain",),
        ("chain", "MINUSMA", "--as-of", "6 June 2017"),
        ("propose", "MINUSMA"),
        ("propose", "MINUSMA", "--kind", "party"),
        ("propose", "MINUSMA", "--kind", "crisis", "--top", "-1"),
        ("backtest", "--lead-days", "-3"),
        ("backtest", "--format", "xml"),
    ],
)
def test_a_wrong_use_has_exit_status_2(ended, asked):
    status, out, err = ended(*asked)
    assert (status, out) == (2, "")
    assert "usage:" in err


def test_an_answer_has_exit_status_0_even_where_there_is_no_cycle(ended):
    status, out, _ = ended("chain", "UNMIK", "--format", "json")
    assert (status, json.loads(out)["expiry"]) == (0, None)


@pytest.mark.parametrize(
    "asked",
    [
        ("chain", "MINUSMA", "--as-of", "2017-06-06"),
        ("propose", "MINUSMA", "--kind", "informal_triangular", "--as-of", "2017-06-06",
         "--why-not", "2017-06-09"),
        ("backtest", "--year", "2017"),
    ],
)  # fmt: skip
def test_text_says_every_date_with_its_weekday(asked):
    said = run(*asked)
    assert "June 2017" in said
    assert "{" not in said


def test_a_mission_is_found_whatever_the_case():
    assert chain("minusma", "2017-06-06")["mission"] == "MINUSMA"


def test_a_refusal_reaches_callers_as_a_command_error():
    with pytest.raises(CommandError, match="No mission “X” is recorded"):
        run("chain", "X")
