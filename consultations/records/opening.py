"""Opening the record of a meeting: one line for everybody who was invited."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.booking import Refused
from consultations.models import (
    Attendance,
    Consultation,
    Invitation,
    Participation,
    Record,
    RecordEdit,
)
from consultations.records.fields import HIGHEST

Category, State = Participation.Category, Attendance.State
ORDER = (Category.COUNCIL_MEMBER, Category.CONTRIBUTOR)  # the rest follows, by category
LEVELS = tuple(Consultation.Level.values)  # from the lowest to the highest
COMING = (
    Participation.Answer.ACCEPTED,
    Participation.Answer.TENTATIVE,
    Participation.Answer.DELEGATED,
)
# A column left out of a list of invitees stays out of the record, too.
SEATS = ("political", "military", "police")


def of(row: Consultation) -> Record | None:
    """The record of *row*, if anybody opened one."""
    return Record.objects.filter(consultation=row).first()


def open_record(row: Consultation, *, who: User | None) -> Record:
    """The record, with a line for each invitee; calling it again adds those invited since.

    Levels and names are taken from the answers; whether anybody came is not known from them.
    Raises ``Refused`` for a meeting that is only proposed, or was cancelled.
    """
    _refuse_if_not_live(row)
    with transaction.atomic():
        Record.objects.get_or_create(consultation=row)
        record = Record.objects.select_for_update(of=("self",)).get(consultation=row)
        if not record.is_closed:
            _add_missing(record, row)
    return record


def locked(row: Consultation) -> Record:
    """The record, kept from others until the transaction ends; ``Refused`` as opening is."""
    _refuse_if_not_live(row)
    Record.objects.get_or_create(consultation=row)
    return Record.objects.select_for_update(of=("self",)).get(consultation=row)


def _refuse_if_not_live(row: Consultation) -> None:
    if not row.is_live:
        words = {"now": row.get_status_display()}
        raise Refused(_("A meeting that is %(now)s has no record: book it first.") % words)


def refuse_if_closed(record: Record) -> None:
    """Raise ``Refused`` where the record is closed, with what to do."""
    if record.is_closed:
        raise Refused(_("The record is closed: open it again, saying why, to change it."))


def all_present(row: Consultation, *, who: User | None) -> int:
    """Whoever had said that they come, and is not noted yet, was present; how many these are."""
    with transaction.atomic():
        record = open_record(row, who=who)
        refuse_if_closed(record)
        lines = list(
            record.attendances.filter(
                state=State.UNKNOWN, removed=False, participation__partstat__in=COMING
            )
        )
        if lines:
            touched(record)
        for line in lines:
            line.state, line.revision = State.PRESENT, record.revision
        Attendance.objects.bulk_update(lines, ["state", "revision"])
        RecordEdit.objects.bulk_create(
            RecordEdit(
                record=record, revision=record.revision, item=f"attendance:{line.pk}",
                field="state", was=State.UNKNOWN, typed=State.PRESENT, now=State.PRESENT, who=who,
            )
            for line in lines
        )  # fmt: skip
    return len(lines)


def _add_missing(record: Record, row: Consultation) -> None:
    known = list(record.attendances.values_list("participation", "name", "position"))
    there = {participation for participation, _name, _position in known}
    names = {name for _participation, name, _position in known}
    wanted = [
        guest
        for guest in row.participations.filter(removed=False).select_related("member")
        if guest.pk not in there and guest.name not in names
    ]
    if not wanted:
        return
    answers = _answers(row)
    last = max((position for _p, _name, position in known), default=0)
    revision = record.revision + bool(known)
    lines = [
        _line(record, guest, answers.get(guest.pk, []), min(last + place, HIGHEST), revision)
        for place, guest in enumerate(sorted(wanted, key=_order), start=1)
    ]
    Attendance.objects.bulk_create(lines)
    if revision != record.revision:
        record.revision = revision
        record.save(update_fields=["revision"])


def _order(guest: Participation) -> tuple[int, int, str]:
    """The Council, then contributors by strength, then the rest by category and name."""
    categories = [*ORDER, *(one for one in Category if one not in ORDER)]
    strength = guest.strength or 0 if guest.category == Category.CONTRIBUTOR else 0
    return categories.index(Category(guest.category)), -strength, guest.name


def _answers(row: Consultation) -> dict[int, list[Invitation]]:
    """The answers that said who comes, by invitee."""
    found: dict[int, list[Invitation]] = {}
    for one in row.invitations.filter(partstat__in=COMING).order_by("answered_at", "pk"):
        found.setdefault(one.participation_id, []).append(one)
    return found


def _line(
    record: Record, guest: Participation, answers: list[Invitation], position: int, revision: int
) -> Attendance:
    seats = {one.seat for one in answers}
    return Attendance(
        record=record, participation=guest, name=guest.name, member=guest.member,
        category=guest.category, position=position, revision=revision,
        level=_highest(one.level for one in answers),
        people="; ".join(dict.fromkeys(one.attending for one in answers if one.attending))[:300],
        **{seat: seat in seats for seat in SEATS},
    )  # fmt: skip


def _highest(levels: Iterable[str]) -> str:
    """The highest level that an answer named, or none."""
    named = [level for level in levels if level in LEVELS]
    return max(named, key=LEVELS.index, default="")


def touched(record: Record) -> None:
    """Count one change, so that whoever has the record open reads it again."""
    record.revision += 1
    record.save(update_fields=["revision"])


def now_closed(record: Record, who: User | None) -> None:
    """Mark it as closed by *who*."""
    record.closed_at, record.closed_by = timezone.now(), who
    record.revision += 1
    record.save(update_fields=["closed_at", "closed_by", "revision"])
