"""A Word template is tried before it is kept: what is wrong, in sentences that name the cure."""

from __future__ import annotations

import io

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn
from jinja2.exceptions import TemplateError, TemplateSyntaxError

from consultations.papers.asked import PaperKind
from consultations.papers.examples import MUST, example
from consultations.papers.field_codes import check
from consultations.papers.packages import NotATemplate, parts_of
from consultations.papers.rendering.placeholders import PlaceholderError
from consultations.papers.rendering.word import docx


def faults(data: bytes, kind: PaperKind, language: str) -> tuple[str, ...]:
    """What is wrong with the file *data* as the template of *kind*; nothing: it may be used."""
    try:
        check(parts_of(data))
        made = docx(example(kind, language), data)
        return tuple(_missing(made))
    except NotATemplate as wrong:
        return (wrong.sentence,)
    except PlaceholderError as wrong:
        return (str(wrong.message),)
    except TemplateSyntaxError as wrong:
        return (_syntax(wrong),)
    except TemplateError as wrong:
        words = _("A placeholder cannot be filled (%s): compare it with the shipped template.")
        return (words % wrong.message,)
    except Exception as wrong:  # a broken document fails in a hundred ways, all meaning this
        words = _("The file cannot be read as a Word document (%s): save it again as .docx.")
        return (words % type(wrong).__name__,)


def _syntax(wrong: TemplateSyntaxError) -> str:
    near = " ".join(line.strip() for line in getattr(wrong, "docx_context", ()) if "{" in line)
    words = {"near": near[-80:], "what": (wrong.message or "").rstrip(".")}
    return (
        _(
            "Near “%(near)s”: %(what)s. A field reads {{ title }}; a loop begins with "
            "{%%p for block in blocks %%} and ends with {%%p endfor %%}, each alone in its line."
        )
        % words
    )


def _missing(made: bytes) -> list[str]:
    """What the example holds and the paper made from it does not."""
    body = Document(io.BytesIO(made)).element.body
    texts = "\n".join(one.text or "" for one in body.iter(qn("w:t")))
    return [
        _("The template never prints %(what)s. Add to it: %(cure)s")
        % {"what": word, "cure": cure}
        for word, cure in MUST.items()
        if word not in texts
    ]  # fmt: skip
