"""The words that mails begin with: listed by occasion and language, edited, tried with examples."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consultations.booking import Stale, say_who
from consultations.forms.outbox import TemplateForm
from consultations.invitations.times import say_day, say_span
from consultations.invitations.wording import (
    MEANINGS,
    NEEDED,
    Words,
    allowed,
    fill,
    shipped,
    template,
)
from consultations.models import HEADQUARTERS, Consultation, Language, MailTemplate, Occasion
from consultations.pages.outbox_message import preview


@dataclass(frozen=True, slots=True)
class Wording:
    """One occasion in one language: how its subject reads, and who rewrote it when."""

    occasion: str
    title: str
    language: str
    language_name: str
    subject: str
    row: MailTemplate | None


def wordings() -> list[Wording]:
    """Every occasion in every language, in one query."""
    rows = {
        (one.occasion, one.language): one
        for one in MailTemplate.objects.select_related("changed_by")
    }
    own = kept_of(rows)
    return [
        Wording(
            occasion.value, str(occasion.label), language.value, str(language.label),
            template(occasion, language, own).subject, rows.get((occasion.value, language.value)),
        )
        for occasion in Occasion
        for language in Language
    ]  # fmt: skip


def kept_of(rows: Mapping[tuple[str, str], MailTemplate]) -> dict[tuple[str, str], Words]:
    """The words of rows that were read already."""
    return {key: Words(row.subject, row.body) for key, row in rows.items()}


def seen(words: Words) -> str:
    """A short name of words as they read, to tell whether somebody changed them since."""
    told = json.dumps([words.subject, words.body], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def one_wording(
    occasion: str, language: str, form: TemplateForm | None = None, tried: Words | None = None
) -> dict[str, Any]:
    """The context of the page; *tried* are words to be shown with examples, kept or not."""
    rows = MailTemplate.objects.select_related("changed_by")
    row = rows.filter(occasion=occasion, language=language).first()
    words = Words(row.subject, row.body) if row else shipped(occasion, language)
    if form is None:
        told = {"subject": words.subject, "body": words.body, "seen": seen(words)}
        form = TemplateForm(initial=told, occasion=occasion)
    filled = fill(tried or words, examples(language))
    return {
        "occasion": occasion,
        "title": Occasion(occasion).label,
        "language": language,
        "language_name": Language(language).label,
        "row": row,
        "form": form,
        "placeholders": [
            (f"{{{name}}}", MEANINGS[name], name in NEEDED.get(occasion, ()))
            for name in allowed(occasion)
        ],
        "shipped": shipped(occasion, language),
        "preview": preview(filled.subject, filled.body, _("somebody's address"), language),
        "tried": tried is not None,
    }


def examples(language: str) -> dict[str, str]:
    """A value for every placeholder, in the language of the mail; none is of a real meeting."""
    day = timezone.localdate(timezone=HEADQUARTERS) + timedelta(days=14)
    start = datetime.combine(day, time(10), HEADQUARTERS)
    end, later = start + timedelta(minutes=90), start + timedelta(days=1)
    with translation.override(language):
        meanings = {name: f"‹{meaning}›" for name, meaning in MEANINGS.items()}
        return meanings | {
            "subject": _("Consultation before a mandate is renewed (example)"),
            "kind": str(Consultation.Kind.INFORMAL_TRIANGULAR.label),
            "format": str(Consultation.Format.INFORMAL.label),
            "level": str(Consultation.Level.EXPERT.label),
            "when": say_span(start, end, language, HEADQUARTERS),
            "proposed": say_span(later, later + timedelta(minutes=90), language, HEADQUARTERS),
            "due": say_day(day - timedelta(days=7), language),
            "page": f"{settings.PUBLIC_URL.rstrip('/')}/",
        }


def keep(occasion: str, language: str, words: Words, was: str, who: User) -> None:
    """Keep *words*; the shipped ones come back where they are the same again.

    Raises ``Stale`` where somebody changed them since *was* was seen.
    """
    if words == shipped(occasion, language):
        reset(occasion, language, was)
        return
    told = {"subject": words.subject, "body": words.body, "changed_by": who}
    try:
        with transaction.atomic():
            row = _as_read(occasion, language, was)
            if row is None:
                MailTemplate.objects.create(occasion=occasion, language=language, **told)
                return
            for name, value in told.items():
                setattr(row, name, value)
            row.version += 1
            row.save()
    except IntegrityError:  # somebody else wrote the first words of their own at this moment
        _as_read(occasion, language, was)


@transaction.atomic
def reset(occasion: str, language: str, was: str) -> None:
    """The shipped words again. Raises ``Stale``."""
    row = _as_read(occasion, language, was)
    if row is not None:
        row.delete()


def _as_read(occasion: str, language: str, was: str) -> MailTemplate | None:
    """The row, locked, if its words are still those that were seen."""
    rows = MailTemplate.objects.select_for_update(of=("self",)).select_related("changed_by")
    row = rows.filter(occasion=occasion, language=language).first()
    words = Words(row.subject, row.body) if row else shipped(occasion, language)
    if seen(words) != was:
        at = row.changed_at if row else timezone.now()
        raise Stale(say_who(row.changed_by if row else None), at)
    return row
