"""The needs of a chain as its page shows them: bounds, clock, what meets them, what staff chose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser, User

from consultations.disclosure import with_details_for
from consultations.models import Consultation, CycleChoice, Mandate, Mission
from consultations.people import may
from planner.chains import Called, Chain
from planner.workdays import Workdays


@dataclass(frozen=True, slots=True)
class Line:
    """One need: working days left to announce it, and the meeting that meets it.

    ``booking`` is the consultation booked here; ``event`` the number of a recorded meeting.
    """

    called: Called
    left: int | None
    counted: str
    booking: UUID | None = None
    status: str = ""
    event: str = ""
    choice: CycleChoice | None = None

    @property
    def state(self) -> str:
        """met, skipped, closed (its days are over) or open."""
        if self.called.met_by:
            return "met"
        return "skipped" if self.called.skipped else "open" if self.left is not None else "closed"


def lines(chain: Chain, days: Workdays, choices: Iterable[CycleChoice]) -> list[Line]:
    """The chain's needs in its own order."""
    chosen = {choice.need: choice for choice in choices}
    return [_line(called, chain, days, chosen.get(called.need.id)) for called in chain.called]


def _line(called: Called, chain: Chain, days: Workdays, choice: CycleChoice | None) -> Line:
    by, latest, met = called.notice.announce_by, called.window.latest, called.met_by
    over = latest is not None and latest < chain.as_of
    counted = days.left(chain.as_of, by) if by and not over else None
    booking = booking_of(met.reference) if met else None
    return Line(
        called=called,
        left=counted.days if counted else None if over else 0,
        counted=counted.sentence if counted and counted.skipped else "",
        booking=booking,
        status=met.status if met else "",
        event=met.reference if met and not booking else "",
        choice=choice,
    )


def booking_of(reference: str) -> UUID | None:
    """The consultation a meeting refers to; None for a recorded meeting's number."""
    try:
        return UUID(reference)
    except ValueError:
        return None


def choices_of(mission: Mission, chain: Chain) -> list[CycleChoice]:
    """What staff chose for this cycle: its preset under the empty need, and needs skipped."""
    expiry = chain.cycle.expires_on
    if expiry is None:
        return []
    rows = CycleChoice.objects.filter(
        mission=mission, component=chain.cycle.component, expires_on=expiry
    )
    return list(rows.select_related("who"))


def disclosed(chain: Chain, reader: User | AnonymousUser) -> tuple[Chain, frozenset[str]]:
    """The chain without closed meetings that *reader* may not see, and the needs these meet."""
    if may(reader, "details"):
        return chain, frozenset()
    met = {b for c in chain.called if c.met_by and (b := booking_of(c.met_by.reference))}
    rows = with_details_for(Consultation.objects.filter(pk__in=met), reader)
    hidden = {str(pk) for pk in rows.filter(shown=False).values_list("pk", flat=True)}
    closed = frozenset(c.need.id for c in chain.called if c.met_by and c.met_by.reference in hidden)
    called = tuple(replace(c, met_by=None) if c.need.id in closed else c for c in chain.called)
    return replace(chain, called=called), closed


def booked_elsewhere(
    mission: Mission, chain: Chain, reader: User | AnonymousUser
) -> list[Consultation]:
    """Live consultations of this cycle that answer no need of the chain (asked for ad hoc)."""
    if chain.cycle.expires_on is None:
        return []
    met = {b for c in chain.called if c.met_by and (b := booking_of(c.met_by.reference))}
    rows = Consultation.objects.filter(
        cycle_mission=mission, component=chain.cycle.component,
        expires_on=chain.cycle.expires_on, status__in=(*Consultation.LIVE, "proposed"),
    )  # fmt: skip
    shown = with_details_for(rows, reader).filter(shown=True)
    return [row for row in shown if row.pk not in met]


def ends_known(mission: Mission, as_of: date) -> list[tuple[str, date]]:
    """(component, expiry) of every cycle known on *as_of*, in order of expiry."""
    rows = Mandate.objects.filter(mission=mission, adopted_on__lte=as_of)
    ends = rows.exclude(kind=Mandate.Kind.CHANGE).values_list("component", "expires_on")
    return sorted(set(ends), key=lambda pair: (pair[1], pair[0]))


def when_open(chain: Chain) -> date | None:
    """For a cycle that is over: the day of its report, on which slots could still be proposed."""
    expiry, anchors = chain.cycle.expires_on, chain.cycle.anchors
    if expiry is None or chain.as_of <= expiry:
        return None
    return anchors["report_transmitted"].on or anchors["report_due"].on
