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
from django.utils.translation import gettext as _

from consultations import planning
from consultations.calendars.files import LONGEST
from consultations.calendars.lines import day, line, one_line, text, utc
from consultations.disclosure import with_details_for
from consultations.models import HEADQUARTERS, MISSION, Consultation, Feed, Mission
from consultations.templatetags.corewords import words
from planner.chains import Chain
from planner.workdays import say_date

AHEAD, BACK, MISSED = (timedelta(days=n) for n in (400, 366, 30))
NAMESPACE = uuid.UUID("6d1c2a52-5f0e-4c6b-9a34-0f1d6b1f3c11")
Announced = dict[str, Consultation]


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
    unannounced = _unannounced(feed, today)
    found = [one for chain in chains for one in _of_chain(chain, unannounced, today)]
    found += _of_meetings(chains, unannounced, today)
    return sorted(found, key=lambda one: (one.on, one.key))


def deadline_lines(found: Iterable[Deadline], stamp: datetime, feed: Feed) -> list[str]:
    """Whole days that take nobody's time; tasks where they were asked for."""
    revision = max(0, int((stamp - feed.made_at).total_seconds()))
    lines: list[str] = []
    for one in found:
        write = _todo if feed.todos and one.task else _event
        lines += write(one, utc(stamp), revision, feed.language)
    return lines


def _of_chain(chain: Chain, unannounced: Announced, today: date) -> Iterator[Deadline]:
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
    if due.on and sent.basis != "recorded":
        title = _("%(mission)s%(part)s: report due") % named
        yield Deadline(f"report/{here}", due.on, title, words(due.standing), url, task=True)
    for called in chain.called:
        by, latest = called.notice.announce_by, called.window.latest
        over = bool(called.met_by or called.skipped) or (latest is not None and latest < today)
        if by and by >= today - MISSED and not over:
            title = _("%(mission)s%(part)s: last day to announce") % named
            title = f"{title} – {words(called.need.title)}"
            yield Deadline(f"announce/{here}/{called.need.id}", by, title, "", url, task=True)


def _of_meetings(
    chains: Iterable[Chain], unannounced: Announced, today: date
) -> Iterator[Deadline]:
    """Booked, and nobody was told yet: counted back from the meeting itself."""
    if not unannounced:
        return
    met = {one.met_by.reference: one for chain in chains for one in chain.called if one.met_by}
    days, register = planning.workdays(today), planning.register_for()
    for pk, row in unannounced.items():
        key = "notice_crisis" if row.kind == "crisis" else "notice_kept"
        notice = met[pk].notice.working_days if pk in met else register.number(key)
        on = row.starts_at.astimezone(HEADQUARTERS).date()
        by = days.shift(on, -notice).on
        title = _("Last day to announce: %s") % row.subject
        note = _("The meeting is on %s.") % say_date(on)
        yield Deadline(
            f"announce/{pk}", by, title, note, row.get_absolute_url(), row.uid, task=True
        )


def _unannounced(feed: Feed, today: date) -> Announced:
    """Meetings to come that stand and are not announced, of which the reader may know more."""
    rows = Consultation.objects.filter(
        status__in=(Consultation.Status.TENTATIVE, Consultation.Status.CONFIRMED),
        announced_on__isnull=True,
        starts_at__date__gte=today,
    )
    shown = with_details_for(rows, feed.owner or AnonymousUser()).filter(shown=True)
    return {str(row.pk): row for row in shown.defer("basis", "documents", "aim")}


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
