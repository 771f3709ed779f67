"""Which records, and which outcomes of points, a reader is shown: asked of the database at once."""

from __future__ import annotations

from datetime import date, datetime, time

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from consultations.disclosure import with_details_for
from consultations.models import HEADQUARTERS, Consultation, Point, Record
from consultations.people import CONVENER, group_names, may

Reader = User | AnonymousUser
Status = Consultation.Status
MET = (Status.CONFIRMED, Status.HELD)  # confirmed and begun counts as met until somebody says so


def meetings_seen(reader: Reader) -> QuerySet[Consultation]:
    """Consultations that stand and whose details *reader* may see."""
    rows = Consultation.objects.filter(status__in=Consultation.LIVE)
    if may(reader, "details"):
        return rows
    return with_details_for(rows, reader).filter(shown=True)


def met_seen(reader: Reader) -> QuerySet[Consultation]:
    """Of these the meetings that took place: held, or confirmed and begun."""
    return meetings_seen(reader).filter(status__in=MET, starts_at__lte=timezone.now())


def of_seen(reader: Reader, to: str = "record__consultation") -> Q:
    """Rows that belong to such a meeting; *to* leads there."""
    standing = Q(**{f"{to}__status__in": Consultation.LIVE})
    if may(reader, "details"):
        return standing
    return standing & Q(**{f"{to}__in": meetings_seen(reader).values("pk")})


def with_outcomes_for(points: QuerySet[Point], reader: Reader) -> QuerySet[Point]:
    """*points* with ``outcome_seen``: whether *reader* sees what became of each.

    The same answer as ``records.sees_outcome``, without a query for each row.
    """
    if may(reader, "plan"):
        return points.annotate(outcome_seen=Value(True))
    seen = Q(record__outcome_shown=Record.Shown.READERS) & of_seen(reader)
    if CONVENER in group_names(reader):
        through = Consultation.convener_user.through
        own = through.objects.filter(
            consultation_id=OuterRef("record__consultation_id"), user_id=reader.pk or 0
        )
        seen |= Q(Exists(own))
    return points.annotate(outcome_seen=ExpressionWrapper(seen, output_field=BooleanField()))


def in_year(year: int, to: str = "") -> Q:
    """Meetings of a year at Headquarters; *to* leads to the consultation."""
    first = datetime.combine(date(year, 1, 1), time(), HEADQUARTERS)
    after = datetime.combine(date(year + 1, 1, 1), time(), HEADQUARTERS)
    return Q(**{f"{to}starts_at__gte": first, f"{to}starts_at__lt": after})
