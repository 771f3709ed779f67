"""Answers that came in: what waits for a decision, what was counted, what came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from consultations.answers.delegations import named_delegate, waiting_delegations
from consultations.models import Consultation, Reply
from consultations.pages.narrowing import holding, more

Outcome = Reply.Outcome
UNDECIDED = Q(counter=Reply.Counter.OPEN) | Q(outcome__in=(Outcome.QUARANTINED, Outcome.STALE))
TABS = {
    "waiting": (_("To decide"), UNDECIDED),
    "counted": (_("Counted"), Q(outcome__in=(Outcome.COUNTED, Outcome.SUPERSEDED))),
    "counters": (_("Other times"), Q(outcome=Outcome.COUNTER)),
    "returned": (_("Returned mails"), Q(outcome=Outcome.BOUNCE)),
    "settled": (_("Settled"), Q(outcome__in=(Outcome.DISMISSED, Outcome.REFRESHED))),
    "all": (_("All"), Q()),
}
SOUGHT = ("sender", "attendee", "mail_subject", "invitation__participation__name")
A_PAGE = 50
LONGEST = 200  # characters that are searched for


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of the list and how many are in it."""

    name: str
    label: str
    count: int
    here: bool


def arrived(show: str, consultation: UUID | None, page: str, sought: str = "") -> dict[str, Any]:
    """The context of the list: ``show`` names a part, *consultation* limits it to one meeting;
    *sought* is looked for in delegations, addresses and subjects."""
    show = show if show in TABS else "waiting"
    sought = " ".join(sought.replace("\x00", "").split())[:LONGEST]
    rows = Reply.objects.filter(holding(sought, SOUGHT))
    about = None
    if consultation is not None:
        rows = rows.filter(consultation=consultation)
        about = Consultation.objects.filter(pk=consultation).first()
    parts = {name: of for name, (_label, of) in TABS.items()} | {"waiting": waits()}
    rows = rows.alias(**named_delegate())
    counts = rows.aggregate(**{name: Count("pk", filter=of) for name, of in parts.items()})
    found = rows.filter(parts[show]).defer("raw")
    found = found.select_related(
        "consultation", "invitation__participation", "entered_by", "decided_by"
    )
    return {
        "tabs": [Tab(name, str(label), counts[name], name == show)
                 for name, (label, _of) in TABS.items()],
        "show": show, "about": about, "sought": sought, "more": more(about, sought),
        "page": Paginator(found, A_PAGE).get_page(page),
    }  # fmt: skip


def waiting() -> int:
    """How many wait for a decision."""
    return Reply.objects.alias(**named_delegate()).filter(waits()).count()


def waits() -> Q:
    """Proposals, what was set aside, and answers that name somebody who is not invited yet."""
    return UNDECIDED | waiting_delegations()
