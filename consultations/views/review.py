"""The review: indicators of a year, of all missions or of one, beside another year or mission."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consultations.pages.review import Asked, gather
from consultations.people import needs

FORMATS = ("docx", "pdf", "csv", "xlsx")


@require_safe
@needs("read")
def review(request: HttpRequest) -> HttpResponse:
    """``?year=&mission=``, compared with ``?with=&other=``."""
    asked = Asked.read(request.GET)
    page = gather(asked, request.user)
    changed = page.heads[0]["review"].changed
    context = {
        "page": page,
        "asked": asked,
        "changed": changed,
        "tab": "review",
        "formats": FORMATS,
    }
    return render(request, "review/review.html", context)
