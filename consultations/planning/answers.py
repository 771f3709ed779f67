"""Answers as JSON: the shapes other programs lean on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from consultations.planning.proposing import Proposals
from planner.chains import Called, Chain
from planner.choices import Option
from planner.delegations import Guests
from planner.findings import Finding
from planner.proposals import Proposal, WhyNot
from planner.register import Register
from planner.slots import Place, Slot
from planner.windows import Bound, Window

Json = dict[str, Any]


def iso(day: Any) -> str | None:
    """An ISO date or instant, None where there is none."""
    return day.isoformat() if day else None


def finding_json(finding: Finding) -> Json:
    """One finding; *measured* and *wanted* are in *unit*."""
    return {
        "criterion": finding.criterion,
        "title": finding.title,
        "recommendation": finding.recommendation,
        "also": list(finding.also),
        "verdict": str(finding.verdict),
        "measured": finding.measured,
        "wanted": finding.wanted,
        "unit": finding.unit,
        "force": finding.force,
        "obligation": finding.obligation,
        "ours": finding.ours or None,
        "basis": finding.basis,
        "sentence": finding.sentence,
    }


def findings_json(findings: Iterable[Finding]) -> list[Json]:
    """A list of findings."""
    return [finding_json(f) for f in findings]


def bound_json(bound: Bound) -> Json:
    """One edge of a window."""
    return {
        "criterion": bound.criterion,
        "recommendation": bound.recommendation,
        "also": list(bound.also),
        "edge": bound.edge,
        "on": iso(bound.on),
        "basis": bound.basis,
        "binding": bound.binding,
        "sentence": bound.sentence,
    }


def window_json(window: Window) -> Json:
    """A window: its edges, its target, and what binds it."""
    return {
        "earliest": iso(window.earliest),
        "latest": iso(window.latest),
        "target": iso(window.target),
        "working_days": window.width,
        "bounds": [bound_json(b) for b in window.bounds],
    }


def called_json(called: Called) -> Json:
    """One need of a chain."""
    need = called.need
    return {
        "need": need.id or need.kind,
        "kind": need.kind,
        "title": need.title,
        "reason": need.reason,
        "forum": need.forum,
        "format": need.format,
        "convener": need.convener,
        "level": need.level,
        "why": list(need.why),
        "window": window_json(called.window),
        "notice": {
            "announce_by": iso(called.notice.announce_by),
            "working_days": called.notice.working_days,
        },
        "met_by": called.met_by.reference if called.met_by else None,
        "skipped": called.skipped or None,
    }


def chain_json(chain: Chain) -> Json:
    """The chain of one cycle."""
    cycle = chain.cycle
    return {
        "mission": cycle.mission,
        "component": cycle.component,
        "expiry": iso(cycle.expires_on),
        "resolution": cycle.resolution or None,
        "continues": iso(cycle.continues),
        "other_cycles": [{"component": c, "expiry": iso(on)} for c, on in cycle.others],
        "changes": [
            {"resolution": m.resolution, "adopted": iso(m.adopted_on)} for m in cycle.changes
        ],
        "as_of": iso(chain.as_of),
        "preset": str(chain.preset),
        "anchors": [
            {"name": a.name, "on": iso(a.on), "basis": str(a.basis), "source": a.source}
            for a in cycle.anchors.values()
        ],
        "needs": [called_json(c) for c in chain.called],
        "unknown": list(chain.unknown),
        "warnings": list(chain.warnings),
    }


def _slot(slot: Slot, places: dict[str, Place]) -> Json:
    place = places.get(slot.room)
    return {
        "start": iso(slot.starts_at),
        "end": iso(slot.ends_at),
        "room": place.name if place else "",
    }


def _proposal(proposal: Proposal, places: dict[str, Place]) -> Json:
    return {
        **_slot(proposal.slot, places),
        "verdict": proposal.verdict,
        "order": list(proposal.order),
        "findings": findings_json(proposal.findings),
    }


def _why_not(refused: WhyNot, places: dict[str, Place]) -> Json:
    return {
        **_slot(refused.slot, places),
        "findings": findings_json(refused.findings),
        "smallest_change": refused.smallest_change,
    }


def _option(option: Option) -> Json:
    return {
        "tension": option.tension,
        "title": option.title,
        "chosen": option.chosen,
        "source": list(option.source),
        "departs_from": list(option.departs_from),
    }


def numbers_json(register: Register) -> list[Json]:
    """The numbers that are not the default, each with why."""
    return [
        {"key": n.key, "value": n.value, "default": n.default, "unit": n.unit, "reason": n.reason}
        for n in register.changed
    ]


def guests_json(guests: Guests) -> list[Json]:
    """The proposed guest list."""
    return [
        {
            "name": g.name,
            "category": str(g.category),
            "role": g.role,
            "reasons": [
                {"recommendation": r.recommendation, "sentence": r.sentence} for r in g.reasons
            ],
            "as_of": g.as_of,
            "iso3": g.iso3,
            "seats": list(g.seats),
            "strength": g.strength,
        }
        for g in guests.invitees
    ]


def proposals_json(found: Proposals) -> Json:
    """Everything a proposal answers."""
    places = {p.key: p for p in found.bench.premises.places}
    return {
        "mission": found.chain.cycle.mission,
        "expiry": iso(found.chain.cycle.expires_on),
        "as_of": iso(found.chain.as_of),
        "need": called_json(found.called),
        "window": window_json(found.window),
        "proposals": [_proposal(p, places) for p in found.proposals],
        "why_not": [_why_not(w, places) for w in found.why_not],
        "choices": [_option(o) for o in found.choices],
        "changed_numbers": numbers_json(found.bench.register),
        "invitees": guests_json(found.guests),
        "left_out": [c.name for c in found.guests.left_out],
        "coverage": found.guests.coverage,
        "unknown": [*found.chain.unknown, *found.guests.unknown],
        "warnings": list(found.chain.warnings),
    }
