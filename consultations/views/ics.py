"""The calendar file of one consultation, as much of it as the reader may see."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from consultations.calendars import files as calendars
from consultations.models import Consultation
from consultations.people import needs


@require_safe
@needs("read")
def consultation_ics(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """GET or HEAD; the file's name tells nothing of the meeting."""
    row = get_object_or_404(calendars.wanted_of(Consultation.objects.all()), pk=pk)
    body = calendars.ics(row, request.user)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="invitation.ics"'
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=etag, response=response) or response
