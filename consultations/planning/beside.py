"""Which consultations were booked together: those that one release of a plan made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from consultations.models import Consultation, DraftPlacement
from consultations.planning.calling import BY_MEETINGS

Together = Mapping[str, frozenset[str]]


def released_together(rows: Iterable[Consultation]) -> Together:
    """By the key of each of *rows* the keys of all that were released with it, its own too.

    Only of those that the record of meetings calls for, as none else asks; one query, or none.
    """
    asked = [row.pk for row in rows if (row.need or row.kind) in BY_MEETINGS]
    if not asked:
        return {}
    of_plan: dict[int, set[str]] = defaultdict(set)
    listed = DraftPlacement.objects.filter(
        released__isnull=False, draft__placements__released__in=asked
    )
    for plan, key in listed.values_list("draft", "released").distinct():
        of_plan[plan].add(str(key))
    own = {str(pk) for pk in asked}
    return {key: frozenset(keys) for keys in of_plan.values() for key in keys & own}
