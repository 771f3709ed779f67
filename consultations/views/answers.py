"""Answers that came in: the list, uploads, one answer and what is decided on it, phone calls."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations import answers as taking
from consultations.forms.answers import HandForm, UploadForm
from consultations.models import Invitation, Participation, Reply
from consultations.pages.answers import arrived
from consultations.pages.answers_reply import DEEDS, REFUSALS, form_of, rows, shown
from consultations.people import needs

GET_AND_POST = ["GET", "HEAD", "POST"]


@require_safe
@needs("plan")
def answers(request: HttpRequest) -> HttpResponse:
    """``?show=`` names the part, ``?consultation=`` one meeting, ``?q=`` what is looked for,
    ``?page=`` the page."""
    told = request.GET
    about = _uuid(told.get("consultation", ""))
    context = arrived(told.get("show", ""), about, told.get("page", "1"), told.get("q", ""))
    return render(request, "answers/list.html", context)


@csrf_exempt  # checked one step further, where the form can be read at all
@require_http_methods(GET_AND_POST)
@needs("plan")
def answers_upload(request: HttpRequest) -> HttpResponse:
    """Take in a file or a pasted text, on the word of whoever brings it."""
    try:
        request.POST.get("text")
    except RequestDataTooBig:
        request.POST = QueryDict()  # nothing later asks for it anew
        form = UploadForm({})
        form.overlong = True
        return render(request, "answers/upload.html", {"form": form}, status=413)
    return _upload(request)


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    if not sent or not form.is_valid():
        status = 400 if sent else 200
        return render(request, "answers/upload.html", {"form": form}, status=status)
    found = taking.read(form.data_given(), via=Invitation.Via.UPLOAD, entered_by=_who(request))
    _say(request, found)
    return redirect("reply", pk=found.pk)


@require_safe
@needs("plan")
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """What came, what became of it; another time beside the one that stands (``?room=``)."""
    found = get_object_or_404(rows(), pk=pk)
    return render(request, "answers/reply.html", shown(found, room=request.GET.get("room", "")))


@require_POST
@needs("plan")
def reply_deed(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Do *deed*; what was typed is kept where it is not done."""
    if deed not in DEEDS:
        raise Http404(_("no such deed"))
    found = get_object_or_404(rows(), pk=pk)
    form = form_of(deed, found, data=request.POST)
    if not form.is_valid():
        return _again(request, found, deed, form, 400)
    try:
        DEEDS[deed].act(found, form.cleaned_data, _who(request))
    except REFUSALS as refusal:
        found = get_object_or_404(rows(), pk=pk)
        return _again(request, found, deed, form, 409, str(refusal))
    found = get_object_or_404(rows(), pk=pk)
    messages.success(request, DEEDS[deed].says(found))
    if deed in ("accept", "delegate") and found.consultation:
        return redirect("consultation_outbox", pk=found.consultation.pk)
    return redirect("reply", pk=pk)


@require_http_methods(GET_AND_POST)
@needs("plan")
def answer_by_hand(request: HttpRequest, pk: UUID, invitation: int) -> HttpResponse:
    """What was said on the telephone, entered for one address."""
    asked = Invitation.objects.select_related("consultation__room", "participation", "contact")
    row = get_object_or_404(asked, pk=invitation, consultation=pk)
    over = taking.closed(row)
    context: dict[str, Any] = {"row": row.consultation, "invitation": row}
    if over or request.method != "POST":
        form = HandForm(initial=_as_it_stands(row))
        context |= {"form": form, "over": over[1] if over else ""}
        status = 409 if over and request.method == "POST" else 200
        return render(request, "answers/hand.html", context, status=status)
    form = HandForm(request.POST)
    if not form.is_valid():
        return render(request, "answers/hand.html", context | {"form": form}, status=400)
    try:
        _count(row, form, _who(request))
    except (taking.Uncounted, _Changed) as refusal:
        data = form.data.copy()  # type: ignore[attr-defined]
        data["version"] = str(row.consultation.version)
        form = HandForm(data)
        form.add_error(None, str(refusal))
        return render(request, "answers/hand.html", context | {"form": form}, status=409)
    messages.success(request, _("The answer of %s is recorded.") % row.participation.name)
    return redirect(row.consultation)


class _Changed(Exception):
    """The consultation is not as it was when the answer was asked for."""


def _count(row: Invitation, form: HandForm, who: User) -> Reply:
    told = form.cleaned_data
    if told["version"] != row.consultation.version:
        raise _Changed(_("The consultation changed since you opened this page: ask them again."))
    delegate = told["delegated_to"].lower()
    passed_on = told["answer"] == Participation.Answer.DELEGATED
    return taking.count(
        row, told["answer"], via=Invitation.Via.HAND, comment=told["comment"],
        attending=told["attending"], level=told["level"], who=who,
        kept={"delegated_to": delegate if passed_on else ""},
    )  # fmt: skip


def _as_it_stands(row: Invitation) -> dict[str, Any]:
    return {
        "version": row.consultation.version, "attending": row.attending, "level": row.level,
        "answer": row.partstat if row.answered_at else "",
    }  # fmt: skip


def _say(request: HttpRequest, found: Reply) -> None:
    if found.times > 1:
        messages.info(request, _("This came before: nothing changed."))
    elif found.outcome == Reply.Outcome.COUNTED:
        messages.success(request, _("Counted."))
    else:
        messages.warning(request, _("Kept: %s.") % found.get_outcome_display())


def _again(
    request: HttpRequest, found: Reply, deed: str, form: forms.Form, status: int, sentence: str = ""
) -> HttpResponse:
    """The page as it stands now, and in the form what was typed."""
    room = request.POST.get("room", "")[:12] if deed == "accept" else ""
    context = shown(found, room=room)
    if deed == "accept" and (fresh := context["proposed"]):
        data = form.data.copy()  # type: ignore[attr-defined]
        data["version"], data["seen"] = str(fresh.row.version), fresh.seen
        form = form_of(deed, found, fresh, data)
        form.is_valid()
    if sentence:
        form.add_error(None, sentence)
    context["forms"], context["typed"] = context["forms"] | {deed: form}, {deed}
    return render(request, "answers/reply.html", context | {"failed": form}, status=status)


def _who(request: HttpRequest) -> User:
    return cast(User, request.user)  # whoever may plan has signed in


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if len(text) == 36 else None
    except ValueError:
        return None
