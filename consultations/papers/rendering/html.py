"""A sheet as HTML: the part that stands on a page, and the page that is printed to PDF."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from consultations.papers.rendering.directions import directed, direction
from consultations.papers.sheets import Block, Bullets, Heading, Paragraph, Sheet, Table

STYLES = Path(__file__).resolve().parents[2] / "static" / "consultations" / "papers.css"
LINK = '<link rel="stylesheet" href="static:///consultations/papers.css">'


@dataclass(frozen=True, slots=True)
class Shown:
    """A block and what it is, for a template."""

    kind: str
    block: Block
    level: int = 0
    widths: tuple[str, ...] = ()


def part(sheet: Sheet) -> SafeString:
    """The paper itself, below its title, as a page of the planner shows it."""
    return _render("papers/sheet.html", sheet, "sheet")


def page(sheet: Sheet, family: str) -> str:
    """The whole paper as a page of its own, which is printed to PDF."""
    return _render("papers/print.html", sheet, family)


def whole(sheet: Sheet, family: str) -> str:
    """The same in one file, its style within, for whoever opens it without the planner."""
    style = f"<style>\n{STYLES.read_text(encoding='utf-8')}</style>"
    return page(sheet, family).replace(LINK, style)


def _render(template: str, sheet: Sheet, family: str) -> SafeString:
    sheet = directed(sheet)
    context = {
        "sheet": sheet,
        "family": family,
        "blocks": [_shown(block) for block in sheet.blocks],
        "direction": direction(sheet.language),
    }
    with translation.override(sheet.language):
        return render_to_string(template, context)


def _shown(block: Block) -> Shown:
    match block:
        case Heading():
            return Shown("heading", block, min(max(block.level, 2), 4))
        case Paragraph():
            return Shown("paragraph", block)
        case Bullets():
            return Shown("bullets", block)
        case Table():
            total = sum(block.widths) or 1
            # Steps of five in a hundred: the widths are classes, as no style may be inline.
            steps = tuple(f"w{max(1, round(20 * share / total)) * 5}" for share in block.widths)
            return Shown("table", block, widths=steps or ("",) * len(block.columns))
