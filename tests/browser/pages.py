"""What the journeys do on a page: by keyboard alone, and what every page owes at any size."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

STOPS = 400  # of the Tab key, before we say that a place cannot be reached
SIZES = {1280: 900, 390: 844}  # CSS pixels, width and height
TOO_WIDE = """
() => {
  const root = document.documentElement, width = root.clientWidth;
  if (root.scrollWidth <= width) return [];
  const framed = (one) => {
    for (let above = one.parentElement; above !== document.body; above = above.parentElement)
      if (getComputedStyle(above).overflowX !== "visible") return true;
    return false;
  };
  const out = (box) => box.right > width + 1 || box.left < -1;
  return [...document.body.querySelectorAll("*")]
    .filter((one) => out(one.getBoundingClientRect()) && !framed(one))
    .map((one) => `${one.tagName}.${one.getAttribute("class")}#${one.id}`)
    .slice(0, 6).map((name) => `${location.pathname}: ${root.scrollWidth} wide: ${name}`);
}
"""


class Keys:
    """A keyboard and no pointer."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, place: Locator, key: str = "Tab") -> Locator:
        """Press Tab until *place* has the focus; fails where it never gets it."""
        expect(place).to_be_attached()
        for _ in range(STOPS):
            if place.evaluate("one => one === document.activeElement"):
                return place
            self.page.keyboard.press(key)
        raise AssertionError(f"{STOPS} stops of the Tab key do not reach {place}")

    def follow(self, place: Locator) -> None:
        """Go there and press Enter, as on a link or a button."""
        self.to(place)
        self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()

    def write(self, place: Locator, text: str) -> None:
        """Go there and type *text* over what stands there."""
        self.to(place)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def write_day(self, place: Locator, day: str) -> None:
        """Type a day (``2017-06-06``) into a date field, in the order of the browser's language."""
        self.to(place)
        year, month, number = day.split("-")
        self.page.keyboard.type(f"{month}{number}{year}")
        expect(place).to_have_value(day)

    def choose(self, place: Locator, value: str) -> None:
        """Go to a list and type how the choice of that value begins."""
        self.to(place)
        self.page.keyboard.type(place.locator(f"option[value='{value}']").inner_text().strip())
        expect(place).to_have_value(value)

    def tick(self, place: Locator) -> None:
        """Go to a box or a radio button, and press Space where it is not on."""
        self.to(place)
        if not place.is_checked():
            self.page.keyboard.press("Space")
        expect(place).to_be_checked()


def sized(page: Page, width: int, theme: str = "light") -> None:
    """A window of that width, for somebody whose system is light or dark."""
    page.set_viewport_size({"width": width, "height": SIZES[width]})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")


def too_wide(page: Page) -> list[str]:
    """What makes the page scroll sideways; tables and drawings scroll in a frame of their own."""
    found: list[str] = page.evaluate(TOO_WIDE)
    return found


def sign_in(page: Page, name: str, password: str) -> None:
    """Through the form, by keyboard."""
    keys = Keys(page)
    keys.write(page.get_by_label("Username"), name)
    keys.write(page.get_by_label("Password"), password)
    keys.follow(page.get_by_role("button", name="Sign in"))
