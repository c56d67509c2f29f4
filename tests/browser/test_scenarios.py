"""An instructor makes, proves, publishes and assigns a scenario; a student solves it; the grade appears."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.sandbox_page import Sandbox
from tests.browser.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "Two catalogues are gone"
PASSWORD = "correct horse battery"
PROVEN_MS = 240_000


def test_from_a_blank_scenario_to_a_grade(page: Page, browser: Browser, stack: Stack) -> None:
    _sign_up(page, "ines", "/authoring/")
    page.get_by_label("It begins with").select_option(label="Mini streaming service (shipped)")
    page.get_by_role("button", name="Write it").click()
    desk = page.url
    _draw_a_right_answer(page)
    page.goto(desk)
    _write(page)
    _take_in_the_answer(page)
    page.get_by_role("button", name="Prove it").click()
    expect(page.locator("#proof")).to_contain_text("It can be done", timeout=PROVEN_MS)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator("#proof")).to_contain_text("edition 1")
    code = _give_out(page)
    assert _solve(browser, stack, code) == "5 of 5"
    page.goto("/classes/")
    page.get_by_role("link", name="Outages").click()
    page.get_by_role("link", name="Gradebook").click()
    expect(page.locator("main")).to_contain_text("Sam")
    expect(page.locator("main")).to_contain_text("5 of 5")


def _sign_up(page: Page, name: str, then: str) -> None:
    page.goto(f"/accounts/sign-up/?next={then}")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()


def _draw_a_right_answer(page: Page) -> None:
    page.get_by_role("button", name="Open a copy in the sandbox").click()
    _set_instances(Sandbox(page), "5")


def _set_instances(sandbox: Sandbox, count: str) -> None:
    sandbox.choose("catalogue")
    field = sandbox.page.locator("#inspector").get_by_label("Instances", exact=True)
    field.fill(count)
    field.press("Enter")
    sandbox.wait_until_saved()


def _write(page: Page) -> None:
    page.get_by_label("Title", exact=True).first.fill(TITLE)
    page.get_by_label("The question, in one sentence").fill("Two instances of the catalogue die. Who notices?")
    page.get_by_label("Duration").fill("60 s")
    _press(page, "Add a failure")
    _choose(page, "What happens", "kill_instances")
    page.get_by_label("To", exact=True).select_option("catalogue")
    page.get_by_label("At", exact=True).fill("20 s")
    page.get_by_label("For", exact=True).fill("20 s")
    page.locator("#experiments").get_by_label("Instances").fill("2")
    _check(page, 0, "Nobody notices", metric="ok", place="class=play", window="during F1", bound="99 %")
    _check(page, 1, "It costs hardly more", metric="cost_per_hour", operator="<=", bound="1.3 * baseline")
    page.locator("#c0-points").fill("4")
    _press(page, "Save", exact=True)
    expect(page.locator(".desk-errors")).to_contain_text("exemplars")


def _check(page: Page, number: int, title: str, **menus: str) -> None:
    _press(page, "Add a check")
    page.locator(f"#c{number}-title").fill(title)
    for menu, value in menus.items():
        field = page.locator(f"#c{number}-{menu}")
        if field.input_value() == value:
            continue
        with page.expect_response(re.compile("/authoring/")):
            if menu == "bound":
                field.fill(value)
                field.blur()
            else:
                field.select_option(value)
        expect(page.locator(f"#c{number}-{menu}")).to_have_value(value)


def _take_in_the_answer(page: Page) -> None:
    page.get_by_label("Take in one of my designs").select_option(index=0)
    _press(page, "as a right answer")
    expect(page.locator("#answers")).to_contain_text("Right answer")
    expect(page.locator(".desk-errors")).to_have_count(0)


def _settle(page: Page) -> None:
    """An answer that has come is on the page: what is chosen on the part that it replaces is lost."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def _press(page: Page, name: str, *, exact: bool = False) -> None:
    _settle(page)
    with page.expect_response(re.compile("/authoring/")):
        page.get_by_role("button", name=name, exact=exact).last.click()


def _choose(page: Page, label: str, value: str) -> None:
    _settle(page)
    with page.expect_response(re.compile("/authoring/")):
        page.get_by_label(label).select_option(value)
    expect(page.get_by_label(label)).to_have_value(value)


def _give_out(page: Page) -> str:
    page.get_by_role("link", name="Give it to a class").click()
    page.get_by_label("Name of the class").fill("Outages")
    page.get_by_role("button", name="Make the class").click()
    page.get_by_label("What", exact=True).select_option(label=TITLE)
    page.get_by_role("button", name="Give out").click()
    expect(page.locator(".assignment")).to_contain_text(TITLE)
    return page.locator(".code").inner_text()


def _solve(browser: Browser, stack: Stack, code: str) -> str:
    context = browser.new_context(base_url=stack.address, viewport={"width": 1280, "height": 720})
    page = context.new_page()
    _sign_up(page, "sam", "/classes/join/")
    page.get_by_label("code", exact=False).first.fill(code)
    page.get_by_label("name", exact=False).last.fill("Sam")
    page.get_by_role("button", name="Join").click()
    page.get_by_role("button", name="Start").click()
    expect(page.locator("#editor[data-ready]")).to_be_attached()
    assert "Right answer" not in page.content()
    _set_instances(Sandbox(page), "5")
    page.get_by_role("tab", name="Scenario").click()
    while _shown(page).get_attribute("data-kind") != "check":
        page.get_by_role("button", name="Next").click()
    _shown(page).get_by_role("button", name="Check", exact=True).click()
    verdict = page.locator("#verdict")
    expect(verdict).to_have_attribute("data-stage", "graded", timeout=PROVEN_MS)
    expect(verdict).to_have_attribute("data-passed", "yes")
    points = verdict.locator(".verdict-points").inner_text()
    context.close()
    return points.removesuffix(" points")


def _shown(page: Page) -> Locator:
    return page.locator("article.step:visible")
