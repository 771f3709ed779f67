"""What falls due today: announcements, late reports, empty cycles, doubts, open requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import F, QuerySet

from consultations import contacts, planning
from consultations.disclosure import with_details_for
from consultations.models import HEADQUARTERS, Consultation, Mission, Penholder, Services
from consultations.pages.unannounced import Unannounced, of_rows
from consultations.people import may
from planner.anchors import Anchor
from planner.chains import Called, Chain
from planner.workdays import Skipped, Workdays

# Ours: how far ahead and back this page looks, in calendar days.
AHEAD, BEHIND, ANNOUNCED_WITHIN = 150, 366, 45
SAID_ELSEWHERE = ("late or not entered", "final period")
UNSETTLED = (Services.WANTED, Services.REQUESTED, Services.REFUSED)


@dataclass(frozen=True, slots=True)
class Call:
    """A need nobody has met yet: working days left to announce it, and how they were counted."""

    chain: Chain | None
    called: Called
    left: int | None
    skipped: tuple[Skipped, ...]
    days_open: int

    @property
    def late(self) -> bool:
        """Too late for full notice, though the window is open."""
        return self.left is not None and self.left < 0

    @property
    def issue(self) -> str:
        """The number of the issue that a thematic meeting would be about, if it is one."""
        return planning.issue_of(self.called.need.id)


@dataclass(frozen=True, slots=True)
class Late:
    """A report that is due and not recorded; *by* so many calendar days."""

    chain: Chain
    due: Anchor
    by: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """Facts that contradict each other, or are missing, said in words."""

    mission: str
    chain: Chain | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """A booked meeting whose room has another entry in its own calendar, and when."""

    row: Consultation
    calendar: int
    name: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the page shows."""

    today: date
    announcements: tuple[Call, ...]
    closing: tuple[Call, ...]
    later: int
    late: tuple[Late, ...]
    without: tuple[Chain, ...]
    doubts: tuple[Doubt, ...]
    provisional: tuple[str, ...]
    group: tuple[Call, ...]
    week: tuple[Consultation, ...]
    unsettled: tuple[Consultation, ...]
    taken: tuple[Taken, ...]
    compiled_on: date | None
    missions: int
    known: planning.Known
    missing: tuple[contacts.Missing, ...] = ()
    failing: tuple[contacts.Failing, ...] = ()
    unannounced: tuple[Unannounced, ...] = ()

    @property
    def to_announce(self) -> int:
        """How many meetings wait for their announcement, booked or not."""
        return len(self.announcements) + len(self.unannounced)

    @property
    def unreached(self) -> int:
        """How many addresses are missing or fail."""
        return len(self.missing) + len(self.failing)


def desk(reader: User | AnonymousUser) -> Desk:
    """What falls due, as known today; the same number of queries whatever the rows."""
    today = planning.today()
    missions, known = known_cycles(today)
    chains, days = known.chains, known.workdays
    running = [c for c in chains if c.cycle.expires_on and c.cycle.expires_on >= today]
    calls = sorted(_calls(running, days, today), key=_soonest)
    soon = [c for c in calls if not c.late and _within(c.called.notice.announce_by, today)]
    booked, planner = _booked(today, reader), may(reader, "plan")
    return Desk(
        today=today,
        announcements=tuple(soon),
        closing=tuple(c for c in calls if c.late),
        later=sum(not c.late for c in calls) - len(soon),
        late=tuple(_late(running, today)),
        without=tuple(c for c in running if not any(one.met_by for one in c.called)),
        doubts=tuple(_doubts(chains, today)),
        provisional=_provisional(days, today),
        group=tuple(_of_the_group(today, known, days, reader)),
        week=tuple(c for c in booked if _day(c) <= today + timedelta(days=7)),
        unsettled=tuple(c for c in booked if c.status != "held" and _unsettled(c)),
        taken=tuple(_taken(booked)),
        compiled_on=_compiled_on(),
        missions=missions,
        known=known,
        missing=tuple(contacts.missing_everywhere(today)) if planner else (),
        failing=tuple(contacts.failing_everywhere(today)) if planner else (),
        unannounced=tuple(_unannounced(booked, days, today, drafts=planner)),
    )


def known_cycles(today: date) -> tuple[int, planning.Known]:
    """How many missions there are, and their cycles as far as this page looks."""
    missions = [one for one in Mission.objects.all() if not one.is_closed(today)]
    first, last = today - timedelta(days=BEHIND), today + timedelta(days=AHEAD)
    return len(missions), planning.known(missions, first=first, last=last)


def _provisional(days: Workdays, today: date) -> tuple[str, ...]:
    """What of the calendar of working days is not sure yet, now or at the end of the view."""
    said = (days.provisional(d) for d in (today, today + timedelta(days=AHEAD)))
    return tuple(dict.fromkeys(one for one in said if one))


def _calls(chains: Iterable[Chain], days: Workdays, today: date) -> Iterator[Call]:
    """Needs still open: neither met nor skipped, and their window not over."""
    for chain in chains:
        for called in chain.called:
            latest = called.window.latest
            if not called.met_by and not called.skipped and (latest is None or latest >= today):
                yield _call(chain, called, days, today)


def _call(chain: Chain | None, called: Called, days: Workdays, today: date) -> Call:
    by, latest = called.notice.announce_by, called.window.latest
    counted = days.left(today, by) if by else None
    still = days.count(today, latest).days if latest else 0
    ahead = counted.skipped if counted and counted.days >= 0 else ()
    return Call(chain, called, counted.days if counted else None, ahead, still)


def _of_the_group(
    today: date, known: planning.Known, days: Workdays, reader: User | AnonymousUser
) -> Iterator[Call]:
    """The Working Group's own; an issue of closed meetings only for who reads of all of them."""
    for one in planning.group_chain(today, known):
        if not planning.is_theme(one.need.id) or may(reader, "details"):
            yield _call(None, one, days, today)


def _soonest(call: Call) -> tuple[date, date, str]:
    never = date.max
    called, mission = call.called, call.chain.cycle.mission if call.chain else ""
    return (called.notice.announce_by or never, called.window.latest or never, mission)


def _within(on: date | None, today: date) -> bool:
    return on is None or on <= today + timedelta(days=ANNOUNCED_WITHIN)


def _late(chains: Iterable[Chain], today: date) -> Iterator[Late]:
    """Reports due before today and not recorded, the longest late first."""
    found = []
    for chain in chains:
        due, sent = (chain.cycle.anchors[name] for name in ("report_due", "report_transmitted"))
        known = due.basis != "estimated"  # an estimate cannot be late
        if known and due.on and due.on < today and sent.basis != "recorded":
            found.append(Late(chain, due, (today - due.on).days))
    return iter(sorted(found, key=lambda late: (late.due.on or date.max, late.chain.cycle.mission)))


def _doubts(chains: Iterable[Chain], today: date) -> Iterator[Doubt]:
    """Warnings of the running cycles, and missions whose last expiry is past."""
    last: dict[tuple[str, str], Chain] = {}
    for chain in chains:
        cycle = chain.cycle
        last[cycle.mission, cycle.component] = chain  # they come in order of expiry
        words = [w for w in chain.warnings if not any(said in w for said in SAID_ELSEWHERE)]
        if cycle.expires_on is None:
            words = list(chain.unknown)
        if words and (cycle.expires_on is None or cycle.expires_on >= today):
            yield Doubt(cycle.mission, chain, tuple(words))
    for (mission, _component), chain in last.items():
        expiry, later = chain.cycle.expires_on, [on for c, on in chain.cycle.others
                                                 if c == chain.cycle.component]  # fmt: skip
        if expiry and expiry < today and not any(on > expiry for on in later):
            yield Doubt(mission, chain, ())


def _booked(today: date, reader: User | AnonymousUser) -> list[Consultation]:
    """What stands from today on, soonest first."""
    first = datetime.combine(today, time(), HEADQUARTERS)
    rows: QuerySet[Consultation] = Consultation.objects.filter(
        status__in=Consultation.LIVE, starts_at__gte=first
    )
    found = (
        rows.select_related("room", "cycle_mission")
        .prefetch_related("missions")
        .order_by("starts_at")
    )
    return list(with_details_for(found, reader)[:200])


def _unannounced(
    booked: Iterable[Consultation], days: Workdays, today: date, *, drafts: bool
) -> Iterator[Unannounced]:
    """Of what is booked, what has to be announced soon, or had to be."""
    found = of_rows(booked, days, today, drafts=drafts)
    return (one for one in found if _within(one.by, today))


def _taken(booked: Iterable[Consultation]) -> Iterator[Taken]:
    """The first entry that runs into each, soonest first; one query. Ours are not kept as busy."""
    rows = {one.pk: one for one in booked if one.status != "held" and one.room_id}
    there = "room__external_calendars"
    times = f"{there}__busy_times"
    found = Consultation.objects.filter(
        **{"pk__in": rows, f"{times}__starts_at__lt": F("ends_at"),
           f"{times}__ends_at__gt": F("starts_at")}
    )  # fmt: skip
    entries = found.order_by("starts_at", f"{times}__starts_at").values_list(
        "pk", f"{there}__pk", f"{there}__name", f"{times}__starts_at", f"{times}__ends_at"
    )
    firsts = {entry[0]: entry[1:] for entry in reversed(entries)}
    for pk, row in rows.items():
        if pk in firsts:
            yield Taken(row, *firsts[pk])


def _unsettled(row: Consultation) -> bool:
    """A room or interpretation asked for and not granted, or no room at all."""
    return (
        row.room_id is None
        or row.room_status in UNSETTLED
        or row.interpretation_status in UNSETTLED
    )


def _day(row: Consultation) -> date:
    return row.starts_at.astimezone(HEADQUARTERS).date()


def _compiled_on() -> date | None:
    """The day of the facts' compilation: from it on the latest penholders are known to hold."""
    rows = Penholder.objects.filter(until_on__isnull=True).exclude(from_on__isnull=True)
    return rows.order_by("-from_on").values_list("from_on", flat=True).first()
