"""Which recommendation each example is of: a test is put down for one or several entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

from planner.anchors import Anchor
from planner.register import Recommendation, load
from tests.planner.stories import judged

Test = TypeVar("Test", bound=Callable[..., object])
EXAMPLES: dict[str, set[str]] = defaultdict(set)
FILES: dict[str, str] = {}  # test -> the file it stands in
REGISTER = load()


def example(*ids: str) -> Callable[[Test], Test]:
    """Put a test down as the example of these entries; an id the register lacks is an error."""

    def put_down(test: Test) -> Test:
        for one in ids:
            EXAMPLES[REGISTER.recommendation(one).id].add(test.__name__)
            FILES[test.__name__] = f"{test.__module__.replace('.', '/')}.py"
        return test

    return put_down


def entry(id: str) -> Recommendation:
    return REGISTER.recommendation(id)


def turns(id: str, criterion: str, anchor: Anchor, *days: str, kind: str = "") -> None:
    """The criterion stands on this entry, and turns between these neighbouring days."""
    behind = REGISTER.criteria[criterion]
    assert id in (behind.leading, *behind.also)
    kind = kind or "informal_triangular"
    assert [f"{day[:10]} {judged(criterion, anchor, day[:10], kind=kind)}" for day in days] == list(
        days
    )
