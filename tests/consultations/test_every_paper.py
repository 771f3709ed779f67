"""Every paper with the sample facts: nothing empty under a heading, every day on its weekday."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, datetime

import pytest
import time_machine
from docx import Document

from consultations.models import HEADQUARTERS, Mission
from consultations.papers.files import made
from consultations.papers.kinds import PAPERS, Asked, build, operator
from consultations.papers.sheets import Bullets, Heading, Sheet, Table
from tests.consultations.held_meeting import held

TODAY = datetime(2027, 6, 9, 12, tzinfo=HEADQUARTERS)
DAY = re.compile(r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]* (\d{1,2} [A-Z][a-z]+ \d{4})")
SHORT = {"journal-days": (date(2027, 6, 7), date(2027, 6, 11))}  # of a month at the most
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_facts")]


@pytest.fixture
def asked(planner):
    with time_machine.travel(TODAY, tick=False):
        meeting = held(planner, visibility="journal", cycle_mission=None, missions=[])
        yield Asked(
            operator(), TODAY.date(), first=date(2017, 1, 1), last=date(2017, 12, 31),
            month=date(2017, 6, 1), mission=Mission.objects.get(acronym="UNFICYP"),
            consultation=meeting,
        )  # fmt: skip


def words(sheet: Sheet) -> str:
    parts = [sheet.title, sheet.subtitle, *sheet.notes]
    for block in sheet.blocks:
        match block:
            case Table():
                parts += [block.caption, *block.columns, *(c for row in block.rows for c in row)]
            case Bullets():
                parts += block.items
            case _:
                parts.append(block.text)
    return "\n".join(parts)


def on_another_weekday(text: str) -> list[str]:
    return [
        found[0]
        for found in DAY.finditer(text)
        if f"{datetime.strptime(found[2], '%d %B %Y').replace(tzinfo=HEADQUARTERS):%a}" != found[1]
    ]


def over_nothing(data: bytes) -> list[str]:
    """Headings of a Word file that are followed by one of the same level, or by the end."""
    found = [
        (getattr(one, "text", "a table"), one.style.name)
        for one in Document(io.BytesIO(data)).iter_inner_content()
    ]
    said = [one for one in found if one[0].strip()]
    after = (*said[1:], ("", "Heading 1"))
    return [
        text
        for (text, kind), (_text, below) in zip(said, after, strict=True)
        if kind.startswith("Heading") and below in ("Heading 1", kind)
    ]


@pytest.mark.parametrize("slug", PAPERS)
def test_a_paper_has_no_wrong_day_and_no_empty_heading(slug, asked):
    days = SHORT.get(slug, (asked.first, asked.last))
    sheet = build(PAPERS[slug], replace(asked, first=days[0], last=days[1]))
    assert not sheet.is_empty
    assert on_another_weekday(words(sheet)) == []
    assert over_nothing(made(PAPERS[slug], sheet, "docx").content) == []
    assert {one.level for one in sheet.blocks if isinstance(one, Heading)} <= {2, 3}


def test_a_wrong_weekday_would_be_found():
    assert on_another_weekday("Wed 8 June 2017; Thu 8 June 2017") == ["Wed 8 June 2017"]
