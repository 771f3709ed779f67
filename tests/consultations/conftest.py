"""What costs time to make, made once for a module and rolled back after it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import transaction

from tests.consultations.invited import told

SAMPLE = Path(__file__).resolve().parents[2] / "consultations" / "sample_facts"


@pytest.fixture(scope="module")
def sample_facts(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Every table of the sample facts; what a test adds is undone after it, these after all."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_facts", str(SAMPLE), stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def told_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[UUID]:
    """A consultation to which three addresses were invited, made once for a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC), tick=False):
            planner = User.objects.create(username="planner")
            planner.groups.add(Group.objects.get_or_create(name="planner")[0])
            row = told(planner)
        yield row.pk
        transaction.set_rollback(True)
