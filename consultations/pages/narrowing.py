"""Lists of mails and answers narrowed to one consultation, or to words that are sought."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.db.models import Q

from consultations.models import Consultation


def holding(sought: str, names: Iterable[str]) -> Q:
    """Rows that hold *sought* in one of the columns *names*; all of them where nothing is."""
    found = Q()
    for name in names if sought else ():
        found |= Q(**{f"{name}__icontains": sought})
    return found


def more(about: Consultation | None, sought: str) -> str:
    """What every link of such a page adds to its query."""
    told = {"consultation": str(about.pk) if about else "", "q": sought}
    return urlencode({name: value for name, value in told.items() if value})
