"""Facts in and out: files and pasted lines are tried first, then loaded as they were tried."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations import facts, planning
from consultations.arrivals import arranged
from consultations.forms.data import LONGEST_PASTE, ArrangedFile, CouncilLines, FactFiles
from consultations.models import DateChange
from consultations.pages.council_lines import read_lines
from consultations.pages.data_answers import Answer, of_facts, of_meetings, stored
from consultations.pages.kept_uploads import NotKept, TooLarge, as_files, keep, kept, received
from consultations.people import may, needs

FACTS, MEETINGS = "facts", "meetings"


@require_safe
@needs("read")
def data(request: HttpRequest) -> HttpResponse:
    """What is stored, what moved lately, and the ways in and out."""
    return _page(request)


@require_POST
@needs("facts")
def facts_check(request: HttpRequest) -> HttpResponse:
    """Say what the files would create, update and leave, and every problem; write nothing."""
    form = FactFiles(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, status=400, files_form=form)
    try:
        content = received(form.uploads())
    except TooLarge:
        return _too_large(request)
    answer = of_facts(_load(request, content, dry_run=True))
    token = "" if answer.problems else keep(content, request.user, FACTS)
    return _page(request, answer=answer, kept=token, confirm="facts_load")


@require_POST
@needs("facts")
def facts_load(request: HttpRequest) -> HttpResponse:
    """Load exactly the files that were checked."""
    try:
        content = kept(request.POST.get("kept", ""), request.user, FACTS)
    except NotKept:
        return _not_kept(request)
    return _loaded(request, of_facts(_load(request, content, dry_run=False)))


@require_POST
@needs("facts")
def council_paste(request: HttpRequest) -> HttpResponse:
    """Council meetings from pasted lines: checked, and loaded when the button says so."""
    if len(request.POST.get("lines", "")) > LONGEST_PASTE:
        return _too_large(request)
    form = CouncilLines(request.POST)
    if not form.is_valid():
        return _page(request, status=400, paste_form=form)
    dry_run = "load" not in request.POST
    source = read_lines(form.cleaned_data["lines"])
    outcome = facts.load(source, today=planning.today(), who=_who(request), dry_run=dry_run)
    answer = of_facts(outcome)
    if not dry_run and answer.written:
        return _loaded(request, answer)
    return _page(request, answer=answer, paste_form=form, pasted=not answer.problems)


@require_POST
@needs("plan")
def arranged_check(request: HttpRequest) -> HttpResponse:
    """Say what a file of meetings already arranged would bring in; write nothing."""
    form = ArrangedFile(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, status=400, arranged_form=form)
    try:
        content = received([form.cleaned_data["file"]])
    except TooLarge:
        return _too_large(request)
    kind = form.cleaned_data["kind"]
    answer = of_meetings(_bring_in(request, content, kind, dry_run=True))
    token = "" if answer.problems else keep(content, request.user, f"{MEETINGS}.{kind}")
    return _page(request, answer=answer, kept=token, kind=kind, confirm="arranged_load")


@require_POST
@needs("plan")
def arranged_load(request: HttpRequest) -> HttpResponse:
    """Bring in exactly the file that was checked."""
    kind = request.POST.get("kind", "")[:40]
    try:
        content = kept(request.POST.get("kept", ""), request.user, f"{MEETINGS}.{kind}")
    except NotKept:
        return _not_kept(request)
    return _loaded(request, of_meetings(_bring_in(request, content, kind, dry_run=False)))


@require_safe
@needs("read")
def template(request: HttpRequest, stem: str) -> HttpResponse:
    """An empty table with the right header, to fill in."""
    if stem in facts.TABLES:
        header: Sequence[str] = facts.TABLES[stem].file_columns()
    elif stem == arranged.STEM:
        header = arranged.COLUMNS
    else:
        raise Http404
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerow(header)
    return _download(text.getvalue().encode(), f"{stem}.csv", "text/csv; charset=utf-8")


@require_safe
@needs("plan")
def export(request: HttpRequest) -> HttpResponse:
    """Every table as files in one archive, as ``export_facts`` writes them."""
    name = f"facts-{planning.today().isoformat()}.zip"
    return _download(facts.write_zip(), name, "application/zip")


def _who(request: HttpRequest) -> User:
    return cast(User, request.user)  # whoever may do a deed has signed in


def _load(request: HttpRequest, content: dict[str, bytes], *, dry_run: bool) -> facts.Outcome:
    source = facts.read_uploads(as_files(content))
    return facts.load(source, today=planning.today(), who=_who(request), dry_run=dry_run)


def _bring_in(
    request: HttpRequest, content: dict[str, bytes], kind: str, *, dry_run: bool
) -> arranged.Brought:
    (file, data), *_none = content.items()
    return arranged.bring_in(data, file, who=_who(request), kind=kind, dry_run=dry_run)


def _loaded(request: HttpRequest, answer: Answer) -> HttpResponse:
    """Back to the page with the figures; or with the problems, where facts changed meanwhile."""
    if not answer.written:
        return _page(request, answer=answer, status=409)
    messages.success(request, answer.sentence)
    return redirect("data")


def _not_kept(request: HttpRequest) -> HttpResponse:
    problem = _("What came back is not what was checked, or an hour has passed. Check it again.")
    return _page(request, problem=problem, status=400)


def _too_large(request: HttpRequest) -> HttpResponse:
    problem = _("That is more than 5 MB, or very many files: bring it in in parts.")
    return _page(request, problem=problem, status=413)


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "tables": stored(),
        "moved": DateChange.objects.select_related("who")[:10],
        "may_load": may(request.user, "facts"),
        "may_plan": may(request.user, "plan"),
        "files_form": FactFiles(),
        "paste_form": CouncilLines(),
        "arranged_form": ArrangedFile(),
        "arranged_stem": arranged.STEM,
    }
    return render(request, "data.html", context | more, status=status)
