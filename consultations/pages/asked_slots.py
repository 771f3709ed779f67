"""What the address of a proposal asks for: kind, cycle, day, hour, room, choices, length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from consultations import planning
from consultations.models import HEADQUARTERS, MISSION, Consultation, Mission
from consultations.pages.asked_dates import asked_date

SHORTEST, LONGEST = 30, 180  # minutes: half an hour, and a session
REACH = timedelta(days=400)  # how far from the day of asking slots can be looked at
DAYS_SHOWN, HOURS_OF_A_DAY = 5, 10


@dataclass(frozen=True, slots=True)
class AskedSlots:
    """One address, read; ``problems`` says what in it could not be used, and how to write it."""

    mission: Mission | None
    kind: str
    as_of: date
    today: date
    need: str = ""
    component: str = MISSION
    expiry: date | None = None
    day: date | None = None
    start: time | None = None
    room: str = ""
    week: date | None = None
    why_not: date | None = None
    minutes: int | None = None
    interpretation: bool = False
    theme: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    moving: Consultation | None = None
    named: bool = True
    problems: tuple[str, ...] = ()

    @property
    def past(self) -> bool:
        return self.as_of != self.today

    def found(self, *, on: date | None = None) -> planning.Proposals:
        """The proposals; *on* is the day whose Council is invited. Raises NoSuchCycle."""
        days = tuple(d for d in (self.day, self.week) if d)
        wishes = planning.Wishes(
            minutes=self.minutes, interpretation=self.interpretation, choices=self.choices,
            theme=self.theme, on=on, moving=self.moving, named=self.named,
            days=tuple(d + timedelta(days=n) for d in days for n in (0, 6)),
        )  # fmt: skip
        return planning.propose(
            self.mission, self.kind, need=self.need, component=self.component,
            expiry=self.expiry, as_of=self.as_of, top=DAYS_SHOWN * HOURS_OF_A_DAY,
            why_not_on=self.why_not, wishes=wishes,
        )  # fmt: skip

    def query(self, **changes: Any) -> str:
        """The address's own query with *changes*; None takes a part out."""
        parts: dict[str, Any] = {
            "expiry": self.expiry,
            "component": self.component if self.component != MISSION else None,
            "need": self.need or None,
            "as_of": self.as_of if self.past else None,
            "day": self.day,
            "start": self.start.strftime("%H:%M") if self.start else None,
            "room": self.room or None,
            "week": self.week,
            "minutes": self.minutes,
            "interpretation": "on" if self.interpretation else None,
            "theme": self.theme or None,
            "move": self.moving.pk if self.moving else None,
            **{f"choice-{key}": value for key, value in self.choices.items()},
            **changes,
        }
        return urlencode({name: value for name, value in parts.items() if value is not None})

    def kept(self, *without: str) -> list[tuple[str, str]]:
        """The query as hidden fields of a form that asks for *without* itself."""
        query = QueryDict(self.query(**dict.fromkeys(without)))
        return [(name, query[name]) for name in query if not name.startswith(without)]


def asked_slots(
    query: QueryDict, mission: Mission | None, kind: str, moving: Consultation | None = None
) -> AskedSlots:
    """Read the address. Raises Http404 for a kind that is none, or not the mission's to hold."""
    need = query.get("need", "").strip()[:120]
    if kind not in planning.KINDS or planning.of_the_group(kind, need) != (mission is None):
        raise Http404(_("no such kind of consultation"))
    today = planning.today()
    problems: list[str] = []
    dates = {name: _date(query, name, problems)
             for name in ("as_of", "expiry", "day", "week", "why_not")}  # fmt: skip
    as_of = dates.pop("as_of") or _day_of_asking(today, moving)
    expiry = dates.pop("expiry")
    near = {name: _near(on, as_of, problems) for name, on in dates.items()}
    return AskedSlots(
        mission=mission, kind=kind, as_of=as_of, today=today, expiry=expiry,
        need=need,
        component=query.get("component", "").strip()[:60] or MISSION,
        start=_time(query, problems), room=_room(query), minutes=_minutes(query, problems),
        interpretation=bool(query.get("interpretation")), theme=query.get("theme", "")[:120],
        choices=_choices(query), moving=moving, problems=tuple(problems),
        day=near["day"], week=near["week"], why_not=near["why_not"],
    )  # fmt: skip


def _day_of_asking(today: date, moving: Consultation | None) -> date:
    """Today; for a meeting of the past its own day, near which it is looked for another place."""
    held = moving.starts_at.astimezone(HEADQUARTERS).date() if moving else today
    return min(today, held)


def _date(query: QueryDict, name: str, problems: list[str]) -> date | None:
    if not query.get(name, "").strip():
        return None
    on, problem = asked_date(query, name, date.min)
    if problem:
        problems.append(problem)
        return None
    return on


def _near(on: date | None, as_of: date, problems: list[str]) -> date | None:
    """Days too far from the day of asking are not looked at."""
    if on is None or abs(on - as_of) <= REACH:
        return on
    words = {"day": on.isoformat(), "n": REACH.days, "as_of": as_of.isoformat()}
    problems.append(
        _("%(day)s lies more than %(n)d days from %(as_of)s: ask as of a nearer day.") % words
    )
    return None


def _time(query: QueryDict, problems: list[str]) -> time | None:
    text = query.get("start", "").strip()
    if not text:
        return None
    try:
        start = time.fromisoformat(text)
    except ValueError:
        start = time(second=1)
    if start.second or start.microsecond or start.tzinfo:
        problems.append(_("“%s” is not a time: write it as 10:00.") % text[:20])
        return None
    return start


def _minutes(query: QueryDict, problems: list[str]) -> int | None:
    text = query.get("minutes", "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 4) or not (
        SHORTEST <= int(text) <= LONGEST
    ):
        words = {"text": text[:20], "least": SHORTEST, "most": LONGEST}
        problems.append(_("“%(text)s” is no length: %(least)d to %(most)d minutes.") % words)
        return None
    return int(text)


def _room(query: QueryDict) -> str:
    text = query.get("room", "").strip()
    return text if text.isascii() and text.isdigit() and len(text) < 12 else ""


def _choices(query: QueryDict) -> dict[str, str]:
    """Choices other than their default; which ones exist, the core decides."""
    named = [name for name in list(query)[:60] if name.startswith("choice-")]
    return {
        name.removeprefix("choice-"): value
        for name in named
        if (value := query.get(name, "").strip()[:300])
    }
