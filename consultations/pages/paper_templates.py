"""Word templates of papers: which are staff's own, and what a template may say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultations.models import PaperTemplate
from consultations.papers.examples import MUST
from consultations.papers.kinds import PAPERS, PaperKind

# What a field stands for; what a paper does not have stays empty. The shipped templates print the
# title, what stands below it, symbol and state: date and signature of a letter are in its text.
MEANINGS: dict[str, str | Promise] = {
    "title": _("the title of the paper"),
    "subtitle": _("the line below the title"),
    "date": _("the date of a letter"),
    "addressee": _("to whom it goes"),
    "salutation": _("how a letter begins"),
    "signatory": _("who signs"),
    "signatory_post": _("the post of who signs"),
    "symbol": _("the symbol, where it is known"),
    "reference": _("a reference number"),
    "state": _("draft, agreed, issued in national capacity"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of paper: a link for each language, marked where the template is staff's own."""

    kind: PaperKind
    languages: tuple[tuple[str, str, PaperTemplate | None], ...]


def list_context() -> dict[str, Any]:
    """Every kind of paper in every language, in one query."""
    rows = PaperTemplate.objects.select_related("who").defer("content")
    own = {(row.kind, row.language): row for row in rows}
    lines = [
        Line(
            kind,
            tuple(
                (
                    str(name),
                    reverse("paper_template", args=[kind.slug, code]),
                    own.get((kind.slug, code)),
                )
                for code, name in settings.LANGUAGES
            ),
        )
        for kind in PAPERS.values()
        if "docx" in kind.formats
    ]
    return {"tab": "papers", "lines": lines}


def one_context(kind: PaperKind, language: str) -> dict[str, Any]:
    """One template: whose it is, and the placeholders it may hold."""
    rows = PaperTemplate.objects.select_related("who").defer("content")
    return {
        "tab": "papers",
        "kind": kind,
        "language": language,
        "language_name": dict(settings.LANGUAGES)[language],
        "row": rows.filter(kind=kind.slug, language=language).first(),
        "fields": [(f"{{{{ {name} }}}}", meaning) for name, meaning in MEANINGS.items()],
        "parts": list(MUST.values()),
    }
