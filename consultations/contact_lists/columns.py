"""The columns of a table of contacts, and how each cell is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from consultations.contacts.addresses import is_ours
from consultations.facts.cells import FORMULA, CellError, day, one_of, plain, refuse_hostile
from consultations.models import Contact, Language

STEM = "contacts"
LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3
MOST_ADDRESSES = 200  # of one group mailbox


@dataclass(frozen=True, slots=True)
class Column:
    """One column; *field* is the contact's, empty for what says whose contact it is."""

    name: str
    field: str
    read: Callable[[str], Any]
    empty: Any = ""
    longest: int = 0


def address(text: str) -> str:
    """One e-mail address in small letters, its domain as mail servers want it.

    Raises ``CellError`` with the cure.
    """
    text = text.strip()
    if text[:1] == "'" and text[1:2] in FORMULA:
        text = text[1:]  # written so by our own export
    if text.lower().startswith("mailto:"):
        text = text[7:]
    if text.count("@") > 1 or re.search(r"[\s;,<>]", text):
        raise CellError(
            _(
                "is not one e-mail address alone: write name@mission.example, others under "
                "aliases or members, or on rows of their own"
            )
        )
    local, at, domain = text.rpartition("@")
    try:
        found = f"{local}{at}{domain.encode('idna').decode('ascii')}".lower()
        EmailValidator()(found)
    except (UnicodeError, ValidationError):
        raise CellError(_("is no e-mail address: write it as name@mission.example")) from None
    if len(found) > LONGEST_ADDRESS:
        raise CellError(_("is longer than an e-mail address can be"))
    if is_ours(found):
        raise CellError(_("is the mailbox that invitations come from: it cannot be invited"))
    return found


def addresses(text: str) -> tuple[str, ...]:
    """Several addresses, separated by semicolons, commas or lines, each once, in order."""
    parts = [part for part in re.split(r"[;,\s]+", text) if part]
    if len(parts) > MOST_ADDRESSES:
        raise CellError(_("holds more than %d addresses") % MOST_ADDRESSES)
    found = []
    for part in parts:
        try:
            found.append(address(part))
        except CellError as error:
            raise CellError(f"“{part[:80]}” {error}") from None
    return tuple(sorted(set(found)))


def line(text: str) -> str:
    """Text of one line."""
    return " ".join(plain(text).split())


def _word(values: list[str], words: Mapping[str, str]) -> Callable[[str], str]:
    return one_of(values, words).read


COLUMNS = (
    Column("delegation", "", line, longest=200),
    Column("organization", "", line, longest=200),
    Column(
        "role", "role",
        _word(Contact.Role.values, {"mission": "mailbox", "permanent mission": "mailbox"}),
        Contact.Role.MAILBOX,
    ),
    Column("name", "name", line, longest=200),
    Column("email", "email", address),
    Column(
        "person_or_group", "cutype",
        _word(Contact.CalendarType.values, {"person": "INDIVIDUAL", "mailbox": "GROUP"}), None,
    ),
    Column(
        "language", "language",
        _word(Language.values, {"english": "en", "french": "fr", "français": "fr"}),
        Language.ENGLISH,
    ),
    Column("valid_from", "valid_from", day, None),
    Column("valid_until", "valid_until", day, None),
    Column("aliases", "aliases", addresses, ()),
    Column("members", "members", addresses, ()),
    Column("note", "note", plain, longest=2000),
    Column("source", "source", line, longest=300),
)  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}


def read_cell(column: Column, text: str) -> Any:
    """The value of one cell; ``CellError`` says what is wrong with it and the cure."""
    if not text:
        return column.empty
    refuse_hostile(text)
    found = column.read(text)
    if column.longest and len(found) > column.longest:
        raise CellError(_("is longer than %d characters") % column.longest)
    return found
