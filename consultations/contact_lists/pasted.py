"""Addresses out of pasted text, as mail programs and spreadsheets give them: with names around."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from consultations.contact_lists.columns import address
from consultations.contact_lists.guessing import Guesser, role_in
from consultations.contact_lists.wanted import Wanted
from consultations.contacts import Delegation, folded
from consultations.facts.cells import HOSTILE, CellError
from consultations.facts.findings import Finding, Outcome
from consultations.models import Contact

MOST_LINES, MOST_FOUND = 5_000, 2_000
LONGEST_NAME, LONGEST_LEAD = 200, 600  # characters of a name, and around an address
# Bounded on both sides, so that no text makes it slow (RFC 5321, 4.5.3.1: 64 and 255 octets).
LOCAL = r"[\w.!#$%&'*+/=?^`{|}~-]"
ADDRESS = re.compile(
    rf"(?<!{LOCAL})(?:mailto:)?{LOCAL}{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,8}}"
)
SEPARATORS = re.compile(r"[;,\t]")
EDGES = " \t;,<>()[]{}\"'“”‘’«»:|-–—*•·"
# A cell of its own that says the role and nothing else.
ROLE_ALONE = re.compile(
    r"(?:^|[,;\t|])\s*(?:political|military|police|mailbox)(?:\s+advis[eo]r)?\s*(?=$|[,;\t|<(\[\"'])",
    re.IGNORECASE,
)
EMPTY = re.compile(r"\(\s*\)|\[\s*\]")  # where a delegation stood


@dataclass(frozen=True, slots=True)
class Entry:
    """One address of a line: the words before it, and those that trail after it."""

    row: int
    email: str
    before: str
    after: str
    line_before: str


def from_text(
    text: str, outcome: Outcome, *, delegation: Delegation | None, role: str, language: str
) -> list[Wanted]:
    """The contacts that *text* names, each once; doubts and what is left out go to *outcome*.

    *delegation*: whose all of them are; None: as each line says, the lines above it, or the domain
    that known contacts share. An empty *role* is read from the words, too; an empty *language* is
    that of the delegation's other contacts.
    """
    guesser = Guesser.ready()
    above: Delegation | None = None
    found: dict[tuple[str, str], Wanted] = {}
    for row, line in enumerate(text.splitlines()[: MOST_LINES + 1], start=1):
        if not line.strip():
            continue
        if row > MOST_LINES or len(found) > MOST_FOUND:
            _problem(outcome, row, line, _("more lines than one paste may hold: do it in parts"))
            break
        line = _less_fragments(row, HOSTILE.sub(" ", line), guesser, outcome)
        entries = list(_entries(row, line, outcome))
        if not entries:
            above = (_heading(line, row, guesser, outcome) if line.strip() else None) or above
        for entry in entries:
            whose, how = delegation, ""
            if whose is None:
                whose, how = _whose(entry, above, guesser, outcome)
            if whose is not None:
                one = _wanted(entry, whose, how, guesser, role, language)
                found.setdefault((folded(whose.name), one.email), one)
    if not found and not outcome.problems:
        _problem(outcome, 1, text.strip()[:80], _("no e-mail address was found in this text"))
    return list(found.values())


def _less_fragments(row: int, line: str, guesser: Guesser, outcome: Outcome) -> str:
    """The line less those parts of a mail program's list that hold no address, each reported.

    Copied from Outlook, some people of a list come with “<address>” and some by their name alone:
    who has none must not become a word of the one after. A line of other shape is left as it is.
    """
    parts = line.split(";")
    if len(parts) < 2 or ("<" not in line and "@" in line):
        return line
    kept = []
    for part in parts:
        words = part.strip(EDGES)
        if "@" in part or not words or guesser.exactly(words) or ROLE_ALONE.match(words):
            kept.append(part)
        else:
            sentence = _("left out: no e-mail address stands with it")
            outcome.warnings.append(
                Finding(str(_("pasted text")), row, "", part.strip()[:80], sentence)
            )
    return ";".join(kept)


def _entries(row: int, line: str, outcome: Outcome) -> Iterator[Entry]:
    """The addresses of one line, each with the words that belong to it."""
    matches = list(ADDRESS.finditer(line))
    first = line[: matches[0].start()] if matches else ""
    before = first
    for n, match in enumerate(matches):
        end = matches[n + 1].start() if n + 1 < len(matches) else len(line)
        after, next_before = _parted(line[match.end() : end], last=n + 1 == len(matches))
        email = _address(match[0].lstrip("'*"), row, outcome)
        if email:
            around = before[-LONGEST_LEAD:], after[:LONGEST_LEAD], first[-LONGEST_LEAD:]
            yield Entry(row, email, *around)
        before = next_before
    rest = ADDRESS.sub(" ", line)
    if "@" in rest:
        part = next(word for word in rest.split() if "@" in word)
        _problem(outcome, row, part, _("is no e-mail address: write it as name@mission.example"))


def _address(text: str, row: int, outcome: Outcome) -> str:
    try:
        return address(text)
    except CellError as error:
        _problem(outcome, row, text, str(error))
        return ""


def _parted(between: str, *, last: bool) -> tuple[str, str]:
    """What trails after an address, and what stands before the next one."""
    rest = between.lstrip(" >)]}\"'’”»")
    if last:
        return rest, ""
    cut = SEPARATORS.search(rest)
    return (rest[: cut.start()], rest[cut.end() :]) if cut else ("", rest)


def _heading(line: str, row: int, guesser: Guesser, outcome: Outcome) -> Delegation | None:
    """A line without an address: the delegation of the lines below, or nothing of use."""
    if (found := guesser.exactly(line.strip(EDGES))) is None:
        sentence = _("left out: neither an e-mail address nor the name of a delegation")
        outcome.warnings.append(Finding(_("pasted text"), row, "", line.strip()[:80], sentence))
    return found


def _whose(
    entry: Entry, above: Delegation | None, guesser: Guesser, outcome: Outcome
) -> tuple[Delegation | None, str]:
    """The delegation of one address, and how it was found."""
    for words in (f"{entry.before} {entry.after}", entry.line_before):
        named = guesser.named_in(words)
        if len(named) == 1:
            return named[0], _("named in the line")
        if named:
            names = ", ".join(one.name for one in named[:4])
            sentence = _(
                "which delegation? The line names %s: choose one in the form, or part the list"
            )
            _problem(outcome, entry.row, entry.email, sentence % names)
            return None, ""
    if above is not None:
        return above, _("named above the line")
    if (found := guesser.by_domain(entry.email)) is not None:
        return found, _("by the domain of its known addresses")
    sentence = _("whose address? Write the delegation before it, or choose one in the form")
    _problem(outcome, entry.row, entry.email, sentence)
    return None, ""


def _wanted(
    entry: Entry, whose: Delegation, how: str, guesser: Guesser, role: str, language: str
) -> Wanted:
    name = _name(entry, guesser)
    read = role_in(f"{entry.before} {entry.after}")
    part = role or read or str(Contact.Role.OTHER if name else Contact.Role.MAILBOX)
    kinds = Contact.CalendarType
    given = {
        "role": part,
        "name": name,
        "cutype": str(kinds.GROUP if part == Contact.Role.MAILBOX else kinds.INDIVIDUAL),
        "note": " ".join(entry.after.strip(EDGES).split())[:500],
    }
    if language:
        given["language"] = language
    return Wanted(str(_("pasted text")), entry.row, whose, entry.email, given, how)


def _name(entry: Entry, guesser: Guesser) -> str:
    """The words before the address, less the delegation and its marks."""
    words = ROLE_ALONE.sub(" ", guesser.without_names(entry.before))
    name = " ".join(EMPTY.sub(" ", words).split()).strip(EDGES)
    if name.lower() == entry.email or name.startswith(("=", "@", "+")):
        return ""
    for left, right in ("()", "[]"):
        name += right * (name.count(left) - name.count(right))  # as it stood, before the edges
    return name[:LONGEST_NAME]


def _problem(outcome: Outcome, row: int, value: str, sentence: str) -> None:
    outcome.problems.append(Finding(str(_("pasted text")), row, "", value.strip()[:80], sentence))
