"""An issue that came up in several missions calls for a thematic meeting (2006, para. 14 (f))."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from planner.anchors import Anchor, Basis
from planner.known import Meeting, Raised
from planner.needs import Asking, Need, need_of

THEME = "theme-"
AFTER = "-after-"


@dataclass(frozen=True, slots=True)
class Theme:
    """An issue raised in enough missions, and until which day that holds.

    ``raised`` is the newest mention in each mission; ``arose_on`` the day of the mention that made
    the missions enough; ``since`` the day of the last thematic meeting on it.
    """

    key: str
    missions: tuple[str, ...]
    raised: tuple[Raised, ...]
    arose_on: date
    until: date
    since: date | None

    @property
    def need(self) -> str:
        """The id of the need; another one after each thematic meeting."""
        after = f"{AFTER}{self.since.isoformat()}" if self.since else ""
        return f"{THEME}{self.key}{after}"


def is_theme(need: str) -> bool:
    """Whether a need is a thematic meeting's."""
    return need.startswith(THEME)


def issue_of(need: str) -> str:
    """The key of the issue that a need names; empty where it names none."""
    return need.removeprefix(THEME).partition(AFTER)[0] if is_theme(need) else ""


def themes(
    raised: Iterable[Raised],
    meetings: Iterable[Meeting],
    *,
    as_of: date,
    missions: int,
    months: int,
) -> tuple[Theme, ...]:
    """Issues that meetings of at least so many *missions* took up within so many *months*.

    Counted back from *as_of*. Where a thematic meeting was held on an issue, only what came up
    after it counts.
    """
    last = _last_held(meetings, as_of)
    by_issue: dict[str, dict[str, list[Raised]]] = defaultdict(lambda: defaultdict(list))
    for one in raised:
        since = last.get(one.key)
        fresh = since is None or one.on > since
        if fresh and one.on <= as_of <= one.on + relativedelta(months=months):
            by_issue[one.key][one.mission].append(one)
    found = [
        _theme(key, of_mission, last.get(key), missions, months)
        for key, of_mission in by_issue.items()
        if len(of_mission) >= missions
    ]
    return tuple(sorted(found, key=lambda theme: (theme.until, theme.key)))


def _last_held(meetings: Iterable[Meeting], as_of: date) -> dict[str, date]:
    """By issue the day of the last thematic meeting that is not ahead."""
    found: dict[str, date] = {}
    for one in meetings:
        key = issue_of(one.need)
        if key and one.on <= as_of and one.status in ("held", "confirmed", "tentative"):
            found[key] = max(one.on, found.get(key, one.on))
    return found


def _theme(
    key: str, of_mission: dict[str, list[Raised]], since: date | None, missions: int, months: int
) -> Theme:
    newest = {name: max(several, key=lambda r: r.on) for name, several in of_mission.items()}
    firsts = sorted(min(r.on for r in several) for several in of_mission.values())
    lasts = sorted((r.on for r in newest.values()), reverse=True)
    return Theme(
        key=key,
        missions=tuple(sorted(newest)),
        raised=tuple(sorted(newest.values(), key=lambda r: (r.on, r.mission))),
        arose_on=firsts[missions - 1],
        until=lasts[missions - 1] + relativedelta(months=months),
        since=since,
    )


def themes_of(asking: Asking) -> tuple[Theme, ...]:
    """The same of what is known where needs are asked for."""
    return themes(
        asking.facts.raised, asking.facts.meetings, as_of=asking.as_of,
        missions=asking.number("theme_missions"), months=asking.number("theme_months"),
    )  # fmt: skip


def theme_needs(asking: Asking) -> list[Need]:
    """A thematic meeting of the Working Group for each issue that reaches beyond one mission.

    The issue itself is not in the words: closed meetings may be all that named it.
    """
    return [_need(theme, asking) for theme in themes_of(asking)]


def _need(theme: Theme, asking: Asking) -> Need:
    months, source = asking.number("theme_months"), "as meetings were tagged"
    first = asking.workdays.shift(asking.as_of - timedelta(days=1), 1).on  # to be announced on
    day = asking.workdays.shift(first, asking.number("notice_kept")).on
    said = f"one issue came up in {len(theme.missions)} missions within {months} months"
    anchors = {
        "theme_until": Anchor("theme_until", theme.until, Basis.RULE, source),
        "opened": Anchor("opened", asking.as_of, Basis.RULE, "the day asked"),
    }
    return need_of(
        "working_group", anchors, min(day, theme.until), said, id=theme.need,
        title="Thematic meeting of the Working Group", why=("R2006-14f-1",),
        criteria=("theme", "opened"),
    )  # fmt: skip
