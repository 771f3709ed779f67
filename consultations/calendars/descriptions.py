"""The words of a calendar entry: aim, documents, how the room stands, and the paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from consultations.models import Consultation, Services
from consultations.sayings import say_instant, say_interpretation, say_room
from planner import register
from planner.workdays import say_date

KINDS = dict(Consultation.Kind.choices)


def location(row: Consultation) -> str:
    """The room; one that Meetings Management has not granted says so."""
    if row.room is None:
        return _("Room to be announced")
    if row.room_status == Services.CONFIRMED:
        return row.room.name
    return _("%s (room not confirmed)") % row.room.name


def description(row: Consultation) -> str:
    """Paragraphs separated by empty lines; the last ones name what the meeting rests on."""
    return "\n\n".join(filter(None, _paragraphs(row)))


def kind(row: Consultation) -> str:
    """What it is, in the reader's language; Django's own way to say it takes ten times as long."""
    return str(KINDS.get(row.kind, row.kind))


def _paragraphs(row: Consultation) -> Iterator[str]:
    if row.status == Consultation.Status.CANCELLED:
        yield _("Cancelled: %s") % row.cancelled_reason
    yield _what(row)
    if row.aim.strip():
        yield _("Aim: %s") % row.aim.strip()
    if documents := [line.strip() for line in row.documents.splitlines() if line.strip()]:
        yield "\n".join([_("Documents:"), *(f"- {document}" for document in documents)])
    if row.video_url:
        yield _("Video: %s") % row.video_url
    yield "\n".join(_services(row))
    if said := [_finding(one) for one in row.basis.get("findings", ())]:
        yield "\n".join([_("What the recommendations say of this time:"), *said])


def _what(row: Consultation) -> str:
    missions = ", ".join(sorted(mission.acronym for mission in row.missions.all()))
    lines = [": ".join(filter(None, [kind(row).capitalize(), missions]))]
    if row.expires_on:
        lines.append(_("The mandate expires on %s.") % say_date(row.expires_on))
    if row.convener:
        who = ", ".join(filter(None, [str(row.get_convener_display()), row.convener_name]))
        lines.append(_("Convened by: %s") % who)
    if row.legal_basis:
        lines.append(_("Basis: %s") % row.legal_basis)
    if row.announced_on:
        lines.append(_("Announced on %s.") % say_date(row.announced_on))
    return "\n".join(lines)


def _services(row: Consultation) -> Iterator[str]:
    yield _("Room: %s.") % say_room(row)
    if row.interpretation_status != Services.NONE:
        yield f"{say_interpretation(row).capitalize()}."
    yield _("As of %s.") % say_instant(row.updated_at)


def _finding(found: Mapping[str, Any]) -> str:
    """One finding with its verdict and every paragraph behind it."""
    ids = [found.get("recommendation", ""), *found.get("also", ())]
    sources = "; ".join(dict.fromkeys(_source(id) for id in ids if id))
    verdict = f"{found.get('verdict', '')}: " if found.get("verdict") else ""
    line = f"- {verdict}{found.get('sentence', '')}"
    return f"{line} ({sources})" if sources else line


def _source(id: str) -> str:
    """The paragraph as the papers cite it; an id that left the register stands for itself."""
    try:
        return register.load().recommendation(id).source
    except (KeyError, register.RegisterError):
        return id
