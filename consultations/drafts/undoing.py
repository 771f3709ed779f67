"""A release taken back: what it booked is cancelled, unless somebody touched it since."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import booking
from consultations.booking import Refused, say_instant, say_who
from consultations.drafts.changing import changing
from consultations.models import Consultation, Draft

AS_BOOKED = 1  # the version of a consultation that nobody changed


def undo_release(
    draft: Draft, *, who: User | None, version: int, reason: str = ""
) -> list[Consultation]:
    """Cancel what the release booked, in one transaction; it can be released again afterwards.

    Raises ``Refused`` where somebody changed one of the bookings: nothing is cancelled then.
    """
    said = reason.strip() or _("The plan “%s” was taken back.") % draft.name
    with changing(draft, version, who=who) as row:
        if not row.is_released:
            raise Refused(_("This plan is not released: there is nothing to take back."))
        booked = _booked(row)
        cancelled = [booking.cancel(one, reason=said, who=who, version=AS_BOOKED) for one in booked]
        row.placements.update(released=None)
        # Where a later run found them booked, they are the plan's own again.
        row.placements.filter(booked__in=booked).update(booked=None)
        row.undone_by, row.undone_at = who, timezone.now()
    return cancelled


def _booked(row: Draft) -> list[Consultation]:
    """The bookings of the release, all as they were made. Raises ``Refused`` naming one touched."""
    ours = Consultation.objects.filter(released_placements__draft=row)
    touched = ours.exclude(version=AS_BOOKED, status=Consultation.Status.TENTATIVE).first()
    if touched is not None:
        deed = touched.deeds.select_related("who").last()
        words = {
            "meeting": touched.subject,
            "who": say_who(deed.who if deed else None),
            "when": say_instant(deed.at if deed else touched.updated_at),
        }
        raise Refused(
            _(
                "“%(meeting)s” was changed by %(who)s on %(when)s: cancel what should not stand "
                "on its own page."
            )
            % words
        )
    return list(ours.order_by(F("starts_at"), "pk"))
