"""Every entry of the register has an example."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

import pytest

from planner.examples import EXAMPLES as LISTED
from planner.measures import MEASURES
from tests.planner.examples.registry import EXAMPLES, FILES, REGISTER, example

for _path in sorted(Path(__file__).parent.glob("test_*.py")):
    if _path != Path(__file__):
        import_module(f"tests.planner.examples.{_path.stem}")


def test_every_one_of_the_116_entries_has_an_example():
    assert len(REGISTER.recommendations) == 116
    assert set(REGISTER.recommendations) - set(EXAMPLES) == set()


def test_the_register_page_lists_the_examples_that_there_are():
    """Write it anew with WRITE_EXAMPLES=1, after an example was added."""
    lines = ["# Written by the tests (WRITE_EXAMPLES=1): which test shows which entry at work."]
    for id in [*REGISTER.recommendations, *REGISTER.rules]:
        if id in EXAMPLES:
            tests = "".join(f'    "{FILES[name]}::{name}",\n' for name in sorted(EXAMPLES[id]))
            lines += ["", f"[{id}]", f"tests = [\n{tests}]"]
    wanted = "\n".join(lines) + "\n"
    if os.environ.get("WRITE_EXAMPLES"):
        LISTED.write_text(wanted, encoding="utf-8")
    assert LISTED.read_text(encoding="utf-8") == wanted


def test_every_dated_entry_is_shown_turning_between_neighbouring_days():
    """Entries behind a criterion counted from an anchor have an example among the dates."""
    dates = import_module("tests.planner.examples.test_dates")
    later = import_module("tests.planner.examples.test_later")
    behind = {
        id
        for name in MEASURES
        if name not in ("season", "opened")  # when a need begins, not what a paragraph asks
        for id in (REGISTER.criteria[name].leading, *REGISTER.criteria[name].also)
    }
    shown = {id for id in behind for name in EXAMPLES[id] if hasattr(dates, name)}
    shown |= {id for id in behind for name in EXAMPLES[id] if hasattr(later, name)}
    assert behind - shown == set()


def test_an_example_of_an_entry_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="R2017-999"):
        example("R2017-999")(lambda: None)
