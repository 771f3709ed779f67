"""The words that mails begin with: the list, and one occasion in one language to be rewritten."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations import booking
from consultations.forms.outbox import SeenForm, TemplateForm
from consultations.invitations.wording import Words, template
from consultations.models import Language, Occasion
from consultations.pages.mail_words import keep, one_wording, reset, seen, wordings
from consultations.people import needs


@require_safe
@needs("plan")
def mail_words(request: HttpRequest) -> HttpResponse:
    """Every occasion in every language."""
    return render(request, "outbox/words.html", {"wordings": wordings()})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("plan")
def mail_word(request: HttpRequest, occasion: str, language: str) -> HttpResponse:
    """A POST keeps the words, tries them (``deed=try``) or goes back to the shipped ones
    (``deed=reset``)."""
    if occasion not in Occasion.values or language not in Language.values:
        raise Http404(_("no such mail"))
    if request.method != "POST":
        return _page(request, occasion, language)
    if request.POST.get("deed") == "reset":
        return _reset(request, occasion, language)
    form = TemplateForm(request.POST, occasion=occasion)
    if not form.is_valid():
        return _page(request, occasion, language, form, 400)
    words = Words(form.cleaned_data["subject"], form.cleaned_data["body"])
    if request.POST.get("deed") == "try":
        return _page(request, occasion, language, form, tried=words)
    try:
        keep(occasion, language, words, form.cleaned_data["seen"], request.user)  # type: ignore[arg-type]
    except booking.Stale as stale:
        return _second(request, occasion, language, stale)
    messages.success(request, _("The words are kept; drafts that stand already keep theirs."))
    return redirect("mail_word", occasion=occasion, language=language)


def _reset(request: HttpRequest, occasion: str, language: str) -> HttpResponse:
    form = SeenForm(request.POST)
    if not form.is_valid():
        return _page(request, occasion, language, status=400)
    try:
        reset(occasion, language, form.cleaned_data["seen"])
    except booking.Stale as stale:
        return _page(request, occasion, language, status=409, failed=stale.sentence)
    messages.success(request, _("The words are the shipped ones again."))
    return redirect("mail_word", occasion=occasion, language=language)


def _second(
    request: HttpRequest, occasion: str, language: str, stale: booking.Stale
) -> HttpResponse:
    """Who comes second reads who was first, with what they typed kept."""
    data = request.POST.copy()
    data["seen"] = seen(template(occasion, language))
    form = TemplateForm(data, occasion=occasion)
    return _page(request, occasion, language, form, 409, failed=stale.sentence)


def _page(
    request: HttpRequest, occasion: str, language: str, form: TemplateForm | None = None,
    status: int = 200, *, tried: Words | None = None, failed: str = "",
) -> HttpResponse:  # fmt: skip
    context = one_wording(occasion, language, form, tried) | {"failed": failed}
    return render(request, "outbox/word.html", context, status=status)
