"""The outbox: all mails by how they stand, and the drafts of one consultation, decided together."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from consultations import booking, invitations, planning
from consultations.invitations.outbox import locked
from consultations.invitations.reminders import A_DAY
from consultations.models import Consultation, Message
from consultations.pages.outbox import outbox as outbox_shown
from consultations.pages.outbox_review import chosen, review, seen
from consultations.people import needs


@require_safe
@needs("plan")
def outbox(request: HttpRequest) -> HttpResponse:
    """``?state=`` names the part, ``?consultation=`` one meeting, ``?q=`` what is looked for,
    ``?page=`` the page."""
    told = request.GET
    about = _uuid(told.get("consultation", ""))
    context = outbox_shown(
        told.get("state", "draft"), about, told.get("page", "1"), told.get("q", "")
    )
    return render(request, "outbox/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("plan")
def consultation_outbox(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The drafts to read (``?ticked=none``: none ticked); a POST approves or withholds those
    ticked, or reminds."""
    rows = Consultation.objects.select_related("room", "cycle_mission")
    row = get_object_or_404(rows, pk=pk)
    if request.method != "POST":
        ticked: list[str] | None = [] if request.GET.get("ticked") == "none" else None
        return render(request, "outbox/review.html", review(row, ticked))
    told, deed = request.POST, request.POST.get("deed", "")
    if deed not in DEEDS:
        return _again(request, row, _("Choose what to do with the drafts."), 400)
    try:
        said = DEEDS[deed](request, row, told)
    except (invitations.Refused, booking.Refusal) as refused:
        return _again(request, row, refused.sentence, 409)
    if not said:
        return _again(request, row, _("Tick at least one draft."), 400)
    messages.success(request, said)
    left = row.messages.filter(state=Message.State.DRAFT).exists()
    if left and not (deed == "remind" and "invitation" in told):
        return redirect("consultation_outbox", pk=row.pk)
    return redirect(row)


@transaction.atomic
def _approve(request: HttpRequest, row: Consultation, told: QueryDict) -> str:
    """What is ticked, or all that is listed."""
    ticked = told.getlist("every" if told["deed"] == "approve_all" else "chosen")
    drafts = _as_read(row, chosen(ticked))
    if not drafts:
        return ""
    n = invitations.approve(drafts, who=request.user)  # type: ignore[arg-type]
    if "announce" in told:
        _announce(request, row)
    return ngettext("%d mail is to be sent.", "%d mails are to be sent.", n) % n


def _announce(request: HttpRequest, row: Consultation) -> None:
    """Who is invited knows of it: notice runs from that day, where none was recorded."""
    row.refresh_from_db()
    if row.announced_on is None and row.status == Consultation.Status.CONFIRMED:
        booking.announce(row, on=planning.today(), who=request.user, version=row.version)  # type: ignore[arg-type]


@transaction.atomic
def _withhold(request: HttpRequest, row: Consultation, told: QueryDict) -> str:
    drafts = _as_read(row, chosen(told.getlist("chosen")))
    if not drafts:
        return ""
    reason = told.get("reason", "").replace("\x00", "")[:2000]
    n = invitations.withhold(drafts, who=request.user, reason=reason)  # type: ignore[arg-type]
    return ngettext("%d mail is not sent.", "%d mails are not sent.", n) % n


@transaction.atomic
def _remind(request: HttpRequest, row: Consultation, told: QueryDict) -> str:
    """One who is named at once; nobody named: drafts to all who have not answered."""
    held = row.invitations.select_related("participation", "contact", "delegated_from")
    named = chosen(told.getlist("invitation"))
    asked = invitations.unanswered(row, held.filter(pk__in=named) if named else held)
    if not asked:
        raise invitations.Refused(_("Nobody who was told of this time still has to answer."))
    since = timedelta(0) if named else A_DAY
    sent = invitations.remind(row, asked, who=request.user, now=bool(named), since=since)  # type: ignore[arg-type]
    n, left = len(sent), len(asked) - len(sent)
    if not n:
        raise invitations.Refused(
            _("A mail to them is still to be sent, or was written in the last 24 hours: wait.")
        )
    if named:
        return ngettext("%d reminder is to be sent.", "%d reminders are to be sent.", n) % n
    said = ngettext("%d reminder is drafted: read it.", "%d reminders are drafted: read them.", n)
    return " ".join(filter(None, [said % n, _left_out(left)]))


def _left_out(n: int) -> str:
    """How many are not reminded, and why."""
    said = ngettext(
        "%d address is left out: it was written to in the last 24 hours.",
        "%d addresses are left out: they were written to in the last 24 hours.",
        n,
    )
    return said % n if n else ""


DEEDS = {
    "approve": _approve,
    "approve_all": _approve,
    "withhold": _withhold,
    "remind": _remind,
}


def _as_read(row: Consultation, ticked: dict[int, str]) -> list[Message]:
    """The mails ticked, locked; raises ``Refused`` where one is not as it was read."""
    found = locked(row.messages.filter(pk__in=ticked))
    if len(found) < len(ticked):
        raise invitations.Refused(
            _("What was to be told changed meanwhile: read the drafts again, then decide.")
        )
    for one in found:
        open_one = one.state == Message.State.DRAFT  # of any other it is said who decided
        if open_one and ticked[one.pk] and ticked[one.pk] != seen(one):
            words = {"to": one.to_email}
            raise invitations.Refused(
                _("The mail to %(to)s changed since you read it: read it again, then decide.")
                % words
            )
    return found


def _again(request: HttpRequest, row: Consultation, sentence: str, status: int) -> HttpResponse:
    """The drafts as they stand now, what was ticked and typed kept."""
    told = request.POST
    ticked = told.getlist("chosen") if told.get("deed") in ("approve", "withhold") else None
    context = review(row, ticked) | {"failed": sentence, "reason": told.get("reason", "")}
    return render(request, "outbox/review.html", context, status=status)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if len(text) == 36 else None
    except ValueError:
        return None
