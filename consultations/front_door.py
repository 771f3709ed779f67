"""Who is let in before anything else is asked: subscriptions, and pages that are open."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from consultations.views.feeds import feed

SUBSCRIPTION = re.compile(r"/feeds/([^/]+)\.ics")


class SubscriptionsFirst:
    """Answers them before sessions, languages and forms are looked at.

    Calendars ask all day long and mostly hear that nothing changed; they have no cookie to read and
    none to be given, and what they get varies with neither cookie nor language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        found = SUBSCRIPTION.fullmatch(request.path_info)
        return feed(request, token=found[1]) if found else self.get_response(request)


class SignedInUnlessOpen(LoginRequiredMiddleware):
    """Django's asks first who it is, even where the page is open to all."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: Any,
        view_kwargs: Any,
    ) -> HttpResponseBase | None:
        """None lets the view answer."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
