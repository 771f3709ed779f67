"""The words of tasks.toml, marked for translation: the core speaks plain English."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

from planner.tasks import Rule

WORDS = (
    gettext_noop("Enter the aim and the list of documents"),
    gettext_noop("No invitation goes out without both."),
    gettext_noop("Agree the aim and the documents with the three sides"),
    gettext_noop(
        "Members of the Council, contributors, Secretariat: each knows what the meeting is "
        "for and what will be considered."
    ),
    gettext_noop("Look at what exists already"),
    gettext_noop(
        "Formal meetings, briefings, the Working Group: can one of them near this day take "
        "the subject up?"
    ),
    gettext_noop("Write three to five questions for the exchange"),
    gettext_noop(
        "They go out with the invitation, so that the discussion is an exchange and not a "
        "round of statements."
    ),
    gettext_noop("Announce it to all who are concerned"),
    gettext_noop("Notice runs from the day that is recorded as the day of the announcement."),
    gettext_noop("Announce the meeting in a crisis"),
    gettext_noop(
        "Speed and notice pull apart here: the floor of notice is lowered, and the page of "
        "the consultation says so."
    ),
    gettext_noop("Call for written inputs"),
    gettext_noop(
        "Contributors know the ground: ask for their reports and concerns in writing, with "
        "the invitation."
    ),
    gettext_noop("Consider potential contributors, regional bodies and UN entities as invitees"),
    gettext_noop("For a new mission, or a renewal with substantial change."),
    gettext_noop("Invite the regional body concerned"),
    gettext_noop("The mission has one on record."),
    gettext_noop("Choose who briefs: host State, mission, an expert from outside"),
    gettext_noop("Guests follow the subject; a partnership is heard from both sides."),
    gettext_noop("Invite experts on the theme, the mission concerned and the Bureau of C-34"),
    gettext_noop("For a theme that reaches beyond one mission."),
    gettext_noop("Draft the agenda: the operation, its main challenges"),
    gettext_noop("A briefing first, then the exchange among the three sides, then a wrap-up."),
    gettext_noop("Put priorities, phasing and exit on the agenda"),
    gettext_noop(
        "Mandates are to set priorities, be tailored, be reviewed in phases, and run along a "
        "timeline with an exit strategy."
    ),
    gettext_noop("Put longer-term peacebuilding on the agenda"),
    gettext_noop(
        "For the mandate of a new mission: the rule of law, for example, from the beginning."
    ),
    gettext_noop("Send the pack of documents"),
    gettext_noop("To all who are invited: relevant and in time, so that they can prepare."),
    gettext_noop(
        "Check what the pack holds: analysis of the situation, capability and gap table, "
        "report of the Secretary-General"
    ),
    gettext_noop(
        "Talks rest on thorough, objective analysis of the ground, including the capacities "
        "that are needed."
    ),
    gettext_noop("Add the sheet of performance indicators"),
    gettext_noop("Where the Secretariat supplies one; otherwise leave it out and say so."),
    gettext_noop("Send each side its preparation sheet"),
    gettext_noop(
        "Members of the Council, contributors and Secretariat come prepared for an active exchange."
    ),
    gettext_noop("Have the Secretariat brief on the outline of the coming report"),
    gettext_noop("Some days before the meeting, before the report is final."),
    gettext_noop("Have one political and one military or police name from each delegation"),
    gettext_noop(
        "The invitation asks for both; the planner reads no name as political or military by "
        "itself."
    ),
    gettext_noop("Have the written inputs"),
    gettext_noop("One input received settles this; pass on what comes later all the same."),
    gettext_noop("Have the line in the Journal"),
    gettext_noop("For a meeting that is shown in the Journal."),
    gettext_noop("Report the views to the Council, orally"),
    gettext_noop(
        "At the earliest opportunity; always before the Council's consultations and the first"
        " draft."
    ),
    gettext_noop("Report the views to the Council in writing, if needed"),
    gettext_noop("A letter or a summary of the Chair; if it is not needed, say why in the record."),
    gettext_noop("Send the points to the penholder"),
    gettext_noop(
        "So that they can be considered in the draft; what the Council decides is its own."
    ),
    gettext_noop("Ask the three questions of feedback"),
    gettext_noop(
        "By side and without names: was it a dialogue, will it have an effect, was it worth "
        "the time?"
    ),
    gettext_noop("Fill in the self-check (a) to (e)"),
    gettext_noop("Five questions on how the meeting was prepared."),
    gettext_noop("Close the record"),
    gettext_noop(
        "Attendance noted, the report-back settled; an informal meeting gets the same record "
        "as a formal one."
    ),
    gettext_noop("Set a day to look again at what stayed open"),
    gettext_noop(
        "A point is contested or was not reflected: enter the day of the next look, or the "
        "meeting that continues this one."
    ),
    gettext_noop("Have the Secretariat's answers to the questions"),
    gettext_noop(
        "The page of questions has the day of each; this is the usual one, counted from the "
        "meeting."
    ),
    gettext_noop("Note what became of each point in the adopted text"),
    gettext_noop("Reflected, partly, no, not applicable, and the reason where one was given."),
    gettext_noop("Ask the Secretariat to come back to the points that were called crucial"),
    gettext_noop(
        "In 2017 it came back after a year and spoke to the four points delegations had "
        "called crucial."
    ),
    gettext_noop("Hold a consultation before the first draft, or say why there is none"),
    gettext_noop("A need that is left out keeps its reason; so does a cycle without a meeting."),
    gettext_noop("Tell all contributors what the Council is about to decide"),
    gettext_noop(
        "A note to every contributor of the mission, also to those who are not on the list of"
        " the meetings."
    ),
    gettext_noop("Have the visit's report published, and note whom the visit met"),
    gettext_noop(
        "Officials of the mission, the contributors' people there, the host government; the "
        "report's symbol is entered with the visit or the debriefing's record."
    ),
    gettext_noop("Debrief members and contributors after the visit"),
    gettext_noop("The Chair did so four working days after the visit of November 2005."),
    gettext_noop("Have the month's consultations in the programme of work"),
    gettext_noop(
        "Formal meetings before renewals, and all that is shown in the programme or the Journal."
    ),
    gettext_noop("Hand over to the next President what is due with contributors"),
    gettext_noop(
        "The President of the month chairs the formal meetings; who comes next needs the "
        "list. That there is a handover is ours."
    ),
    gettext_noop("Plan the Working Group's year"),
    gettext_noop("2017 had one organisational and five thematic meetings with contributors."),
    gettext_noop("Put the framework of triangular consultations on the Working Group's agenda"),
    gettext_noop(
        "Once a year: a time and a place to define it, so that such talks are held as a "
        "matter of course."
    ),
    gettext_noop("Meet the Bureau of C-34 before its session"),
    gettext_noop("An open dialogue of Council, Special Committee and Secretariat."),
    gettext_noop("Review the Working Group's own work"),
    gettext_noop(
        "With the indicators of the year; views voiced in the reform of the United Nations "
        "taken into account."
    ),
    gettext_noop("Have the yearly report agreed and sent to the President of the Council"),
    gettext_noop(
        "Letter, report and table; the reports before us are dated 12 December 2006 and 21 "
        "December 2017."
    ),
    gettext_noop("Hand over to the next Chair"),
    gettext_noop(
        "What is planned, what is open, which points wait: so that consultations stay regular"
        " and predictable. That there is a handover is ours."
    ),
)


def title(rule: Rule) -> str:
    """What is to be done, in the reader's language."""
    return gettext(rule.title)


def about(rule: Rule) -> str:
    """What is meant by it, in the reader's language."""
    return gettext(rule.about) if rule.about else ""
