"""The sandbox as a person sees it: what they can press, drag and read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

STARTED = re.compile(r"^(?!00:00)")
ANY_NUMBER = re.compile(r"\d")
ANY_LETTER = re.compile(r"[a-z]")


@dataclass
class Sandbox:
    """One open sandbox page."""

    page: Page

    @classmethod
    def open_from_landing(cls, page: Page) -> Sandbox:
        """Opens the starter design the way a newcomer does: one click on the landing page."""
        page.goto("/")
        page.get_by_role("button", name="Open the sandbox").click()
        sandbox = cls(page)
        expect(sandbox.card("gateway")).to_be_visible()
        return sandbox

    def card(self, component: str) -> Locator:
        """The card of a component on the canvas."""
        return self.page.locator(f'.card[data-component="{component}"]')

    def run(self, speed: str = "1") -> None:
        """Chooses a speed, presses Run and waits until the clock moves."""
        self.page.get_by_label("Speed").first.select_option(speed)
        self.page.get_by_role("button", name="Run", exact=True).click()
        expect(self.clock).to_have_text(STARTED)

    @property
    def clock(self) -> Locator:
        """Simulated time of the moment that is shown, and the length of the run."""
        return self.page.locator("#clock")

    @property
    def seconds(self) -> int:
        """The simulated time that the clock shows."""
        minutes, seconds = self.clock.inner_text().split(" / ")[0].split(":")
        return int(minutes) * 60 + int(seconds)

    @property
    def state(self) -> Locator:
        """The state of the run in words."""
        return self.page.locator("#run-panel .run-state")

    @property
    def run_id(self) -> str:
        """The run that the page is attached to."""
        return self.page.locator("#run-panel").get_attribute("data-run") or ""

    def choose(self, component: str) -> None:
        """Chooses a component on the canvas."""
        self.card(component).click()
        expect(self.page.locator("#inspector")).to_contain_text("Break it")

    def break_it(self, failure: str) -> None:
        """Chooses a failure in the inspector and presses its button."""
        choice = self.page.get_by_label("What to break")
        if choice.count():
            choice.select_option(failure)
        self.page.locator(f'.break-form[data-failure="{failure}"] button[data-heal="false"]').click()

    def heal_it(self, failure: str) -> None:
        """Presses the opposite of a failure, among what is broken now."""
        self.page.locator(f'[data-broken="{failure}"] button[data-heal="true"]').click()

    def show(self, tab: str) -> Locator:
        """Opens a tab of the dock and returns its panel."""
        self.page.get_by_role("tab", name=tab).click()
        return self.page.get_by_role("tabpanel", name=tab)

    def wait_until_saved(self) -> None:
        """Waits until autosave says so."""
        expect(self.page.locator("#save-state")).to_contain_text("saved ✓")
