"""One mail: read it, edit it while it is a draft, decide on it, or try one again that failed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from consultations import invitations
from consultations.forms.outbox import DraftForm, SeenForm, WithholdForm
from consultations.invitations.outbox import locked
from consultations.models import Message
from consultations.pages.outbox_message import mails, next_draft, one_mail
from consultations.pages.outbox_review import seen
from consultations.people import needs

SAID = {
    "approve": gettext_lazy("It is to be sent."),
    "withhold": gettext_lazy("It is not sent; the reason is kept."),
    "reword": gettext_lazy("Its words are written anew."),
    "retry": gettext_lazy("It is tried again."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@needs("plan")
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail and its calendar part; a POST keeps other words of a draft."""
    mail = _mail(pk)
    if request.method != "POST":
        return _page(request, mail)
    form = DraftForm(request.POST, mail=mail)
    if not form.is_valid():
        return _page(request, mail, status=400, form=form)
    told = {name: form.cleaned_data[name] for name in ("subject", "body", "language")}
    try:
        with transaction.atomic():
            (draft,) = _as_read(mail, form.cleaned_data["seen"])
            invitations.edit(draft, who=request.user, **told)  # type: ignore[arg-type]
    except invitations.Refused as refused:
        return _refused(request, pk, refused.sentence)
    messages.success(request, _("The words are kept."))
    return redirect("message", pk=pk)


@require_POST
@needs("plan")
def message_deed(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """approve, withhold (with a reason), reword or retry one mail, as it was read."""
    if deed not in SAID:
        raise Http404(_("no such deed"))
    mail = _mail(pk)
    form = (WithholdForm if deed == "withhold" else SeenForm)(request.POST, auto_id=f"{deed}-%s")
    if not form.is_valid():
        withhold = form if isinstance(form, WithholdForm) else None
        return _page(request, mail, status=400, withhold=withhold)
    try:
        with transaction.atomic():
            _do(deed, _as_read(mail, form.cleaned_data["seen"]), form.cleaned_data, request)
    except invitations.Refused as refused:
        return _page(request, _mail(pk), status=409, failed=refused.sentence)
    messages.success(request, SAID[deed])
    further = next_draft(mail) if deed in ("approve", "withhold") else None
    if further and "further" in request.POST:
        return redirect("message", pk=further.pk)
    if mail.consultation and deed in ("approve", "withhold"):
        return (
            redirect("consultation_outbox", pk=mail.consultation_id)
            if further
            else redirect(mail.consultation)
        )
    return redirect("message", pk=pk)


def _do(deed: str, rows: list[Message], told: dict[str, Any], request: HttpRequest) -> None:
    who: Any = request.user
    if deed == "approve":
        invitations.approve(rows, who=who)
    elif deed == "withhold":
        invitations.withhold(rows, who=who, reason=told["reason"])
    elif deed == "reword":
        invitations.reword(rows[0], who=who)
    else:
        invitations.retry(rows[0], who=who)


def _mail(pk: int) -> Message:
    if pk > 10**18:  # no database holds the longest numbers of an address
        raise Http404(_("no such mail"))
    return get_object_or_404(mails(), pk=pk)


def _as_read(mail: Message, words: str) -> list[Message]:
    """*mail* locked; raises ``Refused`` where it is not as it was read (deeds say who decided)."""
    rows = locked([mail])
    if not rows:
        raise invitations.Refused(_("This draft is gone: there is nothing left to be told."))
    if rows[0].state == mail.state == Message.State.DRAFT and seen(rows[0]) != words:
        raise invitations.Refused(
            _("This mail changed since you read it: read it again, then decide.")
        )
    return rows


def _refused(request: HttpRequest, pk: int, sentence: str) -> HttpResponse:
    """The mail as it stands now; what was typed stays, ready to be sent again."""
    mail = _mail(pk)
    data = request.POST.copy()
    data["seen"] = seen(mail)
    form = DraftForm(data, mail=mail) if mail.state == Message.State.DRAFT else None
    typed = None if form else request.POST.get("body", "")
    return _page(request, mail, status=409, failed=sentence, form=form, typed=typed)


def _page(
    request: HttpRequest, mail: Message, status: int = 200, failed: str = "",
    typed: str | None = None, **forms: Any,
) -> HttpResponse:  # fmt: skip
    context = one_mail(mail, request.user, **forms)  # type: ignore[arg-type]
    context |= {"failed": failed, "typed": typed}
    return render(request, "outbox/message.html", context, status=status)
