"""A record's whole form, sent without a script: what was changed in it, and saving that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from django.contrib.auth.models import User
from django.http import QueryDict

from consultations import records
from consultations.models import Consultation
from consultations.pages.record_fields import Typed
from consultations.records import Change
from consultations.records.fields import fields_of, plain

WAS, NOW = "was:", "f:"
AT_ONCE = 100  # changes; several fields of one line go together


@dataclass(frozen=True, slots=True)
class Saved:
    """How many changes were done, and those that were not: what was typed, with the sentence."""

    done: int
    refused: Typed


def changes_in(data: QueryDict) -> list[Change]:
    """Every field that differs from what stood there when the page was made.

    A box that is not ticked is not sent: what stood beside it tells that it was there.
    """
    return list(_changes(data))


def save(row: Consultation, changes: list[Change], who: User) -> Saved:
    """Do them all. Raises ``records.Refused`` where the record is closed."""
    by_id, done, refused = {one.change: one for one in changes}, 0, {}
    ordered = _by_line(changes)
    for some in (ordered[n : n + AT_ONCE] for n in range(0, len(ordered), AT_ONCE)):
        found = records.apply(row, some, who=who)
        done += len(found.done)
        for one in found.refused:
            refused[one.item, one.field] = (by_id[one.change].value, one.sentence)
    return Saved(done, refused)


def told(changes: list[Change]) -> list[tuple[str, str]]:
    """(field, words) of what was typed, to be shown where it could not be saved."""
    found = []
    for one in changes:
        column = fields_of(one.item.partition(":")[0]).get(one.field)
        if column is not None and one.value:
            found.append((column.title, one.value))
    return found


def _changes(data: QueryDict) -> Iterator[Change]:
    for name in data:
        if not name.startswith(WAS):
            continue
        key = name.removeprefix(WAS)
        item, _colon, field = key.rpartition(":")
        was = plain(str(data[name]))
        ticked = "false" if was in ("true", "false") else None
        now = data.get(NOW + key, ticked)
        if now is not None and plain(str(now)) != was:
            yield Change(uuid4(), item, field, was, plain(str(now)))


def _by_line(changes: list[Change]) -> list[Change]:
    """Fields of one line beside each other, its name first."""
    places = {item: place for place, item in enumerate(dict.fromkeys(c.item for c in changes))}
    return sorted(changes, key=lambda one: (places[one.item], one.field != "name"))
