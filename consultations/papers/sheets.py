"""What a paper says, without its looks: headings, numbered paragraphs, lists, tables and notes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

STYLES = ("", "letter", "right", "centre", "note", "signature")
# Fields that a Word template may name besides the blocks; what a paper lacks stays empty.
FIELDS = (
    "title", "subtitle", "date", "addressee", "salutation", "signatory", "signatory_post",
    "symbol", "reference", "state",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heading:
    """Of a section; level 1 is the paper's own title, so sections begin at 2."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``number`` as it is printed ("12."), ``key`` names the place for those who edit it."""

    text: str
    number: str = ""
    key: str = ""
    style: str = ""

    def __post_init__(self) -> None:
        if self.style not in STYLES:
            raise ValueError(f"no style {self.style!r}: one of {', '.join(STYLES)}")


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; items without text are not printed."""

    items: tuple[str, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Cells are text, a line feed between the lines of one cell.

    ``widths`` are the columns' shares of the width, as in ``(2, 5, 3)``; ``name`` names the sheet
    of the workbook.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    name: str = ""
    widths: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        wrong = [row for row in self.rows if len(row) != len(self.columns)]
        if wrong or (self.widths and len(self.widths) != len(self.columns)):
            raise ValueError(f"each row has {len(self.columns)} cells: {wrong[:1] or self.widths}")


Block = Heading | Paragraph | Bullets | Table


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper. Headings under which nothing stands, and blocks without content, are dropped.

    ``notes``: what is estimated, unknown, or who asked for what; printed at the end.
    ``stem`` names the file.
    """

    kind: str
    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    language: str = "en"
    fields: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    stem: str = "paper"

    def __post_init__(self) -> None:
        if unknown := set(self.fields) - set(FIELDS):
            raise ValueError(f"no field {sorted(unknown)}: one of {', '.join(FIELDS)}")
        object.__setattr__(self, "blocks", filled(self.blocks))
        object.__setattr__(self, "notes", tuple(dict.fromkeys(filter(None, self.notes))))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables alone, for CSV and XLSX."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to print."""
        return not self.blocks


def filled(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """*blocks* without those that say nothing, and without headings that nothing stands under.

    A heading is kept where text stands under it, or under a deeper heading below it.
    """
    said = [block for block in map(_with_content, blocks) if block is not None]
    kept: list[Block] = []
    content_at: float = 0  # the deepest heading level that what follows can fill
    for block in reversed(said):
        if not isinstance(block, Heading):
            content_at = float("inf")
            kept.append(block)
        elif content_at > block.level:
            content_at = block.level
            kept.append(block)
    return tuple(reversed(kept))


def _with_content(block: Block) -> Block | None:
    if isinstance(block, Bullets):
        items = tuple(item for item in block.items if item.strip())
        return replace(block, items=items) if items else None
    if isinstance(block, Table):
        return block if block.rows else None
    return block if block.text.strip() else None
