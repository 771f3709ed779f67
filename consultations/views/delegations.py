"""Delegations and their contacts: added, changed, ended; who fails, and who is missing."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultations import contacts
from consultations.contacts import Delegation, known_names
from consultations.forms.delegations import SHOW, BodyForm, ContactForm, EndForm
from consultations.models import Contact
from consultations.pages.delegation_drafts import follow, said
from consultations.pages.delegation_page import end_form, form_of, one_contact, shown
from consultations.pages.delegations import listing
from consultations.people import needs

LONGEST_QUESTION = 100


@require_http_methods(["GET", "HEAD", "POST"])
@needs("plan")
def delegations(request: HttpRequest) -> HttpResponse:
    """All Member States and other bodies; a form for the first contact of a body."""
    if request.method != "POST":
        return _list(request, BodyForm())
    form = BodyForm(request.POST)
    if form.is_valid():
        whose = known_names().of(None, form.cleaned_data["organization"])
        whose = contacts.delegation_of(whose.key) or whose  # as it is written already
        if _add(request, whose, form):
            return redirect(whose)
    return _list(request, form, 400)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("plan")
def delegation(request: HttpRequest, key: str) -> HttpResponse:
    """One delegation; sent to, it is given one more contact."""
    whose = _found(key)
    if request.method != "POST":
        return render(request, "delegations/delegation.html", shown(whose, request.user))
    form = ContactForm(request.POST)
    if form.is_valid() and _add(request, whose, form):
        return redirect(whose)
    context = shown(whose, request.user, form)
    return render(request, "delegations/delegation.html", context, status=400)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("plan")
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """One contact to change; who came second reads it again, with what they typed kept."""
    row = _contact(pk)
    if request.method != "POST":
        return _contact_page(request, row)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _contact_page(request, row, form=form, status=400)
    whose = _whose(row)
    try:
        with transaction.atomic():
            contacts.change(row.pk, form.told(), seen=form.cleaned_data["seen"])
            more = follow(whose, _who(request))
    except contacts.Moved as moved:
        fresh, data = _contact(pk), request.POST.copy()
        data["seen"] = contacts.mark_of(fresh)
        again = ContactForm(data)
        again.add_error(None, str(moved))
        return _contact_page(request, fresh, form=again, status=409)
    except contacts.NotChanged as refused:
        form.add_error(refused.field, str(refused))
        return _contact_page(request, row, form=form, status=400)
    messages.success(request, f"{_('The contact is changed.')} {said(more)}".strip())
    return redirect(whose)


@require_POST
@needs("plan")
def contact_deed(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """End a contact, say that its address works again, or delete one never used."""
    doing = {"end": _end, "well": _well, "delete": _delete}.get(deed)
    if doing is None:
        raise Http404(_("no such deed"))
    return doing(request, _contact(pk))


def _end(request: HttpRequest, row: Contact) -> HttpResponse:
    form = EndForm(request.POST)
    if not form.is_valid():
        return _contact_page(request, row, ending=form, status=400)
    whose, on = _whose(row), form.cleaned_data["on"]
    try:
        with transaction.atomic():
            contacts.end(row, on)
            more = follow(whose, _who(request))
    except contacts.NotChanged as refused:
        form.add_error(refused.field, str(refused))
        return _contact_page(request, row, ending=form, status=400)
    messages.success(request, f"{_('The contact is valid until the day you chose.')} {said(more)}")
    return redirect(whose)


def _well(request: HttpRequest, row: Contact) -> HttpResponse:
    contacts.mark_well(row.email)
    messages.success(request, _("%s counts as working again.") % row.email)
    return redirect(_whose(row))


def _delete(request: HttpRequest, row: Contact) -> HttpResponse:
    whose = _whose(row)
    try:
        contacts.remove(row)
    except contacts.NotChanged as refused:
        return _contact_page(request, row, problem=str(refused), status=409)
    messages.success(request, _("%s is deleted.") % row.email)
    return redirect(whose if contacts.delegation_of(whose.key) else "delegations")


def _add(request: HttpRequest, whose: Delegation, form: ContactForm) -> bool:
    """Whether the contact could be added; if not, why stands in the form."""
    try:
        with transaction.atomic():
            contacts.add(whose, form.told() | {"source": _by(request)})
            more = follow(whose, _who(request))
    except contacts.NotChanged as refused:
        form.add_error(refused.field, str(refused))
        return False
    messages.success(request, f"{_('The contact is added.')} {said(more)}".strip())
    return True


def _by(request: HttpRequest) -> str:
    return _("typed by %s") % _who(request).get_username()


def _who(request: HttpRequest) -> User:
    return cast(User, request.user)  # whoever may do a deed has signed in


def _found(key: str) -> Delegation:
    found = contacts.delegation_of(key)
    if found is None:
        raise Http404(_("no such delegation"))
    return found


def _contact(pk: int) -> Contact:
    if pk >= 2**63:
        raise Http404(_("no such contact"))
    return get_object_or_404(Contact.objects.select_related("member"), pk=pk)


def _whose(row: Contact) -> Delegation:
    return known_names().of(row.member_id, row.organization)


def _list(request: HttpRequest, form: BodyForm, status: int = 200) -> HttpResponse:
    q = request.GET.get("q", "").replace("\0", "")[:LONGEST_QUESTION]
    show = request.GET.get("show", "")
    found = listing(q, show)
    sorts = [(name, label, found.counts.get(name)) for name, label in SHOW]
    context = {"found": found, "q": q, "show": show, "sorts": sorts, "form": form}
    return render(request, "delegations/list.html", context, status=status)


def _contact_page(
    request: HttpRequest,
    row: Contact,
    *,
    form: ContactForm | None = None,
    ending: EndForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    line = one_contact(row)
    context: dict[str, Any] = {
        "line": line, "row": row, "delegation": _whose(row), "form": form or form_of(line),
        "ending": ending or end_form(), "problem": problem,
    }  # fmt: skip
    return render(request, "delegations/contact.html", context, status=status)
