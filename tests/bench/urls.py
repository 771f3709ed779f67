"""The site's addresses and one page more: what every signed-in page has, and nothing else."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from planner.urls import urlpatterns as site


def empty(request: HttpRequest) -> HttpResponse:
    """The frame alone."""
    return render(request, "base.html")


@login_not_required
def nothing(request: HttpRequest) -> HttpResponse:
    """What no view can cost less than."""
    return HttpResponse()


urlpatterns = [
    path("empty/", empty, name="empty"),
    path("nothing/", nothing, name="nothing"),
    *site,
]
