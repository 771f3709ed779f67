"""Plans for the tests of their pages: June 2017 planned for real, and placements made by hand."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User

from consultations import drafts
from consultations.models import Draft, DraftPlacement, Mission, Room
from tests.views.stories import EXPIRY, at

FIRST, LAST, AS_OF = date(2017, 6, 1), date(2017, 6, 30), date(2017, 6, 6)
FINDING = {
    "criterion": "notice", "title": "Notice", "recommendation": "R2017-79b", "also": [],
    "verdict": "short", "measured": 5, "wanted": 10, "unit": "working days", "force": "members",
    "obligation": "should", "basis": "rule", "sentence": "5 working days of notice", "shortfall": 5,
    "ours": "",
}  # fmt: skip


def planned(who: User | None, name: str = "June", **wishes: Any) -> Draft:
    """A plan of June 2017 as the worker stores it."""
    draft = drafts.sketch(who=who, name=name, first=FIRST, last=LAST, as_of=AS_OF, **wishes)
    return carried_out(draft)


def carried_out(draft: Draft) -> Draft:
    """What the worker does with a plan that waits."""
    draft.refresh_from_db()
    drafts.carry_out(draft.pk, draft.run)
    draft.refresh_from_db()
    return draft


def drafted(name: str = "By hand", **values: Any) -> Draft:
    """A finished plan without placements."""
    told: dict[str, Any] = {
        "first_on": FIRST, "last_on": LAST, "as_of": AS_OF, "state": "done", "status": "optimal",
        "engine": "HiGHS",
    }  # fmt: skip
    return Draft.objects.create(name=name, **{**told, **values})


def placed(draft: Draft, mission: Mission | None, day: int = 13, **values: Any) -> DraftPlacement:
    """An informal consultation on that day of June, at ten, in the room there is."""
    kind = values.pop("kind", "informal_triangular")
    name = mission.acronym if mission else "-"
    told: dict[str, Any] = {
        "key": f"{name}/mission/{EXPIRY}/{kind}", "mission": mission, "expires_on": EXPIRY,
        "kind": kind, "need": kind, "starts_at": at(6, day, 10), "verdict": "kept",
        "ends_at": at(6, day, 10) + timedelta(minutes=90), "room": Room.objects.first(),
    }  # fmt: skip
    return DraftPlacement.objects.create(draft=draft, **{**told, **values})


def text(html: str) -> str:
    """A page as somebody reads it, its blanks made one."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def part(html: str, start: str, end: str) -> str:
    """What stands between two marks of the page, as text."""
    return text(html.split(start, 1)[1].split(end, 1)[0])
