"""One journey through the results of a run: zoom, brush, pin, compare, why, a fix with one click, and its undoing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.sandbox_page import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WAIT_MS = 120_000


def test_results_are_looked_into_compared_asked_and_acted_on(page: Page) -> None:
    sandbox = Sandbox.open_from_landing(page)
    _run_to_the_end(sandbox)
    charts = sandbox.show("Charts")
    _choose_a_window(page, charts)
    _pin(page, charts)
    _ask_why(sandbox)
    _apply_a_fix_and_compare(sandbox)


def _run_to_the_end(sandbox: Sandbox) -> None:
    sandbox.run("0")
    expect(sandbox.page.locator("#run-panel[data-state=done]")).to_be_visible(timeout=WAIT_MS)


def _choose_a_window(page: Page, charts: Locator) -> None:
    """By the mouse, by keys, and back to the whole."""
    words = page.locator(".window-words")
    box = charts.locator(".u-over").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 10, steps=6)
    page.mouse.up()
    expect(words).to_have_text(re.compile(r"^01:[23]\d–0[23]:\d\d"))
    chart = charts.locator(".plot").first
    chart.focus()
    chart.press("+")
    expect(words).to_have_text(re.compile(r", 4[0-9.]+\s*s$"))
    page.get_by_role("button", name="Whole run").click()
    expect(words).to_contain_text("Drag over a chart")
    page.get_by_role("button", name="Zoom in on the moment").click()
    expect(words).to_have_text(re.compile(r"–05:00, 150\s*s"))


def _pin(page: Page, charts: Locator) -> None:
    """A chart comes first and a moment stays, to which one goes back."""
    charts.get_by_role("button", name="Pin Latency, end to end").click()
    first = charts.locator(".plot").first
    expect(first).to_contain_text("Latency, end to end")
    first.focus()
    for _ in range(8):
        first.press("ArrowLeft")
    first.press("p")
    moment = page.locator(".moments .is-pinned")
    expect(moment).to_have_count(1)
    at = moment.inner_text().split("· ")[1]
    page.get_by_role("button", name="End", exact=True).click()
    moment.click()
    expect(page.locator("#clock")).to_contain_text(at)
    charts.get_by_role("button", name="Latency, end to end as a table").click()
    expect(first.locator("tr.is-pinned")).to_contain_text("pinned 1")


def _ask_why(sandbox: Sandbox) -> None:
    """By the keyboard alone: the number, its answer, and back to the number."""
    page = sandbox.page
    sandbox.show("Overview")
    number = page.locator("#overview-numbers .why").last
    number.focus()
    number.press("Enter")
    answer = page.get_by_role("dialog", name="Why this number")
    expect(answer).to_contain_text("99 of 100 good answers")
    expect(answer).to_contain_text(re.compile(r"samples\s*[\d.]+"))
    expect(answer).to_contain_text("mean, each weighted")
    page.keyboard.press("Escape")
    expect(answer).to_be_hidden()
    expect(number).to_be_focused()


def _apply_a_fix_and_compare(sandbox: Sandbox) -> None:
    page = sandbox.page
    before = sandbox.run_id
    report = sandbox.show("Report")
    expect(report).to_contain_text("Distribution of latency")
    fix = report.locator("[data-fix]").filter(has_text="Make room for 2,800 keys").first
    fix.get_by_role("link", name="Apply to the design").click()
    expect(fix).to_contain_text("Applied.")
    capacity = page.get_by_role("textbox", name="Capacity")
    expect(capacity).to_have_value(re.compile(r"2.?800"))
    page.get_by_role("button", name="Undo", exact=True).click()
    sandbox.card("catalogue_cache").click()
    expect(capacity).to_have_value(re.compile(r"1.?400"))
    page.get_by_role("button", name="Redo", exact=True).click()
    fix.get_by_role("button", name="Run again").click()
    expect(page.locator(f'#run-panel[data-state=done]:not([data-run="{before}"])')).to_be_visible(timeout=WAIT_MS)
    numbers = page.locator("#overview-numbers")
    expect(numbers).to_contain_text(re.compile(r"p99\s*\d+\sms\s*vs\s\d+\sms"))
    expect(numbers).to_contain_text("the run before")
