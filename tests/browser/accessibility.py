"""`assert_accessible(page)`: axe-core finds nothing against WCAG 2.2 level AA."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
OF_COLOURS = ("color-contrast",)  # what another theme can break
OF_SIZE = ("target-size", "scrollable-region-focusable")  # what another width can break
NAMED = 4  # elements named for a rule
# Lines of one table or list are alike: of a long one the first are looked at, then it is cut.
ALIKE = [["tbody > tr:nth-child(n+16)"], ["ul > li:nth-child(n+25)"], ["ol > li:nth-child(n+25)"]]


def breaches(page: Page, *rules: str) -> list[str]:
    """What breaks each rule of WCAG 2.2 AA, or of *rules* alone: a line for an element."""
    only = {"type": "rule", "values": [*rules]} if rules else {"type": "tag", "values": TAGS}
    options = {"runOnly": only, "resultTypes": ["violations"], "preload": not rules}
    if not page.evaluate("() => 'axe' in window"):  # half a megabyte, read once a page
        page.evaluate(Axe().axe_script)
    run = "([context, options]) => axe.run(context, options).then((found) => found.violations)"
    found = page.evaluate(run, [{"exclude": ALIKE}, options])
    return [_line(page, rule, node) for rule in found for node in rule["nodes"][:NAMED]]


def _line(page: Page, rule: dict[str, Any], node: dict[str, Any]) -> str:
    why = " ".join(node["failureSummary"].split()).removeprefix("Fix any of the following: ")
    return f"{page.url}: {rule['id']}: {node['html'][:160]}: {why[:300]}"


def assert_accessible(page: Page) -> None:
    """Fails naming each rule, and the elements that break it."""
    if found := breaches(page):
        pytest.fail("\n".join(found), pytrace=False)
