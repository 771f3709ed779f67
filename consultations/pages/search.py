"""Finding missions, resolutions, symbols, countries, meetings and recommendations by words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.disclosure import with_details_for
from consultations.models import (
    Consultation,
    Contribution,
    Mandate,
    MemberState,
    Mission,
    RecordedMeeting,
    Report,
)
from planner.register import load
from planner.workdays import HEADQUARTERS, say_date

LONGEST = 200  # characters of a question
SHOWN = 20  # hits of each group


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the answer; ``url`` is empty where it has no page."""

    title: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one sort; ``more`` when others were left out."""

    title: str
    hits: tuple[Hit, ...]
    more: bool


def cleaned(text: str) -> str:
    """What is searched for: printable characters, one space between words, no more than 200."""
    printable = "".join(ch if ch.isprintable() else " " for ch in text[: LONGEST * 4])
    return " ".join(printable.split())[:LONGEST].strip()


def exact_mission(text: str) -> Mission | None:
    """The one mission that is called just so."""
    return Mission.objects.filter(acronym__iexact=text).first()


def search(text: str, user: User | AnonymousUser) -> list[Group]:
    """Every sort that has hits, in a fixed number of queries."""
    groups = (
        _group(_("Missions"), _missions(text)),
        _group(_("Mandates and resolutions"), _mandates(text)),
        _group(_("Reports of the Secretary-General"), _reports(text)),
        _group(_("Consultations"), _consultations(text, user)),
        _group(_("Recorded meetings"), _recorded(text)),
        _group(_("Countries"), _countries(text)),
        _group(_("Recommendations"), _recommendations(text)),
    )
    return [group for group in groups if group.hits]


def _group(title: str, hits: Iterable[Hit]) -> Group:
    found = list(islice(hits, SHOWN + 1))
    return Group(title, tuple(found[:SHOWN]), len(found) > SHOWN)


def _every_word(text: str, *fields: str) -> Q:
    """Each word in some of the fields."""
    wanted = Q()
    for word in text.split():
        one = Q()
        for field in fields:
            one |= Q(**{f"{field}__icontains": word})
        wanted &= one
    return wanted


def _first(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows[: SHOWN + 1]


def _missions(text: str) -> Iterable[Hit]:
    fields = ("acronym", "full_name", "host_countries", "region")
    for mission in _first(Mission.objects.filter(_every_word(text, *fields))):
        detail = " · ".join(filter(None, [mission.full_name, mission.host_countries]))
        yield Hit(mission.acronym, detail, mission.get_absolute_url())


def _mandates(text: str) -> Iterable[Hit]:
    wanted = _every_word(text, "resolution", "mission__acronym", "component")
    rows = Mandate.objects.filter(wanted).select_related("mission").order_by("-adopted_on", "pk")
    for mandate in _first(rows):
        until = _("expires %s") % say_date(mandate.expires_on)
        title = f"{mandate.resolution or mandate.get_kind_display()} – {mandate.mission}"
        yield Hit(title, f"{mandate.get_kind_display()}, {until}", mandate.get_absolute_url())


def _reports(text: str) -> Iterable[Hit]:
    wanted = _every_word(text, "symbol", "mission__acronym", "requested_by")
    rows = Report.objects.filter(wanted).select_related("mission").order_by("-issued_on", "pk")
    for report in _first(rows):
        on = report.issued_on or report.due_on
        said = _("issued %s") if report.issued_on else _("due %s")
        detail = said % say_date(on) if on else _("date not established")
        title = f"{report.symbol or report.get_kind_display()} – {report.mission}"
        yield Hit(title, detail, report.get_absolute_url())


def _consultations(text: str, user: User | AnonymousUser) -> Iterable[Hit]:
    wanted = _every_word(text, "subject", "cycle_mission__acronym", "room__name", "source_event")
    rows = Consultation.objects.filter(wanted).order_by("-starts_at", "pk")
    for one in _first(with_details_for(rows, user).filter(shown=True)):
        said = (
            f"{say_date(one.starts_at.astimezone(HEADQUARTERS).date())}, {one.get_status_display()}"
        )
        yield Hit(one.subject, said, one.get_absolute_url())


def _recorded(text: str) -> Iterable[Hit]:
    fields = ("event_id", "subject", "symbol", "mission_names", "participants")
    rows = RecordedMeeting.objects.filter(_every_word(text, *fields)).order_by("-starts_on", "pk")
    for meeting in _first(rows):
        about = meeting.subject or meeting.get_meeting_type_display()
        detail = " · ".join(filter(None, [say_date(meeting.starts_on), about[:160]]))
        yield Hit(" ".join(filter(None, [meeting.event_id, meeting.symbol])), detail)


def _countries(text: str) -> Iterable[Hit]:
    fields = ("name", "other_names", "iso3")
    rows = MemberState.objects.filter(_every_word(text, *fields)).prefetch_related(
        "terms", "pens__mission"
    )
    countries = list(_first(rows))
    sends = _contributions(countries)
    for country in countries:
        seats = ", ".join(str(year) for year in sorted({t.year for t in country.terms.all()}))
        pens = ", ".join(sorted({pen.mission.acronym for pen in country.pens.all()}))
        parts = [
            country.get_regional_group_display(),
            _("on the Council in %s") % seats if seats else "",
            _("has held the pen on %s") % pens if pens else "",
            _("has contributed to %s") % sends[country.pk] if country.pk in sends else "",
        ]
        yield Hit(country.name, " · ".join(filter(None, parts)))


def _contributions(countries: list[MemberState]) -> dict[int, str]:
    """To which missions each sends or sent, the latest roster first."""
    rows = (
        Contribution.objects.filter(member__in=countries, mission__isnull=False)
        .order_by()
        .values_list("member_id", "mission__acronym")
        .annotate(latest=Max("as_of_until"))
    )
    sends: dict[int, list[str]] = {}
    for member, acronym, _latest in sorted(rows, key=lambda row: row[2], reverse=True):
        sends.setdefault(member, []).append(acronym)
    return {member: ", ".join(acronyms) for member, acronyms in sends.items()}


def _recommendations(text: str) -> Iterable[Hit]:
    if len(text) < 3:
        return
    for entry in load().search(text):
        yield Hit(
            f"{entry.id}, {entry.source}", entry.text, reverse("register_entry", args=[entry.id])
        )
