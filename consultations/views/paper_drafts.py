"""A paper edited in place: one form, one save; what two people typed is never lost."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from consultations import planning, records
from consultations.forms.paper_drafts import SentForm
from consultations.models import Consultation, Paper
from consultations.pages.paper_drafts import Sent, sent_with, shown
from consultations.papers import editing, keeping
from consultations.papers.asked import Asked
from consultations.papers.sheets import Paragraph
from consultations.papers.spans import years_of
from consultations.people import needs, require

Refusals = (records.Refusal,)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs("plan")
def paper_draft(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Every paragraph in its place; a POST keeps what was typed, added and signed."""
    asked = _asked(request, kind, key)
    if request.method != "POST":
        return _page(request, kind, asked)
    sent, refused = _kept(request, kind, asked)
    if refused is not None:
        return refused
    n = len(sent.typed)
    said = ngettext("%d paragraph is kept.", "%d paragraphs are kept.", n) % n
    messages.success(request, said if n else _("It is kept."))
    return redirect(_url(kind, asked))


@require_POST
@needs("plan")
def paper_draft_deed(request: HttpRequest, kind: str, key: str, deed: str) -> HttpResponse:
    """``leave-out``, ``put-in``, ``take-new``, ``reset``, ``keep-mine`` (``key``), ``add``,
    ``state`` (``state``) and ``sent``; what else was typed on the page is kept first."""
    asked = _asked(request, kind, key)
    if deed not in DEEDS:
        raise Http404(_("no such deed"))
    seen = deed != "state" or _is(request, editing.paper_of(kind, asked).version)
    sent, refused = _kept(request, kind, asked, final=seen)
    if refused is not None:
        return refused
    try:
        with translation.override(asked.language):
            anchor = DEEDS[deed](request, kind, asked, sent)
    except Refusals as refusal:
        return _page(request, kind, asked, 409, sentence=str(refusal))
    if deed == "state":
        stands = editing.paper_of(kind, asked).get_state_display()
        messages.success(request, _("The paper is now: %s.") % stands)
    return redirect(f"{_url(kind, asked)}{anchor}")


def _kept(
    request: HttpRequest, kind: str, asked: Asked, *, final: bool = True
) -> tuple[Sent, HttpResponse | None]:
    """Keep what the page brought; the page again, with what was typed, where that cannot be."""
    try:
        sent = sent_with(request.POST)
    except ValueError:
        said = _("The form came incomplete: try again.")
        return Sent(), _page(request, kind, asked, 400, sentence=said)
    try:
        if not final:
            raise records.Refused(_("The paper was changed since you read it: read it again."))
        kept = _keep(request.user, kind, asked, sent)
    except Refusals as refusal:
        return sent, _page(request, kind, asked, 409, sentence=str(refusal), sent=sent)
    if kept.conflicts:
        said = _(
            "Somebody else changed what you changed. Both are shown where that is so; what you "
            "typed is in the box. Everything else is kept."
        )
        more = {"sent": Sent(kept.conflicts), "conflicts": kept.conflicts}
        return sent, _page(request, kind, asked, 409, sentence=said, **more)
    done = tuple(one for one in sent.typed if one.key in kept.versions)
    return Sent(done, sent.added), None


def _keep(who: Any, kind: str, asked: Asked, sent: Sent) -> keeping.Kept:
    """Paragraphs typed and added, and who signs. Raises ``Refusal``."""
    with translation.override(asked.language):
        kept = keeping.save(kind, asked, sent.typed, who=who)
        for after, text in (sent.added or {}).items():
            keeping.add(kind, asked, after, text, who=who)
        keeping.sign(kind, asked, was=sent.was, now=sent.now, who=who)
    return kept


def _is(request: HttpRequest, version: int) -> bool:
    return request.POST.get("version") == str(version)


def _version(request: HttpRequest, kind: str, asked: Asked, sent: Sent) -> int:
    """The version that was seen; what was kept just now is known to who kept it."""
    key = request.POST.get("key", "")
    if any(one.key == key for one in sent.typed):
        lines = editing.draft(kind, asked).lines
        return next((one.version for one in lines if one.key == key), 0)
    told = request.POST.get(f"v:{key}", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0


def _leave_out(request: HttpRequest, kind: str, asked: Asked, sent: Sent) -> str:
    return _left(request, kind, asked, sent, out=True)


def _put_in(request: HttpRequest, kind: str, asked: Asked, sent: Sent) -> str:
    return _left(request, kind, asked, sent, out=False)


def _left(request: HttpRequest, kind: str, asked: Asked, sent: Sent, *, out: bool) -> str:
    key, version = request.POST.get("key", ""), _version(request, kind, asked, sent)
    keeping.leave_out(kind, asked, key, out=out, version=version, who=request.user)  # type: ignore[arg-type]
    return f"#place-{key}"


def _take_new(request: HttpRequest, kind: str, asked: Asked, sent: Sent) -> str:
    key, version = request.POST.get("key", ""), _version(request, kind, asked, sent)
    keeping.take_new(kind, asked, key, version=version, who=request.user)  # type: ignore[arg-type]
    return f"#place-{key}"


def _keep_mine(request: HttpRequest, kind: str, asked: Asked, sent: Sent) -> str:
    key, version = request.POST.get("key", ""), _version(request, kind, asked, sent)
    keeping.keep_mine(kind, asked, key, version=version, who=request.user)  # type: ignore[arg-type]
    return f"#place-{key}"


def _add(request: HttpRequest, kind: str, asked: Asked, sent: Sent) -> str:
    """What was typed to be added is kept by then."""
    if not sent.added:
        raise records.Refused(_("Write the paragraph first."))
    return f"#place-{next(iter(sent.added))}"


def _state(request: HttpRequest, kind: str, asked: Asked, sent: Sent) -> str:
    state = request.POST.get("state", "")
    if state not in Paper.State.values:
        raise records.Refused(_("Choose one of the states that are shown."))
    version = editing.paper_of(kind, asked).version
    keeping.set_state(kind, asked, state, version=version, who=request.user)  # type: ignore[arg-type]
    return "#state"


def _sent(request: HttpRequest, kind: str, asked: Asked, sent: Sent) -> str:
    """The letter was sent: that is the written report-back of its meeting."""
    form, row = SentForm(request.POST), asked.consultation
    if row is None:
        raise Http404(_("no such deed"))
    if not form.is_valid():
        raise records.Refused(_("Say when the letter was sent, and to whom."))
    sheet = editing.sheet(kind, asked)
    text = "\n".join(one.text for one in sheet.blocks if isinstance(one, Paragraph))
    records.report_back(
        row, mode="written", who=request.user, text=text, symbol=sheet.fields.get("symbol", ""),  # type: ignore[arg-type]
        **form.cleaned_data,
    )  # fmt: skip
    messages.success(request, _("It is recorded as the written report-back."))
    return "#sent"


DEEDS = {
    "leave-out": _leave_out,
    "put-in": _put_in,
    "take-new": _take_new,
    "reset": _take_new,
    "keep-mine": _keep_mine,
    "add": _add,
    "state": _state,
    "sent": _sent,
}


def _asked(request: HttpRequest, kind: str, key: str) -> Asked:
    """What the address names; a 404 where there is no such paper."""
    if kind not in editing.EDITED:
        raise Http404(_("no such paper"))
    told = request.GET.get("language", "")
    language = told if told in dict(settings.LANGUAGES) else (get_language() or "en")
    asked = {"reader": request.user, "today": planning.today(), "language": language}
    try:
        if kind == Paper.Kind.YEARLY:
            first, last = years_of(key)
            return Asked(**asked, first=first, last=last)  # type: ignore[arg-type]
        rows = Consultation.objects.select_related("record").prefetch_related("convener_user")
        row = get_object_or_404(rows, pk=UUID(key))
    except ValueError:
        raise Http404(_("no such paper")) from None
    require(request.user, "details", row)
    return Asked(**asked, consultation=row)  # type: ignore[arg-type]


def _url(kind: str, asked: Asked) -> str:
    url = reverse("paper_draft", args=[kind, editing.key_for(kind, asked)])
    return f"{url}?language={asked.language}"


def _page(
    request: HttpRequest, kind: str, asked: Asked, status: int = 200, sentence: str = "",
    **more: Any,
) -> HttpResponse:  # fmt: skip
    context = shown(kind, asked, **more) | {"sentence": sentence}
    return render(request, "papers/draft.html", context, status=status)
