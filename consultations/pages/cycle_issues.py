"""Issues of the table of cycles: those kept, one of them as it was issued, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core.paginator import Paginator
from django.urls import reverse

from consultations.models import TableIssue
from consultations.papers.cycle_issues import changes, issue_of, next_number, rows_of, year_from
from consultations.papers.cycle_rows import cycle_rows, in_order
from consultations.papers.cycle_words import cells, columns, item, task
from consultations.people import may

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One change, ready for a table: what, where, was and now."""

    said: str
    item: str
    task: str
    column: str
    was: str
    now: str


def issues_page(
    reader: User | AnonymousUser, today: date, number: str, page: str, form: Any
) -> dict[str, Any]:
    """The context; *number* names the issue that is shown whole. ``PaperRefused`` for none."""
    listed = TableIssue.objects.select_related("who").defer("rows")
    shown = issue_of(number) if number else None
    latest = TableIssue.objects.order_by("-issued_on", "-number").first()
    return {
        "tab": "papers",
        "page": Paginator(listed.order_by("-number"), A_PAGE).get_page(page),
        "shown": shown,
        "columns": columns(),
        "rows": [cells(row) for row in in_order(rows_of(shown))] if shown else [],
        "latest": latest,
        "changes": _since(latest, today) if latest and not shown else [],
        "form": form if may(reader, "plan") else None,
        "paper_url": reverse("paper", args=["cycles"]),
    }


def _since(latest: TableIssue, today: date) -> list[Line]:
    """What today's table says otherwise than the latest issue."""
    rows = cycle_rows(as_of=today, until=year_from(today))
    return [
        Line(one.said, item(one.row), task(one.row), one.column, one.was, one.now)
        for one in changes(rows_of(latest), rows)
    ]


__all__ = ["issues_page", "next_number"]
