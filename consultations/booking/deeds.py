"""Book, move, confirm, hold, cancel, edit: one transaction and one kept deed each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Unpack

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.booking.changes import (
    Findings,
    all_or_nothing,
    basis,
    changing,
    keep,
    plain,
    refuse_broken_musts,
)
from consultations.booking.choices import set_choices
from consultations.booking.guests import set_guests
from consultations.booking.refusals import Refused
from consultations.booking.terms import LISTS, Details, Terms, check, check_days, drafted, set_lists
from consultations.models import Consultation, Deed, Participation, Room, Services
from consultations.sayings import say_day, say_place

Status, Verb = Consultation.Status, Deed.Verb
UNHEARD = frozenset({Services.CONFIRMED, Services.REQUESTED, Services.REFUSED})
BEFORE = {  # from where a consultation can get to each status
    Status.TENTATIVE: (Status.PROPOSED,),
    Status.CONFIRMED: (Status.TENTATIVE,),
    Status.HELD: (Status.CONFIRMED,),
    Status.CANCELLED: (Status.PROPOSED, Status.TENTATIVE, Status.CONFIRMED),
}
OPEN = BEFORE[Status.CANCELLED]


def book(
    *,
    who: User | None,
    findings: Findings = (),
    guests: Iterable[Any] = (),
    choices: Iterable[Any] = (),
    status: str = Status.TENTATIVE,
    reason: str = "",
    **terms: Unpack[Terms],
) -> Consultation:
    """Book a consultation (tentative: it holds its room), or note one that is only *proposed*.

    Raises ``Refused`` where a *must* is broken, ``Taken`` where somebody was first.
    """
    if status not in (Status.PROPOSED, Status.TENTATIVE):
        raise Refused(_("A consultation begins as proposed or tentative; confirm it afterwards."))
    stood = plain(findings)
    refuse_broken_musts(stood)
    row = drafted(terms, status, who)
    row.basis, row.version = basis(stood, who), 0  # keep() makes it 1
    with all_or_nothing(row):
        row.save(force_insert=True)
        set_lists(row, terms)
        set_guests(row, guests)
        set_choices(row, choices, who)
        keep(row, Verb.BOOK, who=who, now=_placed(row), reason=reason, findings=stood)
    return row


def pencil(
    consultation: Consultation, *, who: User | None, version: int, findings: Findings = ()
) -> Consultation:
    """Proposed becomes tentative: from now on it holds its room and the Council."""
    stood = plain(findings)
    refuse_broken_musts(stood)
    with changing(consultation, version) as row:
        was = _become(row, Status.TENTATIVE)
        row.basis = basis(stood, who) if stood else row.basis
        return keep(row, Verb.BOOK, who=who, was=was, now=_placed(row), findings=stood)


def move(
    consultation: Consultation,
    *,
    starts_at: datetime,
    ends_at: datetime,
    room: Room | None,
    who: User | None,
    version: int,
    findings: Findings = (),
    reason: str = "",
) -> Consultation:
    """Another time or room; the findings there become the basis.

    What Meetings Management granted was for the old slot: it is *wanted* anew. Those who answered
    are asked again when the time changes. A reason is needed once people were told.
    """
    stood = plain(findings)
    refuse_broken_musts(stood)
    with changing(consultation, version) as row:
        was, when = say_place(row), (row.starts_at, row.ends_at)
        _check_movable(row, (starts_at, ends_at, room), reason)
        retimed = when != (starts_at, ends_at)
        _ask_again(row, room, retimed)
        row.starts_at, row.ends_at, row.room = starts_at, ends_at, room
        check(row)
        row.basis = basis(stood, who)
        if retimed:
            row.participations.update(partstat=Participation.Answer.NEEDS_ACTION)
        return keep(
            row, Verb.MOVE, who=who, was=was, now=say_place(row), reason=reason, findings=stood,
            grows=retimed,
        )  # fmt: skip


def confirm(consultation: Consultation, *, who: User | None, version: int) -> Consultation:
    """Tentative becomes confirmed; whether the room is, is another question."""
    with changing(consultation, version) as row:
        was = _become(row, Status.CONFIRMED)
        return keep(row, Verb.CONFIRM, who=who, was=was, now=_placed(row), grows=True)


def hold_meeting(
    consultation: Consultation, *, who: User | None, version: int, reason: str = ""
) -> Consultation:
    """Confirmed becomes held, not before it has begun. Calendars see no other STATUS."""
    with changing(consultation, version) as row:
        if row.starts_at > timezone.now():
            raise Refused(_("It has not begun: mark it as held afterwards."))
        was = _become(row, Status.HELD)
        return keep(row, Verb.HOLD, who=who, was=was, now=_placed(row), reason=reason)


def cancel(
    consultation: Consultation, *, reason: str, who: User | None, version: int
) -> Consultation:
    """It falls, and room and Council are free; the reason stays with it."""
    if not reason.strip():
        raise Refused(_("Say why the consultation is cancelled."))
    with changing(consultation, version) as row:
        was = _become(row, Status.CANCELLED)
        row.cancelled_reason = reason.strip()
        return keep(row, Verb.CANCEL, who=who, was=was, now=_placed(row), reason=reason, grows=True)


def announce(
    consultation: Consultation, *, on: date, who: User | None, version: int
) -> Consultation:
    """Record the day on which it was announced: notice runs from it."""
    with changing(consultation, version) as row:
        _check_open(row)
        was, row.announced_on = row.announced_on, on
        check_days(row)
        now = _("announced %s") % say_day(on)
        return keep(row, Verb.EDIT, who=who, was=say_day(was) if was else "", now=now)


def edit(
    consultation: Consultation,
    *,
    who: User | None,
    version: int,
    reason: str = "",
    **details: Unpack[Details],
) -> Consultation:
    """Change words, missions or conveners; neither time nor status, so SEQUENCE stays."""
    with changing(consultation, version) as row:
        changed = {k: v for k, v in details.items() if k not in LISTS and getattr(row, k) != v}
        was = "\n".join(f"{name}: {getattr(row, name)}" for name in changed)
        for name, value in changed.items():
            setattr(row, name, value)
        check(row)
        set_lists(row, details)
        lists = [name for name in LISTS if name in details]
        now = "\n".join([*(f"{name}: {value}" for name, value in changed.items()), *lists])
        return keep(row, Verb.EDIT, who=who, was=was, now=now, reason=reason)


def _placed(row: Consultation) -> str:
    return f"{row.status}: {say_place(row)}"


def _become(row: Consultation, status: Consultation.Status) -> str:
    """Set the status and answer what it was; raises ``Refused`` where the way is not open."""
    if row.status not in BEFORE[status]:
        words = {"now": row.get_status_display(), "wanted": status.label}
        raise Refused(_("A consultation that is %(now)s cannot become %(wanted)s.") % words)
    was, row.status = row.status, status
    return str(was)


def _check_open(row: Consultation) -> None:
    if row.status not in OPEN:
        raise Refused(_("A consultation that is %s stays as it is.") % row.get_status_display())


def _check_movable(
    row: Consultation, place: tuple[datetime, datetime, Room | None], reason: str
) -> None:
    _check_open(row)
    if (row.starts_at, row.ends_at, row.room) == place:
        raise Refused(_("It stands there already."))
    if place[0] <= timezone.now() < row.starts_at:  # what is past already may be put right
        raise Refused(_("That time is past: a meeting to come does not move there."))
    if not reason.strip() and (row.announced_on or row.status == Status.CONFIRMED):
        raise Refused(_("People were told of this time: say why it moves."))


def _ask_again(row: Consultation, room: Room | None, retimed: bool) -> None:
    """A grant of Meetings Management covers one slot of one room."""
    if retimed or room != row.room:
        row.room_status = Services.WANTED if room else Services.NONE
        row.room_request_number, row.room_requested_on = "", None
    if retimed and row.interpretation_status in UNHEARD:
        row.interpretation_status = Services.WANTED
