"""A paper as plain text, and the text it is to be, kept under tests/golden/papers."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from consultations.papers.sheets import Block, Bullets, Heading, Sheet, Table

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "papers"


def told(sheet: Sheet, only: Collection[str] = ()) -> str:
    """The sheet line by line, cells between bars; *only*: of tables the rows that name one."""
    lines = [f"= {sheet.title}", sheet.subtitle, ""]
    for block in sheet.blocks:
        lines += _block(block, only)
    lines += ["", *(f"({note})" for note in sheet.notes)]
    return "\n".join(lines).rstrip() + "\n"


def _block(block: Block, only: Collection[str]) -> list[str]:
    if isinstance(block, Heading):
        return ["", f"{'=' * block.level} {block.text}"]
    if isinstance(block, Bullets):
        return [f"- {item}" for item in block.items]
    if isinstance(block, Table):
        kept = [row for row in block.rows if not only or any(n in c for n in only for c in row)]
        return [_row(row) for row in (block.columns, *kept)] if kept else []
    return [f"{block.number} {block.text}".strip()]


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("\n", " / ") for cell in cells)


def assert_golden(name: str, sheet: Sheet, only: Collection[str] = ()) -> None:
    """Equal to the file of that name; ``WRITE_GOLDEN=1`` writes it, to be read by a person."""
    path, text = GOLDEN / f"{name}.txt", told(sheet, only)
    if os.environ.get("WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def headings(sheet: Sheet) -> list[str]:
    """The headings in order."""
    return [block.text for block in sheet.blocks if isinstance(block, Heading)]


def table(sheet: Sheet, name: str) -> list[tuple[str, ...]]:
    """The rows of the table of that name; none where the paper has no such table."""
    found = [block for block in sheet.tables if block.name == name]
    return list(found[0].rows) if found else []
