"""The editor by hand and by keyboard alone: choosing several, the clipboard, lists, menus, places and notes."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.sandbox_page import Sandbox
from tests.browser.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHOSEN = ".card.is-chosen"


def test_a_selection_is_chosen_arranged_and_taken_to_another_tab(page: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    sandbox = Sandbox.open_from_landing(page)
    cards = page.locator(".card").count()
    sandbox.card("gateway").click()
    sandbox.card("play").click(modifiers=["Shift"])
    expect(page.locator(CHOSEN)).to_have_count(2)
    expect(page.locator(".choice-bar strong")).to_have_text("2 chosen")
    page.keyboard.press("Control+Shift+ArrowUp")
    sandbox.wait_until_saved()
    assert _drawn(page, "gateway")["position"][1] == _drawn(page, "play")["position"][1]
    page.keyboard.press("Control+z")

    page.keyboard.press("Control+c")
    text = page.evaluate("navigator.clipboard.readText()")
    assert [each["id"] for each in json.loads(text)["components"]] == ["gateway", "play"]
    page.keyboard.press("Control+v")
    expect(page.locator(".card")).to_have_count(cards + 2)
    expect(page.locator('.arrow[data-connection="gateway_2-play_2"]')).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(page.locator(".card")).to_have_count(cards)

    other = context.new_page()
    there = Sandbox.open_from_landing(other)
    other.locator(".card").first.focus()
    other.keyboard.press("Control+v")
    expect(other.locator(".card")).to_have_count(cards + 2)
    there.wait_until_saved()
    other.reload()
    expect(there.card("gateway_2")).to_be_visible()
    other.close()


def test_everything_is_reached_by_keyboard_alone(page: Page) -> None:
    sandbox = Sandbox.open_from_landing(page)
    sandbox.card("gateway").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+Shift+ArrowRight")
    expect(page.locator(CHOSEN)).to_have_count(2)
    page.keyboard.press("Control+a")
    expect(page.locator(".canvas-notice")).to_contain_text("chosen")

    page.keyboard.press("Control+f")
    search = page.get_by_role("combobox", name="Find a component")
    search.fill("catalogue cache")
    page.keyboard.press("Enter")
    expect(sandbox.card("catalogue_cache")).to_be_focused()
    expect(page.locator(CHOSEN)).to_have_count(1)

    page.keyboard.press("Shift+F10")
    menu = page.get_by_role("menu")
    expect(menu).to_be_visible()
    page.keyboard.press("d")
    expect(menu.get_by_role("menuitem", name="Duplicate")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator('.card[data-component="catalogue_cache_2"]')).to_have_count(1)
    page.keyboard.press("Control+z")

    page.keyboard.press("Control+k")
    commands = page.get_by_role("combobox", name="Find a command")
    commands.fill("add monolith")
    page.keyboard.press("Enter")
    expect(page.locator('.card[aria-label^="Monolith"]')).to_have_count(1)

    sandbox.card("gateway").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys and gestures")).to_contain_text("Ctrl+D")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("n")
    note = page.get_by_role("textbox", name="Text of the note")
    expect(note).to_be_focused()
    page.keyboard.type("Cold in the morning")
    expect(page.locator(".note")).to_have_text("Cold in the morning")
    sandbox.wait_until_saved()
    page.reload()
    expect(page.locator(".note")).to_have_text("Cold in the morning")


def test_a_finger_that_rests_opens_the_menu_and_chooses_several(browser: Browser, stack: Stack) -> None:
    context = browser.new_context(
        base_url=stack.address, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    sandbox = Sandbox.open_from_landing(page)
    cards = page.locator(".card").count()
    x, y = _middle(sandbox.card("auth").locator(".card-face"))
    finger = context.new_cdp_session(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    menu = page.get_by_role("menu")
    expect(menu).to_be_visible()
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    menu.get_by_role("menuitem", name=re.compile("Choose several")).tap()
    for component in ("catalogue", "licence"):
        page.touchscreen.tap(*_middle(sandbox.card(component).locator(".card-face")))
    expect(page.locator(CHOSEN)).to_have_count(3)
    page.locator(".choice-bar").get_by_role("button", name="Duplicate").tap()
    expect(page.locator(".card")).to_have_count(cards + 3)
    context.close()


def test_a_zone_takes_in_what_is_dropped_grows_and_collapses(page: Page) -> None:
    sandbox = Sandbox.open_from_landing(page)
    cards = page.locator(".card").count()
    sandbox.card("auth").click()
    page.keyboard.press("Control+g")
    zone = page.locator(".place")
    expect(zone).to_have_count(1)
    sandbox.wait_until_saved()
    assert _drawn(page, "auth")["place"] == "zone_1"

    grip = _middle(zone.locator(".place-grip rect"))
    page.mouse.move(*grip)
    page.mouse.down()
    page.mouse.move(grip[0] + 40, grip[1] + 80, steps=4)
    page.mouse.up()
    sandbox.wait_until_saved()
    assert _document(page)["places"][0]["size"][1] > 72 + 80

    expect(page.get_by_role("button", name="Collapse to one card")).to_be_visible()
    page.get_by_role("button", name="Collapse to one card").click()
    expect(page.locator(".card")).to_have_count(cards - 1)
    expect(zone).to_contain_text("holds 1 component")
    page.keyboard.press("Control+z")
    expect(page.locator(".card")).to_have_count(cards)


def test_common_parameters_are_set_for_all_that_are_chosen(page: Page) -> None:
    sandbox = Sandbox.open_from_landing(page)
    sandbox.card("auth").click()
    sandbox.card("licence").click(modifiers=["Shift"])
    slots = page.get_by_role("textbox", name=re.compile("Slots per instance"))
    slots.fill("7")
    slots.press("Enter")
    sandbox.wait_until_saved()
    assert [_drawn(page, each)["parameters"]["slots"] for each in ("auth", "licence")] == [7, 7]
    page.get_by_role("button", name="Undo").click()
    sandbox.wait_until_saved()
    assert 7 not in [_drawn(page, each)["parameters"].get("slots") for each in ("auth", "licence")]


def test_a_named_version_is_compared_and_restored_as_one_step(page: Page) -> None:
    sandbox = Sandbox.open_from_landing(page)
    cards = page.locator(".card").count()
    sandbox.card("gateway").focus()
    page.keyboard.press("v")
    versions = page.get_by_role("region", name="Versions")
    versions.get_by_role("textbox", name="Name of this version").fill("Whole")
    versions.get_by_role("button", name="Keep").click()
    expect(versions.get_by_role("button", name="Restore Whole")).to_be_visible()

    sandbox.card("auth").click()
    page.keyboard.press("Delete")
    sandbox.card("play").click()
    page.keyboard.press("ArrowDown")
    versions.get_by_role("button", name="Compare Whole").click()
    expect(versions).to_contain_text("Auth (Service) went")
    expect(versions).to_contain_text("Play service (Service): moved")
    expect(page.locator(".difference.is-went")).to_have_count(2)
    expect(page.locator(".difference.is-changed")).to_have_count(1)
    versions.get_by_role("button", name="Restore Whole").click()
    expect(versions).to_contain_text("nothing is different")
    expect(page.locator(".card")).to_have_count(cards)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".card")).to_have_count(cards - 1)


def test_a_block_goes_into_another_design_and_a_drawing_is_put_in_order(page: Page) -> None:
    sandbox = Sandbox.open_from_landing(page)
    cards = page.locator(".card").count()
    sandbox.card("catalogue_cache").click()
    sandbox.card("catalogue_store").click(modifiers=["Shift"])
    page.keyboard.press("Shift+B")
    dialog = page.get_by_role("dialog", name="Keep as a block")
    dialog.get_by_role("textbox", name="Name").fill("Cache and store")
    dialog.get_by_role("button", name="Keep").click()
    expect(page.locator(".canvas-notice")).to_contain_text("is kept")

    sandbox = Sandbox.open_from_landing(page)
    sandbox.card("gateway").focus()
    page.keyboard.press("b")
    page.get_by_role("combobox", name="Insert a block").press("Enter")
    expect(page.locator(".card")).to_have_count(cards + 2)
    page.get_by_role("button", name="Undo").click()

    before = {each["id"]: each["position"] for each in _document(page)["components"]}
    page.keyboard.press("Escape")
    sandbox.card("gateway").focus()
    page.keyboard.press("Shift+O")
    expect(page.locator(".canvas-notice")).to_contain_text("Put in order")
    sandbox.wait_until_saved()
    after = {each["id"]: each["position"] for each in _document(page)["components"]}
    assert after != before
    assert after["viewers"][0] < after["gateway"][0] < after["play"][0] < after["auth"][0]
    page.get_by_role("button", name="Undo").click()
    sandbox.wait_until_saved()
    assert {each["id"]: each["position"] for each in _document(page)["components"]} == before


def test_text_and_drawing_follow_one_another(page: Page) -> None:
    sandbox = Sandbox.open_from_landing(page)
    cards = page.locator(".card").count()
    sandbox.card("gateway").focus()
    page.keyboard.press("t")
    text = page.get_by_role("textbox", name="The design as YAML")
    view = page.get_by_role("region", name="Text")
    expect(view).to_contain_text("say the same")
    written = text.input_value()
    assert "- id: gateway" in written

    _write(text, written.replace("label: Auth", "label: Who is it") + "notes:\n  - {id: why, text: Hi}\n")
    expect(sandbox.card("auth")).to_have_attribute("aria-label", "Who is it, Service")
    expect(page.locator(".note")).to_have_count(1)
    _write(text, written.replace("- id: gateway", "- id: 3"))
    expect(view).to_contain_text(re.compile(r"Line \d+: Give it id"))
    expect(page.locator(".card")).to_have_count(cards)
    _write(text, "components: [")
    expect(view).to_contain_text("stays as it is")
    _write(text, written)
    expect(sandbox.card("auth")).to_have_attribute("aria-label", "Auth, Service")
    expect(page.locator(".note")).to_have_count(0)

    page.get_by_role("button", name="Undo").click()
    expect(view).to_contain_text("say the same")
    assert text.input_value() == written
    sandbox.card("origin").click()
    page.keyboard.press("Delete")
    expect(text).not_to_have_value(re.compile("id: origin"))
    page.keyboard.press("Escape")
    text.focus()
    page.keyboard.press("Escape")
    expect(view).to_be_hidden()


def _write(field: Locator, text: str) -> None:
    """Puts a long text in at once: the browser takes seconds to insert hundreds of lines as if they were typed."""
    field.evaluate("(area, text) => { area.value = text; area.dispatchEvent(new Event('input')); }", text)


def _document(page: Page) -> dict[str, Any]:
    design = page.locator("#editor").get_attribute("data-design")
    read: dict[str, Any] = page.evaluate(f"fetch('/designs/{design}/document/').then((answer) => answer.json())")
    document: dict[str, Any] = read["document"]
    return document


def _drawn(page: Page, component: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in _document(page)["components"] if each["id"] == component)
    return found


def _middle(element: Locator) -> tuple[float, float]:
    box = element.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
