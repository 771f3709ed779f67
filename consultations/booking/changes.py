"""One change of one consultation: locked, checked for its version, kept as a deed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.booking.holds import take, taken
from consultations.booking.refusals import Refused, Stale
from consultations.invitations import redraft
from consultations.models import HEADQUARTERS, Consultation, Deed, FeedMark
from consultations.sayings import say_who

Findings = Iterable[Any]  # mappings with verdict and obligation, or the core's own Findings


@contextmanager
def all_or_nothing(row: Consultation) -> Iterator[None]:
    """A transaction in which the database's refusal becomes ``Taken``, naming who was first."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if (refusal := taken(row)) is None:
            raise
        raise refusal from error


@contextmanager
def changing(consultation: Consultation, version: int) -> Iterator[Consultation]:
    """The row as it is stored, locked until the change is done.

    *version* is the one that the person had read. Raises ``Stale`` where it moved on, ``Taken``
    where the change runs into another booking.
    """
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("room")
    with transaction.atomic():
        row = rows.get(pk=consultation.pk)
        if row.version != version:
            raise _stale(row)
        with all_or_nothing(row):
            yield row


def keep(
    row: Consultation,
    verb: str,
    *,
    who: User | None,
    was: str = "",
    now: str = "",
    reason: str = "",
    findings: list[dict[str, Any]] | None = None,
    grows: bool = False,
) -> Consultation:
    """Store the changed row, what it holds, the deed, and drafts of what people are to be told.

    *grows*: the time, or the STATUS that calendars know, changed (RFC 5546, 2.1.4).
    """
    row.version += 1
    row.sequence += grows
    row.save()
    take(row)
    Deed.objects.create(
        consultation=row,
        verb=verb,
        was=was,
        now=now,
        reason=reason.strip(),
        findings=findings or [],
        who=who,
    )
    FeedMark.bump()
    redraft(row, who=who, reason=reason.strip())
    return row


def plain(findings: Findings) -> list[dict[str, Any]]:
    """Findings as they are stored."""
    return [asdict(one) if is_dataclass(one) else dict(one) for one in findings]  # type: ignore[arg-type]


def refuse_broken_musts(findings: list[dict[str, Any]]) -> None:
    """No deed goes against a *must*: choose another slot, or correct the fact it rests on."""
    broken = [one for one in findings if one["verdict"] == "broken" and one["obligation"] == "must"]
    if broken:
        said = "; ".join(str(one["sentence"]) for one in broken)
        raise Refused(_("This breaks what must be kept: %s. Choose another slot.") % said, broken)


def basis(findings: list[dict[str, Any]], who: User | None) -> Mapping[str, Any]:
    """What a decision rested on: the findings as they stood on that day, and who saw them."""
    today = timezone.now().astimezone(HEADQUARTERS).date()
    return {"findings": findings, "as_of": today.isoformat(), "who": say_who(who)}


def _stale(row: Consultation) -> Stale:
    last = row.deeds.exclude(verb=Deed.Verb.ANSWER).select_related("who").last()
    return Stale(say_who(last.who), last.at) if last else Stale(say_who(None), row.updated_at)
