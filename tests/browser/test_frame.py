"""What surrounds every page, in a real browser: sign-in, theme, language, keyboard, small sizes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from tests.browser.accessibility import assert_accessible

LOGIN, PASSWORD = "/accounts/login/", "/accounts/password/"


def _dark(page: Page) -> None:
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_sign_in_page_is_accessible(page: Page, width: int, theme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(LOGIN)
    if theme == "dark":
        _dark(page)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_somebody_signs_in_by_keyboard_alone(page: Page) -> None:
    User.objects.create_user("ana", password="a long pass phrase")
    page.goto(PASSWORD)
    page.get_by_label("Username").focus()
    page.keyboard.type("ana")
    page.keyboard.press("Tab")
    page.keyboard.type("a long pass phrase")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Change your password")


def test_the_first_stop_of_the_keyboard_skips_to_the_content(
    page: Page, enter: Callable[[User], None], planner: User
) -> None:
    enter(planner)
    page.goto(f"{PASSWORD}done/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_theme_chosen_is_kept(page: Page) -> None:
    page.goto(LOGIN)
    _dark(page)
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")


def test_arabic_is_read_from_right_to_left(page: Page) -> None:
    page.goto(LOGIN)
    page.locator("#language").select_option("ar")
    page.get_by_role("button", name="Set language").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    brand = page.locator(".brand").bounding_box()
    assert brand is not None
    assert brand["x"] > 640
    assert_accessible(page)


def test_the_admin_works_under_the_strict_policy(
    page: Page, enter: Callable[[User], None], administrator: User
) -> None:
    administrator.is_superuser = True
    administrator.save()
    enter(administrator)
    for path in ("/admin/", "/admin/auth/user/", f"/admin/auth/user/{administrator.pk}/change/"):
        page.goto(path)
        expect(page.locator("#user-tools")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_for_those_who_are_in_is_accessible(
    page: Page, enter: Callable[[User], None], planner: User, theme: str
) -> None:
    enter(planner)
    page.goto(PASSWORD)
    if theme == "dark":
        _dark(page)
    assert_accessible(page)
