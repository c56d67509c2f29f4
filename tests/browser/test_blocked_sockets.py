"""Where no websocket comes through, a run is watched live all the same, over server-sent events (L9)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, WebSocketRoute, expect

from tests.browser.sandbox_page import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_run_is_live_without_websockets(context: BrowserContext, page: Page) -> None:
    blocked: list[str] = []
    asked: list[str] = []

    def refuse(socket: WebSocketRoute) -> None:
        blocked.append(socket.url)
        socket.close(code=1011)

    context.route_web_socket(re.compile("/ws/"), refuse)
    page.on("request", lambda request: asked.append(request.url))
    sandbox = Sandbox.open_from_landing(page)
    sandbox.run("1")
    page.get_by_role("button", name="20×").click()
    expect(sandbox.state).to_contain_text("Done", timeout=60_000)
    expect(sandbox.clock).to_contain_text(re.compile(r"^05:00 / 05:00"))
    assert len(blocked) >= 3
    assert any(f"/runs/{sandbox.run_id}/events/" in url for url in asked)
    assert not any("/frames/" in url for url in asked), "the page polled"
