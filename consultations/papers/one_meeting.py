"""What the papers of one consultation share: the meeting, its record, its days and its heading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import planning, records
from consultations.models import HEADQUARTERS, Consultation, Item, Mission, Record, Report
from consultations.papers.asked import Asked, PaperRefused
from consultations.papers.saying import lines_of, listed, say_day, say_when
from consultations.sayings import say_room

Kind = Consultation.Kind
RENEWING = (Kind.INFORMAL_TRIANGULAR, Kind.FORMAL_TCC, Kind.DRAFT_CONSULTATION, Kind.WORKING_GROUP)
Line = TypeVar("Line", bound=Item)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One consultation and what is recorded of it; ``record`` is None until somebody opened it."""

    row: Consultation
    record: Record | None
    missions: tuple[Mission, ...]

    @property
    def on(self) -> date:
        """Its day at Headquarters."""
        return self.row.starts_at.astimezone(HEADQUARTERS).date()

    @property
    def minutes(self) -> int:
        """How long it is."""
        return int((self.row.ends_at - self.row.starts_at).total_seconds() // 60)

    @property
    def acronyms(self) -> str:
        return ", ".join(one.acronym for one in self.missions)

    @property
    def is_new(self) -> bool:
        """A meeting on a mandate of a mission that had none yet on its day."""
        if self.row.purpose != Consultation.Purpose.MANDATE or not self.missions:
            return False
        return not any(
            one.mandates.filter(adopted_on__lt=self.on).exists() for one in self.missions
        )

    @property
    def is_renewal(self) -> bool:
        """A meeting before a mandate that exists is renewed."""
        return self.row.expires_on is not None and self.row.kind in RENEWING and not self.is_new

    def before(self, key: str) -> date:
        """The working day that lies the register's number *key* of working days before it."""
        register = planning.register_for(self.row.cycle_mission, self.row)
        return planning.workdays().shift(self.on, -register.number(key)).on

    def lookback(self) -> int:
        """Days back that a report still belongs to the renewal."""
        register = planning.register_for(self.row.cycle_mission, self.row)
        return register.number("report_lookback")


def meeting_of(asked: Asked) -> Meeting:
    """The meeting that a paper is asked for."""
    row = asked.consultation
    if row is None:
        raise PaperRefused(_("Choose a meeting: this paper is of one consultation."))
    missions = {one.pk: one for one in row.missions.all()}
    if row.cycle_mission is not None:
        missions.setdefault(row.cycle_mission.pk, row.cycle_mission)
    return Meeting(row, records.of(row), tuple(missions.values()))


def kept(lines: Iterable[Line]) -> list[Line]:
    """Lines of a record that nobody took out."""
    return [one for one in lines if not one.removed]


def subtitle(meeting: Meeting) -> str:
    """When and where; how the room stood does not matter once the meeting was held."""
    row = meeting.row
    begun = row.status == Consultation.Status.CONFIRMED and row.starts_at <= timezone.now()
    over = begun or row.status == Consultation.Status.HELD
    room = str(row.room) if row.room and over else say_room(row)
    return f"{say_when(row.starts_at, row.ends_at)} · {room}"


def stem(meeting: Meeting, name: str) -> str:
    """How the file is called: its kind, the mission or the kind of meeting, the day."""
    about = "-".join(one.acronym for one in meeting.missions[:2]) or meeting.row.kind
    return f"{name}-{about}-{meeting.on.isoformat()}"


def arranged(meeting: Meeting) -> tuple[str, ...]:
    """How the meeting is arranged, a line each; what was not chosen is not said."""
    row = meeting.row
    convener = listed([row.get_convener_display() if row.convener else "", row.convener_name])
    words = {
        _("Kind"): f"{row.get_kind_display()}, {row.get_format_display()}",
        _("Level"): row.get_level_display(),
        _("Convened by"): convener if row.convener or row.convener_name else "",
        _("With"): "; ".join(lines_of(row.co_conveners)),
        _("Requested by"): row.requested_by,
        _("Basis"): row.legal_basis,
        _("Missions"): meeting.acronyms,
        _("Mandate until"): say_day(row.expires_on) if row.expires_on else "",
    }
    return tuple(_("%(what)s: %(words)s") % {"what": what, "words": said}
                 for what, said in words.items() if said)  # fmt: skip


def standing_notes(meeting: Meeting) -> list[str]:
    """That a meeting is not certain yet, or was called off."""
    status = Consultation.Status
    row = meeting.row
    if row.status == status.CANCELLED:
        return [_("This meeting was cancelled: %s") % row.cancelled_reason]
    if row.status in (status.PROPOSED, status.TENTATIVE):
        return [_("The meeting is %s: day, time and room may change.") % row.get_status_display()]
    return []


def documents(meeting: Meeting) -> tuple[str, ...]:
    """The documents listed for the meeting, then reports on its missions with their dates."""
    named = lines_of(meeting.row.documents)
    return (*named, *(said for said in map(_report, reports(meeting)) if said not in named))


def reports(meeting: Meeting) -> list[Report]:
    """Reports on its missions issued or due in the days that still belong to the renewal."""
    if not meeting.missions:
        return []
    first, last = meeting.on - timedelta(meeting.lookback()), meeting.on
    issued = Q(issued_on__range=(first, last))
    due = Q(issued_on__isnull=True, due_on__range=(first, last))
    rows = Report.objects.filter(issued | due, mission__in=meeting.missions)
    listed_already = meeting.row.documents
    found = [
        one
        for one in rows.select_related("mission")
        if not one.symbol or one.symbol not in listed_already
    ]
    return sorted(found, key=lambda one: (one.mission.acronym, one.issued_on or one.due_on, one.pk))


def _report(one: Report) -> str:
    words: dict[str, Any] = {
        "what": one.symbol or _("report without a recorded symbol"),
        "kind": one.get_kind_display(),
        "mission": one.mission.acronym,
    }
    if one.issued_on:
        words["day"] = say_day(one.issued_on)
        return _("%(what)s, %(kind)s report on %(mission)s, issued %(day)s") % words
    words["day"] = say_day(one.due_on)
    return _("%(what)s, %(kind)s report on %(mission)s: due %(day)s, no issue recorded") % words
