"""Tables as Outlook and Google write them: their headings become ours, people get their parts.

Both write one row a person, first and last name apart, and dozens of columns that nobody needs
here. Read by Outlook 365 (English, French) and Google Contacts (the export of 2024 and before).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from consultations.contact_lists.columns import BY_NAME
from consultations.contact_lists.guessing import role_in
from consultations.facts.findings import Finding, Outcome
from consultations.facts.reading import Row, Sheet
from consultations.models import Contact

COMPANY = "company"  # of a person: a Member State, or a body that is known
TITLE = "job_title"
NAMED = 5  # so many columns left out are named one by one
# Each of ours, by what others call it, in the order in which the parts are put together.
THEIRS: dict[str, tuple[str, ...]] = {
    "email": (
        "e-mail_address", "e-mail_1_-_value", "email_address", "adresse_de_messagerie",
        "adresse_e-mail", "mail", "e-mail",
    ),
    "name": (
        "first_name", "given_name", "prénom", "middle_name", "additional_name", "deuxième_prénom",
        "last_name", "family_name", "surname", "nom",
    ),
    COMPANY: (
        "company", "organization_name", "organization_1_-_name", "société", "entreprise",
        "mission", "country", "member_state", "pays",
    ),
    TITLE: ("job_title", "organization_title", "organization_1_-_title", "titre", "fonction"),
    "aliases": (
        "e-mail_2_address", "e-mail_3_address", "e-mail_2_-_value", "e-mail_3_-_value",
        "adresse_de_messagerie_2", "adresse_de_messagerie_3",
    ),
    "note": ("notes",),
}  # fmt: skip
JOINED = {"name": " ", "aliases": "; "}


def as_ours(sheet: Sheet, outcome: Outcome) -> Sheet:
    """The table under our headings; as it is where it names an address and a delegation itself.

    A row of somebody without an address, of which an address book has many, is left out and said.
    """
    known = {*sheet.header}
    used = {
        ours: [name for name in theirs if name in known]
        for ours, theirs in THEIRS.items()
        if ours not in known or ours in (COMPANY, TITLE)
    }
    if {"delegation", "organization"} & known:
        used.pop(COMPANY)
    used = {ours: names for ours, names in used.items() if names}
    if not used:
        return sheet
    taken = {name for names in used.values() for name in names}
    header = [name for name in sheet.header if name and name not in taken]
    if len(left := [name for name in header if name not in BY_NAME]) > NAMED:
        header = [name for name in header if name in BY_NAME]
        sentence = _("%d columns of the address book left out") % len(left)
        outcome.warnings.append(Finding(sheet.file, 1, "", "", sentence))
    rows = [(number, _cells(cells, header, used)) for number, cells in sheet.rows]
    return Sheet(
        sheet.file, [*header, *used], [row for row in rows if _has_address(row, outcome, sheet)]
    )


def _cells(
    cells: Mapping[str, str], header: list[str], used: Mapping[str, list[str]]
) -> dict[str, str]:
    found = {name: cells.get(name, "") for name in header}
    for ours, names in used.items():
        parts = [cells[name] for name in names if cells.get(name)]
        found[ours] = JOINED[ours].join(parts) if ours in JOINED else next(iter(parts), "")
    return found


def _has_address(row: Row, outcome: Outcome, sheet: Sheet) -> bool:
    if row[1].get("email"):
        return True
    sentence = _("left out: no e-mail address stands with it")
    value = row[1].get("name", "") or row[1].get(COMPANY, "")
    outcome.warnings.append(Finding(sheet.file, row[0], "email", value[:80], sentence))
    return False


def fallback(cells: Mapping[str, str]) -> dict[str, Any]:
    """What a new contact of an address book is: a person by their title, a mailbox without name."""
    if TITLE not in cells and COMPANY not in cells:
        return {}
    if not cells.get("name"):
        return {}
    kind = Contact.CalendarType.INDIVIDUAL
    return {
        "role": role_in(cells.get(TITLE, "")) or str(Contact.Role.OTHER),
        "cutype": str(kind),
    }
