"""Everything without a mouse: from nothing to the starter's design, a run, a failure, and what came of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Locator, Page, expect

from start.stamps import ROOT
from tests.browser.sandbox_page import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STARTER: Path = ROOT / "content" / "designs" / "mini-streaming.yaml"
TABS_MOST = 60
TYPES = {
    "traffic_source": "Viewers",
    "gateway": "Gateway",
    "service": "Service",
    "cache": "Cache",
    "store": "Store",
    "isp_edge": "ISP edge",
    "origin": "Origin",
}
MICE = ("pointerdown", "mousedown", "click", "touchstart", "wheel")
WATCH = """names => { window.mice = []; for (const name of names) document.addEventListener(name, event => {
  if (event.isTrusted && event.detail !== 0) window.mice.push(name); }, true); }"""


def test_the_starter_is_built_run_broken_and_read_by_keyboard_alone(page: Page) -> None:
    starter = yaml.safe_load(STARTER.read_text())
    _open_empty_sheet(page)
    page.evaluate(WATCH, list(MICE))
    sandbox = Sandbox(page)
    for component in starter["components"]:
        _add(page, component["type"], component["label"])
    labels = {each["id"]: each["label"] for each in starter["components"]}
    for connection in starter["connections"]:
        _connect(page, labels[connection["from"]], labels[connection["to"]])
    expect(page.locator(".arrow")).to_have_count(len(starter["connections"]))
    sandbox.wait_until_saved()

    page.keyboard.press("Control+Enter")
    expect(sandbox.state).to_contain_text("Running")
    _go_to(page, "Auth")
    page.keyboard.press("x")
    expect(page.locator(".break-choice")).to_be_focused()
    page.keyboard.type("Kill")
    _tab_to(page, page.locator('.break-form button[data-heal="false"]'))
    page.keyboard.press("Enter")
    expect(page.locator("[data-broken]").first).to_be_visible()

    _tab_to(page, page.get_by_role("button", name="20×"), back=True)
    page.keyboard.press("Enter")
    expect(sandbox.state).to_contain_text("Done", timeout=60_000)
    expect(page.locator("#announcer")).to_contain_text(re.compile("run has ended|done", re.IGNORECASE))
    while not page.locator("#dock").evaluate("each => each.contains(document.activeElement)"):
        page.keyboard.press("F6")
    for name in ("Charts", "Log", "Report"):
        page.keyboard.press("ArrowRight")
        while page.get_by_role("tab", name=name).get_attribute("aria-selected") != "true":
            page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tabpanel", name="Report")).to_contain_text("p99")
    assert page.evaluate("window.mice") == []


def test_the_focus_stays_where_it_was_when_a_part_comes_anew(page: Page) -> None:
    sandbox = Sandbox.open_from_landing(page)
    sandbox.run()
    pause = page.get_by_role("button", name="Pause")
    pause.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Resume")).to_be_focused()
    page.keyboard.press("Enter")
    expect(pause).to_be_focused()


def test_notes_and_places_are_walked_to_and_boxes_resized(page: Page) -> None:
    sandbox = Sandbox.open_from_landing(page)
    _go_to(page, "Auth")
    page.keyboard.press("Control+g")
    place = page.locator(".place")
    expect(place).to_have_count(1)
    sandbox.card("auth").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+ArrowUp")
    expect(place).to_be_focused()
    wide = _width(place.locator(".place-box"))
    page.keyboard.press("Control+ArrowRight")
    page.keyboard.press("Control+ArrowRight")
    expect(place).to_be_focused()
    assert _width(place.locator(".place-box")) > wide
    page.keyboard.press("Control+ArrowLeft")
    page.keyboard.press("Control+z")
    page.keyboard.press("n")
    page.keyboard.type("Cold in the morning")
    note = page.locator(".note")
    _go_to(page, "Play service")
    for _ in range(6):
        if note.evaluate("each => each.matches(':focus')"):
            break
        page.keyboard.press("Alt+ArrowDown" if _is_above(page, note) else "Alt+ArrowUp")
    expect(note).to_be_focused()
    page.keyboard.press("Delete")
    expect(note).to_have_count(0)
    expect(page.locator(":focus")).to_have_class(re.compile("card|place"))


def test_every_focus_can_be_seen(page: Page) -> None:
    Sandbox.open_from_landing(page)
    unseen = []
    for _ in range(TABS_MOST):
        page.keyboard.press("Tab")
        name = page.evaluate(
            """() => { const each = document.activeElement; const style = getComputedStyle(each);
            const is_marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
            return each === document.body || is_marked ? '' : each.outerHTML.slice(0, 120); }"""
        )
        unseen += [name] if name else []
    assert unseen == []


def _open_empty_sheet(page: Page) -> None:
    page.goto("/designs/")
    _tab_to(page, page.get_by_label("Start from"))
    page.keyboard.type("Empty")
    _tab_to(page, page.get_by_role("button", name="New design"))
    page.keyboard.press("Enter")
    expect(page.locator("#editor[data-ready]")).to_be_attached()


def _add(page: Page, kind: str, label: str) -> None:
    """Adds a component by the list of commands, and names it in the inspector."""
    page.keyboard.press("Control+k")
    page.keyboard.type(f"Add {TYPES[kind]}")
    page.keyboard.press("Enter")
    expect(page.locator(".card.is-chosen")).to_be_focused()
    page.keyboard.press("i")
    _tab_to(page, page.locator("#inspector .name-field"), back=True)
    page.keyboard.press("Control+a")
    page.keyboard.type(label)
    page.keyboard.press("Enter")
    expect(page.locator(f'.card[aria-label^="{label},"]')).to_have_count(1)


def _connect(page: Page, source: str, target: str) -> None:
    _go_to(page, source)
    page.keyboard.press("c")
    _go_to(page, target)
    page.keyboard.press("Enter")
    expect(page.locator(".arrow title").filter(has_text=f"{source} → {target}")).to_have_count(1)


def _go_to(page: Page, label: str) -> None:
    page.keyboard.press("Control+f")
    page.keyboard.type(label)
    page.keyboard.press("Enter")
    expect(page.locator(f'.card[aria-label^="{label},"]')).to_be_focused()


def _tab_to(page: Page, goal: Locator, *, back: bool = False) -> None:
    for _ in range(TABS_MOST):
        if goal.count() == 1 and goal.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"Tab never came to {goal}")


def _width(element: Locator) -> float:
    box = element.bounding_box()
    assert box is not None
    return box["width"]


def _is_above(page: Page, goal: Locator) -> bool:
    """Whether the goal lies below what has the focus."""
    here, there = page.locator(":focus").bounding_box(), goal.bounding_box()
    assert here is not None
    assert there is not None
    return there["y"] > here["y"]
