"""What a person waits for: the first visit, a design of 600 components, an estimate after a key; and the scripts sent.

One Chromium with an empty cache, a real web process, loopback.
"""

from __future__ import annotations

import gzip
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Response, sync_playwright

from benchmarks.figures import Figures
from start.chromium import find
from tests.browser import stack as stacks
from tests.visitor import Visitor

COLUMNS, ROWS, CONNECTIONS = 30, 20, 900
ROUNDS = 5
READY = "#editor[data-ready]"
# From a key in a field to the picture in which the words of the estimate are others.
ESTIMATED = """() => new Promise(done => {
  const panel = document.querySelector('#inspector');
  const field = panel.querySelector('[data-key$="service_ms_mean"]');
  const before = panel.textContent;
  field.value = String(Number.parseFloat(field.value) + 1);
  const began = performance.now();
  const look = () => panel.textContent !== before && panel.textContent.includes('≈') && window.estimates > 0
    ? done(performance.now() - began) : requestAnimationFrame(look);
  window.estimates = 0;
  const {fetch} = window;
  window.fetch = async (...words) => {
    const answer = await fetch(...words);
    if (String(words[0]).includes('/estimate/')) setTimeout(() => window.estimates += 1);
    return answer;
  };
  field.dispatchEvent(new Event('change', {bubbles: true}));
  look();
})"""


def main() -> None:
    """Starts everything, visits, prints."""
    figures = Figures()
    with (
        tempfile.TemporaryDirectory() as folder,
        stacks.running(Path(folder)) as stack,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-dev-shm-usage"])
        measure(figures, browser, stack.address)
        browser.close()
    figures.write()


def measure(figures: Figures, browser: Browser, address: str) -> None:
    visits = [first_visit(browser, address) for _ in range(ROUNDS)]
    figures.at_most("first visit to usable sandbox, median", statistics.median(took for took, _ in visits), 1.5, "s")
    figures.at_most("scripts of the first visit, compressed", visits[0][1] / 1000, 300, "kB")
    loads = [opened(browser, address, large()) for _ in range(ROUNDS)]
    figures.at_most("600 components and 900 connections opened, median", statistics.median(loads), 1.5, "s")
    figures.at_most("key in the inspector to its estimate, median", estimated_ms(browser, address), 100, "ms")


def first_visit(browser: Browser, address: str) -> tuple[float, int]:
    """Seconds from the press on the front page to a sandbox of use, and bytes of scripts, in a new browser."""
    page = browser.new_context(base_url=address, viewport={"width": 1280, "height": 720}).new_page()
    page.goto("/")
    scripts: list[Response] = []
    page.on("response", lambda each: scripts.append(each) if each.url.split("?")[0].endswith(".js") else None)
    began = time.perf_counter()
    page.get_by_role("button", name="Open the sandbox").click()
    page.wait_for_selector(READY)
    took_s = time.perf_counter() - began
    size = sum(len(gzip.compress(each.body())) for each in scripts)
    page.context.close()
    return took_s, size


def opened(browser: Browser, address: str, document: dict[str, Any]) -> float:
    """Seconds from the address to the drawing, in a new browser."""
    page = at(browser, address, document)
    began = time.perf_counter()
    page.reload()
    page.wait_for_selector(READY)
    took_s = time.perf_counter() - began
    page.context.close()
    return took_s


def estimated_ms(browser: Browser, address: str) -> float:
    """Milliseconds from a changed field to another estimate beside it, of the starter's design."""
    page = at(browser, address, None)
    page.locator('.card[data-component="auth"]').click()
    page.wait_for_function("document.querySelector('#inspector').textContent.includes('≈')")
    took = []
    for _ in range(ROUNDS):
        page.wait_for_timeout(1000)
        took.append(float(page.evaluate(ESTIMATED)))
    page.context.close()
    return statistics.median(took)


def at(browser: Browser, address: str, document: dict[str, Any] | None) -> Page:
    """A browser of somebody who has one design, looking at it."""
    visitor = Visitor(address)
    design = visitor.new_design(document)
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 720})
    cookies = [{"name": name, "value": value, "url": address} for name, value in visitor.cookies.items()]
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"/designs/{design}/")
    page.wait_for_selector(READY)
    return page


def large() -> dict[str, Any]:
    """A source and 599 services on a grid with 900 calls, none of which leads back."""
    count = COLUMNS * ROWS
    components = [
        {
            "id": f"c{index}",
            "type": "service" if index else "traffic_source",
            "label": f"Service {index}",
            "position": at_cell(index),
        }
        for index in range(count)
    ]
    pairs = dict.fromkeys(
        (index, index + step) for step in (1, COLUMNS) for index in range(count - step) if (index * step) % 4 != 3
    )
    connections = [{"from": f"c{source}", "to": f"c{target}"} for source, target in list(pairs)[:CONNECTIONS]]
    return {"format": 1, "name": "Six hundred", "components": components, "connections": connections}


def at_cell(index: int) -> list[int]:
    return [index % COLUMNS * 232, index // COLUMNS * 112]


if __name__ == "__main__":
    main()
