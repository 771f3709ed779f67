"""Lists of contacts that somebody brings in: tables in files, and pasted addresses."""

from __future__ import annotations

from consultations.contact_lists.columns import COLUMNS, STEM, address, addresses
from consultations.contact_lists.exporting import as_csv
from consultations.contact_lists.files import read_file
from consultations.contact_lists.keeping import store
from consultations.contact_lists.pasted import from_text
from consultations.contact_lists.wanted import from_sheet
from consultations.contacts import Delegation
from consultations.facts.findings import Outcome
from consultations.facts.reading import Source

__all__ = ["COLUMNS", "STEM", "address", "addresses", "as_csv", "bring_in", "paste"]


def bring_in(data: bytes, file: str, *, dry_run: bool) -> Outcome:
    """Store the contacts of a CSV or XLSX file, all or none; *dry_run* only says what would be."""
    source, outcome = Source(), Outcome()
    sheet = read_file(data, file, source)
    outcome.problems += source.problems
    wanted = from_sheet(sheet, outcome) if sheet else []
    return store(wanted, outcome, dry_run=dry_run)


def paste(
    text: str, *, delegation: Delegation | None, role: str, language: str, dry_run: bool
) -> Outcome:
    """Store the new addresses of pasted text, all or none; those known already stay as they are."""
    outcome = Outcome()
    wanted = from_text(text, outcome, delegation=delegation, role=role, language=language)
    return store(wanted, outcome, dry_run=dry_run, only_new=True)
