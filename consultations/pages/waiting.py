"""What waits for whoever plans: one line each, leading to where it is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import ngettext

from consultations.models import Message
from consultations.pages.today import Desk


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of work: how much of it, in words, and the page where it is done."""

    name: str
    n: int
    words: str
    href: str


def waiting_for(desk: Desk, mails: Mapping[str, int], arrived: int) -> list[Line]:
    """The lines that are not empty, the most pressing first.

    *mails*: how many are drafts, and how many failed; *arrived*: answers to decide.
    """
    return [line for line in _lines(desk, mails["draft"], mails["failed"], arrived) if line.n]


def _lines(desk: Desk, drafts: int, failed: int, arrived: int) -> Iterator[Line]:
    said = ngettext("%d draft to review", "%d drafts to review", drafts) % drafts
    yield Line("drafts", drafts, said, _of_drafts() if drafts else "")
    said = ngettext("%d mail failed or came back", "%d mails failed or came back", failed) % failed
    yield Line("failed", failed, said, f"{reverse('outbox')}?state=failed")
    n = arrived
    said = ngettext("%d answer to decide", "%d answers to decide", n) % n
    yield Line("answers", n, said, reverse("answers"))
    n = desk.unreached
    said = ngettext("%d address missing or failing", "%d addresses missing or failing", n) % n
    yield Line("addresses", n, said, _of_addresses(desk))
    n = len(desk.unannounced)
    said = ngettext(
        "%d booked meeting not announced", "%d booked meetings not announced", n
    ) % n  # fmt: skip
    yield Line("unannounced", n, said, "#announce")


def _of_drafts() -> str:
    """Straight to the meeting whose drafts they are, if it is one."""
    drafts = Message.objects.filter(state=Message.State.DRAFT).order_by()
    rows = [pk for (pk,) in drafts.values_list("consultation").distinct()[:2]]
    if len(rows) == 1 and rows[0] is not None:
        return reverse("consultation_outbox", kwargs={"pk": rows[0]})
    return reverse("outbox")


def _of_addresses(desk: Desk) -> str:
    """To the one delegation, to the list of its sort, or to the lines below where both are."""
    whose = {
        *(one.delegation for one in desk.missing),
        *(one.delegation for one in desk.failing),
    }
    if len(whose) == 1:
        return whose.pop().get_absolute_url()
    if desk.missing and desk.failing:
        return "#unreached"
    return f"{reverse('delegations')}?show={'missing' if desk.missing else 'failing'}"
