"""Deadlines as a calendar: mandates that expire, reports due, last days to announce.

They are computed and stored nowhere, so they are stamped with the day on which the subscription
changed last.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import planning
from consultations.calendars.files import LONGEST
from consultations.calendars.lines import day, line, one_line, text, utc
from consultations.disclosure import with_details_for
from consultations.models import HEADQUARTERS, MISSION, Consultation, Feed, Mission
from consultations.reminding.announcements import unannounced
from consultations.templatetags.corewords import words
from planner.anchors import Anchor
from planner.chains import Chain
from planner.workdays import say_date

AHEAD, BACK, MISSED = (timedelta(days=n) for n in (400, 366, 30))
NAMESPACE = uuid.UUID("6d1c2a52-5f0e-4c6b-9a34-0f1d6b1f3c11")


@dataclass(frozen=True, slots=True)
class Deadline:
    """One day; *key* is its own for ever, *task* says that somebody has to do something by then."""

    key: str
    on: date
    title: str
    note: str = ""
    url: str = ""
    meeting: str = ""
    task: bool = False

    @property
    def uid(self) -> str:
        return str(uuid.uuid5(NAMESPACE, self.key))


def deadlines(feed: Feed, today: date) -> list[Deadline]:
    """All that are known today, by day."""
    missions = [one for one in Mission.objects.all() if not one.is_closed(today)]
    chains = planning.chains(missions, first=today - BACK, last=today + AHEAD)
    found = [one for chain in chains for one in _of_chain(chain, today)]
    found += _of_meetings(feed)
    return sorted(found, key=lambda one: (one.on, one.key))


def deadline_lines(found: Iterable[Deadline], stamp: datetime, feed: Feed) -> list[str]:
    """Whole days that take nobody's time; tasks where they were asked for."""
    revision = max(0, int((stamp - feed.made_at).total_seconds()))
    lines: list[str] = []
    for one in found:
        write = _todo if feed.todos and one.task else _event
        lines += write(one, utc(stamp), revision, feed.language)
    return lines


def _of_chain(chain: Chain, today: date) -> Iterator[Deadline]:
    cycle = chain.cycle
    if cycle.expires_on is None:
        return
    part = "" if cycle.component == MISSION else f" ({cycle.component})"
    here = f"{cycle.mission}/{cycle.component}/{cycle.expires_on.isoformat()}"
    url = reverse("cycle", kwargs={"acronym": cycle.mission, "expiry": cycle.expires_on})
    named = {"mission": cycle.mission, "part": part}
    yield Deadline(
        f"expiry/{here}", cycle.expires_on, _("%(mission)s%(part)s: mandate expires") % named,
        cycle.resolution, url,
    )  # fmt: skip
    due, sent = (cycle.anchors[name] for name in ("report_due", "report_transmitted"))
    if due.on and not _is_sent(due, sent, today):
        title = _("%(mission)s%(part)s: report due") % named
        yield Deadline(f"report/{here}", due.on, title, words(due.standing), url, task=True)
    for called in chain.called:
        by, latest = called.notice.announce_by, called.window.latest
        over = bool(called.met_by or called.skipped) or (latest is not None and latest < today)
        if by and by >= today - MISSED and not over:
            title = _("%(mission)s%(part)s: last day to announce") % named
            title = f"{title} – {words(called.need.title)}"
            yield Deadline(f"announce/{here}/{called.need.id}", by, title, "", url, task=True)


def _is_sent(due: Anchor, sent: Anchor, today: date) -> bool:
    """Whether the report reached contributors; one still awaited carries the day it is due."""
    if sent.basis != "recorded" or sent.on is None:
        return False
    return sent.on < today or (sent.on == today and sent.on != due.on)


def _of_meetings(feed: Feed) -> Iterator[Deadline]:
    """Booked, and nobody was told yet: counted back from the meeting itself.

    Only meetings of which the reader may know more: this would say what they are about.
    """
    waiting = list(unannounced(timezone.now()))
    if not waiting:
        return
    rows = Consultation.objects.filter(pk__in=[one.row.pk for one in waiting])
    seen = with_details_for(rows, feed.owner or AnonymousUser()).filter(shown=True)
    shown = set(seen.values_list("pk", flat=True))
    for one in (each for each in waiting if each.row.pk in shown):
        row, on = one.row, one.row.starts_at.astimezone(HEADQUARTERS).date()
        title = _("Last day to announce: %s") % row.subject
        note = _("The meeting is on %s.") % say_date(on)
        url, key = row.get_absolute_url(), f"announce/{row.pk}"
        yield Deadline(key, one.by, title, note, url, row.uid, task=True)


def _event(one: Deadline, stamp: str, revision: int, language: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        text("SUMMARY", one_line(one.title, LONGEST), LANGUAGE=language),
        day("DTSTART", one.on),
        day("DTEND", one.on + timedelta(days=1)),
        *_both(one, stamp, revision),
        "TRANSP:TRANSPARENT",
        *_page(one),
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "END:VEVENT",
    ]


def _todo(one: Deadline, stamp: str, revision: int, language: str) -> list[str]:
    """A task with one reminder, at nine in the morning of the day before."""
    title = text("SUMMARY", one_line(one.title, LONGEST), LANGUAGE=language)
    return [
        "BEGIN:VTODO",
        title,
        day("DUE", one.on),
        *_both(one, stamp, revision),
        "STATUS:NEEDS-ACTION",
        *_page(one),
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        text("DESCRIPTION", one_line(one.title, LONGEST)),
        line("TRIGGER", "-PT15H", RELATED="END"),
        "END:VALARM",
        "END:VTODO",
    ]


def _both(one: Deadline, stamp: str, revision: int) -> list[str]:
    return [
        f"DTSTAMP:{stamp}",
        line("UID", one.uid),
        f"SEQUENCE:{revision}",
        text("CATEGORIES", _("Deadline")),
        "CLASS:PRIVATE",
        *([text("DESCRIPTION", one.note)] if one.note else []),
        f"LAST-MODIFIED:{stamp}",
        *([line("RELATED-TO", one.meeting)] if one.meeting else []),
    ]


def _page(one: Deadline) -> list[str]:
    return [line("URL", f"{settings.PUBLIC_URL.rstrip('/')}{one.url}")] if one.url else []
