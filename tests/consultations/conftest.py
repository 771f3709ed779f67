"""The sample facts, loaded once for a module and rolled back after it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

SAMPLE = Path(__file__).resolve().parents[2] / "consultations" / "sample_facts"


@pytest.fixture(scope="module")
def sample_facts(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Every table of the sample facts; what a test adds is undone after it, these after all."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_facts", str(SAMPLE), stdout=io.StringIO())
        yield
        transaction.set_rollback(True)
