"""What a what-if can start from, and what its forms offer to assume."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from consultations import planning
from consultations.forms.what_if import FORMS, AssumptionForm, Offered, cycle_value
from consultations.models import MISSION, Draft, Mandate, Mission
from consultations.pages.daywords import said
from consultations.pages.what_if import Start
from planner.register import Number


@dataclass(frozen=True, slots=True)
class Begin:
    """A plan or a cycle that a what-if could start from, as an address."""

    title: str
    expiry: date | None
    query: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of assumption: its title and its form; open where it is likely, or was refused."""

    code: str
    title: str
    form: AssumptionForm
    open: bool


def plans_to_start(mission: Mission | None = None, expiry: date | None = None) -> list[Begin]:
    """Plans that placed something, newest first; those with the cycle where one is named."""
    rows = Draft.objects.filter(placements__isnull=False)
    more: dict[str, str] = {}
    if mission is not None and expiry is not None:
        rows = rows.filter(placements__mission=mission, placements__expires_on=expiry)
        more = {"mission": mission.acronym, "expiry": expiry.isoformat()}
    listed = rows.order_by("-made_at", "-pk").values_list("pk", "name").distinct()
    return [Begin(name, None, f"?{urlencode({'plan': pk, **more})}") for pk, name in listed[:12]]


def cycles_to_start(as_of: date) -> list[Begin]:
    """The cycles that end within a year."""
    found = []
    for acronym, component, expiry in _ends(as_of, as_of, as_of + timedelta(days=366)):
        asked = {"mission": acronym, "component": component, "expiry": expiry.isoformat()}
        found.append(Begin(_part(acronym, component), expiry, f"?{urlencode(asked)}"))
    return found


def kinds(start: Start, query: QueryDict) -> list[Kind]:
    """The forms, that of the ``kind`` asked for filled in from the address."""
    offered, wanted = _offered(start), query.get("kind", "")
    found = []
    for code, (title, cls) in FORMS.items():
        sent = code == wanted
        form = cls(
            query if sent else None, offered=offered, prefix=code, initial=_initial(start),
        )  # fmt: skip
        likely = not wanted and not start.assumed and code == "report_late"
        found.append(Kind(code, str(title), form, sent or likely))
    return found


def free_name(start: Start) -> str:
    """A name that no other plan has."""
    whose = start.plan.name if start.plan else start.mission.acronym if start.mission else ""
    name = _("%(name)s: what if") % {"name": whose[:90]}
    taken = set(Draft.objects.filter(name__startswith=name).values_list("name", flat=True))
    return next(
        one
        for one in (name, *(f"{name} ({n})" for n in range(2, len(taken) + 3)))
        if one not in taken
    )


def _initial(start: Start) -> dict[str, object]:
    initial: dict[str, object] = {"first": start.as_of, "on": start.as_of}
    if start.mission and start.expiry:
        initial["cycle"] = cycle_value(start.mission.acronym, start.component, start.expiry)
    if start.mission:
        initial["mission"] = start.mission.acronym
    return initial


def _offered(start: Start) -> Offered:
    missions = start.missions()
    acronyms = [one.acronym for one in missions]
    first, last = min(start.first, start.as_of), max(start.last, start.as_of)
    ends = _ends(start.as_of, max(first, start.as_of), last, acronyms)
    rooms = planning.places()
    return Offered(
        cycles=[
            (cycle_value(*one), _("%(mission)s, mandate to %(day)s")
             % {"mission": _part(one[0], one[1]), "day": said(one[2])})
            for one in ends
        ],
        missions=[(one, one) for one in acronyms],
        rooms=[(room.key, room.name) for room in rooms],
        numbers=[
            (key, f"{key.replace('_', ' ')}: {number.value} {number.unit}")
            for key, number in sorted(_numbers(start).items())
        ],
    )  # fmt: skip


def _numbers(start: Start) -> Mapping[str, Number]:
    """The numbers in force: the cycle's mission's own, or those for all."""
    return planning.register_for(start.mission if start.plan is None else None).numbers


def _ends(
    as_of: date, first: date, last: date, acronyms: Iterable[str] | None = None
) -> list[tuple[str, str, date]]:
    """(mission, component, expiry) of cycles known on a day that end in a span, soonest first."""
    rows = Mandate.objects.filter(adopted_on__lte=as_of, expires_on__range=(first, last))
    if acronyms is not None:
        rows = rows.filter(mission__acronym__in=list(acronyms))
    rows = rows.exclude(kind=Mandate.Kind.CHANGE)
    found = set(rows.values_list("mission__acronym", "component", "expires_on"))
    return sorted(found, key=lambda one: (one[2], one[0], one[1]))


def _part(acronym: str, component: str) -> str:
    return acronym if component == MISSION else f"{acronym} ({component})"
