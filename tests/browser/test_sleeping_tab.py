"""A tab that slept is there again at once, with everything that happened meanwhile (L10).

The processes that draw pages are stopped, as they are when a computer sleeps. Meanwhile the run goes as fast as it can,
and makes in moments the frames that one at its own speed makes in ten minutes: a second each in a run so long.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import signal
import time
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import tiny
from tests.browser.sandbox_page import Sandbox
from tests.reliability.record import record

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ASLEEP_FRAMES = 600
FRAME_S = 1.0
PATIENCE_S = 60.0
ASLEEP_LEAST_S = 4.0
PAINTED_MOST_MS = 1_000.0
BURST_MOST = 200
# Notes for how long the page did nothing at most.
TICKS = """() => {
  let before = performance.now();
  window.longest_gap_ms = 0;
  setInterval(() => {
    const now = performance.now();
    window.longest_gap_ms = Math.max(window.longest_gap_ms, now - before);
    before = now;
  }, 100);
}"""
# Waits until the page shows what there was when it woke.
PAINTED = """seconds => new Promise(resolve => {
  const shown = () => {
    const [minutes, rest] = document.querySelector("#clock").textContent.split(" / ")[0].split(":");
    return Number(minutes) * 60 + Number(rest);
  };
  const look = () => shown() >= seconds ? resolve(null) : requestAnimationFrame(look);
  look();
})"""


def test_a_tab_that_slept_shows_at_once_what_there_is(browser: Browser, context: BrowserContext, page: Page) -> None:
    bursts: list[int] = []
    page.on("websocket", lambda line: line.on("framereceived", lambda payload: bursts.append(frames_in(payload))))
    sandbox = Sandbox.open_from_landing(page)
    run = pressed(context, page)
    page.goto(f"/runs/{run}/")
    expect(sandbox.clock).to_have_text(re.compile(r"^(?!00:00)"))
    page.evaluate(TICKS)
    before = len(bursts)
    with asleep(browser):
        hurried(context, page, run)
        top = slept_until(context, run, ASLEEP_FRAMES)
        woke = time.monotonic()
    page.evaluate(PAINTED, int(top * FRAME_S))
    painted_ms = 1000.0 * (time.monotonic() - woke)
    assert page.evaluate("longest_gap_ms") >= 1000.0 * ASLEEP_LEAST_S / 2, "the tab did not sleep"
    expect(sandbox.state).to_contain_text("Done", timeout=60_000)
    expect(sandbox.clock).to_contain_text(re.compile(r"^13:20 / 13:20"))
    told = f"{top} frames; the newest painted {painted_ms:.0f} ms after waking, at most {max(bursts)} in a message"
    print(told)
    assert len(bursts) > before
    assert max(bursts) <= BURST_MOST
    record("L10", told, tier="C", holds=painted_ms <= PAINTED_MOST_MS)


def slept_until(context: BrowserContext, run: str, frames: int) -> int:
    """Waits until a run has so many frames; the number of the newest."""
    time.sleep(ASLEEP_LEAST_S)
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        time.sleep(0.5)
        top = int(context.request.get(f"/runs/{run}/frames/?limit=0").json()["top"])
        if top >= frames:
            return top
    raise AssertionError(f"the run has come to frame {top} only")


@contextlib.contextmanager
def asleep(browser: Browser) -> Iterator[None]:
    """Stops the processes that run and draw pages."""
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    renderers = [int(each["id"]) for each in told["processInfo"] if each["type"] == "renderer"]
    for process in renderers:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in renderers:
            os.kill(process, signal.SIGCONT)


def pressed(context: BrowserContext, page: Page) -> str:
    """A long run of a small design, at its own speed."""
    headers = said_by(context, page)
    made = context.request.post("/designs/", form={"template": "empty"}, headers=headers, max_redirects=0)
    assert made.status == 302, made.text()[:500]
    design = made.headers["location"].split("/")[2]
    document = json.dumps(tiny.document(rate_per_s=40.0))
    sent = headers | {"If-Match": '"1"', "Content-Type": "application/json"}
    assert context.request.put(f"/designs/{design}/document/", data=document, headers=sent).ok
    words: dict[str, Any] = {"design": design, "seed": 7, "speed": 1, "duration_s": 800, "key": secrets.token_hex(8)}
    answer = context.request.post("/runs/", form=words, headers=headers | {"HX-Request": "true"})
    found = re.search(r'data-run="([^"]+)"', answer.text())
    assert found, answer.text()
    return found[1]


def hurried(context: BrowserContext, page: Page, run: str) -> None:
    """From now on without a clock."""
    words = {"action": "speed", "value": "0"}
    assert context.request.post(f"/runs/{run}/control/", form=words, headers=said_by(context, page)).ok


def said_by(context: BrowserContext, page: Page) -> dict[str, str]:
    """The headers of a form that this page sends."""
    token = next(each["value"] for each in context.cookies() if each.get("name") == "csrftoken")
    return {"X-CSRFToken": str(token), "Origin": "/".join(page.url.split("/")[:3])}


def frames_in(payload: str | bytes) -> int:
    """How many frames a message from the server has."""
    text = zlib.decompress(payload) if isinstance(payload, bytes) else payload
    return len(json.loads(text).get("frames", []))
