"""The words of the indicators, marked here for translation: the core speaks plain English."""

from __future__ import annotations

from django.utils.translation import gettext_noop

WORDS = (
    gettext_noop("Renewals consulted on before the first draft"),
    gettext_noop(
        "A consultation with contributors on substance (informal, formal or of the Working "
        "Group) before the day of the first draft."
    ),
    gettext_noop("From the report to the meeting"),
    gettext_noop(
        "Median over the meetings that prepare a renewal; below 0 the meeting came before the "
        "report."
    ),
    gettext_noop("Notice given"),
    gettext_noop("Median, from the day of the announcement to the meeting."),
    gettext_noop("From the meeting to the expiry"),
    gettext_noop("Median and spread over the meetings that prepare a renewal."),
    gettext_noop("As far from the expiry as in the cycle before"),
    gettext_noop("Meetings of one kind on one mandate, cycle after cycle, within the tolerance."),
    gettext_noop("Missions without a meeting with contributors for long"),
    gettext_noop("Counted up to the last day looked at."),
    gettext_noop("Formal and informal meetings"),
    gettext_noop("As recorded or booked; where a record does not say, unknown."),
    gettext_noop("Share of the commonest kind of meeting"),
    gettext_noop("Meetings by kind, purpose and mission; one on several missions counts for each."),
    gettext_noop("Meetings of the Working Group against the plan"),
    gettext_noop("One organisational and five thematic meetings were the practice of 2017."),
    gettext_noop("Different conveners"),
    gettext_noop("Who convened, by office."),
    gettext_noop("Delegations present"),
    gettext_noop("Of those whose attendance was noted; by side only, never by name."),
    gettext_noop("Sent both political and military or police names"),
    gettext_noop(
        "Of the delegations present of the Council and of contributors whose seats were noted."
    ),
    gettext_noop("Contributors among those who spoke"),
    gettext_noop("Of the delegations noted as having spoken, by side."),
    gettext_noop("Reported back in time"),
    gettext_noop(
        "Orally or in writing by the day due, before the Council's consultations and the draft."
    ),
    gettext_noop("Points sent to the penholder"),
    gettext_noop("Raised, sent, and whether draft and adopted text reflect them."),
    gettext_noop("Questions answered in time"),
    gettext_noop("Questions to the Secretariat, answered by the day due."),
    gettext_noop("Principles of paragraph 79 kept"),
    gettext_noop("Mean of the self-checks (a) to (e); partly kept counts one half, which is ours."),
    gettext_noop("Was it a dialogue?"),
    gettext_noop("Mean of the answers after the meetings, from 1 to 5."),
    gettext_noop("Will it have an effect?"),
    gettext_noop("Was it worth the time?"),
    gettext_noop("Tasks and meetings skipped"),
    gettext_noop("Each with the reason that was given."),
)
