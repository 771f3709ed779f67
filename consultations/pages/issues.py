"""Issues that reach beyond one mission: who carries them, when each is looked at again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dateutil.relativedelta import relativedelta
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations import planning
from consultations.forms.issues import ReviewForm
from consultations.models import Consultation, IssueTag
from consultations.pages.narrowing import holding
from consultations.pages.records_filters import A_PAGE, Asked
from consultations.pages.records_seen import Reader, meetings_seen
from consultations.people import may

TO = "records__consultation"
STATES = {"theme": gettext_lazy("In several missions"), "due": gettext_lazy("Review due")}
AFTER_MONTHS = 12  # ours: when an issue is looked at again unless another day is set


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue: how many meetings carry it, on which missions, and whether it calls for one."""

    tag: Any
    meetings: int
    last_at: Any
    missions: tuple[str, ...]
    due: bool
    theme: planning.Themed | None

    @property
    def propose_url(self) -> str:
        """Where slots for a thematic meeting on it are proposed."""
        need = self.theme.theme.need if self.theme else ""
        where = reverse("propose_group", args=["working_group"])
        return f"{where}?{urlencode({'need': need, 'theme': self.tag.name})}"


def tags_seen(reader: Reader) -> QuerySet[Any]:
    """The issues that meetings carry which *reader* may read of; planners see those of none too."""
    seen = Q(**{f"{TO}__in": meetings_seen(reader).values("pk")})
    counted = IssueTag.objects.annotate(
        meetings=Count("records", filter=seen, distinct=True),
        last_at=Max(f"{TO}__starts_at", filter=seen),
    )
    return counted if may(reader, "plan") else counted.filter(meetings__gt=0)


def issues(reader: Reader, query: QueryDict, today: date) -> dict[str, Any]:
    """The context of the list; the same number of queries whatever the rows."""
    asked = Asked(query, ("state", "q"))
    themed = themes_for(reader, today)
    found = tags_seen(reader).filter(holding(asked["q"], ("name",)))
    if asked["state"] == "due":
        found = found.filter(review_on__lte=today)
    elif asked["state"] == "theme":
        found = found.filter(pk__in=list(themed))
    shown = Paginator(found.order_by("name"), A_PAGE).get_page(asked.page)
    missions = _missions([tag.pk for tag in shown], reader)
    return {
        "lines": [_issue(tag, missions, themed, today) for tag in shown], "page": shown,
        "asked": asked, "more": asked.more, "searched": True,
        "filters": (asked.choice("state", _("State"), STATES.items()),),
    }  # fmt: skip


def themes_for(reader: Reader, today: date) -> Mapping[int, planning.Themed]:
    """Issues of several missions by tag; they are told to those who read of all meetings."""
    if not may(reader, "details"):
        return {}
    return {int(one.theme.key): one for one in planning.themes(today)}


def _missions(tags: Iterable[int], reader: Reader) -> dict[int, tuple[str, ...]]:
    """By issue the missions of the meetings that carry it."""
    listed = meetings_seen(reader).filter(record__tags__in=list(tags)).order_by()
    found: dict[int, set[str]] = defaultdict(set)
    for tag, acronym in listed.values_list("record__tags", "missions__acronym").distinct():
        if acronym:
            found[tag].add(acronym)
    return {tag: tuple(sorted(names)) for tag, names in found.items()}


def _issue(
    tag: Any,
    missions: Mapping[int, tuple[str, ...]],
    themed: Mapping[int, planning.Themed],
    today: date,
) -> Issue:
    due = tag.review_on is not None and tag.review_on <= today
    names = missions.get(tag.pk, ())
    return Issue(tag, tag.meetings, tag.last_at, names, due, themed.get(tag.pk))


def issue_page(
    tag: Any, reader: Reader, today: date, form: ReviewForm | None = None
) -> dict[str, Any]:
    """The context of one issue: the meetings that carry it, and its review."""
    meetings = meetings_seen(reader).filter(record__tags=tag).prefetch_related("missions")
    found = list(meetings.order_by("-starts_at"))
    missions = _missions([tag.pk], reader)
    one = _issue(tag, missions, themes_for(reader, today), today)
    return {
        "one": one, "tag": tag, "meetings": found, "may_plan": may(reader, "plan"),
        "by_mission": list(_by_mission(found)),
        "form": form or ReviewForm(initial={"review_on": tag.review_on or _next(found)}),
    }  # fmt: skip


def _by_mission(meetings: Iterable[Consultation]) -> Iterable[tuple[str, int, Any]]:
    """(mission, how many meetings, the last one), the missions in order."""
    found: dict[str, list[Consultation]] = defaultdict(list)
    for row in meetings:  # the latest first
        for mission in row.missions.all():
            found[mission.acronym].append(row)
    for acronym in sorted(found):
        yield acronym, len(found[acronym]), found[acronym][0]


def _next(meetings: list[Consultation]) -> date | None:
    """A year after the last meeting that took it up: offered, not set."""
    return planning.held_on(meetings[0]) + relativedelta(months=AFTER_MONTHS) if meetings else None
