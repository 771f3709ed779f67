"""A draft against the present state: what changed since it was planned, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from consultations import planning
from consultations.drafts.rows import meeting_name, slot_of
from consultations.drafts.wishes import horizon_of
from consultations.models import Draft, DraftPlacement
from consultations.templatetags.verdicts import VERDICTS


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is otherwise now: *what* is verdict, gone, called, booked or unbooked."""

    what: str
    key: str
    sentence: str
    was: str = ""
    now: str = ""
    placement: DraftPlacement | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed since the draft was planned; *fingerprint* is that of the present state."""

    fingerprint: str
    changed: bool
    lines: tuple[Line, ...]
    gathered: planning.Gathered
    judged: Mapping[str, planning.Placement]  # by key, at the slots of the draft as things are now


def difference(draft: Draft) -> Difference:
    """The draft's placements judged anew, what was booked since, what is called for now."""
    gathered = planning.gather(horizon_of(draft))
    rows = list(draft.placements.select_related("mission", "booked"))
    now = planning.judged(
        gathered, {row.key: slot_of(row) for row in rows if row.booked_id is None}
    )
    lines = (*_judged(rows, gathered, now), *_called(draft, rows, gathered))
    changed = gathered.fingerprint != draft.fingerprint
    return Difference(gathered.fingerprint, changed, lines, gathered, now)


def _judged(
    rows: list[DraftPlacement], gathered: planning.Gathered, found: Mapping[str, planning.Placement]
) -> Iterator[Line]:
    wanted, fixed = ({one.key for one in some} for some in (gathered.wanted, gathered.fixed))
    for row in rows:
        name = _name(row)
        if row.key in fixed:
            if row.booked_id is None:
                said = _("%s: booked since this was planned.") % name
                yield Line("booked", row.key, said, placement=row)
        elif row.key not in wanted:
            said = _("%s: not called for any more.") % name
            yield Line("gone", row.key, said, placement=row)
        elif row.booked_id is not None:
            said = _("%s: its booking does not stand any more.") % name
            yield Line("unbooked", row.key, said, placement=row)
        elif (now := found[row.key].verdict) != row.verdict:
            yield _verdict(row, name, now)


def _verdict(row: DraftPlacement, name: str, now: str) -> Line:
    was, is_now = (VERDICTS[one or "unknown"][1] for one in (row.verdict, now))
    words = {"meeting": name, "was": was, "now": is_now}
    said = _("%(meeting)s: %(was)s when it was planned, %(now)s now.") % words
    return Line("verdict", row.key, said, row.verdict, now, row)


def _called(
    draft: Draft, rows: list[DraftPlacement], gathered: planning.Gathered
) -> Iterator[Line]:
    known = {row.key for row in rows} | {one["key"] for one in draft.unplaced}
    for one in gathered.wanted:
        if one.key not in known:
            name = meeting_name(one.bench.need.kind, one.mission, one.expiry)
            yield Line("called", one.key, _("%s: called for now, and not in this plan.") % name)
    for other in gathered.fixed:
        if other.key not in known:
            name = meeting_name(other.kind, other.mission, other.expiry)
            yield Line("booked", other.key, _("%s: booked, and not in this plan.") % name)


def _name(row: DraftPlacement) -> str:
    return meeting_name(row.kind, row.mission.acronym if row.mission else "", row.expires_on)
