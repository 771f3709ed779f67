"""A paper that is being edited, place by place: what is printed, what changed behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.forms.paper_drafts import SentForm, SigningForm
from consultations.models import Consultation, Paper, ReportBack
from consultations.papers import editing, keeping
from consultations.papers.asked import Asked
from consultations.papers.differing import Part, differences
from consultations.papers.editing import Draft, Line
from consultations.papers.keeping import Letterhead, Typed
from consultations.papers.kinds import PAPERS
from consultations.papers.pieces import Numbered
from consultations.papers.rendering import html
from consultations.papers.spans import key_of

COLUMNS = 90  # characters of a line in a box, about
TEXTS, SEEN, VERSIONS, NEW = "t:", "w:", "v:", "n:"
"""Before a place's key: what was typed, what was seen, its version, a paragraph to be added."""
KEY = re.compile(r"[\w.-]{1,110}", re.ASCII)
NAMES = {
    "letter": gettext_lazy("Letter"), "signature": gettext_lazy("Signature"),
    "note": gettext_lazy("Note"), "centre": gettext_lazy("Title"),
}  # fmt: skip
State = Paper.State
NO_HEAD = Letterhead()


@dataclass(frozen=True, slots=True)
class Place:
    """One place as the page shows it. ``text`` is what stands in the box, ``seen`` what the next
    save compares it with; ``theirs``: somebody else's words against what was typed."""

    line: Line
    label: str
    is_printed: bool
    text: str
    seen: str
    version: int
    behind: tuple[Part, ...] = ()
    edited: tuple[Part, ...] = ()
    theirs: tuple[Part, ...] = ()
    added: str = ""

    @property
    def rows(self) -> int:
        """How high the box is."""
        return min(24, sum(1 + len(line) // COLUMNS for line in self.text.split("\n")))

    @property
    def name(self) -> str:
        """What is edited here."""
        if self.line.piece.is_heading:
            return _("Heading")
        return str(NAMES.get(self.line.piece.kind, _("Paragraph")))


@dataclass(frozen=True, slots=True)
class Change:
    """One change of state."""

    was: str
    now: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """What came with a form: texts, paragraphs to be added, who signs (seen and typed)."""

    typed: tuple[Typed, ...] = ()
    added: Mapping[str, str] | None = None
    was: Letterhead = NO_HEAD
    now: Letterhead = NO_HEAD


def shown(
    kind: str, asked: Asked, *, sent: Sent | None = None, conflicts: tuple[Typed, ...] = (),
) -> dict[str, Any]:  # fmt: skip
    """The context of the page; of *sent* what could not be kept is shown again."""
    with translation.override(asked.language):
        found = editing.draft(kind, asked)
        sheet = editing.as_sheet(kind, found)
        since = keeping.changed_since(kind, asked, found.paper)
    paper = found.paper
    return {
        "tab": "papers",
        "kind": PAPERS[kind],
        "paper": paper,
        "sheet": sheet,
        "notes": list(dict.fromkeys((*sheet.notes, *found.notes))),
        "row": asked.consultation,
        "places": _places(found, sent or Sent(), {one.key for one in conflicts}),
        "locked": found.locked,
        "unkept": _unkept(sent, set() if found.locked else {one.key for one in found.lines}),
        "changed": [one for one in found.lines if one.changed or one.gone],
        "changed_since": since,
        "history": history(paper),
        "states": _states(kind, paper),
        "paper_url": f"{reverse('paper', args=[kind])}?{urlencode(_query(kind, asked))}",
        "key": editing.key_for(kind, asked),
        "language": asked.language,
        "direction": html.direction(asked.language),
        "seen_head": keeping.letterhead_of(paper),
        **_forms(kind, found, asked.today),
    }


def _places(found: Draft, sent: Sent, fought: set[str]) -> list[Place]:
    """Every place in order, with what was sent and could not be kept."""
    typed, added = {one.key: one for one in sent.typed}, sent.added or {}
    return [
        _place(line, one, typed.get(line.key), line.key in fought, added.get(line.key, ""))
        for line, one in zip(found.lines, found.numbered, strict=True)
    ]


def edit_url(kind: str, row: Consultation | None, form: Any) -> str:
    """Where the text of a paper is edited; nothing for one that is not edited. *form* is valid."""
    if kind not in editing.EDITED:
        return ""
    told = form.cleaned_data
    key = str(row.pk) if row else key_of(*told["year"]) if told.get("year") else ""
    url = reverse("paper_draft", args=[kind, key]) if key else ""
    return f"{url}?{urlencode({'language': told['language']})}" if key else ""


def history(paper: Paper) -> list[Change]:
    """Changes of state, the latest first."""
    labels = dict(State.choices)
    return [
        Change(
            str(labels.get(one["was"], one["was"])), str(labels.get(one["now"], one["now"])),
            one["who"], datetime.fromisoformat(one["at"]),
        )
        for one in reversed(paper.history)
    ]  # fmt: skip


def sent_with(told: QueryDict) -> Sent:
    """What a form brought. Raises ``ValueError`` where a version or a day is none, or a place."""
    typed, added = [], {}
    for name in told:
        prefix, key = name[:2], name[2:]
        if prefix in (TEXTS, NEW) and not KEY.fullmatch(key):
            raise ValueError(key)
        if prefix == TEXTS:
            version = int(told.get(VERSIONS + key) or 0)
            typed.append(Typed(key, version, told.get(SEEN + key, ""), told.get(name, "")))
        elif prefix == NEW and (text := told.get(name, "").strip()):
            added[key] = text
    form = SigningForm(told)
    form.is_valid()
    values = {name: form.cleaned_data.get(name) or "" for name in Letterhead._fields[1:]}
    now = Letterhead(form.cleaned_data.get("letter_on"), **values)
    return Sent(tuple(typed), added, _seen_head(told), now)


def _seen_head(told: QueryDict) -> Letterhead:
    day = told.get("was-letter_on", "")
    values = {name: told.get(f"was-{name}", "") for name in Letterhead._fields[1:]}
    return Letterhead(date.fromisoformat(day) if day else None, **values)


def _place(line: Line, one: Numbered, typed: Typed | None, fought: bool, added: str) -> Place:
    text = line.piece.text
    place = Place(line, one.label, bool(one.blocks), text, text, line.version, added=added)
    block = line.block
    if block is not None and not line.own:
        today = line.assembled or ""
        if line.changed or line.gone:
            place = replace(place, behind=tuple(differences(block.assembled, today)))
        if today != text:
            place = replace(place, edited=tuple(differences(today, text)))
    if fought and typed is not None:
        place = replace(place, text=typed.text, theirs=tuple(differences(typed.text, text)))
    elif typed is not None:
        place = replace(place, text=typed.text, seen=typed.was, version=typed.version)
    return place


def _unkept(sent: Sent | None, places: set[str]) -> list[str]:
    """What was typed where there is no place (any more), or while somebody else agreed the paper:
    to be copied, not lost. *places* have boxes in which it stands."""
    if sent is None:
        return []
    typed = [one for one in sent.typed if one.key not in places]
    changed = [one.text for one in typed if keeping.clean(one.text) != keeping.clean(one.was)]
    return [*changed, *(text for key, text in (sent.added or {}).items() if key not in places)]


def _states(kind: str, paper: Paper) -> list[tuple[str, str]]:
    """What may be done with it next."""
    if paper.state != State.DRAFT:
        return [(State.DRAFT, _("Open it again"))]
    if kind == Paper.Kind.LETTER:
        return [(State.AGREED, _("Mark as final"))]
    return [
        (State.AGREED, _("Mark as agreed by the Working Group")),
        (State.NATIONAL, _("Issue in national capacity")),
    ]


def _forms(kind: str, found: Draft, today: date) -> dict[str, Any]:
    paper = found.paper
    head = keeping.letterhead_of(paper)._asdict()
    forms: dict[str, Any] = {"signing": SigningForm(initial=head, locked=found.locked)}
    if kind == Paper.Kind.LETTER and found.asked.consultation is not None:
        reports = ReportBack.objects.filter(consultation=found.asked.consultation)
        forms["sent"] = SentForm(initial={"done_on": today})
        forms["written"] = reports.filter(mode=ReportBack.Mode.WRITTEN).first()
    return forms


def _query(kind: str, asked: Asked) -> dict[str, str]:
    about = "consultation" if kind == Paper.Kind.LETTER else "year"
    return {about: editing.key_for(kind, asked), "language": asked.language}
