"""The pieces of a paper that people edit: each has a place, and its number is counted anew.

A piece of text may be several paragraphs: each line is one. A line that begins with a hyphen is
an item under the paragraph above it, and gets a letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import count
from typing import Any

from consultations.papers.sheets import STYLES, Block, Heading, Paragraph, Table

SECTION, SUBSECTION, PART, TEXT, TABLE = "section", "subsection", "part", "text", "table"
LEVELS = {PART: 2, SECTION: 2, SUBSECTION: 3}
HYPHENS = ("-", "–", "•")
ROMANS = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True)
class Piece:
    """``kind`` is part, section, subsection (headings), text (numbered), table, or the style of a
    paragraph without a number ("letter", "signature", ...). ``key`` names the place for good."""

    key: str
    kind: str
    text: str = ""
    table: Table | None = None

    def __post_init__(self) -> None:
        if self.kind not in (*LEVELS, TEXT, TABLE, *STYLES[1:]):
            raise ValueError(f"no kind of piece {self.kind!r}")

    @property
    def is_heading(self) -> bool:
        """Whether it stands above others."""
        return self.kind in LEVELS

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return not (self.table.rows if self.table else self.text.strip())


@dataclass(frozen=True, slots=True)
class Numbered:
    """A piece as it is printed: its numbers, first to last, and its blocks; none: not printed."""

    piece: Piece
    label: str
    blocks: tuple[Block, ...]


def printed(pieces: Iterable[Piece]) -> tuple[Block, ...]:
    """What is printed, numbered."""
    return tuple(block for one in numbered(pieces) for block in one.blocks)


def numbered(pieces: Iterable[Piece]) -> Iterator[Numbered]:
    """Every piece with its number: sections I, II; subsections A, B in each; paragraphs 1, 2
    through the paper. Headings under which nothing stands get no number and are not printed."""
    pieces = list(pieces)
    filled = _filled(pieces)
    paragraphs, sections, letters = count(1), count(1), count(1)
    for one in pieces:
        if one.key not in filled:
            yield Numbered(one, "", ())
        elif one.is_heading:
            label = ""
            if one.kind == SECTION:
                label, letters = f"{roman(next(sections))}.", count(1)
            elif one.kind == SUBSECTION:
                label = f"{letter(next(letters)).upper()}."
            heading = Heading(f"{label} {one.text}".strip(), LEVELS[one.kind])
            yield Numbered(one, label, (heading,))
        else:
            blocks = tuple(_blocks(one, paragraphs))
            yield Numbered(one, _label(blocks), blocks)


def _blocks(one: Piece, paragraphs: Iterator[int]) -> Iterator[Block]:
    if one.table is not None:
        yield one.table
    elif one.kind != TEXT:
        yield Paragraph(one.text.strip(), key=one.key, style=one.kind)
    else:
        items = count(1)
        for line in filter(None, map(str.strip, one.text.splitlines())):
            if item := _item(line):
                yield Paragraph(item, f"({letter(next(items))})", one.key)
            else:
                items = count(1)
                yield Paragraph(line, f"{next(paragraphs)}.", one.key)


def _item(line: str) -> str:
    """What stands behind the hyphen; nothing for a line that is a paragraph."""
    return line[1:].strip() if line.startswith(HYPHENS) and line[1:2].isspace() else ""


def _label(blocks: tuple[Block, ...]) -> str:
    numbers = [
        one.number for one in blocks if isinstance(one, Paragraph) and one.number.endswith(".")
    ]
    if not numbers:
        return ""
    return numbers[0] if len(numbers) == 1 else f"{numbers[0][:-1]}–{numbers[-1]}"


def _filled(pieces: list[Piece]) -> set[str]:
    """Keys of what says something; a heading does where something stands under it."""
    found: set[str] = set()
    deepest = 0  # the headings above this level are filled by what follows
    for one in reversed(pieces):
        if one.is_empty:
            continue
        if not one.is_heading:
            deepest = 9
        elif deepest > LEVELS[one.kind]:
            deepest = LEVELS[one.kind]
        else:
            continue
        found.add(one.key)
    return found


def roman(number: int) -> str:
    """1 is I; as far as a paper has sections."""
    said = ""
    for value, sign in ROMANS:
        times, number = divmod(number, value)
        said += sign * times
    return said


def letter(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    said = ""
    while number:
        number, rest = divmod(number - 1, 26)
        said = chr(97 + rest) + said
    return said


def as_json(pieces: Iterable[Piece]) -> list[dict[str, Any]]:
    """Pieces as they are kept with a paper that was agreed."""
    return [asdict(one) for one in pieces]


def from_json(kept: Iterable[dict[str, Any]]) -> tuple[Piece, ...]:
    """The pieces again, word for word."""
    return tuple(replace(Piece(**one), table=_table(one["table"])) for one in kept)


def _table(kept: dict[str, Any] | None) -> Table | None:
    if kept is None:
        return None
    lists = {name: tuple(kept[name]) for name in ("columns", "widths")}
    return Table(**kept | lists | {"rows": tuple(map(tuple, kept["rows"]))})
