"""What a list asks to store: contacts with their delegation, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from consultations.contact_lists.columns import BY_NAME, read_cell
from consultations.contact_lists.guessing import Guesser
from consultations.contact_lists.headings import COMPANY, TITLE, as_ours, fallback
from consultations.contacts import Delegation, Names, folded, known_names
from consultations.facts.cells import CellError
from consultations.facts.findings import MAX_FINDINGS, Finding, Outcome
from consultations.facts.reading import Row, Sheet
from consultations.models import Contact


@dataclass(slots=True)
class Wanted:
    """One contact of a list: what is given of it by field, *aliases* and *members* among them.

    *fallback* is what a new contact gets where it is not given.
    """

    file: str
    row: int
    delegation: Delegation
    email: str
    given: dict[str, Any] = field(default_factory=dict)
    how: str = ""  # how its delegation was found, where it was guessed
    fallback: dict[str, Any] = field(default_factory=dict)  # for a new contact alone


def from_sheet(sheet: Sheet, outcome: Outcome) -> list[Wanted]:
    """The rows of a table; each problem by row and column goes to *outcome*."""
    sheet = as_ours(sheet, outcome)
    if not _header_is_sound(sheet, outcome):
        return []
    names, found = known_names(), []
    companies = Guesser.ready() if COMPANY in sheet.header else None
    seen: dict[tuple[str, str], int] = {}
    for row in sheet.rows:
        if (wanted := _from_row(row, sheet, companies or names, outcome)) is None:
            continue
        first = seen.setdefault((folded(wanted.delegation.name), wanted.email), wanted.row)
        if first != wanted.row:
            sentence = _("stands in row %d already for this delegation: remove one") % first
            _problem(outcome, sheet, row, "email", sentence)
        found.append(wanted)
    return found


def _header_is_sound(sheet: Sheet, outcome: Outcome) -> bool:
    for name in sheet.header:
        if name and name not in BY_NAME and name not in (COMPANY, TITLE):
            sentence = _("column left out: this table has none of this name")
            outcome.warnings.append(Finding(sheet.file, 1, name, "", sentence))
    missing = [] if "email" in sheet.header else ["email"]
    missing += [] if {"delegation", "organization", COMPANY} & {*sheet.header} else ["delegation"]
    for name in missing:
        sentence = _("this column is missing: the header must name it")
        outcome.problems.append(Finding(sheet.file, 1, name, "", sentence))
    return not missing


def _from_row(row: Row, sheet: Sheet, names: Names | Guesser, outcome: Outcome) -> Wanted | None:
    before = len(outcome.problems)
    told: dict[str, Any] = {}
    for name, text in row[1].items():
        if (column := BY_NAME.get(name)) is None:
            continue
        try:
            told[name] = read_cell(column, text)
        except CellError as error:
            _problem(outcome, sheet, row, name, str(error))
    if not row[1].get("email"):
        _problem(outcome, sheet, row, "email", _("is empty, and this cannot do without"))
    if len(outcome.problems) > before:
        return None
    if isinstance(names, Guesser):
        delegation = _of_company(sheet, row, names, outcome)
    else:
        delegation = _delegation(told, sheet, row, names, outcome)
    given = {BY_NAME[name].field: value for name, value in told.items() if BY_NAME[name].field}
    _fill(given)
    if _ends_before_it_begins(given):
        sentence = _("is before the day from which it is valid")
        _problem(outcome, sheet, row, "valid_until", sentence)
    if delegation is None or len(outcome.problems) > before:
        return None
    email = given.pop("email")
    return Wanted(sheet.file, row[0], delegation, email, given, fallback=fallback(row[1]))


def _fill(given: dict[str, Any]) -> None:
    """Where it is not said: a mailbox of a mission is a group, everybody else a person."""
    if "cutype" in given and given["cutype"] is None:
        box = given.get("role", Contact.Role.MAILBOX) == Contact.Role.MAILBOX
        kind = Contact.CalendarType
        given["cutype"] = str(kind.GROUP if box else kind.INDIVIDUAL)


def _ends_before_it_begins(given: dict[str, Any]) -> bool:
    first, last = given.get("valid_from"), given.get("valid_until")
    return bool(first and last and last < first)


def _delegation(
    told: dict[str, Any], sheet: Sheet, row: Row, names: Names, outcome: Outcome
) -> Delegation | None:
    """Whose contact it is; a country misspelt must not become a body nobody invites."""
    country, body = told.get("delegation", ""), told.get("organization", "")
    if bool(country) == bool(body):
        sentence = (
            _("write either a Member State here or another body under organization, not both")
            if country
            else _("is empty: write the Member State, or another body under organization")
        )
        _problem(outcome, sheet, row, "delegation", sentence)
        return None
    if body:
        return names.of(None, body)
    if (state := names.find(country)) is None:
        _problem(outcome, sheet, row, "delegation", unknown_state(country, names))
    return state


def _of_company(sheet: Sheet, row: Row, guesser: Guesser, outcome: Outcome) -> Delegation | None:
    """Whose contact somebody of an address book is: a company is a delegation, if it is known."""
    text = row[1].get(COMPANY, "")
    if (found := guesser.exactly(text)) is None:
        sentence = (
            _("is no delegation we know: name a Member State, or take this row out")
            if text
            else _("is empty: write the Member State, or another body under organization")
        )
        _problem(outcome, sheet, row, COMPANY, sentence)
    return found


def unknown_state(name: str, names: Names) -> str:
    """Why *name* is not understood as a Member State, and what it may have meant."""
    near = get_close_matches(folded(name)[:60], list(names.by_name), n=2, cutoff=0.75)
    meant = list(dict.fromkeys(names.states[names.by_name[one]].name for one in near))
    if meant:
        return _("is no Member State we know: did you mean %s?") % _(" or ").join(meant)
    return _(
        "is no Member State we know: write its name or code as on the page of delegations, or "
        "another body under organization"
    )


def _problem(outcome: Outcome, sheet: Sheet, row: Row, column: str, sentence: str) -> None:
    if len(outcome.problems) <= MAX_FINDINGS:
        value = row[1].get(column, "")[:120]
        outcome.problems.append(Finding(sheet.file, row[0], column, value, sentence))
