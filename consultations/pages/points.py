"""The points of all meetings in one table: raised, sent, considered, and several sent at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models import Consultation, IssueTag, Point
from consultations.pages.narrowing import holding
from consultations.pages.point_lines import line_of
from consultations.pages.records_filters import A_PAGE, Asked, missions_and_years, of_mission
from consultations.pages.records_seen import Reader, meetings_seen, of_seen, with_outcomes_for
from consultations.people import may

AT = "record__consultation__"
Outcome = Point.Outcome
# Sent or not is nobody's outcome; the others are told to those alone who see outcomes.
SENT = {"unsent": gettext_lazy("not sent yet"), "sent": gettext_lazy("sent")}
BECAME = {
    "open": (gettext_lazy("sent, not known yet"), Q(sent_on__isnull=False, in_text="")),
    **{one.value: (one.label, Q(in_text=one.value)) for one in Outcome if one.value},
}


def rows(reader: Reader) -> QuerySet[Point]:
    """The points that *reader* may read, with all that a line of the table shows."""
    found = Point.objects.filter(of_seen(reader), removed=False).exclude(text="")
    found = found.select_related("record__consultation__cycle_mission", "mission")
    return with_outcomes_for(found.prefetch_related("record__consultation__missions"), reader)


def points(reader: Reader, query: QueryDict) -> dict[str, Any]:
    """The context of the page; the same number of queries whatever the rows."""
    asked = Asked(query, ("mission", "outcome", "theme", "issue", "year", "meeting", "q"))
    seen = meetings_seen(reader).filter(record__points__removed=False).distinct()
    found = rows(reader).filter(
        of_mission(asked["mission"], AT, own="mission"), asked.of_year(AT), _narrowed(asked)
    )
    found = found.order_by(f"-{AT}starts_at", "position", "pk")
    shown = Paginator(found, A_PAGE).get_page(asked.page)
    return {
        "lines": [line_of(one) for one in shown], "page": shown, "asked": asked,
        "more": asked.more, "filters": _filters(asked, seen, reader), "searched": True,
        "may_plan": may(reader, "plan"), "about": _about(asked, reader),
    }  # fmt: skip


def _filters(asked: Asked, seen: QuerySet[Consultation], reader: Reader) -> tuple[Any, ...]:
    mission, year = missions_and_years(asked, seen)
    themes = Point.objects.filter(of_seen(reader), removed=False).exclude(theme="")
    names = themes.order_by("theme").values_list("theme", flat=True).distinct()
    issues = IssueTag.objects.filter(of_seen(reader, "records__consultation")).distinct()
    outcomes = [*SENT.items(), *((name, label) for name, (label, _of) in BECAME.items())]
    return (
        mission,
        asked.choice("outcome", _("Outcome"), outcomes),
        asked.choice("theme", _("Theme"), [(one, one) for one in names]),
        asked.choice("issue", _("Issue"), issues.values_list("pk", "name")),
        year,
    )


def _narrowed(asked: Asked) -> Q:
    found = holding(asked["q"], ("text", "theme"))
    if outcome := asked["outcome"]:
        known = Q(outcome_seen=True) & BECAME[outcome][1] if outcome in BECAME else Q(pk__in=[])
        found &= Q(sent_on__isnull=outcome == "unsent") if outcome in SENT else known
    if asked["theme"]:
        found &= Q(theme=asked["theme"])
    if issue := asked["issue"]:
        good = issue.isascii() and issue.isdigit() and len(issue) < 10
        found &= Q(record__tags=int(issue)) if good else Q(pk__in=[])
    if asked["meeting"]:
        found &= Q(record__consultation=_uuid(asked["meeting"]))
    return found


def _about(asked: Asked, reader: Reader) -> Consultation | None:
    """The one meeting asked for, if it may be named."""
    if not asked["meeting"]:
        return None
    return meetings_seen(reader).filter(pk=_uuid(asked["meeting"])).first()


def _uuid(text: str) -> UUID:
    """The id that was asked for; for what is none, one that nothing has."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def ticked(reader: Reader, told: QueryDict) -> list[Point]:
    """The points that were ticked, or all that were listed, as far as *reader* may read them."""
    named = told.getlist("listed" if "all" in told else "point")
    wanted = {_uuid(text) for text in named[:200]}
    return list(rows(reader).filter(pk__in=wanted).order_by(f"{AT}starts_at", "position", "pk"))
