"""What is said of a calendar that is not read, or of an entry of it that is not counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    pass

REFUSED: dict[str, Any] = {
    "large": _("It is larger than 5 MB: export fewer years or fewer details."),
    "lines": _("It has more than 400,000 lines: export fewer years."),
    "empty": _("It is empty."),
    "no_calendar": _("It is no iCalendar file: it does not begin with BEGIN:VCALENDAR."),
    "cut": _("It is cut off or torn: a BEGIN and its END do not match. Export it again."),
    "deep": _("Its parts are nested deeper than in any lawful calendar."),
    "many": _("It has more than 20,000 entries: export fewer years."),
    "long_line": _("A line of it (%(detail)s) is longer than 100,000 characters."),
    "too_many": _(
        "It is busy more than 5,000 times from a month back to 400 days ahead: export a calendar "
        "of this room or delegation alone."
    ),
    "slow_file": _("Reading it takes too much time or memory: export fewer years."),
    "unparsed": _("It cannot be read as iCalendar (%(detail)s): export it again as .ics."),
}
WARNED: dict[str, Any] = {
    "not_utf8": _("The file is not in UTF-8: letters of titles may be wrong, times are not."),
    "floating": _(
        "%(detail)s entries name no time zone: their hours are taken as those of Headquarters."
    ),
    "more": _("And %(detail)s more like these."),
    "broken": _("%(title)s: left out, %(detail)s cannot be read."),
    "start": _("%(title)s: left out, it does not say when it begins."),
    "zone": _("%(title)s: left out, the time zone “%(detail)s” is not known."),
    "often": _("%(title)s: left out, it repeats every second or minute (%(detail)s)."),
    "mixed": _("%(title)s: left out, its start and its end are not of one sort."),
    "backwards": _("%(title)s: left out, it ends before it begins."),
    "slow": _("%(title)s: left out, its repetitions take too long to work out."),
}


def refused(code: str, detail: str = "") -> str:
    """Why a file is not read."""
    return str(REFUSED.get(code, REFUSED["unparsed"])) % {"detail": detail or "?"}


def warned(warning: Sequence[str]) -> str:
    """One warning as it was stored: code, title, detail."""
    code, title, detail = (*map(str, warning), "", "", "")[:3]
    called = f"“{title}”" if title else gettext("An entry without a title")
    words = {"title": called, "detail": detail}
    return str(WARNED[code]) % words if code in WARNED else code
