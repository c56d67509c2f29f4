"""One running Backlot and one Chromium for all journeys; a fresh person for each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from start import chromium
from tests.browser import stack as stacks
from tests.browser.furnished import Furnished, furnished

ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
PATIENCE_MS = 30_000

# Playwright's synchronous door runs an event loop of its own, in which Django would refuse the database to other tests.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[stacks.Stack]:
    with stacks.running(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, stack: stacks.Stack) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=stack.address, viewport={"width": 1280, "height": 720})
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, tmp_path: Path) -> Iterator[Page]:
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert not errors, f"the page reported errors: {errors}"


@pytest.fixture(scope="session")
def alice(stack: stacks.Stack) -> Furnished:
    """Somebody with an account and one of everything."""
    return furnished(stack.address)


@pytest.fixture
def hers(context: BrowserContext, page: Page, alice: Furnished) -> Page:
    """A page in Alice's browser."""
    alice.enter(context)
    return page
