"""Making a draft, and what is done to one as a whole: stop, rename, delete."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypedDict, Unpack

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import planning
from consultations.booking import Refused
from consultations.drafts.changing import changing
from consultations.drafts.queueing import enqueue
from consultations.models import Draft, Mission
from planner.assumed import Assumption, to_json
from planner.workdays import say_date

LONGEST = timedelta(days=5 * 366)
NAME_LENGTH = 120


class Wishes(TypedDict, total=False):
    """What may be asked of a plan besides its span; *time_limit* in seconds."""

    missions: Iterable[str]
    preset: str
    style: str
    time_limit: float | None
    assumptions: Iterable[Assumption]
    keeps: Draft | None


def make(
    *, who: User | None, name: str, first: date, last: date, as_of: date, **wishes: Unpack[Wishes]
) -> Draft:
    """A new draft, queued for the worker. Raises ``Refused`` for what cannot be planned."""
    return enqueue(sketch(who=who, name=name, first=first, last=last, as_of=as_of, **wishes))


def sketch(
    *, who: User | None, name: str, first: date, last: date, as_of: date, **wishes: Unpack[Wishes]
) -> Draft:
    """A new draft that nobody plans yet: :func:`carry_out` does so at once."""
    row = drafted(first=first, last=last, as_of=as_of, **wishes)
    row.name, row.made_by, row.changed_by = _name(name), who, who
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise _named_already(row.name) from error
    return row


def drafted(*, first: date, last: date, as_of: date, **wishes: Unpack[Wishes]) -> Draft:
    """An unsaved draft of what is asked for, checked. Raises ``Refused``."""
    _check_span(first, last)
    keeps = wishes.get("keeps")
    return Draft(
        first_on=first,
        last_on=last,
        as_of=as_of,
        missions=_missions(wishes.get("missions", ())),
        preset=_preset(wishes.get("preset", "")),
        style=_style(wishes.get("style", Draft.Style.GENTLE)),
        time_limit=_limit(wishes.get("time_limit")),
        assumptions=[to_json(one) for one in wishes.get("assumptions", ())],
        keeps=keeps,
        pins=_own_pins(keeps),
        locked_weeks=list(keeps.locked_weeks) if keeps else [],
    )


def stop(draft: Draft, *, who: User | None, version: int) -> Draft:
    """The worker is told to stop; the best plan so far is kept. A waiting job never begins."""
    with changing(draft, version, who=who) as row:
        if not row.is_at_work:
            raise Refused(_("It is not being planned any more."))
        row.stop_requested = True
        if row.state == Draft.State.QUEUED or row.is_silent(timezone.now()):
            row.state, row.finished_at = Draft.State.STOPPED, timezone.now()
    return row


def rename(draft: Draft, name: str, *, who: User | None, version: int) -> Draft:
    """Another name; no two drafts share one."""
    try:
        with changing(draft, version, who=who) as row:
            row.name = _name(name, row)
    except IntegrityError as error:  # somebody took it at the same moment
        raise _named_already(" ".join(name.split())) from error
    return row


def delete(draft: Draft, *, who: User | None, version: int) -> None:
    """The draft is gone; a job that still runs writes nothing. Not one whose bookings stand."""
    with changing(draft, version, who=who) as row:
        if row.is_released:
            raise Refused(_("Its meetings are booked: take the release back first."))
    Draft.objects.filter(pk=row.pk, version=row.version).delete()


def _name(name: str, row: Draft | None = None) -> str:
    said = " ".join(name.split())
    if not said:
        raise Refused(_("Give the plan a name."))
    if len(said) > NAME_LENGTH:
        raise Refused(_("A name has at most %d characters: shorten it.") % NAME_LENGTH)
    others = Draft.objects.filter(name=said)
    if (others.exclude(pk=row.pk) if row else others).exists():
        raise _named_already(said)
    return said


def _named_already(name: str) -> Refused:
    return Refused(_("A plan named “%s” is there already: choose another name.") % name)


def _missions(acronyms: Iterable[str]) -> list[str]:
    wanted = list(dict.fromkeys(acronyms))
    known = {*Mission.objects.filter(acronym__in=wanted).values_list("acronym", flat=True)}
    if unknown := [one for one in wanted if one not in known]:
        raise Refused(_("No mission “%s” is recorded: load its facts first.") % unknown[0])
    return sorted(wanted)


def _preset(preset: str) -> str:
    known = [str(one) for one in planning.Preset]
    if preset and preset not in known:
        words = {"value": preset, "known": ", ".join(known)}
        raise Refused(_("“%(value)s” is not one of: %(known)s.") % words)
    return preset


def _style(style: str) -> str:
    if style not in Draft.Style.values:
        words = {"value": style, "known": ", ".join(Draft.Style.values)}
        raise Refused(_("“%(value)s” is not one of: %(known)s.") % words)
    return style


def _limit(seconds: float | None) -> float | None:
    if seconds is not None and not 0 < seconds < 7 * 24 * 3600:
        raise Refused(_("Give a time limit of more than no seconds, and of less than a week."))
    return seconds


def _check_span(first: date, last: date) -> None:
    words = {"first": say_date(first), "last": say_date(last)}
    if last < first:
        raise Refused(_("%(last)s lies before %(first)s: correct one of them.") % words)
    if last - first > LONGEST:
        raise Refused(
            _("From %(first)s to %(last)s is more than five years: plan less at a time.") % words
        )


def _own_pins(keeps: Draft | None) -> dict[str, object]:
    """Slots that people chose in the plan that is kept stay chosen."""
    if keeps is not None and not keeps.placements.exists():
        raise Refused(_("“%s” has no placements that could be kept: plan it first.") % keeps.name)
    return dict(keeps.pins) if keeps else {}
