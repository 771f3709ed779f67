"""All that is shown of one consultation: findings then and now, guests, choices, deeds, forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Prefetch, QuerySet

from consultations import planning
from consultations.forms import deeds
from consultations.models import MISSION, Choice, Consultation
from consultations.pages.guest_lines import by_category
from consultations.pages.histories import history
from consultations.pages.invitations import section
from consultations.pages.papers import papers_of
from consultations.pages.record_summary import summary
from consultations.pages.slot_lines import finding_lines, told
from consultations.pages.task_lines import of_consultation
from consultations.people import may
from consultations.tasks import with_evidence
from planner.chains import Chain
from planner.choices import Option

OPEN = ("proposed", "tentative", "confirmed")


@dataclass(frozen=True, slots=True)
class Turned:
    """A criterion whose verdict is no longer what it was when the slot was decided on."""

    title: str
    was: str
    now: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """One question or tension: what was chosen, and what else could be."""

    tension: str
    option: Option | None
    row: Choice | None


def rows() -> QuerySet[Consultation]:
    """Consultations with everything their page shows, in a fixed number of queries."""
    found = with_evidence(Consultation.objects.select_related("room", "cycle_mission", "booked_by"))
    return found.prefetch_related(
        "missions",
        "participations",
        "convener_user",
        "invitations",
        Prefetch("choices", Choice.objects.select_related("decided_by")),
    )


def shown(
    row: Consultation, reader: User | AnonymousUser, typed: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The context of the page; *typed* holds forms that were sent and not done, by deed."""
    may_plan = may(reader, "plan")
    context: dict[str, Any] = {
        "row": row, "mission": row.cycle_mission, "may_plan": may_plan,
        "may_remark": may(reader, "remark", row), "open": row.status in OPEN,
        "basis": row.basis.get("findings", []), "propose_query": propose_query(row),
    }  # fmt: skip
    try:
        standing = planning.standing(row)
    except planning.NoSuchCycle as error:
        standing = planning.nothing_stands()
        context["sentence"] = str(error)
    chosen = _chosen(row, standing.choices)
    context |= {
        "lines": finding_lines(standing.findings, standing.register),
        "basis_lines": finding_lines(context["basis"], standing.register),
        "turned": turned(context["basis"], standing.findings),
        "verdict": planning.worst(standing.findings) if standing.findings else "",
        "four": [one for one in chosen if one.tension.startswith("72")],
        "tensions": [one for one in chosen if not one.tension.startswith("72")],
        "documents": [line for line in row.documents.splitlines() if line.strip()],
        "forms": {**_forms(row, may_plan), **(typed or {})},
        "typed": set(typed or ()),
    }
    return context | _around(row, reader, standing.chain, may_plan)


def _around(
    row: Consultation, reader: User | AnonymousUser, chain: Chain | None, may_plan: bool
) -> dict[str, Any]:
    """What was done, the record, its papers, mails and tasks, and who is invited."""
    done, remarks = history(row)
    around = {
        "deeds": done, "remarks": remarks, "kept": summary(row, reader),
        "papers_of_consultation": papers_of(row, reader),
        "invited_by_mail": section(row, row.participations.all(), may_plan=may_plan),
    }  # fmt: skip
    return around | of_consultation(row, chain) | _people(row)


def _people(row: Consultation) -> dict[str, Any]:
    people = list(row.participations.all())
    invited = [one for one in people if not one.removed]
    return {
        "guests": by_category(invited),
        "invited": len(invited),
        "removed": [one for one in people if one.removed],
    }


def turned(basis: list[dict[str, Any]], now: Any) -> list[Turned]:
    """What changed since: criteria with another verdict, and such as came or went."""
    was = {one["criterion"]: one for one in basis}
    stands = {str(told(one, "criterion")): one for one in now}
    lines = []
    for criterion in [*stands, *(c for c in was if c not in stands)]:
        before, after = was.get(criterion), stands.get(criterion)
        verdicts = [str(told(one, "verdict")) if one is not None else "" for one in (before, after)]
        if verdicts[0] != verdicts[1] and basis:
            one = after if after is not None else before
            said = str(told(after, "sentence")) if after is not None else ""
            lines.append(Turned(str(told(one, "title")), verdicts[0], verdicts[1], said))
    return lines


def _chosen(row: Consultation, options: tuple[Option, ...]) -> list[Chosen]:
    stored = {choice.tension: choice for choice in row.choices.all()}
    known = {option.tension: option for option in options}
    keys = [*known, *(key for key in stored if key not in known)]
    return [Chosen(key, known.get(key), stored.get(key)) for key in keys]


def _forms(row: Consultation, may_plan: bool) -> dict[str, Any]:
    """One form a deed, each with the version that is shown."""
    remark = {"remark": deeds.RemarkForm(auto_id="remark-%s")}
    if not may_plan:
        return remark
    version = {"version": row.version}
    return remark | {
        "pencil": deeds.PlainForm(initial=version, auto_id="pencil-%s"),
        "confirm": deeds.PlainForm(initial=version, auto_id="confirm-%s"),
        "hold": deeds.HoldForm(initial=version, auto_id="hold-%s"),
        "cancel": deeds.ReasonForm(initial=version, auto_id="cancel-%s"),
        "announce": deeds.AnnounceForm(
            initial={**version, "on": row.announced_on}, auto_id="announce-%s"
        ),
        "room": deeds.RoomForm(
            initial={**version, "status": row.room_status, "number": row.room_request_number,
                     "on": row.room_requested_on}, auto_id="room-%s",
        ),
        "interpretation": deeds.InterpretationForm(
            initial={**version, "status": row.interpretation_status}, auto_id="interpretation-%s"
        ),
        "invitee": deeds.InviteeForm(initial=version, auto_id="invitee-%s"),
        "invitees": deeds.PlainForm(initial=version, auto_id="invitees-%s"),
    }  # fmt: skip


def propose_query(row: Consultation) -> str:
    """The query under which the proposals look for another place for it."""
    parts = {
        "move": row.pk,
        "expiry": row.expires_on,
        "component": row.component if row.component != MISSION else None,
        "need": row.need or None,
        "minutes": int((row.ends_at - row.starts_at).total_seconds() // 60),
        "interpretation": "on" if row.interpretation_status != "none" else None,
    }
    return urlencode({name: value for name, value in parts.items() if value is not None})
