"""`assert_accessible(page)`: axe-core finds nothing against WCAG 2.2 level AA."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}


def assert_accessible(page: Page) -> None:
    """Fails naming each rule, and each element that breaks it."""
    found = Axe().run(page, options=OPTIONS)
    assert found.violations_count == 0, found.generate_report()
