"""axe-core finds nothing on any page, nor in what pages become in people's hands: both themes, wide and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.furnished import Furnished
from tests.browser.sandbox_page import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STEPS_MOST = 20
Walk = Callable[[Page, Furnished], Iterator[str]]


def test_no_page_breaks_a_rule(hers: Page, alice: Furnished) -> None:
    found = {}
    for route, path in alice.pages().items():
        hers.goto(path)
        hers.wait_for_load_state()
        found[route] = violations(hers)
    assert_nothing(found)


def assert_nothing(found: dict[str, list[str]]) -> None:
    """Fails with every sentence on a line of its own, and where it holds first."""
    lines: dict[str, str] = {}
    for where, sentences in found.items():
        for sentence in sentences:
            lines.setdefault(sentence, where)
    assert not lines, "\n".join(f"{where}: {sentence}" for sentence, where in lines.items())


def newcomer(page: Page, _alice: Furnished) -> Iterator[str]:
    """Lists with nothing in them, and what is answered to mistakes."""
    page.context.clear_cookies()
    for path in ("/designs/", "/history/", "/links/", "/classes/", "/lectures/", "/authoring/", "/nowhere/"):
        page.goto(path)
        yield path
    page.goto("/accounts/log-in/")
    page.get_by_label("Name").fill("nobody at all")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in").click()
    yield "a refused log-in"
    page.goto("/designs/import/")
    page.locator("textarea").first.fill("components: [")
    page.locator("main form button").last.click()
    yield "a refused import"


def empty_sheet(page: Page, alice: Furnished) -> Iterator[str]:
    page.goto(alice.send("/designs/", {"template": "empty"}))
    expect(page.locator("#empty-canvas")).to_be_visible()
    yield "the empty sheet"


def editor(page: Page, alice: Furnished) -> Iterator[str]:
    """Everything that opens in the sandbox."""
    page.goto(alice.send("/designs/", {"template": "mini-streaming"}))
    sandbox = Sandbox(page)
    expect(page.locator("#editor[data-ready]")).to_be_attached()
    sandbox.card("catalogue_cache").click()
    expect(page.locator("#inspector")).to_contain_text("Break it")
    yield "the inspector of a component"
    page.keyboard.press("Shift+F10")
    expect(page.get_by_role("menu")).to_be_visible()
    yield "the menu"
    page.keyboard.press("Escape")
    sandbox.card("gateway").click(modifiers=["Shift"])
    yield "the inspector of several"
    page.keyboard.press("Shift+B")
    expect(page.get_by_role("dialog", name="Keep as a block")).to_be_visible()
    yield "keeping a block"
    page.keyboard.press("Escape")
    page.locator('.arrow[data-connection="gateway-play"] .arrow-reach').click(force=True)
    yield "the inspector of a connection"
    sandbox.card("auth").click()
    page.keyboard.press("Control+g")
    yield "the inspector of a place"
    page.keyboard.press("n")
    page.keyboard.type("Cold in the morning")
    yield "a note"
    for name, keys, shown in PANELS:
        page.keyboard.press("Escape")
        sandbox.card("gateway").focus()
        page.keyboard.press(keys)
        expect(page.locator(shown).first).to_be_visible()
        yield name
        page.keyboard.press("Escape")


PANELS = (
    ("the list of commands", "Control+k", "dialog"),
    ("the search", "Control+f", "dialog"),
    ("the sheet of keys", "?", "dialog"),
    ("the map", "m", ".minimap"),
    ("the outline", "o", "#outline"),
    ("the text", "t", ".text-view"),
    ("the versions", "v", ".side-card"),
)


def run(page: Page, alice: Furnished) -> Iterator[str]:
    """A run that goes on, is broken, and has ended."""
    page.goto(alice.send("/designs/", {"template": "mini-streaming"}))
    sandbox = Sandbox(page)
    expect(page.locator("#editor[data-ready]")).to_be_attached()
    sandbox.run()
    yield "running"
    sandbox.choose("auth")
    sandbox.break_it("kill_instances")
    expect(page.locator("#inspector")).to_contain_text(re.compile(r"Instances up\s*1"))
    yield "broken"
    page.get_by_role("button", name="Fastest").click()
    expect(sandbox.state).to_contain_text("Done", timeout=180_000)
    for tab in page.locator("#dock [role=tab]:visible").all():
        tab.press("Enter")
        yield f"{tab.inner_text()} of a run that has ended"
    sandbox.show("Charts")
    page.get_by_role("button", name="As a table", exact=True).click()
    yield "charts as tables"


def premiere(page: Page, alice: Furnished) -> Iterator[str]:
    """What a run with viewers and bytes shows besides."""
    page.goto(alice.send("/designs/", {"template": "two-plane-streaming"}))
    sandbox = Sandbox(page)
    expect(page.locator("#editor[data-ready]")).to_be_attached()
    sandbox.run("20")
    expect(page.get_by_role("tab", name="Bytes")).to_be_visible()
    for tab in page.locator("#dock [role=tab]:visible").all():
        tab.press("Enter")
        yield tab.inner_text()


def lesson(page: Page, alice: Furnished) -> Iterator[str]:
    """Every step of a lesson."""
    page.goto(alice.address("attempt_page"))
    expect(page.locator("#editor[data-ready]")).to_be_attached()
    for _ in range(STEPS_MOST):
        yield page.locator("article.step:visible h2").inner_text()
        onward = page.locator("#step-next")
        if not onward.is_visible():
            return
        onward.click()


def interview(page: Page, alice: Furnished) -> Iterator[str]:
    """Every stage of an interview, the desk opposite, and the report."""
    page.goto(alice.address("sitting_page"))
    expect(page.locator("#editor[data-ready]")).to_be_attached()
    onward = page.get_by_role("button", name="Next stage")
    for _ in range(STEPS_MOST):
        title = page.locator("#stage-title").inner_text()
        yield title
        if not onward.first.is_visible():
            return
        onward.first.click()
        expect(page.locator("#stage-title")).not_to_have_text(title)


WALKS: tuple[Walk, ...] = (newcomer, empty_sheet, editor, run, premiere, lesson, interview)


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__)
def test_nothing_on_the_way_breaks_a_rule(hers: Page, alice: Furnished, walk: Walk) -> None:
    found = {state: violations(hers) for state in walk(hers, alice)}
    assert found
    assert_nothing(found)


def test_what_is_wrong_is_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        "<html lang=en><title>T</title><main><button></button><p style='color:#ccc'>Pale</p></main></html>"
    )
    assert [re.split(r"[:@ ]+", each)[3] for each in violations(page)] == ["button-name", "color-contrast"]
    page.close()
