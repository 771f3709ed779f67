"""Words of the planning core, which speaks plain English, in the reader's language."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext, gettext_noop

register = template.Library()

# Marked here, since the core knows no translation: kinds and needs, anchors, presets, mandates.
WORDS = (
    gettext_noop("Secretariat briefing"),
    gettext_noop("Informal triangular consultation"),
    gettext_noop("Formal meeting with T/PCCs"),
    gettext_noop("Consultation on the draft text"),
    gettext_noop("Working Group meeting"),
    gettext_noop("Crisis meeting"),
    gettext_noop("Before the strategic review"),
    gettext_noop("After the strategic review"),
    gettext_noop("Debrief after a visit"),
    gettext_noop("Conversation with the C-34 Bureau"),
    gettext_noop("Organisational meeting of the Working Group"),
    gettext_noop("Debrief after adoption"),
    gettext_noop("Working Group on the options"),
    gettext_noop("Working Group on the new mission"),
    gettext_noop("Working Group on the transition"),
    gettext_noop("Follow-up meeting"),
    gettext_noop("Mid-mandate consultation"),
    gettext_noop("Thematic meeting of the Working Group"),
    gettext_noop("Informal triangular meeting"),
    gettext_noop("Council meeting with T/PCCs"),
    gettext_noop("Draft round"),
    gettext_noop("Working Group joint meeting"),
    gettext_noop("Working Group, members only"),
    gettext_noop("C-34 Bureau"),
    gettext_noop("report due"),
    gettext_noop("report transmitted"),
    gettext_noop("programme adopted"),
    gettext_noop("council consultations"),
    gettext_noop("first draft"),
    gettext_noop("adoption"),
    gettext_noop("expiry"),
    gettext_noop("light"),
    gettext_noop("standard"),
    gettext_noop("full"),
    gettext_noop("establishment"),
    gettext_noop("renewal"),
    gettext_noop("technical rollover"),
    gettext_noop("substantive change"),
    gettext_noop("closure"),
    gettext_noop("rule"),
    gettext_noop("working group"),
    gettext_noop("members"),
    gettext_noop("panellist"),
    gettext_noop("default"),
)


@register.filter
def words(value: object) -> str:
    """A word of the core in the reader's language; a name such as report_due without its lines."""
    text = str(value).replace("_", " ")
    return gettext(text) if text else ""
