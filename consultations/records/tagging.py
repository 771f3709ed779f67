"""Issues that reach beyond one mission, and when each is looked at again (2006, para. 14 (f))."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from consultations.booking import Refused
from consultations.models import IssueTag, Record
from consultations.records.fields import plain
from consultations.records.keeping import kept_change

LONGEST, MOST = 80, 20


def set_tags(record: Record, names: Iterable[str], who: User | None) -> list[IssueTag]:
    """The issues of a record, by name; one that is new is made, a known one keeps its spelling."""
    wanted = {
        " ".join(plain(name).split()).casefold(): " ".join(plain(name).split()) for name in names
    }
    wanted.pop("", None)
    if len(wanted) > MOST:
        raise Refused(_("A record has no more than %s issues.") % MOST)
    if any(len(name) > LONGEST for name in wanted.values()):
        raise Refused(_("An issue's name has no more than %s characters.") % LONGEST)
    with transaction.atomic():
        kept = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
        known = {tag.name.casefold(): tag for tag in IssueTag.objects.all()} if wanted else {}
        tags = [
            known.get(key) or IssueTag.objects.get_or_create(name=name)[0]
            for key, name in wanted.items()
        ]
        was = "; ".join(tag.name for tag in kept.tags.all())
        kept.tags.set(tags)
        now = "; ".join(sorted(tag.name for tag in tags))
        kept_change(kept, "record", kept, {"tags": (was, now)} if was != now else {}, who)
    return tags


def set_review(tag: IssueTag, on: date | None) -> IssueTag:
    """When the issue is looked at again; None where it is settled."""
    tag.review_on = on
    tag.save(update_fields=["review_on"])
    return tag
