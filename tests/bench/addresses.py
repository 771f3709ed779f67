"""Every address of the app and of its admin that can be opened, found from the patterns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.urls import NoReverseMatch, URLPattern, reverse

from consultations import feeds
from consultations.invitations import token_of
from consultations.models import (
    Consultation,
    Contact,
    Draft,
    DraftPlacement,
    Invitation,
    IssueTag,
    MemberState,
    Message,
    Point,
    Reply,
)
from consultations.urls import urlpatterns
from tests.bench import data

OF_THE_GROUP = ("propose_group", "book_group")
OF_A_LINK = ("answer", "answer_ics")
MAYBE_NONE = ("contact", "message", "reply", "reply_deed", "point", "issue")


def addresses(year: int) -> Iterator[tuple[str, str]]:
    """(name, address) of every page; raises KeyError for a part of an address unknown here."""
    known: dict[str, Any] = {
        "acronym": "BENCH01",
        "expiry": data.expiry(0, year),
        "year": year,
        "key": "lead_kept",
        "id": "R2017-65a",
        "stem": "missions",
        "deed": "confirm",
        "occasion": "invite",
        "language": "fr",
    }
    for pattern in urlpatterns:
        if isinstance(pattern, URLPattern) and pattern.name:
            asked = {part: known.get(part) for part in pattern.pattern.converters}
            if "kind" in asked:
                asked["kind"] = _kind(pattern.name)
            if "pk" in asked:
                asked["pk"] = _pk(pattern)
            if pattern.name.startswith("paper_draft"):
                asked["key"] = f"{year}"
            if "n" in asked:
                asked["n"] = _number(pattern.name)
            if pattern.name == "plan_unplaced" and not Draft.objects.get().unplaced:
                continue
            if pattern.name in OF_A_LINK:
                asked = {"token": _personal_link()}
            if pattern.name in OF_A_LINK and asked["token"] is None:
                continue  # nobody is invited yet
            if pattern.name == "delegation":
                asked["key"] = MemberState.objects.exclude(iso3="").earliest("pk").iso3.lower()
            if pattern.name in MAYBE_NONE and asked["pk"] is None:
                continue  # no address is known yet, no mail was drafted, nothing came in
            if pattern.name == "answer_by_hand" and (asked := _invited()) is None:
                continue
            if pattern.name == "feed":
                asked = {"token": _subscribed()}
            missing = [part for part, value in asked.items() if value is None]
            if missing:
                raise KeyError(f"{pattern.name}: teach the benchmark what {missing} may be")
            yield pattern.name, reverse(pattern.name, kwargs=asked)
    yield "calendar, a month", f"{reverse('calendar')}?view=month"
    yield "calendar, a week", f"{reverse('calendar')}?view=week"
    yield "calendar, agenda", f"{reverse('calendar')}?view=agenda"
    yield "search, something", f"{reverse('search')}?q=BENCH"
    yield from _admin()


def _subscribed() -> str:
    """The token of a new subscription to all meetings."""
    user = User.objects.order_by("pk").first()
    assert user is not None
    return feeds.subscribe(made_by=user, scope="all", language="en")[1]


def _invited() -> dict[str, Any] | None:
    """Somebody who was invited."""
    told = Invitation.objects.exclude(told={}).first()
    return {"pk": told.consultation_id, "invitation": told.pk} if told else None


def _personal_link() -> str | None:
    """The token of somebody who was invited."""
    told = Invitation.objects.exclude(told={}).first()
    return token_of(told) if told else None


def _kind(name: str) -> str:
    if name.startswith("paper_draft"):
        return "yearly"
    if name in ("paper", "paper_template"):
        return "annex-2006"
    return "c34_bureau" if name in OF_THE_GROUP else "informal_triangular"


def _number(name: str) -> int:
    """Of what could not be placed the first; else the first placement that is not booked."""
    if name == "plan_unplaced":
        return 1
    return DraftPlacement.objects.filter(booked=None).earliest("starts_at").pk


def _pk(pattern: URLPattern) -> Any:
    if pattern.name == "contact":
        return Contact.objects.order_by("pk").values_list("pk", flat=True).first()
    if pattern.name == "point":
        return Point.objects.order_by("pk").values_list("pk", flat=True).first()
    if pattern.name == "issue":
        return IssueTag.objects.order_by("pk").values_list("pk", flat=True).first()
    if pattern.name == "message":
        return Message.objects.order_by("pk").values_list("pk", flat=True).first()
    if pattern.name in ("reply", "reply_deed"):
        proposals = Reply.objects.filter(counter=Reply.Counter.OPEN)  # the page that shows most
        return proposals.order_by("pk").values_list("pk", flat=True).first()
    if pattern.name and pattern.name.startswith("plan"):
        return Draft.objects.get().pk
    if pattern.pattern.converters["pk"].__class__.__name__ == "IntConverter":
        return 1
    kept = Consultation.objects.filter(record__isnull=pattern.name != "record")
    found = kept if kept.exists() else Consultation.objects.all()
    return found.order_by("starts_at").values_list("pk", flat=True).last()


def _admin() -> Iterator[tuple[str, str]]:
    for model in apps.get_app_config("consultations").get_models():
        name = f"admin:consultations_{model._meta.model_name}"
        try:
            yield f"{name}_changelist", reverse(f"{name}_changelist")
        except NoReverseMatch:
            continue
        first = model._default_manager.order_by("pk").first()
        if first is not None:
            yield f"{name}_change", reverse(f"{name}_change", args=[first.pk])
