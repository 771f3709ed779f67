"""Who is invited: the computed list, and what somebody changed in it by hand and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import Any, TypedDict, Unpack

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from consultations.booking.changes import changing, keep
from consultations.booking.refusals import Refused
from consultations.models import Consultation, Deed, MemberState, Participation

COMPUTED = ("iso3", "reasons", "as_of", "strength")  # follows the facts even where a hand was
DECIDED = ("category", "role", "cutype", "seats", "removed")  # a hand-made change of these stays
PEOPLE = frozenset({Participation.Category.EXPERT})


class ByHand(TypedDict, total=False):
    """What may be changed by hand."""

    removed: bool
    category: str
    role: str
    cutype: str
    seats: str
    email: str
    iso3: str


def set_invitees(
    consultation: Consultation, guests: Iterable[Any], *, who: User | None, version: int
) -> Consultation:
    """Compute the list anew; additions and removals made by hand stay, with their reasons."""
    with changing(consultation, version) as row:
        was = _count(row)
        set_guests(row, guests)
        return keep(row, Deed.Verb.INVITEES, who=who, was=was, now=_count(row))


def set_participation(
    consultation: Consultation,
    name: str,
    *,
    reason: str,
    who: User | None,
    version: int,
    **changes: Unpack[ByHand],
) -> Participation:
    """Add *name*, change it or (``removed=True``) take it off; the reason is kept.

    Raises ``Refused`` without a reason, or without a name.
    """
    name = " ".join(name.split())
    if not name or not reason.strip():
        raise Refused(_("Name the invitee and say why the list is changed by hand."))
    with changing(consultation, version) as row:
        guest = row.participations.filter(name=name).first()
        if guest is None and changes.get("removed"):
            raise Refused(_("%s is not on the list.") % name)
        was = _said(guest) if guest else ""
        guest = guest or Participation(consultation=row, name=name, category="other")
        for field, value in changes.items():
            setattr(guest, field, value)
        guest.removed = changes.get("removed", False)
        guest.by_hand, guest.hand_reason = True, reason.strip()
        guest.member = guest.member or _members([guest.iso3]).get(guest.iso3)
        _check(guest)
        guest.save()
        keep(row, Deed.Verb.INVITEES, who=who, was=was, now=_said(guest), reason=reason)
        return guest


def set_guests(row: Consultation, guests: Iterable[Any]) -> None:
    """Bring the stored list to the computed one, in a fixed number of queries."""
    computed = {guest["name"]: guest for guest in map(_as_stored, guests)}
    stored = {guest.name: guest for guest in row.participations.all()}
    members = _members(guest["iso3"] for guest in computed.values())
    new, changed = [], []
    for name, values in computed.items():
        values["member"] = members.get(values["iso3"])
        if name not in stored:
            new.append(Participation(consultation=row, **values))
        elif _updated(stored[name], values):
            changed.append(stored[name])
    _leave_out(row, [g for name, g in stored.items() if name not in computed and not g.by_hand])
    Participation.objects.bulk_create(new)
    if changed:
        Participation.objects.bulk_update(changed, ["member", *COMPUTED, *DECIDED])


def _leave_out(row: Consultation, gone: list[Participation]) -> None:
    """Whoever was written to stays, as taken off: they must be told, and the record kept."""
    if not gone:
        return
    written = set(row.invitations.values_list("participation_id", flat=True))
    kept = [guest for guest in gone if guest.pk in written]
    Participation.objects.filter(pk__in={g.pk for g in gone} - written).delete()
    Participation.objects.filter(pk__in=[guest.pk for guest in kept]).update(removed=True)


def _updated(guest: Participation, values: Mapping[str, Any]) -> bool:
    fields = ("member", *COMPUTED) if guest.by_hand else ("member", *COMPUTED, *DECIDED)
    differing = [name for name in fields if getattr(guest, name) != values[name]]
    for name in differing:
        setattr(guest, name, values[name])
    return bool(differing)


def _as_stored(guest: Any) -> dict[str, Any]:
    """A guest of the core (or a mapping with its names) as columns."""
    told = asdict(guest) if is_dataclass(guest) and not isinstance(guest, type) else dict(guest)
    seats, category = told.get("seats") or "", str(told["category"])
    as_of = told.get("as_of") or ""
    return {
        "name": " ".join(str(told["name"]).split())[:200],
        "iso3": told.get("iso3") or "",
        "category": category,
        "role": str(told.get("role") or Participation.Role.REQUIRED),
        "cutype": str(told.get("cutype") or ("INDIVIDUAL" if category in PEOPLE else "GROUP")),
        "seats": seats if isinstance(seats, str) else "; ".join(seats),
        "reasons": list(told.get("reasons") or ()),
        "as_of": as_of.isoformat() if isinstance(as_of, date) else str(as_of),
        "strength": told.get("strength"),
        "removed": False,
    }


def _members(codes: Iterable[str]) -> dict[str, MemberState]:
    return {m.iso3: m for m in MemberState.objects.filter(iso3__in={*codes} - {""})}


def _check(guest: Participation) -> None:
    for name in ("category", "role", "cutype"):
        field: Any = Participation._meta.get_field(name)
        known = [value for value, _label in field.choices]
        if getattr(guest, name) not in known:
            words = {"value": getattr(guest, name), "known": ", ".join(known)}
            raise Refused(_("“%(value)s” is not one of: %(known)s.") % words)


def _count(row: Consultation) -> str:
    return _("%d invited") % row.participations.filter(removed=False).count()


def _said(guest: Participation) -> str:
    parts = [guest.name, guest.get_category_display(), guest.get_role_display(), guest.seats]
    said = ", ".join(part for part in parts if part)
    return _("%s (taken off)") % said if guest.removed else said
