"""Word templates of papers: all of them, and one to download, to replace or to restore."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations.pages.paper_templates import list_context, one_context
from consultations.papers import templates
from consultations.papers.checking import faults
from consultations.papers.files import TYPES
from consultations.papers.kinds import PAPERS, PaperKind
from consultations.papers.packages import LARGEST_FILE
from consultations.people import needs


@require_safe
@needs("plan")
def paper_templates(request: HttpRequest) -> HttpResponse:
    """Every kind of paper in every language."""
    return render(request, "papers/templates.html", list_context())


@require_http_methods(["GET", "HEAD", "POST"])
@needs("plan")
def paper_template(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """``?format=docx`` answers with the file in force; a POST replaces it (``file``) or restores
    the shipped one (``deed=restore``)."""
    if kind not in PAPERS or language not in dict(settings.LANGUAGES):
        raise Http404(_("There is no such paper."))
    known = PAPERS[kind]
    if request.method == "POST":
        return _change(request, known, language)
    if request.GET.get("format") == "docx":
        return _download(known, language)
    return _page(request, known, language)


def _download(kind: PaperKind, language: str) -> HttpResponse:
    found = templates.in_force(kind, language)
    name = content_disposition_header(True, found.name) or "attachment"
    return HttpResponse(
        found.content, content_type=TYPES["docx"], headers={"Content-Disposition": name}
    )


def _change(request: HttpRequest, kind: PaperKind, language: str) -> HttpResponse:
    if request.POST.get("deed") == "restore":
        if templates.restore(kind, language):
            messages.success(request, _("The shipped template is in force again."))
        return redirect("paper_template", kind=kind.slug, language=language)
    file = request.FILES.get("file")
    if file is None:
        return _page(request, kind, language, (_("Choose a Word file (.docx)."),), 400)
    if file.size is None or file.size > LARGEST_FILE:
        said = (_("The file is larger than 5 MB: use smaller pictures."),)
        return _page(request, kind, language, said, 413)
    data = file.read()
    if wrong := faults(data, kind, language):
        return _page(request, kind, language, wrong, 400)
    templates.keep(kind, language, file.name or "", data, request.user)  # type: ignore[arg-type]
    messages.success(request, _("The template is in force; papers made from now on follow it."))
    return redirect("paper_template", kind=kind.slug, language=language)


def _page(
    request: HttpRequest, kind: PaperKind, language: str, wrong: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = one_context(kind, language) | {"wrong": wrong}
    return render(request, "papers/template.html", context, status=status)
