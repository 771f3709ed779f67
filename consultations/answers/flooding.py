"""How much of what one sender has set aside is kept in a day: the rest is counted, not stored.

What counts as an answer is always kept. Mails stay in the mailbox they are read from.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.models import Reply

DAY = timedelta(days=1)
MOST_ROWS = 200  # ours: a day, of one sender
MOST_BYTES = 10 * 1024 * 1024  # ours: as they came, a day, of one sender


def over(reply: Reply) -> Reply | None:
    """The row on which *reply* is counted where its sender has sent too many; else None.

    Beyond the bytes that are kept, *reply* loses its own.
    """
    rows = Reply.objects.filter(
        sender=reply.sender, via=reply.via, outcome__in=(Reply.Outcome.QUARANTINED, "stale"),
        received_at__gt=timezone.now() - DAY,
    )  # fmt: skip
    kept = rows.order_by().aggregate(rows=Count("pk"), bytes=Sum(Length("raw")))
    if kept["rows"] >= MOST_ROWS:
        return _counted(rows.order_by("-pk").values_list("pk", flat=True)[0])
    if (kept["bytes"] or 0) + len(reply.raw) > MOST_BYTES:
        reply.raw = b""
        reply.reason += " " + _("Their mails of today are too large to keep: see the mailbox.")
    return None


@transaction.atomic
def _counted(pk: int) -> Reply:
    last = Reply.objects.select_for_update().get(pk=pk)
    last.times += 1
    last.save(update_fields=["times", "last_at"])
    return last
