"""What every page knows of its reader."""

from __future__ import annotations

from django.http import HttpRequest

from consultations.people import may


def reader(request: HttpRequest) -> dict[str, bool]:
    """``for_planners``: whether the menu shows what planners alone may open."""
    user = getattr(request, "user", None)
    return {"for_planners": user is not None and may(user, "plan")}
