"""Lists of contacts in and out: tried first, then stored as they were tried."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations import contact_lists, contacts
from consultations.facts import Outcome
from consultations.forms.data import LONGEST_PASTE
from consultations.forms.delegations import ContactsFile, PasteForm
from consultations.pages.data_answers import Answer, Count3
from consultations.pages.delegation_drafts import follow, said
from consultations.pages.delegations import choices
from consultations.pages.kept_uploads import NotKept, TooLarge, keep, kept, received
from consultations.people import needs

PURPOSE = "contacts"


@require_http_methods(["GET", "HEAD", "POST"])
@needs("plan")
def contacts_import(request: HttpRequest) -> HttpResponse:
    """A file is checked, and then stored exactly as it was checked."""
    if request.method != "POST":
        return _file_page(request)
    if "kept" in request.POST:
        return _store_file(request)
    form = ContactsFile(request.POST, request.FILES)
    if not form.is_valid():
        return _file_page(request, form=form, status=400)
    try:
        content = received([form.cleaned_data["file"]])
    except TooLarge:
        problem = _("That is more than 5 MB: bring it in in parts.")
        return _file_page(request, problem=problem, status=413)
    answer = _answer(_bring_in(content, dry_run=True))
    token = "" if answer.problems else keep(content, request.user, PURPOSE)
    return _file_page(request, answer=answer, kept=token, confirm="contacts_import")


@require_http_methods(["GET", "HEAD", "POST"])
@needs("plan")
def contacts_paste(request: HttpRequest) -> HttpResponse:
    """Pasted addresses: checked, and stored when the button says so."""
    if request.method != "POST":
        whose = request.GET.get("delegation", "")
        return _paste_page(request, PasteForm(whose=choices(), initial={"delegation": whose}))
    if len(request.POST.get("lines", "")) > LONGEST_PASTE:
        problem = _("That is very much text: paste it in parts.")
        return _paste_page(request, PasteForm(whose=choices()), problem=problem, status=413)
    form = PasteForm(request.POST, whose=choices())
    if not form.is_valid():
        return _paste_page(request, form, status=400)
    dry_run = "load" not in request.POST
    with transaction.atomic():
        answer = _answer(_paste(form.cleaned_data, dry_run=dry_run))
        more = follow(None, cast(User, request.user)) if answer.written else 0
    if answer.written:
        return _stored(request, answer, more)
    adds = sum(count.created for count in answer.counts)
    return _paste_page(request, form, answer=answer, adds=adds, status=200 if dry_run else 409)


@require_safe
@needs("plan")
def contacts_export(request: HttpRequest) -> HttpResponse:
    """Every contact as the table that can be brought in again; where none is, its header."""
    return HttpResponse(
        contact_lists.as_csv().encode(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="contacts.csv"'},
    )


def _store_file(request: HttpRequest) -> HttpResponse:
    try:
        content = kept(request.POST.get("kept", ""), request.user, PURPOSE)
    except NotKept:
        problem = _(
            "What came back is not what was checked, or an hour has passed. Check it again."
        )
        return _file_page(request, problem=problem, status=400)
    with transaction.atomic():
        answer = _answer(_bring_in(content, dry_run=False))
        more = follow(None, cast(User, request.user)) if answer.written else 0
    if not answer.written:
        return _file_page(request, answer=answer, status=409)
    return _stored(request, answer, more)


def _bring_in(content: dict[str, bytes], *, dry_run: bool) -> Outcome:
    (file, data), *_none = content.items()
    return contact_lists.bring_in(data, file, dry_run=dry_run)


def _paste(told: dict[str, Any], *, dry_run: bool) -> Outcome:
    whose = contacts.delegation_of(told["delegation"]) if told["delegation"] else None
    return contact_lists.paste(
        told["lines"], delegation=whose, role=told["role"], language=told["language"],
        dry_run=dry_run,
    )  # fmt: skip


def _answer(outcome: Outcome) -> Answer:
    stem = contact_lists.STEM
    figures = [part.get(stem, 0) for part in (outcome.created, outcome.updated, outcome.unchanged)]
    counts = (Count3(_("Contacts"), *figures),) if any(figures) else ()
    return Answer(counts, outcome.problems, outcome.warnings, outcome.changes, outcome.written)


def _stored(request: HttpRequest, answer: Answer, more: int) -> HttpResponse:
    messages.success(request, f"{answer.sentence} {said(more)}".strip())
    return redirect("delegations")


def _file_page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"form": ContactsFile(), "columns": contact_lists.COLUMNS, "leave": "contacts_import"}
    return render(request, "delegations/import.html", context | more, status=status)


def _paste_page(
    request: HttpRequest, form: PasteForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    return render(request, "delegations/paste.html", {"form": form} | more, status=status)
