"""A learner sweeps the load and sees the knee, stops another experiment, and compares two designs in a sentence."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.sandbox_page import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DONE_MS = 240_000
RUN_S = "40"


def test_a_learner_sweeps_load_and_sees_the_knee(page: Page) -> None:
    _open(page, "Sweep")
    page.get_by_label("Seconds of each run").fill(RUN_S)
    page.get_by_label("Seeds", exact=True).fill("2")
    page.get_by_label("Values").first.fill("6")
    expect(page.locator("#experiment-cost")).to_contain_text("12 runs")
    page.get_by_role("button", name="Start").click()
    experiment = page.locator("#experiment")
    expect(experiment).to_have_attribute("data-stage", "done", timeout=DONE_MS)
    expect(experiment).to_contain_text(re.compile(r"Knee of p99 latency: Load of Viewers \(x\) = [\d.]+"))
    expect(experiment.get_by_role("img", name=re.compile("p99 latency by Load of Viewers"))).to_be_visible()
    expect(experiment.get_by_role("img", name=re.compile("Cost by Load of Viewers"))).to_be_visible()
    expect(experiment.locator("tr.is-knee")).to_have_count(1)
    page.get_by_label("Figure").select_option(label="Good answers")
    expect(experiment.get_by_role("img", name=re.compile("Good answers by"))).to_be_visible()
    with page.expect_download() as saved:
        experiment.get_by_role("link", name="CSV").click()
    assert saved.value.path().read_text().count("classes.play.latency_s_p99") >= 4


def test_a_learner_stops_an_experiment_and_keeps_what_it_said(page: Page) -> None:
    _open(page, "Repeat")
    page.get_by_label("Seeds", exact=True).fill("30")
    page.get_by_role("button", name="Start").click()
    experiment = page.locator("#experiment")
    expect(experiment).to_contain_text("of 30 runs")
    page.get_by_role("button", name="Cancel").click()
    expect(experiment).to_have_attribute("data-stage", "cancelled")
    expect(experiment).to_contain_text(re.compile(r"Cancelled after \d+ of 30 runs"))
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Experiments").click()
    expect(page.locator(".experiment-rows")).to_contain_text("Cancelled")


def test_a_learner_compares_two_designs_and_reads_which_differences_are_no_luck(page: Page) -> None:
    _open(page, "Compare")
    page.get_by_label("Seconds of each run").fill(RUN_S)
    page.get_by_label("Seeds", exact=True).fill("4")
    page.get_by_label("What is changed").select_option("components.play.service_ms_mean")
    expect(page.get_by_label("To", exact=True)).to_have_value("24")
    page.get_by_role("button", name="Start").click()
    experiment = page.locator("#experiment")
    expect(experiment).to_have_attribute("data-stage", "done", timeout=DONE_MS)
    expect(experiment).to_contain_text("Over 4 pairs of runs these differences exceed run-to-run noise")
    expect(experiment).to_contain_text(re.compile(r"Median latency: .* in A, .* in B\. B is .* higher, which is worse"))
    expect(experiment).to_contain_text(re.compile("Within noise: .*Cost"))


def test_a_new_parameter_is_not_lost_to_what_was_typed_just_before(page: Page) -> None:
    _open(page, "Sweep")
    page.get_by_label("Seeds", exact=True).fill("2")
    page.get_by_label("What is changed too").select_option("components.play.instances")
    expect(page.locator("#low2")).to_have_value("1")
    expect(page.get_by_label("Seeds", exact=True)).to_have_value("2")


def test_the_command_palette_knows_the_experiments(page: Page) -> None:
    Sandbox.open_from_landing(page)
    page.keyboard.press("Control+k")
    page.keyboard.type("sweep")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sweep")).to_be_visible()


def _open(page: Page, kind: str) -> None:
    """The form of a kind of experiment, from the bar of the editor."""
    Sandbox.open_from_landing(page)
    page.get_by_role("link", name="Experiment", exact=True).click()
    page.locator(".experiment-kinds").get_by_role("link", name=kind).click()
    expect(page.get_by_role("heading", name=kind)).to_be_visible()
