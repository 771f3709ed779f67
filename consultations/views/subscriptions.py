"""Subscriptions: make one, see its secret once, see when it was fetched last, revoke it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultations import feeds
from consultations.forms.subscriptions import SubscriptionForm
from consultations.models import Language
from consultations.pages.subscriptions import asked, lines, too_many
from consultations.people import needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read")
def subscriptions(request: HttpRequest) -> HttpResponse:
    """``?scope=mission&mission=MINUSMA`` fills the form; the answer to it shows the secret."""
    user = cast(User, request.user)
    if request.method == "POST":
        return _subscribed(request, user)
    spoken = get_language() or ""
    language = spoken if spoken in Language.values else str(Language.ENGLISH)
    form = SubscriptionForm(who=user, initial=asked(request.GET, language))
    return _page(request, user, form)


@require_POST
@needs("read")
def subscription_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own, or as a planner a delegation's; another's is not found."""
    feed = get_object_or_404(feeds.living(cast(User, request.user)), pk=pk)
    feeds.revoke(feed)
    messages.success(request, _("Revoked: its address opens nothing any more."))
    return redirect("subscriptions")


def _subscribed(request: HttpRequest, user: User) -> HttpResponse:
    form = SubscriptionForm(request.POST, who=user)
    if form.is_valid() and (problem := too_many(user)):
        form.add_error(None, problem)
    if not form.is_valid():
        return _page(request, user, form, status=400)
    feed, token = feeds.subscribe(made_by=user, **form.about())
    empty = SubscriptionForm(who=user, initial=asked({}, feed.language))
    return _page(request, user, empty, new=feed, links=feeds.links(token))


def _page(
    request: HttpRequest, user: User, form: SubscriptionForm, status: int = 200, **new: Any
) -> HttpResponse:
    """The secret stands in this one answer: nothing keeps it, and no link tells where it was."""
    context = {"form": form, "lines": lines(user), **new}
    response = render(request, "subscriptions/page.html", context, status=status)
    if new:
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
    return response
