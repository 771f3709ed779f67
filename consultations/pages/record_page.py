"""The screen on which a meeting's record is kept: its lines, its words, its forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.models import (
    HEADQUARTERS,
    Attendance,
    Consultation,
    IssueTag,
    Participation,
    Point,
    Record,
)
from consultations.pages.record_fields import Box, Choices, Typed, boxes, empty_choice
from consultations.pages.record_settling import due, lacking, reports, settling_forms
from consultations.pages.record_words import script_words
from consultations.records.opening import COMING
from consultations.sayings import say_day

BLANKS = {"point": 3, "question": 2, "panellist": 2, "input": 1}  # lines to write in without script
RELATED = {"point": "points", "question": "questions", "panellist": "panellists", "input": "inputs"}
NEW = "__id__"  # in a template, where the script puts the new line's id
SIDES = dict(Participation.Category.choices)
STATES = (*(s for s in Attendance.State.values if s != "unknown"), "unknown")
EARLIER = 40  # meetings offered as the one that this continues


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list; *of* is the invitee's own line, None where somebody came uninvited."""

    item: str
    fields: Mapping[str, Box]
    name: str = ""
    find: str = ""
    expected: bool = False
    answer: str = ""
    side: str = ""
    state: str = ""
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """The delegations of one side in the list."""

    code: str
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """One line of the totals: how many in each state, in the order of ``STATES``."""

    code: str
    label: str
    counts: tuple[tuple[str, int], ...]
    total: int


def rows() -> QuerySet[Consultation]:
    """Consultations with what the screen's head shows."""
    found = Consultation.objects.select_related("room", "cycle_mission")
    return found.prefetch_related("missions", "report_backs", "convener_user")


def screen(
    row: Consultation,
    record: Record,
    reader: User | AnonymousUser,
    typed: Typed | None = None,
    sent: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The context of the open record; *typed* are values that were refused, *sent* such forms."""
    typed, choices, when = typed or {}, _choices(row), due(row)
    attendance = list(record.attendances.select_related("participation"))
    noted = any(one.state != "unknown" and not one.removed for one in attendance)
    lines = [_attendance(one, typed) for one in attendance]
    lists = {kind: _lines(kind, record, choices, typed) for kind in RELATED}
    return {
        "row": row, "record": record, "mission": row.cycle_mission, "lists": lists,
        "sides": _sides(line for line in lines if "name" not in line.fields),
        "uninvited": [line for line in lines if "name" in line.fields],
        "templates": {kind: _new(kind, NEW, choices) for kind in (*RELATED, "uninvited")},
        "blank_uninvited": _new("uninvited", str(uuid4()), choices),
        "totals": totals(attendance), "total_states": state_labels(),
        "own": boxes("record", "record", record, choices, typed),
        "levels": list(enumerate([_("not noted"), *Consultation.Level.labels])),
        "words": script_words(), "invited_since": _invited_since(row, attendance),
        "themes": _used("theme"), "groups": [*SIDES.values(), *_used("group")],
        "issues": IssueTag.objects.values_list("name", flat=True),
        "delegations": [one.name for one in attendance],
        "lacking": lacking(row, record, noted=noted), "due": when, "reports": reports(row, when),
        "forms": settling_forms(row, record) | dict(sent or {}),
        "changes_url": reverse("record_changes", kwargs={"pk": row.pk}), "reader": reader,
    }  # fmt: skip


def _attendance(one: Attendance, typed: Typed) -> Line:
    item, invitee = f"attendance:{one.pk}", one.participation
    kind = "attendance" if invitee else "uninvited"
    return Line(
        item=item, fields=boxes(kind, item, one, {}, typed), name=one.name, side=one.category,
        find=invitee.iso3 if invitee else "", state=one.state, removed=one.removed,
        expected=bool(invitee and invitee.partstat in COMING),
        answer=str(invitee.get_partstat_display()) if invitee and answered(invitee) else "",
    )  # fmt: skip


def answered(invitee: Participation) -> bool:
    """Whether they said anything: what nobody said needs no word on the screen."""
    return invitee.partstat != Participation.Answer.NEEDS_ACTION


def _lines(kind: str, record: Record, choices: Mapping[str, Choices], typed: Typed) -> list[Line]:
    """The lines of one list, those that were typed and refused, and some to write in."""
    found: list[models.Model] = list(getattr(record, RELATED[kind]).order_by("position", "pk"))
    lines = [
        Line(
            f"{kind}:{one.pk}", boxes(kind, f"{kind}:{one.pk}", one, choices, typed),
            removed=bool(vars(one)["removed"]),
        )
        for one in found
    ]  # fmt: skip
    known = {line.item for line in lines}
    refused = {item for item, _field in typed if item.startswith(f"{kind}:")} - known
    lines += [Line(item, boxes(kind, item, None, choices, typed)) for item in sorted(refused)]
    return lines + [_new(kind, str(uuid4()), choices) for _line in range(BLANKS[kind])]


def _new(kind: str, id: str, choices: Mapping[str, Choices]) -> Line:
    item = f"{'attendance' if kind == 'uninvited' else kind}:{id}"
    return Line(item, boxes(kind, item, None, choices, {}), state="unknown", side="other")


def _sides(lines: Iterable[Line]) -> list[Side]:
    by_code: dict[str, list[Line]] = {code: [] for code in SIDES}
    for line in lines:
        by_code.setdefault(line.side, []).append(line)
    return [Side(c, str(SIDES.get(c, c)), tuple(found)) for c, found in by_code.items() if found]


def totals(attendance: Iterable[Attendance]) -> list[Total]:
    """How many of each side were present, excused, absent; the whole first."""
    counted: dict[str, Counter[str]] = {code: Counter() for code in ("all", *SIDES)}
    for one in attendance:
        if not one.removed:
            counted["all"][one.state] += 1
            counted[one.category][one.state] += 1
    labels = {"all": _("all"), **SIDES}
    return [
        Total(code, str(labels[code]), tuple((s, found[s]) for s in STATES), found.total())
        for code, found in counted.items()
    ]


def state_labels() -> list[str]:
    labels = dict(Attendance.State.choices)
    return [str(labels[Attendance.State(state)]) for state in STATES]


def _choices(row: Consultation) -> dict[str, Choices]:
    """What only this meeting's screen can offer: its missions, and meetings before it."""
    found: dict[str, Choices] = {}
    missions = [(str(one.pk), str(one)) for one in row.missions.all()]
    if len(missions) > 1:
        found["mission"] = (empty_choice("point", "mission"), *missions)
    earlier = Consultation.objects.filter(starts_at__lt=row.starts_at, status="held")
    if row.cycle_mission_id:
        earlier = earlier.filter(missions=row.cycle_mission_id)
    earlier = earlier.exclude(pk=row.pk).order_by("-starts_at").only("subject", "starts_at")
    offered = [(str(one.pk), _meeting(one)) for one in earlier[:EARLIER]]
    found["continues"] = (empty_choice("record", "continues"), *offered)
    return found


def _meeting(row: Consultation) -> str:
    return f"{say_day(row.starts_at.astimezone(HEADQUARTERS).date())}: {row.subject}"


def _invited_since(row: Consultation, attendance: Iterable[Attendance]) -> int:
    """How many were invited since the list was made."""
    known = {one.participation_id for one in attendance}
    names = {one.name for one in attendance}
    invited = row.participations.filter(removed=False).values_list("pk", "name")
    return sum(pk not in known and name not in names for pk, name in invited)


def _used(name: str) -> list[str]:
    """Themes or groups of any points: what was written before need not be typed again."""
    found = Point.objects.exclude(**{name: ""}).order_by(name).values_list(name, flat=True)
    return list(found.distinct()[:200])
