"""Examples of entries that act where invitations go out."""

from __future__ import annotations

import pytest

from consultations import booking, invitations
from tests.consultations.invited import CHAD_MILITARY, FRANCE, confirmed, drafts
from tests.planner.examples.registry import entry, example

pytestmark = pytest.mark.django_db


@example("R2017-79c", "R2017-88b")
@pytest.mark.parametrize("lacking", ["aim", "documents"])
def test_no_invitation_leaves_without_its_objective_and_list_of_documents(planner, lacking):
    row = confirmed(planner, **{lacking: ""})
    with pytest.raises(invitations.Refused, match=r"2017 report, para\. 79 \(c\)"):
        invitations.approve(drafts(row), who=planner)
    row = booking.edit(row, who=planner, version=row.version, **{lacking: "S/2017/478"})
    assert invitations.approve(drafts(row), who=planner) == 3
    assert "page:outbox" in entry("R2017-79c").acts


@example("R2017-73c-2")
def test_the_documents_reach_contributors_with_the_invitation(planner):
    row = confirmed(planner, documents="S/2017/478\nS/2017/271")
    body = next(one.body for one in drafts(row) if one.to_email == CHAD_MILITARY)
    assert "Documents:\n- S/2017/478\n- S/2017/271" in body


@example("R2017-73c-1")
def test_questions_are_sent_ahead_with_the_invitation(planner):
    row = confirmed(planner, questions="Are the means there?", format="formal")
    body = next(one.body for one in drafts(row) if one.to_email == CHAD_MILITARY)
    assert "Questions to be discussed:\n- Are the means there?" in body


@example("R2017-70")
def test_contributors_are_called_for_written_views_and_others_are_not(planner):
    bodies = {one.to_email: one.body for one in drafts(confirmed(planner))}
    call = "Contributors are welcome to send their views in writing by Fri 4 June 2027."
    assert call in bodies[CHAD_MILITARY]
    assert "par écrit" not in bodies[FRANCE]
    assert entry("R2017-70").force == "panellist"
