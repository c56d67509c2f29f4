"""Pages at 320 pixels, at twice their size and with long names; pictures of the journeys, to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from start.stamps import VAR
from tests.browser.axe import PHONE, WIDE
from tests.browser.furnished import Furnished
from tests.browser.sandbox_page import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURES = VAR / "pictures"
LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz and what else there is to say about it"
# The least that a page has to be read at without moving it sideways, and a wide screen at twice its size.
NARROW = ((320, 640), (640, 360))
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
  .filter(each => each.checkVisibility() && each.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 3).map(each => each.outerHTML.slice(0, 120))"""
LOOKS = {"wide": (WIDE, "light"), "phone": (PHONE, "light"), "dark": (WIDE, "dark")}


def test_no_page_is_moved_sideways_to_be_read(hers: Page, alice: Furnished) -> None:
    found = {}
    for route, path in alice.pages().items():
        hers.goto(path)
        hers.wait_for_load_state()
        for width, height in NARROW:
            hers.set_viewport_size({"width": width, "height": height})
            if wide := hers.evaluate(TOO_WIDE):
                found[f"{route} at {width}"] = wide
    assert not found, "\n".join(f"{where}: {what}" for where, what in found.items())


def test_a_name_without_spaces_and_numbers_without_end_stay_in_their_places(hers: Page, alice: Furnished) -> None:
    design = alice.send("/designs/", {"template": "mini-streaming"})
    hers.goto(design)
    sandbox = Sandbox(hers)
    hers.locator("#design-name").fill(LONG)
    hers.locator("#design-name").press("Enter")
    sandbox.card("auth").click()
    hers.locator("#inspector .name-field").fill(LONG)
    hers.locator("#inspector .name-field").press("Enter")
    instances = hers.locator("#inspector").get_by_label("Instances", exact=True)
    instances.fill("1000000000")
    instances.press("Enter")
    expect(hers.locator("#inspector .field-refusal:visible").first).to_be_visible()
    sandbox.wait_until_saved()
    for path in (design, "/designs/"):
        hers.goto(path)
        for width, height in (WIDE, PHONE):
            hers.set_viewport_size({"width": width, "height": height})
            assert hers.evaluate(TOO_WIDE) == []


def _journey(page: Page) -> Iterator[str]:
    """What a newcomer comes by."""
    page.goto("/")
    expect(page.locator("#canvas .card").first).to_be_visible()
    yield "front"
    sandbox = Sandbox.open_from_landing(page)
    expect(page.locator("#legend-words")).to_contain_text("expected")
    yield "sandbox"
    sandbox.card("catalogue_cache").click()
    yield "inspector"
    page.keyboard.press("Escape")
    sandbox.run("20")
    page.wait_for_timeout(3000)
    yield "running"
    sandbox.show("Charts")
    yield "charts"
    page.goto("/learn/")
    yield "lessons"


@pytest.mark.parametrize("look", LOOKS)
def test_the_journey_is_painted_in_every_look(page: Page, look: str) -> None:
    (width, height), theme = LOOKS[look]
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    for name in _journey(page):
        # Whoever walks presses what is seen on a wide screen; the picture is of the look.
        page.set_viewport_size({"width": width, "height": height})
        file: Path = PICTURES / f"{name}-{look}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=file)
        assert file.stat().st_size > 0
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
