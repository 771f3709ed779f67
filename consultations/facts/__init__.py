"""Import and export of facts: files in, rows in one transaction, the same files out."""

from __future__ import annotations

from consultations.facts.exporting import EXPORTERS, export, write_directory, write_zip
from consultations.facts.files import read_directory, read_uploads
from consultations.facts.findings import Change, Finding, Outcome
from consultations.facts.loading import LOADERS, load, stems
from consultations.facts.reading import Source
from consultations.facts.tables import TABLES

__all__ = [
    "EXPORTERS",
    "LOADERS",
    "TABLES",
    "Change",
    "Finding",
    "Outcome",
    "Source",
    "export",
    "load",
    "read_directory",
    "read_uploads",
    "stems",
    "write_directory",
    "write_zip",
]
