"""Who took part, put together by category in the words of the table of 2006."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from consultations.models import Attendance, Consultation, Participation

Category = Participation.Category
_ABBREVIATION = re.compile(r"\s*\((?:[A-Z]{2,8}|C-34)\)$")
_OFFICE = ("Department", "Office of", "Executive Office", "Secretariat")
FOURTH_SEATS = (Category.HOST_STATE, Category.REGIONAL, Category.EXPERT, Category.OTHER)
POTENTIAL = "R2006-7"  # potential contributors are asked where a mission is new


@dataclass(frozen=True, slots=True)
class Seat:
    """One who was there, or was to be."""

    name: str
    category: str
    potential: bool = False


def seats_of(row: Consultation, attendances: Iterable[Attendance]) -> tuple[list[Seat], bool]:
    """Those present where attendance was noted (then True), otherwise those invited."""
    present = [
        one for one in attendances if one.state == Attendance.State.PRESENT and not one.removed
    ]
    if present:
        return [Seat(one.name, one.category) for one in present], True
    invited = [one for one in row.participations.all() if not one.removed]
    return [Seat(one.name, one.category, _potential(one)) for one in invited], False


def participants(seats: Iterable[Seat], *, members_only: bool = False) -> str:
    """As in "Members of Working Group, troop-contributing countries and other stakeholders and
    officials of Department of Peacekeeping Operations"; empty where nobody is known."""
    seats = list(seats)
    if members_only:
        return _("Members of Working Group only")
    parts = [_("Members of Working Group")] if _of(seats, Category.COUNCIL_MEMBER) else []
    others = _contributors(seats)
    named = _named(seats)
    if others and (named or _of(seats, Category.UN_ENTITY)):
        others = _("%s and other stakeholders") % others
    parts += [*filter(None, [others]), *named]
    if officials := _offices(seats):
        parts.append(_("officials of %s") % joined(officials))
    return joined(parts)


def joined(parts: Iterable[str]) -> str:
    """As in "a, b and c"."""
    *first, last = [*parts] or [""]
    return (
        _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last
    )


def _contributors(seats: list[Seat]) -> str:
    some = [one for one in seats if one.category == Category.CONTRIBUTOR]
    if not some:
        return ""
    if all(one.potential for one in some):
        return _("potential troop-contributing countries")
    return _("troop-contributing countries")


def _named(seats: list[Seat]) -> list[str]:
    """Hosts and regional bodies by a representative, posts as they are called."""
    found = []
    for one in seats:
        spoken_for = one.category in (Category.HOST_STATE, Category.REGIONAL)
        if spoken_for:
            found.append(_("representative of %s") % one.name)
        elif one.category in FOURTH_SEATS or (
            one.category == Category.SECRETARIAT and not _is_office(one.name)
        ):
            found.append(_ABBREVIATION.sub("", one.name))
    return found


def _offices(seats: list[Seat]) -> list[str]:
    """Departments without their abbreviation, then other entities of the United Nations."""
    departments = [
        _ABBREVIATION.sub("", one.name)
        for one in seats
        if one.category == Category.SECRETARIAT and _is_office(one.name)
    ]
    return [*departments, *_of(seats, Category.UN_ENTITY)]


def _is_office(name: str) -> bool:
    return name.startswith(_OFFICE)


def _of(seats: list[Seat], category: str) -> list[str]:
    return [one.name for one in seats if one.category == category]


def _potential(one: Participation) -> bool:
    reasons = one.reasons if isinstance(one.reasons, list) else []
    named = {reason.get("recommendation") for reason in reasons if isinstance(reason, dict)}
    return bool(named) and named == {POTENTIAL}
