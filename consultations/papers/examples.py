"""A paper with one of everything in it: what a new Word template is tried with."""

from __future__ import annotations

from django.utils import translation

from consultations.papers.asked import PaperKind
from consultations.papers.sheets import FIELDS, Bullets, Heading, Paragraph, Sheet, Table


def example(kind: PaperKind, language: str) -> Sheet:
    """Every kind of block once; the words say what they stand for, no meeting is named."""
    with translation.override(language):
        title = str(kind.title)
    return Sheet(
        kind=kind.slug,
        title=title,
        subtitle="‹subtitle›",
        language=language,
        fields={name: f"‹{name}›" for name in FIELDS if name not in ("title", "subtitle")},
        blocks=(
            Heading("‹heading›"),
            Paragraph("‹paragraph›"),
            Paragraph("‹numbered paragraph›", number="1."),
            Heading("‹subheading›", 3),
            Bullets(("‹item›",)),
            Table(("‹column›", "‹other column›"), (("‹cell›", "‹other cell›"),), "‹caption›"),
            *(Paragraph(f"‹{style}›", style=style) for style in STYLED),
        ),
        notes=("‹note of what is open›",),
        stem=kind.slug,
    )


STYLED = ("letter", "right", "centre", "note", "signature")
# What must be found again in the file made from the example, and the placeholder that prints it.
MUST = {
    "‹heading›": '{%p if block.kind == "heading" %} {{ block.text }} {%p endif %}',
    "‹paragraph›": '{%p if block.kind == "paragraph" %} {{ block.text }} {%p endif %}',
    "‹numbered paragraph›": '{%p if block.kind == "numbered" %} {{ block.number }} {{ block.text }}'
    " {%p endif %}",
    "‹subheading›": '{%p if block.kind == "subheading" %} {{ block.text }} {%p endif %}',
    "‹item›": "{%p for item in block.items %} {{ item }} {%p endfor %}",
    "‹column›": "{%tc for column in block.columns %} {{ column }} {%tc endfor %}",
    "‹cell›": "{%tc for cell in row %} {{ cell }} {%tc endfor %}",
    "‹note of what is open›": "{%p for note in notes %} {{ note }} {%p endfor %}",
    **{
        f"‹{style}›": f'{{%p if block.kind == "{style}" %}} {{{{ block.text }}}} {{%p endif %}}'
        for style in STYLED
    },
}
