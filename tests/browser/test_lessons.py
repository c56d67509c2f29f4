"""A newcomer opens the first lesson, predicts, runs, and sees the prediction over the result, from the text alone."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIRST_RESULT_S = 180.0
STEPS_MOST = 20


def test_a_newcomer_comes_to_a_first_result_of_her_own_and_finds_it_again(page: Page, stack: Stack) -> None:
    began, before = time.monotonic(), _trials(stack)
    _open_first_lesson(page)
    _walk_to(page, "run")
    step = _shown(page)
    step.get_by_label("Speed").first.select_option("0")
    step.get_by_role("button", name="Run", exact=True).first.click()
    expect(page.locator("#run-panel .run-state")).to_contain_text("Done")
    _walk_to(page, "explain")
    expect(_shown(page).locator(".outcome-one").first).to_be_visible()
    assert time.monotonic() - began < FIRST_RESULT_S
    title = _shown(page).locator("h2").inner_text()
    page.reload()
    expect(_shown(page).locator("h2")).to_have_text(title)
    page.get_by_role("button", name="Back", exact=True).click()
    frozen = page.locator('[data-state="final"]').first
    expect(frozen).to_be_attached()
    assert _trials(stack) == before + 1


def _trials(stack: Stack) -> int:
    """Runs of items so far; other journeys share the database."""
    return int(stack.query("SELECT COUNT(*) AS count FROM progress_trial")[0]["count"])


def test_nothing_runs_before_it_was_predicted(page: Page) -> None:
    _open_first_lesson(page)
    while _shown(page).get_attribute("data-kind") != "run":
        page.get_by_role("button", name="Next").click()
    _shown(page).get_by_role("button", name="Run", exact=True).first.click()
    expect(page.get_by_text("Say first what you expect")).to_be_visible()
    expect(_shown(page)).to_have_attribute("data-kind", "predict")


def test_a_check_says_what_holds_in_the_learners_numbers(page: Page) -> None:
    _open_first_lesson(page)
    _walk_to(page, "check")
    _shown(page).get_by_role("button", name="Check", exact=True).click()
    verdict = page.locator("#verdict")
    expect(verdict).to_have_attribute("data-stage", "graded", timeout=120_000)
    expect(verdict).to_contain_text(re.compile(r"\d+(\.\d+)? of \d+(\.\d+)? points"))
    expect(verdict.locator(".fails").first).to_contain_text(re.compile(r"\d"))


def test_an_answer_outlives_a_lost_connection_and_a_second_tab(page: Page, context: BrowserContext) -> None:
    _open_first_lesson(page)
    _walk_to(page, "predict", answering=False)
    other = context.new_page()
    other.goto(page.url)
    context.set_offline(True)
    _answer(_shown(page), page)
    expect(_shown(page).locator(".answer-state")).to_contain_text("kept in this browser")
    context.set_offline(False)
    expect(_shown(page).locator(".answer-state")).to_have_text("saved ✓")
    _answer(_shown(other), other, number="777")
    expect(_shown(other).locator(".answer-state")).to_contain_text("Answered elsewhere")


def _open_first_lesson(page: Page) -> None:
    page.goto("/designs/")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Lessons").click()
    page.get_by_role("button", name=re.compile("^Start: ")).first.click()
    expect(page.locator("#editor[data-ready]")).to_be_attached()


def _shown(page: Page) -> Locator:
    return page.locator("article.step:visible")


def _walk_to(page: Page, kind: str, *, answering: bool = True) -> None:
    """Goes on step by step to the next one of a kind, answering on the way."""
    for _ in range(STEPS_MOST):
        step = _shown(page)
        if step.get_attribute("data-kind") == kind:
            return
        if answering and step.get_attribute("data-kind") == "predict":
            _answer(step, page)
            expect(step.locator(".answer-state")).to_have_text("saved ✓")
        page.get_by_role("button", name="Next").click()
    raise AssertionError(f"no step of the kind {kind} comes")


def _answer(step: Locator, page: Page, number: str = "60") -> None:
    form = step.locator("[data-form]").first.get_attribute("data-form")
    if form == "number":
        step.get_by_role("textbox").fill(number)
    elif form == "choice":
        step.get_by_role("radio").nth(1 if number != "60" else 0).check()
    else:
        box = step.locator(".sketch-sheet").bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 44, box["y"] + 90)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] - 4, box["y"] + 40, steps=40)
        page.mouse.up()
