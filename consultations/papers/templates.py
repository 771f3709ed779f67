"""The Word template of a kind of paper in a language: staff's own where there is one."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User

from consultations.models import PaperTemplate
from consultations.papers.asked import PaperKind
from consultations.papers.rendering.word import shipped


@dataclass(frozen=True, slots=True)
class InForce:
    """The template that is used; ``row`` is None for the one that comes with the planner."""

    content: bytes
    name: str
    row: PaperTemplate | None


def in_force(kind: PaperKind, language: str) -> InForce:
    """The uploaded template of that kind and language, else the shipped one of its family."""
    row = PaperTemplate.objects.filter(kind=kind.slug, language=language).first()
    if row is None:
        return InForce(shipped(kind.family), f"{kind.slug}-{language}.docx", None)
    return InForce(bytes(row.content), row.name, row)


def keep(kind: PaperKind, language: str, name: str, content: bytes, who: User) -> PaperTemplate:
    """Use *content*, which was checked, from now on."""
    told = {"name": name[:200], "content": content, "who": who}
    row, _made = PaperTemplate.objects.update_or_create(
        kind=kind.slug, language=language, defaults=told
    )
    return row


def restore(kind: PaperKind, language: str) -> bool:
    """The shipped template again; answers whether another was in force."""
    gone, _each = PaperTemplate.objects.filter(kind=kind.slug, language=language).delete()
    return bool(gone)
