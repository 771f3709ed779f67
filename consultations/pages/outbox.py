"""The outbox: drafts to review by consultation, and what is waiting, sent, failed or withheld."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.contacts.delegations import Names, known_names
from consultations.invitations.outbox import missing
from consultations.invitations.undelivered import UNDELIVERED, to_mend
from consultations.models import Consultation, Message, Occasion
from consultations.pages.narrowing import holding, more

State = Message.State
TABS = {
    "draft": (gettext_lazy("To review"), Q(state=State.DRAFT)),
    "queued": (gettext_lazy("To be sent"), Q(state__in=(State.QUEUED, State.SENDING))),
    "failed": (gettext_lazy("Failed"), UNDELIVERED),
    "sent": (gettext_lazy("Sent"), Q(state=State.SENT)),
    "withheld": (gettext_lazy("Not to be sent"), Q(state=State.WITHHELD)),
}
ORDER = {"queued": ("next_try_at", "pk"), "sent": ("-sent_at", "-pk")}
NEWEST = ("-decided_at", "-pk")
SOUGHT = ("to_email", "to_name", "subject", "invitation__participation__name")
A_PAGE = 50
ENHANCED = re.compile(r"\b[45]\.(\d{1,3})\.\d{1,3}\b")  # RFC 3463: class, subject, detail
PLAIN = re.compile(r"(?<!\d)(4\d\d|5\d\d)(?!\d)")
NO_MAILBOX = ("550", "551", "553")
LONGEST = 200  # characters that are searched for


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of the outbox and how many are in it."""

    state: str
    label: str
    count: int
    here: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """One consultation with drafts: how many of which occasion, and what keeps them."""

    row: Consultation
    kinds: tuple[tuple[str, int], ...]
    count: int
    stale: int
    drafted_at: Any
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MailLine:
    """One mail that was decided on; *cure* says what to do about one that failed.

    *over*: it failed, and nobody has to do anything about it any more.
    """

    mail: Message
    delegation: str
    key: str
    cure: str
    over: bool

    @property
    def kind(self) -> str:
        """Why it was written; empty where its subject begins with that."""
        said = str(self.mail.get_occasion_display())
        return "" if self.mail.subject.casefold().startswith(said.casefold()) else said


def outbox(state: str, consultation: UUID | None, page: str, sought: str = "") -> dict[str, Any]:
    """The context of the page: its tabs, and what stands in the one that is open.

    *sought* is looked for in delegations, addresses and subjects.
    """
    state = state if state in TABS else "draft"
    sought = " ".join(sought.replace("\x00", "").split())[:LONGEST]
    rows = Message.objects.filter(holding(sought, SOUGHT))
    about = None
    if consultation is not None:
        rows = rows.filter(consultation=consultation)
        about = Consultation.objects.filter(pk=consultation).first()
    context: dict[str, Any] = {"tabs": _tabs(rows, state), "state": state, "about": about}
    context |= {"sought": sought, "more": more(about, sought)}
    if state == "draft":
        return context | {"waiting": waiting(rows)}
    found = rows.filter(TABS[state][1]).select_related(
        "consultation", "invitation__participation", "decided_by"
    )
    found = found.defer("ics", "body", "snapshot").order_by(*ORDER.get(state, NEWEST))
    shown = Paginator(found, A_PAGE).get_page(page)
    names, open_ones = known_names(), still_open(shown) if state == "failed" else set()
    lines = [_line(one, names, open_ones) for one in shown]
    return context | {"page": shown, "lines": lines}


def still_open(shown: Iterable[Message]) -> set[int]:
    """Those of the mails *shown* that somebody still has to do something about."""
    found = Message.objects.filter(to_mend(timezone.now()), pk__in=[one.pk for one in shown])
    return set(found.values_list("pk", flat=True))


def _tabs(rows: QuerySet[Message], here: str) -> list[Tab]:
    """Of those that failed, only such as still matter are counted."""
    parts = {name: of for name, (_label, of) in TABS.items()}
    parts["failed"] = to_mend(timezone.now())
    counts = rows.aggregate(**{name: Count("pk", filter=of) for name, of in parts.items()})
    return [
        Tab(name, str(label), counts[name], name == here) for name, (label, _of) in TABS.items()
    ]


def to_look_at() -> dict[str, int]:
    """How many drafts wait to be read and how many mails failed, in one query."""
    return {tab.state: tab.count for tab in _tabs(Message.objects.all(), "")}


def waiting(rows: QuerySet[Message]) -> list[Waiting]:
    """The consultations whose drafts wait to be read, the soonest meeting first; two queries."""
    drafts = rows.filter(state=State.DRAFT, consultation__isnull=False).order_by()
    counted: dict[UUID, list[Mapping[str, Any]]] = {}
    for one in drafts.values("consultation", "occasion").annotate(
        n=Count("pk"), stales=Count("pk", filter=Q(stale=True)), last=Max("drafted_at")
    ):
        counted.setdefault(one["consultation"], []).append(one)
    meetings = Consultation.objects.filter(pk__in=counted).select_related("room", "cycle_mission")
    return [_waiting(row, counted[row.pk]) for row in meetings.order_by("starts_at", "pk")]


def _waiting(row: Consultation, counted: list[Mapping[str, Any]]) -> Waiting:
    by_kind = {one["occasion"]: one["n"] for one in counted}
    return Waiting(
        row,
        tuple((str(Occasion(kind).label), by_kind[kind]) for kind in Occasion if kind in by_kind),
        sum(by_kind.values()),
        sum(one["stales"] for one in counted),
        max(one["last"] for one in counted),
        tuple(missing(row)),
    )


def _line(mail: Message, names: Names, open_ones: set[int]) -> MailLine:
    failed = mail.state == State.FAILED or mail.bounced_at is not None
    said, over = cure(mail.error) if failed else "", failed and mail.pk not in open_ones
    if mail.invitation is None:
        return MailLine(mail, "", "", said, over)
    guest = mail.invitation.participation
    return MailLine(mail, guest.name, names.of(guest.member_id, guest.name).key, said, over)


def is_wrong(words: str) -> bool:
    """Whether the server's words say that there is no such mailbox (RFC 3463: X.1.X)."""
    found, plain = ENHANCED.search(words), PLAIN.search(words)
    if found:
        return int(found[1]) == 1
    return plain is not None and plain[1] in NO_MAILBOX


def cure(words: str) -> str:
    """What to do about a mail that failed, by the code in the server's own words (RFC 3463)."""
    found = ENHANCED.search(words)
    subject = int(found[1]) if found else 0
    plain = PLAIN.search(words)
    if is_wrong(words):
        return _(
            "The address is wrong or gone: correct the address with the delegation: the "
            "invitation is then drafted for the new one."
        )
    if subject == 2 or (plain and plain[1] == "552"):
        return _("The mailbox takes no mail now, or is full: call the delegation, then try again.")
    if subject == 7:
        return _("Their server refuses our mail: ask those who run mail here, then try again.")
    if words.strip():
        return _("Nothing that is written here can mend it: try again later, or call them.")
    return _("No server gave a reason: try again.")
