"""What an assumption says, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.models import MISSION
from consultations.pages.daywords import said
from planner.assumptions import (
    Assumption,
    CrisisArises,
    ExpiryMoved,
    HolidayDeclared,
    NumberChanged,
    ReportLate,
    RoomLost,
)


def sentence(assumption: Assumption) -> str:
    """One sentence, without a full stop; in English what the core says."""
    match assumption:
        case ReportLate() | ExpiryMoved():
            return _of_mandate(assumption)
        case CrisisArises(mission, on):
            return _("%(mission)s: a crisis arises on %(day)s") % _words(mission, day=said(on))
        case RoomLost(room, first, last, name):
            words = _words(room=name or _("room %s") % room, first=said(first), last=said(last))
            if first == last:
                return _("%(room)s cannot be used on %(first)s") % words
            return _("%(room)s cannot be used from %(first)s to %(last)s") % words
        case HolidayDeclared(on, name):
            told = _("%(day)s is declared a holiday") % _words(day=said(on))
            return f"{told} ({name})" if name else told
        case NumberChanged(key, value, mission):
            words = _words(mission, key=key.replace("_", " "), value=value)
            if mission:
                return _("the number %(key)s is %(value)s for %(mission)s") % words
            return _("the number %(key)s is %(value)s") % words


def _of_mandate(assumption: ReportLate | ExpiryMoved) -> str:
    one = assumption
    mission = one.mission if one.component == MISSION else f"{one.mission} ({one.component})"
    words = _words(mission, day=said(one.expiry))
    if isinstance(one, ExpiryMoved):
        told = _("%(mission)s, mandate to %(day)s: a technical rollover continues it until %(to)s")
        return told % {**words, "to": said(one.to)}
    told = ngettext(
        "%(mission)s, mandate to %(day)s: the report comes %(days)d day late",
        "%(mission)s, mandate to %(day)s: the report comes %(days)d days late",
        one.days,
    )
    return told % {**words, "days": one.days}


def _words(mission: str = "", **more: object) -> dict[str, object]:
    return {"mission": mission, **more}
