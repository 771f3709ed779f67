"""The filters of the record's lists: what the address asks for, and what there is to choose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max, Min, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from consultations.models import HEADQUARTERS, Consultation, Mission
from consultations.pages.mission_filters import Filter, Option
from consultations.pages.records_seen import in_year

LONGEST = 120  # characters of one filter
A_PAGE = 50


class Asked:
    """The filters of one address by name; what nobody offers finds nothing, and harms nothing."""

    def __init__(self, query: QueryDict, names: Iterable[str]) -> None:
        self.values = {
            name: query.get(name, "").replace("\x00", "").strip()[:LONGEST] for name in names
        }
        self.page = query.get("page", "1")

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    def __bool__(self) -> bool:
        return any(self.values.values())

    @property
    def more(self) -> str:
        """What every link of the page adds to its query."""
        return urlencode({name: value for name, value in self.values.items() if value})

    @property
    def year(self) -> int | None:
        """The year asked for; None where none is, 1 where it is no year (nothing lies in it)."""
        text = self.values.get("year", "")
        if not text:
            return None
        good = text.isascii() and text.isdigit() and 1900 <= int(text[:6]) <= 2200
        return int(text) if good else 1

    def of_year(self, to: str = "") -> Q:
        """Meetings of that year; *to* leads to the consultation."""
        return in_year(self.year, to) if self.year else Q()

    def choice(self, name: str, label: Any, pairs: Iterable[tuple[Any, Any]]) -> Filter:
        """One list of the form."""
        chosen = self.values[name]
        options = tuple(Option(str(v), str(said), str(v) == chosen) for v, said in pairs)
        return Filter(name, str(label), options)


def of_mission(acronym: str, to: str = "", own: str = "") -> Q:
    """Rows of a mission: named by *own*, or where that is empty by the meeting at *to*."""
    if not acronym:
        return Q()
    at = Consultation.missions.through.objects.filter(mission__acronym=acronym)
    met = Q(**{f"{to}pk__in": at.values("consultation_id")})
    if not own:
        return met
    return Q(**{f"{own}__acronym": acronym}) | (Q(**{f"{own}__isnull": True}) & met)


def missions_and_years(asked: Asked, meetings: QuerySet[Consultation]) -> tuple[Filter, Filter]:
    """Filters by the missions and years that occur in *meetings*; two queries."""
    acronyms = Mission.objects.filter(consultations__in=meetings.values("pk"))
    names = acronyms.order_by("acronym").values_list("acronym", flat=True).distinct()
    span = meetings.order_by().aggregate(first=Min("starts_at"), last=Max("starts_at"))
    years: Iterable[int] = ()
    if span["first"]:
        first, last = (span[n].astimezone(HEADQUARTERS).year for n in ("first", "last"))
        years = range(last, first - 1, -1)
    return (
        asked.choice("mission", _("Mission"), [(one, one) for one in names]),
        asked.choice("year", _("Year"), [(one, one) for one in years]),
    )


def labelled(choices: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Pairs for a filter, said in the reader's language now."""
    return [(value, str(said)) for value, said in choices.items()]
