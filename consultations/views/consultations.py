"""One consultation: everything about it, as much as the reader may see."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from consultations.pages.consultation_page import rows, shown
from consultations.people import may, needs


@require_safe
@needs("read")
def consultation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page of one consultation; of a closed one only that it takes place."""
    row = get_object_or_404(rows(), pk=pk)
    if not may(request.user, "details", row):
        return render(request, "consultation_closed.html", {"row": row})
    return render(request, "consultation.html", shown(row, request.user))
