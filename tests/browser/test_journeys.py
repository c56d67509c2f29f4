"""Five journeys in a real Chromium, against a real worker and broker, from the text on the screen alone."""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from start.environment import PYTHON
from start.stamps import ROOT
from tests.browser.sandbox_page import ANY_LETTER, ANY_NUMBER, Sandbox
from tests.browser.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WAIT_S = 60


def test_a_newcomer_watches_a_run_and_holds_the_clock_in_her_hand(page: Page) -> None:
    page.goto("/")
    expect(page.locator("#showcase-numbers")).to_contain_text(ANY_NUMBER)
    sandbox = Sandbox.open_from_landing(page)
    expect(page.locator("#legend-words")).to_contain_text("expected, before any run")
    expect(page.locator("#inspector")).to_contain_text(re.compile(r"p99\s*≈\s*\d.*limits this design", re.DOTALL))
    sandbox.run()
    expect(page.locator("#legend-words")).to_have_text("measured in a run")
    expect(page.locator("#inspector")).not_to_contain_text("≈")
    expect(page.locator("#overview-numbers")).to_contain_text(re.compile(r"Answered well\s*\d"))

    page.get_by_role("button", name="Pause").click()
    expect(sandbox.state).to_contain_text("Paused")
    held = _settled(lambda: sandbox.seconds)
    page.get_by_role("button", name="Resume").click()
    _eventually(lambda: sandbox.seconds > held)

    page.get_by_role("button", name="20×").click()
    _eventually(lambda: sandbox.seconds > held + 20)
    page.get_by_role("button", name="Cancel").click()
    expect(sandbox.state).to_contain_text("Cancelled")
    page.get_by_role("button", name="Close the run").click()
    expect(page.locator("#legend-words")).to_contain_text("expected, before any run")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(sandbox.state).to_contain_text("Running")


def test_a_learner_draws_changes_undoes_and_finds_it_all_again(page: Page) -> None:
    sandbox = Sandbox.open_from_landing(page)
    offer, canvas = page.locator(".offer").get_by_text("Store", exact=True), page.locator("#canvas")
    offer.drag_to(canvas, target_position={"x": 420, "y": 300})
    store = page.locator('.card[aria-label="Store, Store"]')
    expect(store).to_be_visible()
    _connect(page, sandbox, "licence", store.get_attribute("data-component") or "")
    arrow = page.locator('.arrow[data-connection^="licence-"]')
    expect(arrow).to_have_count(1)

    _connect(page, sandbox, "catalogue", "play")
    expect(page.get_by_text(re.compile("circle|cycle|round", re.IGNORECASE)).first).to_be_visible()

    store.click()
    slots = page.get_by_role("textbox", name="Slots per instance")
    slots.fill("a few")
    slots.press("Enter")
    expect(page.locator("#inspector .field-refusal:visible").first).to_contain_text(ANY_LETTER)
    slots.fill("9")
    slots.press("Enter")
    sandbox.wait_until_saved()
    page.reload()
    expect(arrow).to_have_count(1)
    store.click()
    expect(page.get_by_role("textbox", name="Slots per instance")).to_have_value("9")

    page.keyboard.press("Escape")
    store.click()
    page.keyboard.press("Delete")
    expect(store).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(store).to_have_count(1)
    expect(arrow).to_have_count(1)
    page.get_by_role("button", name="Redo").click()
    expect(store).to_have_count(0)
    sandbox.wait_until_saved()
    page.reload()
    expect(sandbox.card("gateway")).to_be_visible()
    expect(store).to_have_count(0)


def test_a_learner_breaks_things_sees_the_effect_and_heals_them(page: Page) -> None:
    sandbox = Sandbox.open_from_landing(page)
    sandbox.run()
    sandbox.choose("auth")
    sandbox.break_it("kill_instances")
    expect(page.locator("#inspector")).to_contain_text(re.compile(r"Instances up\s*1"))
    sandbox.heal_it("kill_instances")
    expect(page.locator("#inspector")).to_contain_text(re.compile(r"Instances up\s*2"))
    sandbox.break_it("slow_down")
    sandbox.choose("catalogue_cache")
    sandbox.break_it("flush_cache")
    sandbox.choose("viewers")
    sandbox.break_it("change_traffic")
    page.locator('.arrow[data-connection="gateway-play"] .arrow-reach').click(force=True)
    sandbox.break_it("cut_connection")
    _eventually(lambda: _overview(page, "Errors") + _overview(page, "Shed") > 50)
    sandbox.heal_it("cut_connection")
    log = sandbox.show("Log")
    for sentence in ("killed", "restore", "slow", "flushed", "cut"):
        expect(log).to_contain_text(re.compile(sentence, re.IGNORECASE))
    expect(log.locator("li")).to_have_count(7)


def test_nothing_is_missing_after_a_reload_a_lost_network_and_a_killed_worker(
    page: Page, context: BrowserContext, stack: Stack
) -> None:
    sandbox = Sandbox.open_from_landing(page)
    sandbox.run("20")
    run = sandbox.run_id
    sandbox.choose("catalogue_cache")
    sandbox.break_it("flush_cache")
    page.reload()
    _eventually(lambda: sandbox.seconds > 20)
    assert sandbox.run_id == run
    context.set_offline(True)
    stack.kill_worker()
    time.sleep(1)
    stack.start_worker()
    context.set_offline(False)
    expect(sandbox.state).to_contain_text("Done", timeout=WAIT_S * 1000)

    numbers, frames_count = _frame_numbers(context, run)
    assert numbers == list(range(1, frames_count + 1))
    report = sandbox.show("Report")
    expect(report).to_contain_text("p99")
    digest = _digest(context, run)
    page.locator("#scrubber").fill("200")
    expect(sandbox.clock).to_contain_text("00:50")

    page.get_by_role("button", name="Repeat exactly").click()
    _eventually(lambda: sandbox.run_id != run)
    expect(sandbox.state).to_contain_text("Done", timeout=WAIT_S * 1000)
    assert _digest(context, sandbox.run_id) == digest


def test_on_a_phone_the_same_run_gives_what_the_terminal_gives(
    page: Page, context: BrowserContext, tmp_path: Path
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sandbox = Sandbox.open_from_landing(page)
    page.get_by_label("Speed").first.select_option("0")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(sandbox.state).to_contain_text("Done", timeout=WAIT_S * 1000)
    page.get_by_role("button", name="Numbers").click()
    expect(page.locator("#overview-numbers")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    document = tmp_path / "design.json"
    document.write_bytes(context.request.get(f"/runs/{sandbox.run_id}/document.json").body())
    command = [str(PYTHON), "-m", "engine", "run", str(document), "--seed", "7"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert json.loads(printed)["digest"] == _digest(context, sandbox.run_id)


def test_a_learner_asks_why_and_where_each_number_comes_from(page: Page) -> None:
    sandbox = Sandbox.open_from_landing(page)
    page.get_by_label("Speed").first.select_option("0")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(sandbox.state).to_contain_text("Done", timeout=WAIT_S * 1000)
    page.goto(f"/runs/{sandbox.run_id}/report/")
    busiest = page.locator(".explanation .from").first
    busiest.locator("summary").press("Enter")
    expect(busiest).to_contain_text("busy slot-seconds / (slots of an instance x instance-seconds alive)")
    expect(page.locator(".shares")).to_contain_text(re.compile(r"service.*%", re.DOTALL))

    waterfall = page.locator("#waterfall")
    slowest = waterfall.locator("h3").inner_text()
    page.locator(".trace-list").last.locator("summary").press("Enter")
    page.locator(".trace-list").last.locator("a").first.press("Enter")
    expect(waterfall.locator("h3")).not_to_have_text(slowest)
    expect(waterfall).to_contain_text("Gateway")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def _connect(page: Page, sandbox: Sandbox, source: str, target: str) -> None:
    """Drags from the port of one card to the middle of another."""
    port = sandbox.card(source).locator(".port-dot").bounding_box()
    card = sandbox.card(target).bounding_box()
    assert port
    assert card
    page.mouse.move(port["x"] + port["width"] / 2, port["y"] + port["height"] / 2)
    page.mouse.down()
    page.mouse.move(card["x"] + card["width"] / 2, card["y"] + card["height"] / 2, steps=8)
    page.mouse.up()


def _overview(page: Page, name: str) -> float:
    """A number of the overview, by the name above it."""
    found = re.search(rf"{name}\s*([\d.]+)(k?)", page.locator("#overview-numbers").inner_text())
    return float(found[1]) * (1000 if found[2] else 1) if found else 0.0


def _frame_numbers(context: BrowserContext, run: str) -> tuple[list[int], int]:
    """The numbers of all stored frames, fetched page by page, and how many there should be."""
    numbers: list[int] = []
    while True:
        answer = context.request.get(f"/runs/{run}/frames/?after={len(numbers)}").json()
        numbers += [frame["n"] for frame in answer["frames"]]
        if not answer["frames"]:
            return numbers, answer["layout"]["frames_count"]


def _digest(context: BrowserContext, run: str) -> str:
    return str(context.request.get(f"/runs/{run}/result.json").json()["digest"])


def _eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not holds():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.1)


def _settled(read: Callable[[], int]) -> int:
    """The value once it has stayed the same for a second and a half."""
    value, since = read(), time.monotonic()
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < since + 1.5:
        assert time.monotonic() < deadline, "it never came to rest"
        if read() != value:
            value, since = read(), time.monotonic()
        time.sleep(0.1)
    return value
