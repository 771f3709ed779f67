"""The personal link of an invitee: no account, GET shows, only POST records.

Programs that scan mails follow every link, so looking changes nothing at all. The secret in the
address is all that lets anybody in: no cookie is read or set, so there is none that another site
could make use of, and the forms need no token against that.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from consultations.forms.answer import forms_of
from consultations.invitations import find
from consultations.models import Invitation
from consultations.pages.answer import Told, entry_of, shown, told_to
from consultations.pages.answer_deeds import DEEDS, REFUSALS
from consultations.pages.answer_feedback import (
    FEEDBACK,
    feedback_form,
    keep_feedback,
    may_give_feedback,
)

LARGEST = 64 * 1024  # bytes of a form: far more than its longest fields hold
LANGUAGES = dict(settings.LANGUAGES)
View = Callable[[HttpRequest, str], HttpResponse]


def guarded(view: View) -> View:
    """Headers that keep the secret address where it is, and nothing kept by any cache."""

    @wraps(view)
    def answered(request: HttpRequest, token: str) -> HttpResponse:
        response = view(request, token)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answered


@login_not_required
@csrf_exempt
@never_cache
@guarded
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The meeting as it was told, and the forms; a wrong link and a dead one look the same."""
    invitation = find(token)
    asked = request.GET.get("language", "")
    known = invitation.language if invitation else translation.get_language()
    language = asked if asked in LANGUAGES else known or settings.LANGUAGE_CODE
    with translation.override(language):
        told = told_to(invitation) if invitation else None
        if invitation is None or told is None:
            response = _said(request, "answer/unknown.html", {}, 404)
        elif request.method == "POST":
            response = _record(request, invitation, told)
        else:
            response = _page(request, invitation, told)
        response["Content-Language"] = language
    return response


@login_not_required
@never_cache
@guarded
@require_safe
def answer_ics(request: HttpRequest, token: str) -> HttpResponse:
    """What was told last, for those whose mail program showed no calendar entry."""
    invitation = find(token)
    text = entry_of(invitation) if invitation else ""
    if not text:
        return _said(request, "answer/unknown.html", {}, 404)
    response = HttpResponse(text.encode(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="invitation.ics"'
    return response


def _record(request: HttpRequest, invitation: Invitation, told: Told) -> HttpResponse:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST:
        sentence = _("That is more than this page can take: write less, or send a mail.")
        return _page(request, invitation, told, status=413, sentence=sentence)
    deed = request.POST.get("deed", "answer")
    if deed == FEEDBACK:
        return _feedback(request, invitation, told)
    forms = forms_of(invitation, told.starts_at, asked=deed, data=request.POST)
    if deed not in DEEDS:
        return _page(request, invitation, told, status=400, sentence=_("Nothing was chosen."))
    form: Any = forms[deed]
    good = form.is_valid()
    seen = form.cleaned_data.get("sequence")
    if not shown(invitation, told)["open"] or seen not in (None, invitation.sequence):
        sentence = _("Nothing was recorded: the meeting changed. Read how it stands now.")
        return _page(request, invitation, told, forms, deed, 409, sentence)
    if not good:
        return _page(request, invitation, told, forms, deed, 400)
    try:
        DEEDS[deed](invitation, form.cleaned_data)
    except REFUSALS as refusal:
        return _page(request, invitation, told, forms, deed, 409, str(refusal))
    query = {"language": translation.get_language(), "done": deed}
    return redirect(f"{request.path}?{urlencode(query)}")


def _feedback(request: HttpRequest, invitation: Invitation, told: Told) -> HttpResponse:
    """The three questions, after the meeting and once; no name is kept with the answer."""
    form = feedback_form(request.POST)
    if not form.is_valid() and may_give_feedback(invitation, told):
        return _page(request, invitation, told, deed=FEEDBACK, status=400, feedback=form)
    try:
        keep_feedback(invitation, told, form.cleaned_data)
    except REFUSALS as refusal:
        return _page(request, invitation, told, status=409, sentence=str(refusal))
    query = {"language": translation.get_language(), "done": FEEDBACK}
    return redirect(f"{request.path}?{urlencode(query)}")


def _page(
    request: HttpRequest,
    invitation: Invitation,
    told: Told,
    forms: dict[str, Any] | None = None,
    deed: str = "",
    status: int = 200,
    sentence: str = "",
    feedback: Any = None,
) -> HttpResponse:
    asked = forms or forms_of(invitation, told.starts_at)
    context = shown(invitation, told) | {
        "forms": {name.replace("-", "_"): form for name, form in asked.items()},
        "feedback": (feedback or feedback_form()) if may_give_feedback(invitation, told) else None,
        "typed": deed, "failed": status == 400, "sentence": sentence,
        "done": request.GET.get("done", "") if request.method != "POST" else "",
    }  # fmt: skip
    return _said(request, "answer/page.html", context, status)


def _said(
    request: HttpRequest, template: str, context: dict[str, Any], status: int
) -> HttpResponse:
    more = {"mailbox": settings.ORGANIZER_EMAIL, "languages": settings.LANGUAGES}
    return render(request, template, context | more, status=status)
