"""A tab that slept is there again at once, with everything that happened meanwhile (L10).

Chromium freezes the page as it does with tabs that nobody looks at. A run at 20 times the speed makes in half a minute
the 2 400 frames that one at its own speed makes in ten.
"""

from __future__ import annotations

import json
import re
import secrets
import time
import zlib
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import tiny
from tests.browser.sandbox_page import Sandbox
from tests.reliability.record import record

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ASLEEP_FRAMES = 2_400
FRAMES_PER_S = 80.0
PAINTED_MOST_MS = 1_000.0
BURST_MOST = 200
# Waits in the page, whose clock is not held up by this program, until it shows what there was when it woke.
PAINTED_AFTER_MS = """seconds => new Promise(resolve => {
  const woke = performance.now();
  const shown = () => {
    const [minutes, rest] = document.querySelector("#clock").textContent.split(" / ")[0].split(":");
    return Number(minutes) * 60 + Number(rest);
  };
  const look = () => shown() >= seconds ? resolve(performance.now() - woke) : requestAnimationFrame(look);
  look();
})"""


def test_a_tab_that_slept_shows_at_once_what_there_is(context: BrowserContext, page: Page) -> None:
    bursts: list[int] = []
    page.on("websocket", lambda line: line.on("framereceived", lambda payload: bursts.append(frames_in(payload))))
    sandbox = Sandbox.open_from_landing(page)
    run = pressed(context, page)
    page.goto(f"/runs/{run}/")
    expect(sandbox.clock).to_have_text(re.compile(r"^(?!00:00)"))
    session = context.new_cdp_session(page)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    before = len(bursts)
    top = slept_until(context, run, ASLEEP_FRAMES)
    session.send("Page.setWebLifecycleState", {"state": "active"})
    painted_ms = float(page.evaluate(PAINTED_AFTER_MS, int(top * 0.25)))
    expect(sandbox.state).to_contain_text("Done", timeout=60_000)
    expect(sandbox.clock).to_contain_text(re.compile(r"^13:20 / 13:20"))
    told = f"{top} frames; the newest painted {painted_ms:.0f} ms after waking, at most {max(bursts)} in a message"
    print(told)
    assert len(bursts) > before
    assert max(bursts) <= BURST_MOST
    record("L10", told, tier="C", holds=painted_ms <= PAINTED_MOST_MS)


def slept_until(context: BrowserContext, run: str, frames: int) -> int:
    """Waits until a run has so many frames; a busy machine takes longer. The number of the newest."""
    deadline = time.monotonic() + 4.0 * frames / FRAMES_PER_S
    while time.monotonic() < deadline:
        time.sleep(1.0)
        top = int(context.request.get(f"/runs/{run}/frames/?limit=0").json()["top"])
        if top >= frames:
            return top
    raise AssertionError(f"the run has come to frame {top} only")


def pressed(context: BrowserContext, page: Page) -> str:
    """A long run of the design that is open, at the highest speed with a clock."""
    token = next(each["value"] for each in context.cookies() if each.get("name") == "csrftoken")
    headers = {"X-CSRFToken": token, "Origin": page.url.split("/designs")[0]}
    made = context.request.post("/designs/", form={"template": "empty"}, headers=headers, max_redirects=0)
    design = made.headers["location"].split("/")[2]
    document = json.dumps(tiny.document(rate_per_s=40.0))
    sent = headers | {"If-Match": '"1"', "Content-Type": "application/json"}
    assert context.request.put(f"/designs/{design}/document/", data=document, headers=sent).ok
    words: dict[str, Any] = {"design": design, "seed": 7, "speed": 20, "duration_s": 800, "key": secrets.token_hex(8)}
    answer = context.request.post("/runs/", form=words, headers=headers | {"HX-Request": "true"})
    found = re.search(r'data-run="([^"]+)"', answer.text())
    assert found, answer.text()
    return found[1]


def frames_in(payload: str | bytes) -> int:
    """How many frames a message from the server has."""
    text = zlib.decompress(payload) if isinstance(payload, bytes) else payload
    return len(json.loads(text).get("frames", []))
