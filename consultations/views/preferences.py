"""What I get by mail: a digest, reminders, and in which language."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultations.forms.preferences import PreferenceForm
from consultations.pages.preferences import lately, preference_of
from consultations.people import needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read")
def preferences(request: HttpRequest) -> HttpResponse:
    """The form, and what went out lately."""
    user = cast(User, request.user)
    data = request.POST if request.method == "POST" else None
    form = PreferenceForm(data, instance=preference_of(user))
    if form.is_valid():
        form.save()
        messages.success(request, _("Kept: this is what you get by mail from now on."))
        return redirect("preferences")
    context = {"form": form, "lately": lately(user)}
    return render(request, "preferences.html", context, status=400 if form.is_bound else 200)
