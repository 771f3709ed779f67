"""Another time beside the one that stands, judged in a true cycle."""

from __future__ import annotations

import pytest
import time_machine

from consultations import booking
from consultations.models import Reply
from tests.views.stories import EXPIRY, at, headquarters, renewal

pytestmark = pytest.mark.django_db


@time_machine.travel(at(6, 7, 9), tick=False)
def test_findings_there_stand_beside_those_of_now(planner, signed_in):
    room, mission = headquarters(), renewal("MINUSMA")
    meeting = booking.book(
        who=planner, kind="informal_triangular", subject="MINUSMA before its renewal",
        starts_at=at(6, 14, 10), ends_at=at(6, 14, 11, 30), room=room, missions=[mission],
        cycle_mission=mission, expires_on=EXPIRY,
    )  # fmt: skip
    proposal = Reply.objects.create(
        outcome="counter", counter="open", method="COUNTER", via="mail", digest="c" * 64,
        consultation=meeting, proposed_start_at=at(6, 8, 10), proposed_end_at=at(6, 8, 11, 30),
    )  # fmt: skip
    found = signed_in(planner).get(f"/answers/{proposal.pk}/").context["proposed"]
    assert {
        one.title: (one.now.verdict, one.then.verdict) for one in found.lines if one.differs
    } == {
        "notice": ("short", "broken"),
        "time to prepare after the report": ("kept", "short"),
    }
    assert [one.differs for one in found.lines[:3]] == [True, True, False]
