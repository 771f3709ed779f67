"""The calendar: month, week and list, of all rooms or one, of all missions or one."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from consultations import planning
from consultations.models import Mission, Room
from consultations.pages.asked_dates import asked_date
from consultations.pages.calendar_entries import Chosen, entries
from consultations.pages.calendar_grid import by_room, days_of, filled, neighbours, span_of, weeks
from consultations.people import needs

VIEWS = {
    "month": gettext_lazy("Month"),
    "week": gettext_lazy("Week"),
    "agenda": gettext_lazy("List"),
}


@require_safe
@needs("read")
def calendar(request: HttpRequest) -> HttpResponse:
    """``?view=month|week|agenda&on=2017-06-08&room=…&mission=…``; nothing shows this month."""
    today = planning.today()
    rooms, missions = list(Room.objects.all()), list(Mission.objects.only("acronym"))
    view, on, chosen, problems = _asked(request.GET, today, rooms, missions)
    first, last = span_of(view, on)
    found, provisional = entries(first, last, chosen, request.user)
    days = days_of(view, on, today, found)
    shown = [room.name for room in rooms if room.in_use and chosen.room in (None, room)]
    context: dict[str, Any] = {
        "view": view,
        "on": on,
        "first": first,
        "last": last,
        "today": today,
        "days": days,
        "weeks": weeks(days) if view != "agenda" else (),
        "listed": [day for day in filled(days) if day.inside],
        "rows": by_room(days, shown) if view == "week" else (),
        "rooms": rooms,
        "missions": missions,
        "chosen": chosen,
        "problems": problems,
        "provisional": provisional,
        "phone_list": view == "month" and "view" not in request.GET,
        "links": _links(view, on, today, chosen),
    }
    return render(request, "calendar.html", context, status=400 if problems else 200)


def _asked(
    query: QueryDict, today: date, rooms: list[Room], missions: list[Mission]
) -> tuple[str, date, Chosen, list[str]]:
    """What the address asks for, and what of it cannot be."""
    problems = []
    view = query.get("view", "").strip() or "month"
    if view not in VIEWS:
        problems.append(_("There is no view “%(text)s”.") % {"text": view[:40]})
        view = "month"
    on, problem = asked_date(query, "on", today)
    problems += [problem] if problem else []
    room_asked, mission_asked = query.get("room", "").strip(), query.get("mission", "").strip()
    room = next((r for r in rooms if str(r.pk) == room_asked), None)
    if room_asked and room is None:
        problems.append(_("There is no room “%(text)s”.") % {"text": room_asked[:40]})
    mission = next((m for m in missions if m.acronym == mission_asked), None)
    if mission_asked and mission is None:
        problems.append(_("There is no mission “%(text)s”.") % {"text": mission_asked[:40]})
    return view, on, Chosen(room, mission), problems


def _links(view: str, on: date, today: date, chosen: Chosen) -> dict[str, Any]:
    """Addresses of the neighbouring days and the other views, with the filters kept."""

    def address(**parts: str) -> str:
        kept = {
            "room": str(chosen.room.pk) if chosen.room else "",
            "mission": chosen.mission.acronym if chosen.mission else "",
        }
        return "?" + urlencode({k: v for k, v in {**parts, **kept}.items() if v})

    before, after = neighbours(view, on)
    return {
        "before": address(view=view, on=before.isoformat()),
        "after": address(view=view, on=after.isoformat()),
        "today": address(view=view, on=today.isoformat()),
        "views": [
            (name, label, address(view=name, on=on.isoformat())) for name, label in VIEWS.items()
        ],
    }
