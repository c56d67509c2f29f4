"""Two browsers on one live design: one draws and says what she sees, the other breaks it; then they swap places."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def opposite(browser: Browser, stack: Stack) -> Iterator[BrowserContext]:
    """Another browser, which knows nothing of the first."""
    context = browser.new_context(base_url=stack.address, viewport={"width": 1280, "height": 720})
    context.set_default_timeout(60_000)
    yield context
    context.close()


def test_one_draws_and_the_other_breaks_it_and_then_they_swap(page: Page, opposite: BrowserContext) -> None:
    page.goto("/interviews/")
    page.get_by_role("button", name=re.compile("^Practise without clock")).first.click()
    expect(page.locator("#editor[data-ready]")).to_be_attached()
    page.get_by_label("Ask for one thing").fill("How many members are there?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#asked")).to_contain_text("Three hundred million")
    page.get_by_role("button", name="Invite an interviewer").click()
    code = page.locator(".lesson-terms .code").inner_text()

    desk = opposite.new_page()
    desk.goto("/interviews/join/")
    desk.get_by_label("Code").fill(code.lower())
    desk.get_by_role("button", name="Sit down").click()
    expect(desk.locator("#desk[data-ready]")).to_be_attached()
    expect(page.get_by_text("Your interviewer is here.")).to_be_visible()
    desk.get_by_text("What was asked", exact=True).click()
    expect(desk.locator(".asked").first).to_contain_text("Three hundred million")
    assert "Three hundred million" not in page.locator(".topics").inner_text()

    for stage in ("How large is it?", "What is said and kept", "The design"):
        page.get_by_role("button", name="Next stage").click()
        expect(page.locator("#stage-title")).to_have_text(stage)
    expect(desk.locator(".guide h2").first).to_have_text("The design")
    page.locator('.card[data-component="play"]').click()
    page.keyboard.press("Delete")
    expect(desk.locator('.card[data-component="play"]')).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(desk.locator('.card[data-component="play"]')).to_have_count(1)

    desk.get_by_text("Recommendations hang", exact=True).click()
    desk.get_by_role("button", name="Throw it").first.click()
    expect(page.locator("#run-panel")).to_be_visible()
    expect(desk.locator("#clock")).to_have_text(re.compile(r"^(?!00:00)"))
    desk.locator('.card[data-component="play"]').click()
    choice = desk.get_by_label("What to break")
    choice.select_option("kill_instances")
    desk.locator('.break-form[data-failure="kill_instances"] button[data-heal="false"]').click()
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Interview").click()
    page.get_by_label("Say it as soon as you see").fill("Play has lost an instance")
    page.get_by_role("button", name="I see it").click()
    expect(page.get_by_text("Play has lost an instance").first).to_be_visible()
    page.get_by_role("tab", name="Log").click()
    expect(page.locator("#log-slot")).to_contain_text("Play east")

    desk.get_by_role("button", name="Swap places").click()
    expect(desk.locator("#editor[data-ready]")).to_be_attached()
    expect(page.locator("#desk[data-ready]")).to_be_attached()
