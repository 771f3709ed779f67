"""Consultations called for by an event or an interval, not by the renewal itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from dateutil.relativedelta import relativedelta

from planner.anchors import Anchor, Basis
from planner.known import CLOSURE, Happening, Meeting
from planner.needs import RENEWAL, Asking, Need, need_of
from planner.themes import is_theme, theme_needs
from planner.workdays import say_date

HELD = ("held",)
LIVE = ("held", "confirmed", "tentative")
TRIANGULAR = (
    "informal_triangular", "formal_tcc", "draft_consultation", "working_group", "crisis",
    "review_before", "review_after", "visit_debrief", "secretariat_briefing",
)  # fmt: skip


def _recorded(name: str, on: date | None, source: str) -> dict[str, Anchor]:
    return {name: Anchor(name, on, Basis.RECORDED if on else Basis.UNKNOWN, source)}


def _ours(name: str, on: date, source: str) -> dict[str, Anchor]:
    """A date that follows from a rule of ours: not recorded anywhere."""
    return {name: Anchor(name, on, Basis.RULE, source)}


def _of_kind(asking: Asking, kind: str) -> Iterable[Happening]:
    """Happenings of a kind that fall to this cycle, newest first; without a cycle, of a year."""
    first = asking.cycle.adopted_on or asking.as_of - relativedelta(years=1)
    last = asking.cycle.expires_on or date.max
    found = [h for h in asking.facts.happenings if h.kind == kind]
    own = [h for h in found if first <= (h.until_on or h.on or asking.as_of) <= last]
    return sorted(own, key=lambda h: h.on or date.max, reverse=True)


def crises(asking: Asking) -> list[Need]:
    """A crisis touching safety and security: meet within days (2006 report, para. 14 (d))."""
    return [
        need_of(
            "crisis", _recorded("crisis", h.on, h.name), h.on, h.name or "crisis",
            id=f"crisis-{h.on}",
        )
        for h in _of_kind(asking, "crisis")
    ]  # fmt: skip


def reviews(asking: Asking) -> list[Need]:
    """Before and after a major strategic review (2017 report, para. 64)."""
    needs = []
    for h in _of_kind(asking, "review"):
        name = h.name or "strategic review"
        if h.on:
            anchors = _recorded("review_due", h.on, name)
            day = asking.workdays.shift(h.on, -asking.number("review_before")).on
            reason = f"{name}, final on {say_date(h.on)}"
            needs.append(need_of("review_before", anchors, day, reason, id=f"review_before-{h.on}"))
        if h.until_on:
            anchors = _recorded("review_circulated", h.until_on, name)
            reason = f"{name}, circulated on {say_date(h.until_on)}"
            needs.append(
                need_of(
                    "review_after", anchors, h.until_on, reason, id=f"review_after-{h.until_on}"
                )
            )
    return needs


def visits(asking: Asking) -> list[Need]:
    """After a visit, the traveller debriefs contributors (2006 report, para. 10)."""
    needs = []
    for h in _of_kind(asking, "visit"):
        ended = h.until_on or h.on
        if ended and ended <= asking.as_of:
            anchors = _recorded("visit_end", ended, h.name)
            reason = f"{h.name or 'visit'}, ended {say_date(ended)}"
            needs.append(
                need_of("visit_debrief", anchors, ended, reason, id=f"visit_debrief-{ended}")
            )
    return needs


def options_papers(asking: Asking) -> list[Need]:
    """Options that would change the mandate are discussed while still options (2006, para. 9)."""
    adoption = asking.cycle.anchors.get("adoption")
    if adoption is None:
        return []
    return [
        need_of(
            "working_group", asking.cycle.anchors, stone.on,
            f"options paper of {say_date(stone.on)}", id="options_paper",
            title="Working Group on the options", why=("R2006-9a", "R2006-7", "R2006-14b"),
            criteria=("before_adoption", "season", "options_paper"),
        )
        for stone in asking.facts.milestones
        if stone.kind == "options_paper" and stone.expires_on == asking.cycle.expires_on
    ]  # fmt: skip


def drafts(asking: Asking) -> list[Need]:
    """A first draft in circulation calls for a short round in any preset (2017, para. 81)."""
    draft = asking.cycle.anchors.get("first_draft")
    if draft is None or draft.basis is not Basis.RECORDED or asking.preset == "full":
        return []
    day = (
        asking.workdays.shift(draft.on, asking.number("draft_round_after")).on if draft.on else None
    )
    reason = f"first draft circulated {say_date(draft.on)}" if draft.on else "first draft"
    return [need_of("draft_consultation", asking.cycle.anchors, day, reason)]


def new_missions(asking: Asking) -> list[Need]:
    """A mission about to be created: meet potential contributors first (2006, para. 14 (b))."""
    planned = [m for m in asking.facts.milestones if m.kind == "planned_adoption"]
    if asking.facts.mandates or asking.facts.open_ended or not planned:
        return []
    stone = max(planned, key=lambda m: m.known_on)
    anchors = {
        **_recorded("adoption", stone.on, stone.source),
        "opened": Anchor("opened", stone.known_on, Basis.RECORDED, stone.source),
    }
    day = asking.workdays.shift(stone.on, -asking.number("options_before_decision")).on
    return [
        need_of(
            "working_group", anchors, day, f"creation planned for {say_date(stone.on)}",
            id="new_mission", title="Working Group on the new mission",
            why=("R2006-7", "R2006-14b", "R2006-9a"),
            criteria=("before_adoption", "options_paper", "opened"),
        )
    ]  # fmt: skip


def withdrawal(asking: Asking) -> list[Need]:
    """The end of the mission is near: transition to peacebuilding (2006 report, para. 14 (e))."""
    ends = asking.facts.expected_end_on
    if ends is None and asking.cycle.kind == CLOSURE:
        ends = asking.cycle.expires_on
    months = asking.number("withdrawal_lookahead")
    if ends is None or not asking.as_of <= ends <= asking.as_of + relativedelta(months=months):
        return []
    opened = ends - relativedelta(months=months)
    anchors = {
        **_recorded("withdrawal", ends, "end of the mandate or of the mission, as recorded"),
        **_ours("opened", opened, f"{months} months before the end"),
    }
    day = max(ends - relativedelta(months=3), asking.as_of)
    return [
        need_of(
            "working_group", anchors, day, f"the mandate ends {say_date(ends)}",
            id="withdrawal", title="Working Group on the transition",
            why=("R2006-14e-1", "R2006-12c"), criteria=("withdrawal", "opened"),
            format="informal",
        )
    ]  # fmt: skip


def _last(asking: Asking, kinds: tuple[str, ...], statuses: tuple[str, ...]) -> Meeting | None:
    found = [m for m in asking.facts.meetings if m.kind in kinds and m.status in statuses]
    return max(found, key=lambda m: m.on, default=None)


def follow_ups(asking: Asking) -> list[Need]:
    """Return to the same situation in a further meeting (2006 report, para. 11)."""
    last = _last(asking, ("working_group", "crisis"), HELD)
    if last is None or is_theme(last.need):  # an issue is looked at again on a day of its own
        return []
    anchors = _recorded("last_meeting", last.on, last.reference or "last meeting")
    latest = last.on + relativedelta(days=asking.number("follow_up_to"))
    later = any(m.on > last.on and m.kind in TRIANGULAR for m in asking.facts.meetings)
    if later or asking.as_of > latest:
        return []
    return [
        need_of(
            "working_group", anchors, latest, f"follow-up to the meeting of {say_date(last.on)}",
            id="follow_up", title="Follow-up meeting", why=("R2006-11",), criteria=("follow_up",),
        )
    ]  # fmt: skip


def contact_gap(asking: Asking) -> list[Need]:
    """No triangular contact for six months: talk again before they are over (2017, para. 88).

    A record older than three times that is taken for a gap in the record, not in the contacts.
    """
    last = _last(asking, TRIANGULAR, LIVE)
    months = asking.number("contact_gap_months")
    if last is None or last.on + relativedelta(months=3 * months) < asking.as_of:
        return []
    due = last.on + relativedelta(months=months)
    over = asking.cycle.expires_on is not None and asking.cycle.expires_on < asking.as_of
    if over or due > asking.as_of + relativedelta(months=2) or _season_open(asking):
        return []
    said = f"no triangular contact is recorded since {say_date(last.on)}"
    closes = due if due >= asking.as_of else asking.as_of + relativedelta(months=1)
    overdue = f"overdue since {say_date(due)}: within a month" if closes != due else said
    anchors = {
        **_ours("contact_due", closes, overdue),
        **_ours("opened", max(asking.as_of, last.on), "the day asked"),
    }
    return [
        need_of(
            "informal_triangular", anchors, min(due, closes), said, id="contact_gap",
            title="Mid-mandate consultation", why=("R2017-88a", "R2017-74b"),
            criteria=("contact_gap", "opened"),
        )
    ]  # fmt: skip


def _season_open(asking: Asking) -> bool:
    """The renewal's own consultations are at hand: no extra meeting is called for (para. 78)."""
    expiry = asking.cycle.expires_on
    return expiry is not None and 0 <= (expiry - asking.as_of).days <= 2 * asking.number(
        "mid_mandate"
    )


def group_needs(asking: Asking) -> list[Need]:
    """The Working Group's own: the C-34 Bureau, an organisational meeting, issues of several."""
    return [*_bureau(asking), *_organisational(asking), *theme_needs(asking)]


def _bureau(asking: Asking) -> list[Need]:
    """Every six months, and once in the months before the Special Committee meets."""
    last = _last(asking, ("c34_bureau",), LIVE)
    due = last.on + relativedelta(months=asking.number("c34_bureau_months")) if last else None
    said = f"none recorded since {say_date(last.on)}" if last else "none is recorded"
    closes, source = due, said
    if due is None or due < asking.as_of:
        closes = asking.as_of + relativedelta(months=1)
        source = f"overdue since {say_date(due)}: within a month" if due else "within a month"
    assert closes is not None
    session = date(closes.year, 2, 15)
    since = session - relativedelta(months=3)  # a talk so near is the one before the session
    if asking.as_of < session < closes and (last is None or last.on < since):
        closes, source = session, "before the Special Committee meets"
    opened = max(asking.as_of, closes - relativedelta(months=1))
    anchors = {**_ours("bureau_due", closes, source), **_ours("opened", opened, "a month ahead")}
    criteria = ("bureau_interval", "opened")
    return [need_of("c34_bureau", anchors, closes, said, criteria=criteria)]


def _organisational(asking: Asking) -> list[Need]:
    year = asking.as_of.year + (asking.as_of.month > 1)
    held = any(m.kind == "organisational" and m.on.year == year for m in asking.facts.meetings)
    if held:
        return []
    anchors = {
        **_ours("january_end", date(year, 1, 31), "end of January"),
        **_ours("opened", date(year, 1, 1), "January"),
    }
    reason = f"organisation of work for {year}"
    criteria = ("organisational", "opened")
    return [need_of("organisational", anchors, date(year, 1, 11), reason, criteria=criteria)]


TRIGGERS: tuple[Callable[[Asking], list[Need]], ...] = (
    new_missions, crises, reviews, visits, options_papers, drafts, withdrawal, follow_ups,
    contact_gap,
)  # fmt: skip

__all__ = ["RENEWAL", "TRIGGERS", "group_needs"]
