"""The tour of the sandbox: comes once, goes by keyboard, stands beside real things, and can be asked for again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.axe import PHONE, violations
from tests.browser.sandbox_page import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STEPS = 6


def _as_at_the_first_visit(route: Route) -> None:
    """The suite's Backlot sends nobody on the tour by itself, since every journey is a first visit."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("data-tour=", "data-tour-first data-tour="))


def test_it_begins_by_itself_and_every_step_stands_beside_something(page: Page) -> None:
    Sandbox.open_from_landing(page)
    page.route(page.url, _as_at_the_first_visit)
    page.reload()
    tour = page.get_by_role("dialog", name="A service, drawn")
    expect(tour).to_be_visible()
    for step in range(1, STEPS + 1):
        expect(page.locator(".tour")).to_contain_text(f"{step} of {STEPS}")
        expect(page.locator(".tour h2")).to_be_focused()
        ring = page.locator(".tour-ring").bounding_box()
        card = page.locator(".tour").bounding_box()
        assert ring is not None
        assert card is not None
        assert ring["width"] > 20
        assert card["x"] >= 0
        assert card["x"] + card["width"] <= 1280
        assert card["y"] + card["height"] <= 720
        for _ in range(2 if step == 1 else 3):
            page.keyboard.press("Tab")
        expect(page.locator(".tour .primary")).to_be_focused()
        page.keyboard.press("Enter")
    expect(page.locator(".tour, .tour-ring")).to_have_count(0)


def test_it_is_skipped_with_escape_and_asked_for_again(page: Page) -> None:
    sandbox = Sandbox.open_from_landing(page)
    expect(page.locator(".tour")).to_have_count(0)
    sandbox.card("gateway").focus()
    page.keyboard.press("?")
    page.get_by_role("button", name="Take the tour of the sandbox").press("Enter")
    expect(page.locator(".tour h2")).to_be_focused()
    assert violations(page) == []
    with page.expect_response(re.compile("/accounts/tour/")) as answered:
        page.keyboard.press("Escape")
    assert answered.value.status == 204
    page.keyboard.press("Control+k")
    page.keyboard.type("tour of the sandbox")
    page.keyboard.press("Enter")
    expect(page.locator(".tour")).to_be_visible()


def test_on_a_phone_it_brings_up_what_it_speaks_of(page: Page) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    Sandbox.open_from_landing(page)
    page.locator("#commands-button").click()
    page.keyboard.type("tour of the sandbox")
    page.keyboard.press("Enter")
    for shown in ("#canvas", "#palette", "#inspector", ".run-button", "#dock"):
        expect(page.locator(shown)).to_be_in_viewport()
        page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Done").click()
    expect(page.locator("body")).to_have_attribute("data-sheet", "")
