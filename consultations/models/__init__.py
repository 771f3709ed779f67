"""What is stored: facts from documents, decisions of people; consequences are computed."""

from __future__ import annotations

from consultations.models.consultations import Consultation, Hold, Services
from consultations.models.contacts import Contact, ContactAddress, Language
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
from consultations.models.feeds import BusyTime, ExternalCalendar, Feed, FeedMark
from consultations.models.invitations import Invitation
from consultations.models.meetings import RecordedMeeting
from consultations.models.messages import (
    CHANGES,
    MailPreference,
    MailTemplate,
    Message,
    Occasion,
)
from consultations.models.milestones import CouncilVisit, Crisis, Milestone
from consultations.models.missions import MISSION, Mandate, Mission, Penholder
from consultations.models.papers import Paper, PaperBlock, PaperTemplate, TableIssue
from consultations.models.participations import Participation
from consultations.models.plans import Draft, DraftPlacement
from consultations.models.points import Point, PointFollow, Question, TaskMark
from consultations.models.premises import (
    HEADQUARTERS,
    BuildingHours,
    Closure,
    CouncilMeeting,
    Holiday,
    Room,
    Session,
)
from consultations.models.records import (
    Attendance,
    Attribution,
    IssueTag,
    Item,
    Panellist,
    Record,
    RecordEdit,
    WrittenInput,
)
from consultations.models.replies import Reply
from consultations.models.report_backs import Feedback, ReportBack
from consultations.models.reports import Report, ReportRequirement, StrategicReview

__all__ = [
    "CHANGES",
    "HEADQUARTERS",
    "MISSION",
    "Attendance",
    "Attribution",
    "BuildingHours",
    "BusyTime",
    "Choice",
    "Closure",
    "Confidence",
    "Consultation",
    "Contact",
    "ContactAddress",
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
    "ExternalCalendar",
    "Fact",
    "Feed",
    "FeedMark",
    "Feedback",
    "Hold",
    "Holiday",
    "Invitation",
    "IssueTag",
    "Item",
    "Language",
    "MailPreference",
    "MailTemplate",
    "Mandate",
    "MemberState",
    "Message",
    "Milestone",
    "Mission",
    "NumberOverride",
    "Occasion",
    "Panellist",
    "Paper",
    "PaperBlock",
    "PaperTemplate",
    "Participation",
    "Penholder",
    "Point",
    "PointFollow",
    "Presidency",
    "Question",
    "Record",
    "RecordEdit",
    "RecordedMeeting",
    "Remark",
    "Reply",
    "Report",
    "ReportBack",
    "ReportRequirement",
    "Reschedulable",
    "Room",
    "Services",
    "Session",
    "StrategicReview",
    "TableIssue",
    "TaskMark",
    "WrittenInput",
    "dates_of",
    "known_since",
]
