"""Papers: what there is to print, and one of them on screen or as a file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations import planning
from consultations.forms.paper_index import PaperIndexForm
from consultations.forms.papers import PaperForm
from consultations.models import Consultation
from consultations.pages.papers import LISTED, index, meeting_label, meetings_open_to, one_paper
from consultations.papers.files import File, made
from consultations.papers.kinds import PAPERS, PaperKind, PaperRefused, build
from consultations.papers.sheets import Sheet
from consultations.people import needs, require


@require_safe
@needs("read")
def papers(request: HttpRequest) -> HttpResponse:
    """What do you want to print? ``?consultation=``, ``?year=``, ``?month=``, ``?mission=``."""
    form = PaperIndexForm(
        request.GET, today=planning.today(), meetings=meetings_open_to(request.user),
        label=meeting_label, listed=LISTED,
    )  # fmt: skip
    context = index(request.user, form, request.GET)
    return render(request, "papers/index.html", context, status=200 if form.is_valid() else 400)


@require_safe
@needs("read")
def paper(request: HttpRequest, kind: str) -> HttpResponse:
    """One paper; ``?format=`` answers with the file. A meeting's paper needs ``?consultation=``."""
    if kind not in PAPERS:
        raise Http404(_("There is no such paper."))
    known = PAPERS[kind]
    row = _consultation(request) if known.scope == "consultation" else None
    if known.scope == "consultation" and row is None:
        return redirect("papers")
    require(request.user, known.right, row)
    form = PaperForm(
        request.GET, kind=known, today=planning.today(), language=get_language() or "en"
    )  # fmt: skip
    if not form.is_valid():
        return _page(
            request, known, form, None, row, status=200 if _unsaid(request, known) else 400
        )
    try:
        return _answer(request, known, form, row)
    except PaperRefused as refused:
        return _page(request, known, form, None, row, refused.sentence, 409)


def _answer(
    request: HttpRequest, kind: PaperKind, form: PaperForm, row: Consultation | None
) -> HttpResponse:
    asked = form.asked(reader=request.user, today=planning.today(), consultation=row)
    sheet = build(kind, asked)
    wanted = request.GET.get("format", "")
    if not wanted:
        return _page(request, kind, form, sheet, row)
    try:
        return _download(made(kind, sheet, wanted))
    except PaperRefused as refused:
        status = 409 if wanted in kind.formats else 400
        return _page(request, kind, form, sheet, row, refused.sentence, status)


def _unsaid(request: HttpRequest, kind: PaperKind) -> bool:
    """Whether nobody chose the mission yet, which is no mistake."""
    return kind.scope == "mission" and not request.GET.get("mission")


def _consultation(request: HttpRequest) -> Consultation | None:
    """The meeting that is named; a 404 where there is none of that name."""
    told = request.GET.get("consultation", "")
    if not told:
        return None
    rows: Any = Consultation.objects.select_related("room", "cycle_mission", "record")
    try:
        return get_object_or_404(rows.prefetch_related("convener_user", "missions"), pk=UUID(told))
    except (ValueError, ValidationError):
        raise Http404(_("There is no such meeting.")) from None


def _download(file: File) -> HttpResponse:
    name = content_disposition_header(True, file.name)
    headers = {"Content-Disposition": name or "attachment", "Cache-Control": "no-store"}
    return HttpResponse(file.content, content_type=file.content_type, headers=headers)


def _page(
    request: HttpRequest, kind: PaperKind, form: PaperForm, sheet: Sheet | None,
    row: Consultation | None, refused: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = one_paper(kind, form, sheet, row, request.user) | {
        "refused": refused,
        "unsaid": _unsaid(request, kind),
    }
    return render(request, "papers/paper.html", context, status=status)
