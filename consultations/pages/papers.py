"""What there is to print: the index, one paper on screen, the papers of one consultation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consultations.disclosure import with_details_for
from consultations.forms.papers import PaperForm
from consultations.models import Consultation, Mission, PaperTemplate
from consultations.pages.paper_drafts import edit_url
from consultations.papers.kinds import PAPERS, PaperKind
from consultations.papers.rendering import html
from consultations.papers.rendering.directions import direction
from consultations.papers.sheets import Sheet
from consultations.people import may
from consultations.sayings import say_time

LISTED = 300  # meetings that one is chosen from
NAMES = {"docx": _("Word"), "pdf": _("PDF"), "csv": _("CSV"), "xlsx": _("Excel (XLSX)")}
Person = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper that may be asked for: what it is called, what it is for, where it is."""

    kind: PaperKind
    url: str


@dataclass(frozen=True, slots=True)
class Download:
    """One format of a paper."""

    name: str | Promise
    url: str


def open_to(reader: Person, scopes: Iterable[str]) -> list[PaperKind]:
    """The kinds of paper of those *scopes* that *reader* may ask for."""
    plans = may(reader, "plan")
    return [
        kind
        for kind in PAPERS.values()
        if kind.scope in set(scopes) and (kind.right != "plan" or plans)
    ]


def offers(reader: Person, scopes: Iterable[str], **asked: str) -> list[Offer]:
    """Links to the papers of those *scopes*, with what is *asked*."""
    query = urlencode({name: value for name, value in asked.items() if value})
    tail = f"?{query}" if query else ""
    return [
        Offer(kind, reverse("paper", args=[kind.slug]) + tail) for kind in open_to(reader, scopes)
    ]


def papers_of(row: Consultation, reader: Person) -> list[Offer]:
    """The papers of one consultation, for its page; none where its details are closed."""
    if not may(reader, "details", row):
        return []
    found = offers(reader, ["consultation"], consultation=str(row.pk))
    return [one for one in found if may(reader, one.kind.right, row)]


def meetings_open_to(reader: Person) -> QuerySet[Any]:
    """The latest consultations whose details the reader may see, the last first."""
    rows = Consultation.objects.exclude(status=Consultation.Status.CANCELLED)
    return with_details_for(rows, reader).filter(shown=True).order_by("-starts_at")


def index(reader: Person, form: Any, told: Any) -> dict[str, Any]:
    """The context of the index; *form* holds what was chosen."""
    chosen = form.cleaned_data if form.is_valid() else {}
    year, month = told.get("year", ""), told.get("month", "")
    mission: Mission | None = chosen.get("mission")
    meeting: Consultation | None = chosen.get("consultation")
    return {
        "tab": "papers",
        "form": form,
        "meeting": meeting,
        "of_meeting": papers_of(meeting, reader) if meeting else [],
        "of_year": offers(reader, ["year", "span"], year=year if chosen.get("year") else ""),
        "of_month": offers(reader, ["month"], month=month if chosen.get("month") else ""),
        "mission": mission,
        "of_mission": offers(reader, ["mission"], mission=mission.acronym if mission else ""),
        "of_none": offers(reader, ["none"]),
        "may_plan": may(reader, "plan"),
    }


def meeting_label(row: Consultation) -> str:
    """A meeting in a list: when, and about what."""
    return f"{say_time(row.starts_at, row.ends_at)} – {row.subject[:80]}"


def one_paper(
    kind: PaperKind, form: PaperForm, sheet: Sheet | None, row: Consultation | None, reader: Person
) -> dict[str, Any]:
    """The context of one paper on screen."""
    told = {name: str(value) for name, value in form.data.items() if value and name in form.fields}
    if row is not None:
        told["consultation"] = str(row.pk)
    language = sheet.language if sheet else get_language() or "en"
    return {
        "tab": "papers",
        "kind": kind,
        "form": form,
        "row": row,
        "sheet": sheet,
        "body": html.part(sheet) if sheet else "",
        "direction": direction(language),
        "downloads": downloads(kind, sheet, told),
        "edit_url": edit_url(kind.slug, row, form) if sheet and may(reader, "plan") else "",
        "template": _template(kind, language) if may(reader, "plan") else None,
    }


def downloads(kind: PaperKind, sheet: Sheet | None, told: dict[str, str]) -> list[Download]:
    """A link a format; a table's formats where there is a table."""
    if sheet is None or sheet.is_empty:
        return []
    forms = [one for one in kind.formats if sheet.tables or one not in ("csv", "xlsx")]
    return [Download(NAMES[one], f"?{urlencode(told | {'format': one})}") for one in forms]


def _template(kind: PaperKind, language: str) -> dict[str, Any]:
    rows = PaperTemplate.objects.filter(kind=kind.slug, language=language).defer("content")
    return {
        "url": reverse("paper_template", args=[kind.slug, language]),
        "row": rows.select_related("who").first(),
    }
