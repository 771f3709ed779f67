"""Meetings of the year behind, with their records: made up, and labelled so; again adds none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db import transaction

from consultations import booking, planning, records
from consultations.demo.group import hold_group_meetings
from consultations.demo.said import ASKED, FEEDBACK, LABEL, PANEL, SAID, TAGS, Said
from consultations.models import Attendance, Consultation, Mission, Point, Room
from planner.chains import Called, Chain
from planner.findings import Announcement, notice_verdict
from planner.workdays import Workdays

HELD = f"{LABEL} held,"
BEHIND = timedelta(days=400)
ANNOUNCED_BEFORE = 12  # working days before the day aimed at
KIND = "informal_triangular"
AIM = "Made up to show what becomes of a consultation; no such meeting was held."
DOCUMENTS = "The last report recorded on the mission"
TRIED = (4, 40)  # slots: nearly always one of the first is free
SELF_CHECK = {"kept": "kept", "short": "partly", "broken": "no", "unknown": "unknown"}
OPEN = 3  # of the latest meetings these many records are still open


def keep_records(who: User) -> int:
    """Book, hold and record the meetings that last year's cycles called for, all or nothing.

    Answers how many; none where some of them stand already.
    """
    if Consultation.objects.filter(subject__startswith=HELD).exists():
        return 0
    today, days = planning.today(), planning.workdays()
    with transaction.atomic():
        rows = [row for one in _called(today) if (row := _book(*one, who, days, today))]
        rows.sort(key=lambda row: row.starts_at)
        for number, row in enumerate(rows):
            _record(row, number, len(rows) - number, who, days)
        _follow(rows, who)
        invited = [*rows[0].participations.all()] if rows else []
        return len(rows) + hold_group_meetings(who, days, invited)


def _called(today: date) -> list[tuple[Mission, Chain, Called]]:
    """Of each mission the last informal consultation that its cycles called for in the past."""
    missions = {m.acronym: m for m in Mission.objects.filter(known_by_name_only=False)}
    found: dict[str, tuple[date, Chain, Called]] = {}
    chains = planning.chains(
        missions.values(), first=today - BEHIND, last=today + timedelta(days=40)
    )
    for chain in chains:
        called = chain.need(KIND)
        on = called.window.target if called else None
        if called and on and today - BEHIND < on < today and not called.met_by:
            before = found.get(chain.cycle.mission)
            if before is None or before[0] < on:
                found[chain.cycle.mission] = (on, chain, called)
    ordered = sorted(found.values(), key=lambda one: (one[0], one[1].cycle.mission))
    return [(missions[chain.cycle.mission], chain, called) for _on, chain, called in ordered]


def _book(
    mission: Mission, chain: Chain, called: Called, who: User, days: Workdays, today: date
) -> Consultation | None:
    """The best slot as it was known some weeks before; None where there was none by today."""
    need, cycle = called.need, chain.cycle
    assert called.window.target is not None
    as_of = days.shift(called.window.target, -ANNOUNCED_BEFORE).on
    for top in TRIED:
        try:
            found = planning.propose(
                mission, need.kind, need=need.id, component=cycle.component,
                expiry=cycle.expires_on, as_of=as_of, top=top,
            )  # fmt: skip
        except planning.NoSuchCycle:  # not yet decided on that day
            return None
        if row := _first_free(found, mission, as_of, who, today):
            return row
    return None


def _first_free(
    found: planning.Proposals, mission: Mission, as_of: date, who: User, today: date
) -> Consultation | None:
    for one in found.proposals:
        if one.slot.day >= today:
            continue
        try:  # what the others booked since that day was not known on it
            row = _at(one, mission, found, as_of, who)
        except booking.Taken:
            continue
        return booking.confirm(row, who=who, version=row.version)
    return None


def _at(
    best: planning.Proposal, mission: Mission, found: planning.Proposals, as_of: date, who: User
) -> Consultation:
    need, cycle = found.called.need, found.chain.cycle
    room = Room.objects.filter(pk=best.slot.room).first() if best.slot.room else None
    return booking.book(
        who=who, findings=best.findings, guests=found.guests.invitees,
        kind=need.kind, need=need.id, cycle_mission=mission, component=cycle.component,
        expires_on=cycle.expires_on, missions=[mission], forum=need.forum, format=need.format,
        convener=need.convener, level=need.level, room=room, aim=AIM, documents=DOCUMENTS,
        purpose="b", announced_on=as_of, starts_at=best.slot.starts_at, ends_at=best.slot.ends_at,
        subject=f"{HELD} {need.title}, {mission.acronym}",
        visibility="journal" if need.listed else "invitees",
    )  # fmt: skip


def _record(row: Consultation, number: int, left: int, who: User, days: Workdays) -> None:
    """The record, as far as it was kept: the latest meetings are still to be settled."""
    if left == 1:
        return  # nobody noted anything yet
    record = records.open_record(row, who=who)
    on = planning.held_on(row)
    _attend(record.attendances.all())
    lines = [*_heads(row), *_panel()]
    sent = None if left <= OPEN else _upto(days.shift(on, 2).on)
    for one in SAID[number % 2 : 8 - number % 3]:
        lines += _point(one, sent)
    for n, (text, incident, after) in enumerate(ASKED):
        answered = _upto(days.shift(on, after + number % 2).on)
        lines += _question(text, incident, None if left <= OPEN and n == 2 else answered)
    changes = [records.Change(uuid4(), *one[:2], "", one[2]) for one in lines]
    for first in range(0, len(changes), 200):
        done = records.apply(row, changes[first : first + 200], who=who)
        assert not done.refused, done.refused
    records.set_tags(record, TAGS[number % len(TAGS)], who)
    _judge(row, number, days, who)
    if left <= OPEN:
        return
    _settle(row, number, on, days, who)


def _heads(row: Consultation) -> list[tuple[str, str, str]]:
    about = row.cycle_mission.acronym if row.cycle_mission else ""
    return [
        ("record", "theme", f"{LABEL} the mandate of {about}"),
        ("record", "discussion", f"{LABEL} a made-up exchange on the mandate of {about}."),
        ("record", "conclusions", f"{LABEL} it was agreed to come back to mobility."),
        ("record", "outcome_shown", "readers"),
    ]


def _attend(lines: Iterable[Attendance]) -> None:
    """Most came, with a political and often a military adviser; some were excused."""
    same: dict[tuple[str, bool, bool], list[UUID]] = {}
    for n, line in enumerate(lines, start=1):
        state = "absent" if n % 11 == 0 else "excused" if n % 7 == 0 else "present"
        came = state == "present"
        same.setdefault((state, came and bool(n % 2), came and n % 5 == 0), []).append(line.pk)
    for (state, military, spoke), keys in same.items():
        Attendance.objects.filter(pk__in=keys).update(
            state=state, political=state == "present", military=military, spoke=spoke
        )


def _panel() -> list[tuple[str, str, str]]:
    named = ("honorific", "name", "post", "entity")
    items = [(f"panellist:{uuid4()}", one) for one in PANEL]
    return [(k, f, v) for k, one in items for f, v in zip(named, one, strict=True)]


def _point(one: Said, sent: date | None) -> list[tuple[str, str, str]]:
    """*sent*: when the penholder had it; of the last one nobody has told us what became of it."""
    fields = {
        "text": f"{LABEL} {one.text}", "theme": one.theme, "attribution": one.attribution,
        "raised_by": one.raised_by, "group": one.group, "standing": one.standing,
    }  # fmt: skip
    if sent:
        fields |= {
            "sent_on": sent.isoformat(), "sent_to": f"{LABEL} the penholder",
            "in_draft": one.in_draft, "in_text": one.in_text, "outcome_reason": one.reason,
            "outcome_from": one.told_by,
        }  # fmt: skip
    item = f"point:{uuid4()}"
    return [(item, name, value) for name, value in fields.items() if value]


def _question(text: str, incident: bool, answered: date | None) -> list[tuple[str, str, str]]:
    item = f"question:{uuid4()}"
    found = [(item, "text", f"{LABEL} {text}"), (item, "incident", str(incident).lower())]
    if answered:
        words = f"{LABEL} answered in writing."
        found += [(item, "answered_on", answered.isoformat()), (item, "answer", words)]
    return found


def _upto(on: date) -> date:
    """Nothing was done on a day that lies ahead."""
    return min(on, planning.today())


def _judge(row: Consultation, number: int, days: Workdays, who: User) -> None:
    for side, dialogue, impact, worth in FEEDBACK[: 3 + number % 4]:
        records.give_feedback(row, side, dialogue, impact, worth, who=who)
    record = records.of(row)
    assert record is not None
    announced, register = Announcement(row.announced_on, recorded=True), planning.register_for()
    verdict, _short = notice_verdict(announced, planning.held_on(row), False, days, register)
    notice = SELF_CHECK[str(verdict)]
    ours = {"a": "partly", "b": notice, "c": "kept", "d": "kept", "e": notice}
    records.set_self_check(record, ours, who)


def _settle(row: Consultation, number: int, on: date, days: Workdays, who: User) -> None:
    """Reported back, most of them in time, and closed."""
    if number % 5 == 4:
        words = f"{LABEL} the penholder was there throughout."
        records.report_back(row, mode="not_needed", reason=words, who=who)
    else:
        late = 2 if number % 4 == 3 else 0
        oral, written = (_upto(days.shift(on, n + late).on) for n in (1, 3))
        records.report_back(row, mode="oral", done_on=oral, to_whom="the President", who=who)
        if number % 2:
            text = f"{LABEL} a made-up summary of what was said."
            records.report_back(row, mode="written", done_on=written, text=text, who=who)
    row.refresh_from_db()
    records.close(row, who=who, version=row.version)


def _follow(rows: list[Consultation], who: User) -> None:
    """Points that later meetings took up again: one is continued, one is answered."""
    for early, late, how in zip(rows, rows[1:3], ("continues", "answered"), strict=False):
        point = Point.objects.filter(record__consultation=early).order_by("position").first()
        if point is not None:
            records.follow_point(point, late, how, f"{LABEL} taken up again.", who)
