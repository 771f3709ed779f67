"""Which consultations a reader may see the details of, asked of the database in one query."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value

from consultations.models import Consultation
from consultations.people import CONVENER, group_names, may


def with_details_for(rows: QuerySet[Consultation], reader: User | AnonymousUser) -> QuerySet[Any]:
    """*rows* with ``shown``: whether *reader* may see more than that there is a meeting.

    The same answer as ``may(reader, "details", row)``, without a query for each row.
    """
    if may(reader, "details"):
        return rows.annotate(shown=Value(True))
    groups = group_names(reader)
    seen = Q(pk__in=[])
    if groups:
        seen |= ~Q(visibility=Consultation.Visibility.INVITEES)
    if CONVENER in groups:
        through = Consultation.convener_user.through
        own = through.objects.filter(consultation_id=OuterRef("pk"), user_id=reader.pk or 0)
        seen |= Q(Exists(own))
    return rows.annotate(shown=ExpressionWrapper(seen, output_field=BooleanField()))
