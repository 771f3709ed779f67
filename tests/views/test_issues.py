"""Issues of several missions: listed, reviewed, proposed to the Working Group; who reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from consultations import invitations, planning
from consultations.models import (
    Consultation,
    Contribution,
    Feedback,
    Invitation,
    IssueTag,
    MemberState,
    Participation,
)
from tests.views import invited
from tests.views.recorded import TODAY, meeting, mission, record

pytestmark = pytest.mark.django_db
THREE = ("MINUSCA", "UNMISS", "MONUSCO")
ON = date(2026, 11, 20)
NEED = "theme-{pk}"
PROPOSE = "/propose/working-group/working_group/"


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


def in_three(*missions: str) -> IssueTag:
    """An issue that a meeting on each of the missions took up."""
    for n, acronym in enumerate(missions or THREE):
        record(meeting(acronym, -n), "convoys")
    return IssueTag.objects.get(name="convoys")


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_three_missions_propose_a_thematic_meeting_and_two_do_not(
    signed_in: Callable[[User], Client], planner: User
) -> None:
    client, tag = signed_in(planner), in_three(*THREE[:2])
    assert ("Propose a thematic meeting" in page(client, "/records/issues/")) is False
    record(meeting("MONUSCO", -2), "convoys")
    for path in ("/records/issues/", f"/records/issues/{tag.pk}/"):
        text = page(client, path)
        assert f"{PROPOSE}?need=theme-{tag.pk}&amp;theme=convoys" in text
        assert "Wed 10 November 2027" not in text  # the first of the three to grow old is earlier
        assert "Mon 8 November 2027" in text


def test_only_meetings_that_have_begun_count() -> None:
    in_three(*THREE[:2])
    record(meeting("MONUSCO", 20, status="confirmed"), "convoys")
    assert planning.themes(ON) == []
    with time_machine.travel(TODAY + timedelta(days=30), tick=False):
        assert len(planning.themes(ON + timedelta(days=30))) == 1


def test_what_is_cancelled_does_not_count() -> None:
    in_three()
    Consultation.objects.filter(cycle_mission__acronym="UNMISS").update(
        status="cancelled", cancelled_reason="moved"
    )
    assert planning.themes(ON) == []


def test_the_working_groups_own_chain_calls_for_it_with_the_paragraph() -> None:
    tag = in_three()
    (called,) = [one for one in planning.group_chain(ON) if planning.is_theme(one.need.id)]
    assert (called.need.id, called.need.kind) == (NEED.format(pk=tag.pk), "working_group")
    assert called.need.why == ("R2006-14f-1",)


def test_the_proposal_invites_the_contributors_of_all_the_missions(
    signed_in: Callable[[User], Client], planner: User
) -> None:
    tag = in_three()
    for n, acronym in enumerate(THREE):
        member = MemberState.objects.create(iso3=f"ZZ{n}", name=f"Contributor {n}")
        Contribution.objects.create(
            mission=mission(acronym), member=member, troops=500, total=500, as_of="Oct 2026",
            as_of_from=date(2026, 10, 1), as_of_until=date(2026, 10, 31),
        )  # fmt: skip
    found = planning.propose(None, "working_group", need=NEED.format(pk=tag.pk), as_of=ON)
    assert {f"Contributor {n}" for n in range(3)} <= {one.name for one in found.guests.invitees}
    assert found.proposals
    assert signed_in(planner).get(f"{PROPOSE}?need=theme-{tag.pk}").status_code == 200


def test_a_booked_thematic_meeting_meets_it_and_stands_on_the_issues_page(
    signed_in: Callable[[User], Client], planner: User
) -> None:
    tag = in_three()
    booked = meeting("x", 20, kind="working_group", need=f"theme-{tag.pk}", cycle_mission=None,
                     expires_on=None, status="confirmed", subject="On convoys")  # fmt: skip
    booked.missions.clear()
    (themed,) = planning.themes(ON)
    assert themed.booked == booked
    text = page(signed_in(planner), f"/records/issues/{tag.pk}/")
    assert ("A meeting is booked" in text, "Propose a thematic" in text) == (True, False)
    assert [f.criterion for f in planning.judge(booked) if f.criterion == "theme"] == ["theme"]


def test_after_it_was_held_the_issue_rests_until_it_comes_up_again() -> None:
    tag = in_three()
    meeting("x", 5, kind="working_group", need=f"theme-{tag.pk}", cycle_mission=None,
            expires_on=None, subject="On convoys")  # fmt: skip
    assert planning.themes(ON) == []


def test_somebody_who_does_not_read_of_all_meetings_is_not_told_of_a_theme(
    signed_in: Callable[[User], Client], convener: User
) -> None:
    tag = in_three()
    client = signed_in(convener)
    assert client.get(f"/records/issues/{tag.pk}/").status_code == 404
    assert client.get(f"{PROPOSE}?need=theme-{tag.pk}").status_code == 403
    Consultation.objects.get(cycle_mission__acronym="UNMISS").convener_user.add(convener)
    for path in ("/records/issues/", f"/records/issues/{tag.pk}/"):
        text = page(client, path)
        assert "convoys" in text
        assert [one for one in ("MINUSCA", "MONUSCO", "Propose a thematic") if one in text] == []
    assert "convoys" not in page(client, "/")


def test_the_day_of_review_is_set_and_shown_when_it_is_due(
    signed_in: Callable[[User], Client], planner: User, reader: User
) -> None:
    tag, client = in_three(), signed_in(planner)
    path = f"/records/issues/{tag.pk}/"
    assert 'value="2027-11-10"' in page(client, path)  # offered: a year after the last meeting
    for day, due in (("2026-11-21", False), ("2026-11-20", True)):
        assert client.post(path, {"review_on": day}).status_code == 302
        assert ("convoys" in page(client, "/records/issues/?state=due")) is due
    assert signed_in(reader).post(path, {"review_on": ""}).status_code == 403
    assert client.post(path, {"review_on": "soon"}).status_code == 400
    tag.refresh_from_db()
    assert tag.review_on == date(2026, 11, 20)


def test_an_issue_that_nobody_carries_is_shown_to_planners_alone(
    signed_in: Callable[[User], Client], planner: User, reader: User
) -> None:
    IssueTag.objects.create(name="forgotten")
    shown = ["forgotten" in page(signed_in(one), "/records/issues/") for one in (planner, reader)]
    assert shown == [True, False]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_issues_costs_the_same_for_one_and_for_three(
    signed_in: Callable[[User], Client], planner: User, django_assert_num_queries: Any, rows: int
) -> None:
    for n in range(rows):
        record(meeting(THREE[n], n), f"issue {n}", "convoys" if rows == 3 else "only")
    client = signed_in(planner)
    with django_assert_num_queries(10):
        client.get("/records/issues/")


# Feedback by the personal link, after the meeting.


def told(category: str = "contributor") -> Invitation:
    """An invitation to the meeting of Tue 13 June 2017."""
    row = invited.confirmed()
    Participation.objects.update(category=category)
    return invited.tell(row)[0]


def link(invitation: Invitation) -> str:
    return f"/answer/{invitations.token_of(invitation)}/"


LATER = datetime(2017, 6, 14, 12, tzinfo=invited.STARTS.tzinfo)
SAID = {"deed": "feedback", "dialogue": "4", "impact": "", "worth": "5", "comment": "Frank."}


@pytest.mark.parametrize(
    ("category", "side"),
    [("contributor", "contributors"), ("council_member", "council"),
     ("secretariat", "secretariat"), ("regional", "contributors")],
)  # fmt: skip
def test_after_the_meeting_the_personal_link_takes_one_answer_without_a_name(
    client: Client, category: str, side: str
) -> None:
    with time_machine.travel(invited.STARTS - timedelta(days=10), tick=False):
        address = link(told(category))
    with time_machine.travel(LATER, tick=False):
        assert 'value="feedback"' in page(client, address)
        assert [client.post(address, SAID).status_code for _ in range(2)] == [302, 409]
        assert 'value="feedback"' not in page(client, address)
    kept = Feedback.objects.get()
    assert (kept.side, kept.dialogue, kept.impact, kept.worth, kept.comment) == (
        side, 4, None, 5, "Frank.",
    )  # fmt: skip
    names = {field.name for field in Feedback._meta.get_fields()}
    assert names == {"id", "consultation", "side", "dialogue", "impact", "worth", "comment", "at"}


@pytest.mark.parametrize(
    ("when", "changes"),
    [
        (invited.STARTS, {}),
        (LATER, {"status": "cancelled", "cancelled_reason": "moved"}),
        (LATER, {"status": "tentative"}),
    ],
)
def test_nobody_is_asked_before_the_end_or_of_a_meeting_that_was_not_held(
    client: Client, when: datetime, changes: dict[str, str]
) -> None:
    with time_machine.travel(invited.STARTS - timedelta(days=10), tick=False):
        address = link(told())
    Consultation.objects.update(**changes) if changes else None
    with time_machine.travel(when, tick=False):
        assert 'value="feedback"' not in page(client, address)
        assert client.post(address, SAID).status_code == 409
    assert Feedback.objects.count() == 0


def test_an_answer_without_the_first_question_is_asked_again(client: Client) -> None:
    with time_machine.travel(invited.STARTS - timedelta(days=10), tick=False):
        address = link(told())
    with time_machine.travel(LATER, tick=False):
        assert client.post(address, SAID | {"dialogue": "6"}).status_code == 400
    assert Feedback.objects.count() == 0


def test_today_leads_from_the_call_to_the_issue_for_those_who_read_of_it(
    signed_in: Callable[[User], Client], planner: User, convener: User
) -> None:
    tag = in_three()
    found = [
        f'href="/records/issues/{tag.pk}/"' in page(signed_in(one), "/")
        for one in (planner, convener)
    ]
    assert found == [True, False]
    assert "Thematic meeting" not in page(signed_in(convener), "/")
