"""What is stored: facts from documents, decisions of people; consequences are computed."""

from __future__ import annotations

from consultations.models.consultations import Consultation, Hold, Services
from consultations.models.council import Contribution, CouncilTerm, MemberState, Presidency
from consultations.models.decisions import Choice, CycleChoice, Deed, NumberOverride, Remark
from consultations.models.facts import (
    Confidence,
    DateChange,
    Fact,
    Reschedulable,
    dates_of,
    known_since,
)
from consultations.models.meetings import RecordedMeeting
from consultations.models.milestones import CouncilVisit, Crisis, Milestone
from consultations.models.missions import MISSION, Mandate, Mission, Penholder
from consultations.models.participations import Participation
from consultations.models.plans import Draft, DraftPlacement
from consultations.models.premises import (
    HEADQUARTERS,
    BuildingHours,
    Closure,
    CouncilMeeting,
    Holiday,
    Room,
    Session,
)
from consultations.models.reports import Report, ReportRequirement, StrategicReview

__all__ = [
    "HEADQUARTERS",
    "MISSION",
    "BuildingHours",
    "Choice",
    "Closure",
    "Confidence",
    "Consultation",
    "Contribution",
    "CouncilMeeting",
    "CouncilTerm",
    "CouncilVisit",
    "Crisis",
    "CycleChoice",
    "DateChange",
    "Deed",
    "Draft",
    "DraftPlacement",
    "Fact",
    "Hold",
    "Holiday",
    "Mandate",
    "MemberState",
    "Milestone",
    "Mission",
    "NumberOverride",
    "Participation",
    "Penholder",
    "Presidency",
    "RecordedMeeting",
    "Remark",
    "Report",
    "ReportRequirement",
    "Reschedulable",
    "Room",
    "Services",
    "Session",
    "StrategicReview",
    "dates_of",
    "known_since",
]
