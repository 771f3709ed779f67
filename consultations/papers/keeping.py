"""What people do to a paper: paragraphs written, added, left out; its state; who was first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.models import Paper, PaperBlock
from consultations.papers.asked import Asked
from consultations.papers.editing import OWN, Line, draft, is_locked, paper_of, still_to_write
from consultations.papers.pieces import as_json
from consultations.records import Refused, Stale
from consultations.sayings import say_who

LONGEST = 20_000
"""Characters of one paragraph."""
State = Paper.State
LOCKING = (State.AGREED, State.NATIONAL)


@dataclass(frozen=True, slots=True)
class Typed:
    """One paragraph as a person sent it: what they saw, its version (0: nobody had edited it),
    and what they typed."""

    key: str
    version: int
    was: str
    text: str


class Letterhead(NamedTuple):
    """When the letter is written, who signs it, and the symbol it was given."""

    letter_on: date | None = None
    signatory: str = ""
    signatory_post: str = ""
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """The paragraphs that were kept with their versions now, and those that somebody else had
    changed meanwhile."""

    versions: dict[str, int] = field(default_factory=dict)
    conflicts: tuple[Typed, ...] = ()


def clean(text: str) -> str:
    """Text as it is kept: line ends alike, nothing that no page can show. Raises ``Refused``."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
    if len(text) > LONGEST:
        raise Refused(_("A paragraph has at most %d characters: divide it.") % LONGEST)
    return text


@transaction.atomic
def save(kind: str, asked: Asked, typed: Iterable[Typed], *, who: User) -> Kept:
    """Keep what was typed. A paragraph that somebody else changed since it was seen is not
    touched, and handed back. Raises ``Refused`` where the paper is agreed, or has no such place."""
    typed = [one for one in typed if clean(one.text) != clean(one.was)]
    if not typed:
        return Kept()
    paper = _open(kind, asked)
    lines = {one.key: one for one in draft(kind, asked, paper).lines}
    neighbours = dict(zip(lines, ["", *lines], strict=False))
    conflicts: list[Typed] = []
    versions: dict[str, int] = {}
    for one in typed:
        line, text = lines.get(one.key), clean(one.text)
        if line is None or line.piece.table is not None:
            raise Refused(_("That paragraph is gone."))
        if line.piece.text.strip() == text:
            continue  # both wrote the same
        if line.version != one.version:
            conflicts.append(one)
            continue
        block = line.block
        if block is None:
            block = PaperBlock(paper=paper, key=one.key[:120], assembled=clean(one.was), version=0)
            block.after = neighbours.get(one.key, "")
        versions[one.key] = _write(block, line, text, who)
    _touch(paper, who)
    return Kept(versions, tuple(conflicts))


def _write(block: PaperBlock, line: Line, text: str, who: User) -> int:
    """The paragraph's version now; what is typed as the records give it is no edit."""
    if line.assembled == text and not line.left_out:
        if block.pk:
            block.delete()
        return 0
    _change(block, who, text=text)
    return block.version


@transaction.atomic
def add(kind: str, asked: Asked, after: str, text: str, *, who: User) -> PaperBlock:
    """A paragraph of people's own, after the place *after*. Raises ``Refused``."""
    text = clean(text)
    if not text:
        raise Refused(_("Write the paragraph first."))
    paper = _open(kind, asked)
    if after not in {one.key for one in draft(kind, asked, paper).lines}:
        raise Refused(_("The paragraph after which it was to stand is gone: choose another place."))
    _touch(paper, who)
    return paper.blocks.create(key=_next_own(paper), after=after, text=text, who=who)


@transaction.atomic
def leave_out(kind: str, asked: Asked, key: str, *, out: bool, version: int, who: User) -> None:
    """Leave a paragraph out, or put it in again. Raises ``Refused`` and ``Stale``."""
    paper = _open(kind, asked)
    line = next((one for one in draft(kind, asked, paper).lines if one.key == key), None)
    if line is None:
        raise Refused(_("That paragraph is gone."))
    block = line.block
    _fresh(block, version)
    if block is None:
        block = PaperBlock(paper=paper, key=key, assembled=line.piece.text, text=line.piece.text)
        block.version = 0
    if not out and block.text == line.assembled and not line.own and block.pk:
        block.delete()
    else:
        _change(block, who, left_out=out)
    _touch(paper, who)


@transaction.atomic
def take_new(kind: str, asked: Asked, key: str, *, version: int, who: User) -> None:
    """What the records give stands again; what was typed goes. Raises ``Refused``, ``Stale``."""
    paper = _open(kind, asked)
    block = paper.blocks.select_related("who").filter(key=key).first()
    _fresh(block, version)
    if block is not None:
        followers = paper.blocks.filter(after=key)
        followers.update(after=block.after)
        block.delete()
    _touch(paper, who)


@transaction.atomic
def keep_mine(kind: str, asked: Asked, key: str, *, version: int, who: User) -> None:
    """The edited words stand, and what the records give now counts as seen."""
    paper = _open(kind, asked)
    line = next((one for one in draft(kind, asked, paper).lines if one.key == key), None)
    if line is None or line.block is None:
        raise Refused(_("That paragraph is gone."))
    _fresh(line.block, version)
    if line.assembled is None:  # the records gave it up: it is a paragraph of people's own now
        own = _next_own(paper)
        paper.blocks.filter(after=key).update(after=own)
        _change(line.block, who, key=own, assembled="")
    else:
        _change(line.block, who, assembled=line.assembled)
    _touch(paper, who)


@transaction.atomic
def sign(kind: str, asked: Asked, *, was: Letterhead, now: Letterhead, who: User) -> None:
    """Who signs, when, and the symbol, where *now* is not what was seen (*was*).

    Of a paper that is agreed only the symbol can change. Raises ``Refused`` and ``Stale``.
    """
    if now == was:
        return
    paper = _locked(kind, asked)
    stands = letterhead_of(paper)
    if stands == now:
        return
    if stands != was:
        raise Stale(say_who(paper.changed_by), paper.changed_at)
    if is_locked(paper) and now._replace(symbol="") != was._replace(symbol=""):
        raise Refused(_("The paper is agreed: open it again before the letter is changed."))
    paper.letter_on, paper.signatory, paper.signatory_post, paper.symbol = now
    _touch(paper, who)


def letterhead_of(paper: Paper) -> Letterhead:
    """What is recorded of the letter."""
    return Letterhead(paper.letter_on, paper.signatory, paper.signatory_post, paper.symbol)


@transaction.atomic
def set_state(kind: str, asked: Asked, state: str, *, version: int, who: User) -> Paper:
    """Agree the paper, issue it in national capacity, or open it again; kept with who and when.

    What is agreed is kept word for word: the records behind it may change, it does not. Raises
    ``Refused`` while a placeholder is left, ``Stale`` where it was changed since.
    """
    paper = _locked(kind, asked)
    _same(paper, version)
    if paper.state == state:
        return paper
    if State.DRAFT not in (state, paper.state):
        raise Refused(_("Open the paper again first."))
    if kind == Paper.Kind.LETTER and state == State.NATIONAL:
        raise Refused(_("A letter after a meeting is the Chair's; it is not issued otherwise."))
    paper.issued = _frozen(kind, asked, paper, state) if state in LOCKING else {}
    now = timezone.now().isoformat(timespec="seconds")
    name = who.get_full_name() or who.get_username()
    paper.history = [*paper.history, {"at": now, "who": name, "was": paper.state, "now": state}]
    paper.state = state
    _touch(paper, who)
    return paper


def _frozen(kind: str, asked: Asked, paper: Paper, state: str) -> dict[str, object]:
    found = draft(kind, asked, paper, state=state)
    if left := still_to_write(kind, found):
        stays = _("The paper cannot be marked while something in it is still to be written.")
        raise Refused(f"{stays} {'; '.join(left)}")
    kept = [one.printed for one in found.lines if not one.left_out]
    return {"pieces": as_json(kept), "notes": [*found.notes]}


def changed_since(kind: str, asked: Asked, paper: Paper) -> int:
    """How many places of an agreed paper the records would word otherwise today."""
    if not is_locked(paper):
        return 0
    today = {
        one.key: one.printed
        for one in draft(kind, asked, paper, state=paper.state).lines
        if not one.left_out
    }
    then = {one.key: one.printed for one in draft(kind, asked, paper).lines}
    return sum(today.get(key) != then.get(key) for key in {*today, *then})


def _open(kind: str, asked: Asked) -> Paper:
    """The paper, stored and locked. Raises ``Refused`` where it is agreed."""
    paper = _locked(kind, asked)
    if is_locked(paper):
        raise Refused(_("The paper is agreed: open it again before it is changed."))
    return paper


def _locked(kind: str, asked: Asked) -> Paper:
    paper = paper_of(kind, asked)
    mine = {"kind": paper.kind, "key": paper.key, "language": paper.language}
    Paper.objects.get_or_create(**mine, defaults={"consultation": paper.consultation})
    return Paper.objects.select_for_update(of=("self",)).select_related("changed_by").get(**mine)


def _next_own(paper: Paper) -> str:
    """A name for one more paragraph of people's own."""
    keys = paper.blocks.filter(key__startswith=OWN).values_list("key", flat=True)
    names = (key.removeprefix(OWN) for key in keys)
    return f"{OWN}{max((int(name) for name in names if name.isdecimal()), default=0) + 1}"


def _change(block: PaperBlock, who: User, **fields: object) -> None:
    for name, value in fields.items():
        setattr(block, name, value)
    block.version += 1
    block.who = who
    block.save()


def _touch(paper: Paper, who: User) -> None:
    paper.version += 1
    paper.changed_by = who
    paper.save()


def _same(paper: Paper, version: int) -> None:
    if paper.version != version:
        raise Stale(say_who(paper.changed_by), paper.changed_at)


def _fresh(block: PaperBlock | None, version: int) -> None:
    if (block.version if block else 0) != version:
        raise Stale(say_who(block.who if block else None), block.at if block else timezone.now())
