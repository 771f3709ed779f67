"""The table of reporting and mandate cycles as it was issued, and issuing it anew."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultations import planning
from consultations.forms.cycle_issues import IssueForm
from consultations.pages.cycle_issues import issues_page, next_number
from consultations.papers.asked import PaperRefused
from consultations.papers.cycle_issues import issue_table
from consultations.people import needs, require


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read")
def cycle_issues(request: HttpRequest) -> HttpResponse:
    """``?number=`` shows one issue as it was issued; a POST issues the table (planners)."""
    today = planning.today()
    if request.method != "POST":
        return _page(request, IssueForm(number=next_number(), today=today))
    require(request.user, "plan")
    form = IssueForm(request.POST, number=next_number(), today=today)
    if not form.is_valid():
        return _page(request, form, status=400)
    told = form.cleaned_data
    try:
        issue = issue_table(
            number=told["number"], on=told["day"], note=told["note"], today=today,
            who=request.user,  # type: ignore[arg-type]
        )  # fmt: skip
    except PaperRefused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, form, status=409)
    messages.success(request, _("Issue no. %d is kept.") % issue.number)
    return redirect("cycle_issues")


def _page(request: HttpRequest, form: IssueForm, status: int = 200) -> HttpResponse:
    today, told = planning.today(), request.GET
    number, page = told.get("number", ""), told.get("page", "1")
    try:
        context = issues_page(request.user, today, number, page, form)
    except PaperRefused as refused:
        context = issues_page(request.user, today, "", page, form) | {"refused": refused.sentence}
        status = 404
    return render(request, "papers/cycle_issues.html", context, status=status)
