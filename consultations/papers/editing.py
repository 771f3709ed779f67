"""Papers that people edit: what is put together today, with the paragraphs that they wrote.

An edited paragraph keeps its words when the records behind it change, and beside them what stood
there when it was written: so the page can show what changed. A paper that was agreed is kept whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from types import ModuleType

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.models import Paper, PaperBlock
from consultations.papers import letter, yearly
from consultations.papers.asked import Asked
from consultations.papers.pieces import TABLE, TEXT, Numbered, Piece, from_json, numbered
from consultations.papers.sheets import Sheet
from consultations.papers.signing import Signing, missing, of_letter, signing_of
from consultations.papers.spans import key_of

EDITED: dict[str, ModuleType] = {Paper.Kind.YEARLY: yearly, Paper.Kind.LETTER: letter}
OWN = "own."


@dataclass(frozen=True, slots=True)
class Line:
    """One place of a paper. ``piece`` is what is printed there, ``assembled`` what the records
    give today; None: the records give nothing there (any more)."""

    piece: Piece
    assembled: str | None
    block: PaperBlock | None = None

    @property
    def key(self) -> str:
        """The place."""
        return self.piece.key

    @property
    def own(self) -> bool:
        """Whether a person added it."""
        return self.key.startswith(OWN)

    @property
    def left_out(self) -> bool:
        """Whether it is not printed."""
        return self.block is not None and self.block.left_out

    @property
    def gone(self) -> bool:
        """Whether the records no longer give what was edited."""
        return self.block is not None and self.assembled is None and not self.own

    @property
    def changed(self) -> bool:
        """Whether the records give other words now than when it was edited."""
        block, today = self.block, self.assembled
        return block is not None and today is not None and today != block.assembled

    @property
    def version(self) -> int:
        """0 where nobody edited it."""
        return self.block.version if self.block else 0

    @property
    def printed(self) -> Piece:
        """The piece as it is printed: nothing where it is left out."""
        return replace(self.piece, text="", table=None) if self.left_out else self.piece


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper as it stands: its places in order, and what is to be said of them."""

    paper: Paper
    asked: Asked
    lines: tuple[Line, ...]
    notes: tuple[str, ...]

    @property
    def locked(self) -> bool:
        """Whether it was agreed or issued, and is kept as it was."""
        return is_locked(self.paper)

    @property
    def numbered(self) -> tuple[Numbered, ...]:
        """The places with their numbers, for a page."""
        return tuple(numbered(one.printed for one in self.lines))


def is_locked(paper: Paper) -> bool:
    """Whether it was agreed or issued, and is kept as it was."""
    return paper.state != Paper.State.DRAFT


def paper_of(kind: str, asked: Asked) -> Paper:
    """The paper as it was edited; one that nobody edited is not stored."""
    key = key_for(kind, asked)
    found = Paper.objects.filter(kind=kind, key=key, language=asked.language).first()
    about = asked.consultation if kind == Paper.Kind.LETTER else None
    return found or Paper(kind=kind, key=key, language=asked.language, consultation=about)


def key_for(kind: str, asked: Asked) -> str:
    """The years, or the consultation's id."""
    if kind == Paper.Kind.LETTER:
        return str(letter.consultation_of(asked).pk)
    return key_of(*asked.span)


def assembled(kind: str, asked: Asked, signing: Signing) -> tuple[list[Piece], tuple[str, ...]]:
    """What the records give today."""
    pieces, notes = EDITED[kind].assemble(asked, signing)
    return pieces, notes


def draft(kind: str, asked: Asked, paper: Paper | None = None, *, state: str = "") -> Draft:
    """The paper as it stands; as it would in another *state*, where one is named."""
    paper = paper or paper_of(kind, asked)
    if is_locked(paper) and not state:
        kept = from_json(paper.issued["pieces"])
        lines = [Line(piece, piece.text) for piece in kept]
        return Draft(paper, asked, tuple(lines), tuple(paper.issued["notes"]))
    pieces, notes = assembled(kind, asked, signing_of(paper, state))
    blocks = list(paper.blocks.select_related("who")) if paper.pk else []
    return Draft(paper, asked, tuple(laid_over(pieces, blocks)), notes)


def laid_over(pieces: Iterable[Piece], blocks: Iterable[PaperBlock]) -> list[Line]:
    """*pieces* with what people wrote in their places; what they added stands after its neighbour,
    and so does what they edited where the records no longer give it."""
    by_key = {one.key: one for one in blocks}
    lines = [_line(piece, by_key.pop(piece.key, None)) for piece in pieces]
    beside: dict[str, list[PaperBlock]] = {}
    for block in sorted(by_key.values(), key=lambda one: (_number(one.key), one.key)):
        beside.setdefault(block.after, []).append(block)
    placed: list[Line] = []
    for line in lines:
        placed += [line, *_beside(line.key, beside)]
    while beside:  # the neighbour is gone as well: before the annex, so that nothing is lost
        neighbour = next(iter(beside))
        placed[_end(placed) : _end(placed)] = _beside(neighbour, beside)
    return placed


def sheet(kind: str, asked: Asked) -> Sheet:
    """The paper to be printed, edits and all."""
    return as_sheet(kind, draft(kind, asked))


def as_sheet(kind: str, found: Draft) -> Sheet:
    """A draft as a sheet; placeholders that are left are named in its notes."""
    about, asked = EDITED[kind], found.asked
    signing = signing_of(found.paper)
    places = found.numbered
    title = about.title_of(asked, signing)
    fields = {"symbol": signing.symbol, "state": about.state_of(signing)}
    fields |= of_letter(signing)  # for templates of staff; the shipped ones print the blocks
    notes = still_to_write(kind, found)
    if not found.locked:  # what is agreed goes out as it is; its page still has them
        notes += (*_gone(found), *found.notes)
    return Sheet(
        kind=kind,
        title=title,
        blocks=tuple(block for one in places for block in one.blocks),
        language=asked.language,
        fields=fields,
        notes=notes,
        stem=about.stem_of(asked),
    )


def still_to_write(kind: str, found: Draft) -> tuple[str, ...]:
    """Each placeholder that is left in the title and in what is printed, and where."""
    title = EDITED[kind].title_of(found.asked, signing_of(found.paper))
    places = [(one.label, one.piece.text) for one in found.numbered if one.blocks]
    return (*missing([("", title)]), *missing(places))


def builder(kind: str) -> Callable[[Asked], Sheet]:
    """What ``kinds`` calls."""

    def build(asked: Asked) -> Sheet:
        return sheet(kind, asked)

    return build


def _line(piece: Piece, block: PaperBlock | None) -> Line:
    if block is None or piece.kind == TABLE:
        return Line(piece, piece.text, block)
    return Line(replace(piece, text=block.text), piece.text, block)


def _beside(key: str, beside: dict[str, list[PaperBlock]]) -> list[Line]:
    """What was added after *key*, each followed by what was added after it."""
    found: list[Line] = []
    for block in beside.pop(key, ()):
        found.append(Line(Piece(block.key, TEXT, block.text), None, block))
        found += _beside(block.key, beside)
    return found


def _end(lines: list[Line]) -> int:
    """Where the text ends: before the annex, or before what closes a letter."""
    closing = ("annex", "letter.mark")
    return next((n for n, one in enumerate(lines) if one.key in closing), len(lines))


def _number(key: str) -> int:
    number = key.removeprefix(OWN)
    return int(number) if number.isdecimal() else 0


def _gone(found: Draft) -> Iterable[str]:
    n = sum(one.gone and not one.left_out for one in found.lines)
    if n:
        words = ngettext(
            "%d paragraph was edited and is no longer in the records behind this paper.",
            "%d paragraphs were edited and are no longer in the records behind this paper.",
            n,
        )
        yield words % n
    if any(one.changed and not one.left_out for one in found.lines):
        yield _("The records changed since some paragraphs were edited: the edited words stand.")
