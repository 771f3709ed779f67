"""One point: its outcome, how it reads when it is sent, where it went on, its history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from consultations import records
from consultations.forms.points import FollowForm, OutcomeForm
from consultations.models import Attribution, Consultation, Point, RecordEdit
from consultations.pages.point_lines import as_sent, line_of
from consultations.pages.records_seen import Reader, meetings_seen
from consultations.people import may
from consultations.records.meanwhile import in_words
from consultations.sayings import say_day, say_who

OUTCOME = frozenset(
    {"in_draft", "draft_paragraph", "in_text", "text_paragraph", "outcome_reason", "outcome_from"}
)
# Order and place in the list are nobody's history.
UNTOLD = frozenset({"position", "removed"})
MOST = 100  # later meetings that are offered


@dataclass(frozen=True, slots=True)
class Told:
    """One change of the point, as its history tells it."""

    label: str
    was: str
    now: str
    who: str
    at: datetime


def point_page(
    point: Any, reader: Reader, typed: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The context of the page; *typed* holds the form that was sent and could not be done."""
    line, may_plan = line_of(point), may(reader, "plan")
    sent = dict(typed or {})
    later = _later(point, reader) if may_plan else []
    open_ones = meetings_seen(reader).filter(followed_points__point=point)
    seen = set(open_ones.values_list("pk", flat=True))
    follows = point.follows.select_related("consultation", "who")
    return {
        "line": line, "point": point, "row": line.row, "may_plan": may_plan,
        "follows": [one for one in follows if one.consultation_id in seen],
        "history": list(history(point)),
        "as_sent": as_sent(point),
        "outcome_form": sent.get("outcome") or OutcomeForm(initial=_values(point)),
        "follow_form": sent.get("follow") or FollowForm(later=later, auto_id="follow-%s"),
        "later": later, "failed": bool(sent),
    }  # fmt: skip


def _values(point: Point) -> dict[str, Any]:
    return {name: getattr(point, name) for name in OutcomeForm.base_fields if name != "mission"} | {
        "mission": point.mission_id
    }


def later_form(point: Any, reader: Reader, data: Any) -> FollowForm:
    """The form of a later meeting as it was sent."""
    return FollowForm(data, later=_later(point, reader), auto_id="follow-%s")


def _later(point: Any, reader: Reader) -> list[tuple[str, str]]:
    """Meetings after the one of the point: on its missions first, then the others."""
    first = point.record.consultation
    found = meetings_seen(reader).filter(starts_at__gt=first.starts_at).exclude(pk=first.pk)
    own = [one.pk for one in first.missions.all()] + [point.mission_id]
    same = Q(missions__in=[pk for pk in own if pk])
    near = found.filter(same).distinct().order_by("starts_at")[:MOST]
    listed = {one.pk: one for one in near}
    for one in found.exclude(pk__in=listed).order_by("starts_at")[: MOST - len(listed)]:
        listed[one.pk] = one
    return [(str(one.pk), _named(one)) for one in listed.values()]


def _named(row: Consultation) -> str:
    return f"{say_day(row.starts_at.date())}: {row.subject}"


def history(point: Any) -> Iterable[Told]:
    """What was changed of it, the latest first: no name that is not told, no hidden outcome."""
    hidden = UNTOLD | hidden_fields(point)
    edits = RecordEdit.objects.filter(record=point.record_id, item=f"point:{point.pk}")
    for one in edits.exclude(field__in=hidden).select_related("who").order_by("-revision", "-pk"):
        if one.was != one.now:
            field: Any = Point._meta.get_field(one.field)
            label = str(field.verbose_name)
            said = [in_words(field, text) for text in (one.was, one.now)]
            yield Told(label, said[0], said[1], say_who(one.who), one.at)


def hidden_fields(point: Any) -> frozenset[str]:
    """Fields that this reader is not told of: names beyond the attribution, and outcomes."""
    shown = records.attribution_of(point, point.record)
    hidden = set() if point.outcome_seen else set(OUTCOME)
    if shown != Attribution.NAMED:
        hidden.add("raised_by")
    if shown == Attribution.NONE:
        hidden.add("group")
    return frozenset(hidden)
