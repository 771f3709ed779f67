"""Issues beyond one mission, and one of them with its meetings and its review."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations import planning, records
from consultations.forms.issues import ReviewForm
from consultations.pages.issues import issue_page, tags_seen
from consultations.pages.issues import issues as listed
from consultations.people import needs, require


@require_safe
@needs("read")
def issues(request: HttpRequest) -> HttpResponse:
    """``?state=`` narrows to what is in several missions or due; ``?q=`` to words."""
    context = listed(request.user, request.GET, planning.today())
    return render(request, "records/issues.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read")
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """One issue; a POST sets the day of its review."""
    tag = get_object_or_404(tags_seen(request.user), pk=pk)
    if request.method != "POST":
        context = issue_page(tag, request.user, planning.today())
        return render(request, "records/issue.html", context)
    require(request.user, "plan")
    form = ReviewForm(request.POST)
    if not form.is_valid():
        context = issue_page(tag, request.user, planning.today(), form)
        return render(request, "records/issue.html", context, status=400)
    records.set_review(tag, form.cleaned_data["review_on"])
    messages.success(request, _("The day of its review is recorded."))
    return redirect("issue", pk=pk)
