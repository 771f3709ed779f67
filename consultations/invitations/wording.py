"""The words of each mail: shipped in English and French, or as staff rewrote them.

Placeholders are names in braces out of a fixed set. They are filled in one pass, so that nothing a
value holds is looked at again; no attribute, index or format of theirs can be asked for.
``{answer_link}`` stays as it is: the personal link is put in when the mail is sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.calendars.lines import clean, one_line
from consultations.models import Language, MailTemplate, Occasion

FOLDER = Path(__file__).parent / "words"
LINK = "answer_link"
MEANINGS = {
    "greeting_name": gettext_lazy("the contact's name, else that of the delegation"),
    "delegation": gettext_lazy("the delegation"),
    "subject": gettext_lazy("what the consultation is about"),
    "kind": gettext_lazy("the kind of consultation"),
    "when": gettext_lazy("day and time in New York"),
    "when_mission": gettext_lazy("day and time at the mission, where they differ"),
    "place": gettext_lazy("the room"),
    "video": gettext_lazy("the link for video, if there is one"),
    "format": gettext_lazy("formal or informal"),
    "level": gettext_lazy("the level asked for"),
    "aim": gettext_lazy("what it is to achieve"),
    "documents": gettext_lazy("the documents, one a line"),
    "questions": gettext_lazy("the questions to be discussed, one a line"),
    "input_by": gettext_lazy("until when contributors may write; for contributors alone"),
    "invitees": gettext_lazy("all who are invited, only where the list is shown"),
    "changes": gettext_lazy("what changed, old and new, one a line"),
    "reason": gettext_lazy("the reason that was given"),
    "asks": gettext_lazy("whether an answer is asked for anew"),
    "outcome": gettext_lazy("whether the meeting fell, or the invitation alone"),
    "proposed": gettext_lazy("the time that the delegation had proposed"),
    LINK: gettext_lazy("the personal link, put in when the mail is sent"),
    "sender": gettext_lazy("the officer who approves it"),
    "office": gettext_lazy("the name of the mailbox that it comes from"),
    "organizer": gettext_lazy("who convenes"),
    "lines": gettext_lazy("what waits, one a line"),
    "due": gettext_lazy("the last day for the announcement"),
    "page": gettext_lazy("the address of the page"),
}
STAFF = frozenset({Occasion.DIGEST, Occasion.DEADLINE})
FOR_STAFF = frozenset({"lines", "due", "page"})
NOT_FOR_STAFF = frozenset(
    {LINK, "proposed", "outcome", "asks", "changes", "invitees", "questions", "input_by"}
)
LONG = frozenset(
    {"aim", "documents", "questions", "invitees", "changes", "lines", LINK}
)  # no subject holds them
NEEDED: dict[str, tuple[str, ...]] = {
    Occasion.INVITE: ("when", "aim", "documents", LINK),  # aim and documents: 79 (c)
    Occasion.UPDATE: ("when", "changes", "aim", "documents", LINK),
    Occasion.CANCEL: ("when",),
    Occasion.REMINDER: ("when", LINK),
    Occasion.REFRESH: ("when", "aim", "documents", LINK),
    Occasion.DECLINE_COUNTER: ("when",),
    Occasion.DIGEST: ("lines",),
    Occasion.DEADLINE: ("due",),
}
PLACEHOLDER = re.compile(r"\{([a-z_]{1,30})\}")
LONGEST_SUBJECT = 300  # characters, as stored


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and plain text of a mail, or of its template."""

    subject: str
    body: str


Kept = Mapping[tuple[str, str], Words]


@lru_cache
def shipped(occasion: str, language: str) -> Words:
    """The words that come with the project; a language without any is given the English ones."""
    occasion = Occasion(occasion).value
    folder = FOLDER / (language if language in Language.values else Language.ENGLISH.value)
    subject, _gap, body = (folder / f"{occasion}.txt").read_text(encoding="utf-8").partition("\n\n")
    return Words(subject.strip(), body.strip())


def kept() -> Kept:
    """What staff rewrote, by occasion and language, in one query: for whoever writes many."""
    return {
        (one.occasion, one.language): Words(one.subject, one.body)
        for one in MailTemplate.objects.all()
    }


def template(occasion: str, language: str, rewritten: Kept | None = None) -> Words:
    """The template in force: the staff's own, else the shipped one."""
    if rewritten is None:
        row = MailTemplate.objects.filter(occasion=occasion, language=language).first()
        return Words(row.subject, row.body) if row else shipped(occasion, language)
    return rewritten.get((occasion, language)) or shipped(occasion, language)


def write(
    occasion: str, language: str, values: Mapping[str, str], rewritten: Kept | None = None
) -> Words:
    """The mail in words, ``{answer_link}`` left in it; *rewritten* (see ``kept``) spares a query.

    A line whose placeholders are all empty is left out, and so is a paragraph whose are.
    """
    return fill(template(occasion, language, rewritten), values)


def fill(words: Words, values: Mapping[str, str]) -> Words:
    """*words* with every placeholder filled; what is not given counts as empty."""
    told = {name: clean(values.get(name) or "") for name in MEANINGS}
    told["greeting_name"] = told["greeting_name"] or told["delegation"]
    told["office"] = clean(settings.ORGANIZER_NAME)
    told[LINK] = f"{{{LINK}}}"
    subject = one_line(_filled(words.subject, {name: one_line(v) for name, v in told.items()}))
    paragraphs = re.split(r"\n[ \t]*\n\s*", clean(words.body))
    body = "\n\n".join(filter(None, (_paragraph(one, told) for one in paragraphs)))
    return Words(subject[:LONGEST_SUBJECT].rstrip(), body)


def _paragraph(text: str, told: Mapping[str, str]) -> str:
    if _all_empty(text, told):
        return ""
    lines = [_filled(one, told) for one in text.split("\n") if not _all_empty(one, told)]
    return "\n".join(lines).strip("\n")


def _all_empty(text: str, told: Mapping[str, str]) -> bool:
    names = [name for name in PLACEHOLDER.findall(text) if name in told]
    return bool(names) and not any(told[name] for name in names)


def _filled(text: str, told: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: told.get(found[1], found[0]), text)


def allowed(occasion: str | None = None) -> list[str]:
    """The placeholders that words of *occasion* may hold, in the order in which they are told."""
    if occasion is None:
        return list(MEANINGS)
    barred = NOT_FOR_STAFF if occasion in STAFF else FOR_STAFF
    return [name for name in MEANINGS if name not in barred]


def check_template(subject: str, body: str, occasion: str | None = None) -> list[str]:
    """What is wrong with words that staff wrote, each a sentence with its cure; empty if nothing.

    With *occasion*, also what such a mail must hold (79 (c): aim and list of documents).
    """
    known = set(allowed(occasion))
    found = set(PLACEHOLDER.findall(subject + body))
    said = [
        _("{%(name)s} is no placeholder of this mail: use those that are listed.") % {"name": name}
        for name in sorted(found - known)
    ]
    if re.search(r"[{}]", PLACEHOLDER.sub("", subject + "\n" + body)):
        said.append(_("Braces are for placeholders alone: write them as {name}, without spaces."))
    said += [
        _("{%(name)s} belongs in the text, not in the subject.") % {"name": name}
        for name in sorted(set(PLACEHOLDER.findall(subject)) & LONG)
    ]
    if not one_line(subject):
        said.append(_("A mail needs a subject."))
    inside = set(PLACEHOLDER.findall(body)) | (set(PLACEHOLDER.findall(subject)) - {LINK})
    said += [
        _("{%(name)s} is missing: such a mail cannot do without it.") % {"name": name}
        for name in NEEDED.get(str(occasion), ())
        if name not in inside
    ]
    return said
