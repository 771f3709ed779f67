"""The register of recommendations: entries, criteria, tensions, and numbers staff may change."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations import numbers, planning
from consultations.forms.register import NumberForm, RegisterFilters, ResetForm
from consultations.models import NumberOverride
from consultations.pages.register_entries import asked_for, neighbours, number_lines, shown
from consultations.people import may, needs
from planner.examples import examples
from planner.register import Number, RegisterError


@require_safe
@needs("read")
def register(request: HttpRequest) -> HttpResponse:
    """Every entry of the two reports that the address asks for, and the rules outside them."""
    book = planning.register_for()
    rows = list(numbers.overrides(request.user))
    filters = RegisterFilters(request.GET)
    asked = filters.asked()
    entries = asked_for(book, asked)
    context = {
        "filters": filters,
        "asked": asked,
        "entries": [shown(entry, book, rows) for entry in entries],
        "total": len(book.recommendations),
        "rules": [shown(rule, book, rows) for rule in book.rules.values()],
        "documents": book.documents.values(),
    }
    return render(request, "register.html", context)


@require_safe
@needs("read")
def entry(request: HttpRequest, id: str) -> HttpResponse:
    """One entry: its paragraph, who asks, our words, where it acts, its numbers."""
    book = planning.register_for()
    try:
        found = book.recommendation(id)
    except RegisterError as error:
        raise Http404 from error
    criteria = [c for c in book.criteria.values() if id in (c.leading, *c.also)]
    context = {
        "shown": shown(found, book, numbers.overrides(request.user)),
        "criteria": criteria,
        "in_reports": id in book.recommendations,
        "examples": examples().get(id, ()),
        **neighbours(book, id),
    }
    return render(request, "register_entry.html", context)


@require_safe
@needs("read")
def criteria(request: HttpRequest) -> HttpResponse:
    """What is measured, once each, with every paragraph behind it."""
    book = planning.register_for()
    lines = [
        {
            "criterion": one,
            "leading": book.recommendation(one.leading),
            "also": [book.recommendation(id) for id in one.also],
            "numbers": [book.numbers[key] for key in one.numbers],
        }
        for one in book.criteria.values()
    ]
    return render(request, "register_criteria.html", {"lines": lines})


@require_safe
@needs("read")
def tensions(request: HttpRequest) -> HttpResponse:
    """Where recommendations pull apart: each side with its paragraphs, and our default."""
    book = planning.register_for()
    lines = [
        {
            "tension": one,
            "sides": [
                {
                    "label": side.label,
                    "entries": [book.recommendation(id) for id in side.recommendations],
                }
                for side in one.sides
            ],
        }
        for one in book.tensions.values()
    ]
    return render(request, "register_tensions.html", {"lines": lines})


@require_safe
@needs("read")
def register_numbers(request: HttpRequest) -> HttpResponse:
    """Every number the planner uses: whose it is, what it is now, and what was changed."""
    book = planning.register_for()
    context = {
        "lines": number_lines(book.numbers.values(), numbers.overrides(request.user)),
        "history": numbers.history(limit=20, reader=request.user),
        "may_change": may(request.user, "numbers"),
    }
    return render(request, "register_numbers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read")
def number(request: HttpRequest, key: str) -> HttpResponseBase:
    """One number with its history; an administrator changes it here."""
    if request.method == "POST":
        return _change(request, key)
    return _number_page(request, key)


@require_POST
@needs("numbers")
def number_reset(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Give the default back in one scope."""
    row = get_object_or_404(numbers.overrides(), pk=pk, key=key)
    form = ResetForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the default comes back."))
        return redirect("number_change", key=key)
    try:
        numbers.reset(row, form.cleaned_data["reason"], who=cast(User, request.user))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The default of %s is back.") % key)
    return redirect("number_change", key=key)


@needs("numbers")
def _change(request: HttpRequest, key: str) -> HttpResponse:
    form = NumberForm(request.POST, number=_number(key))
    if form.is_valid():
        try:
            numbers.change(key, who=cast(User, request.user), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%s is changed.") % key)
            return redirect("number_change", key=key)
    return _number_page(request, key, form)


def _number(key: str) -> Number:
    book = planning.register_for()
    if key not in book.numbers:
        raise Http404
    return book.numbers[key]


def _number_page(request: HttpRequest, key: str, form: NumberForm | None = None) -> HttpResponse:
    book = planning.register_for()
    if key not in book.numbers:
        raise Http404
    found = book.numbers[key]
    rows: list[NumberOverride] = list(numbers.overrides(request.user).filter(key=key))
    initial: dict[str, Any] = {"value": found.value, **request.GET.dict()}
    may_change = may(request.user, "numbers")
    if form is None and may_change:
        form = NumberForm(number=found, initial=initial)
    context = {
        "number": found,
        "entries": [book.recommendation(id) for id in found.recommendations],
        "criteria": [c for c in book.criteria.values() if key in c.numbers],
        "rows": rows,
        "history": numbers.history(key, reader=request.user),
        "form": form,
        "may_change": may_change,
    }
    return render(
        request, "register_number.html", context, status=400 if form and form.errors else 200
    )
