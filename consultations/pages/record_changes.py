"""What a page on which a record is typed sends, read from JSON: nothing of it is trusted."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.translation import gettext as _

from consultations import records
from consultations.records.applying import MOST

LARGEST = 2 * 1024 * 1024  # bytes: more than two hundred changes of an ordinary length
NEWEST = 2**31  # no revision is as high


class Unreadable(Exception):
    """What was sent cannot be used; *status* is the answer's, the sentence says what to do."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence, self.status = sentence, status


def since_of(value: Any) -> int:
    """The revision that the page has; raises ``Unreadable``."""
    try:
        found = int(str(value)[:12])
    except ValueError as error:
        raise Unreadable(_("The revision is a whole number.")) from error
    return max(0, min(found, NEWEST))


def somebody_else(request: HttpRequest) -> bool:
    """Whether the page was made for another person than is signed in by now.

    Raises ``Unreadable``. A request that does not say whose page it is counts as its sender's.
    """
    told = request.GET.get("who") if request.method != "POST" else _json(request).get("who")
    return told not in (None, "") and str(told) != str(request.user.pk)


def changes_of(request: HttpRequest) -> tuple[list[records.Change], int]:
    """The changes and the revision that the page has; raises ``Unreadable``."""
    sent = _json(request)
    wanted = sent.get("changes", [])
    if not isinstance(wanted, list):
        raise Unreadable(_("The changes are a list."))
    if len(wanted) > MOST:
        raise Unreadable(_("These are too many changes at once: send no more than %s.") % MOST, 413)
    return [_change(one) for one in wanted], since_of(sent.get("since", 0))


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        body = request.body
    except RequestDataTooBig:
        raise _too_large() from None
    if len(body) > LARGEST:
        raise _too_large()
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("What was sent is no JSON.")) from error
    if not isinstance(sent, dict):
        raise Unreadable(_("What was sent is no list of changes."))
    return sent


def _too_large() -> Unreadable:
    return Unreadable(_("This is too much at once: send fewer changes, or shorter ones."), 413)


def _change(told: Any) -> records.Change:
    names = ("change", "item", "field", "base", "value")
    if not isinstance(told, dict) or not all(isinstance(told.get(n), str) for n in names):
        raise Unreadable(_("Each change has a name, an item, a field, a base and a value."))
    try:
        name = UUID(told["change"])
    except ValueError as error:
        raise Unreadable(_("Each change is named by a UUID.")) from error
    item, field = told["item"][:60], told["field"][:40]
    return records.Change(name, item, field, told["base"], told["value"])
