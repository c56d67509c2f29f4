"""Asks axe-core what is wrong with a page as it stands, in both themes, on a wide screen and on a phone."""

from __future__ import annotations

import functools
from typing import Any

from playwright.sync_api import Page

from start.stamps import ROOT

WIDE, PHONE = (1280, 720), (390, 844)
THEMES = ("light", "dark")
OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    # Axe counts this one among its experiments, so that its tag alone does not ask for it.
    "rules": {"label-content-name-mismatch": {"enabled": True}},
    "resultTypes": ["violations"],
}
ASKING = """options => axe.run(document, options).then(({violations}) => violations.flatMap(({id, help, nodes}) =>
  nodes.map(({target, failureSummary}) => ({id, help, target: target.join(' '), why: failureSummary}))))"""


def violations(page: Page) -> list[str]:
    """What breaks a rule of WCAG 2.2 A or AA, with the first look in which it does; leaves the page wide and light."""
    found: dict[str, str] = {}
    for size in (WIDE, PHONE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
            for each in _asked(page):
                words = f"{each['id']} at {each['target']}: {each['why']}".replace("\n", " ")
                found.setdefault(words, f"{theme}, {size[0]} wide")
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    page.emulate_media(color_scheme="light")
    return [f"{look}: {words}" for words, look in found.items()]


def _asked(page: Page) -> list[dict[str, Any]]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    # What was asked for by a change of size or theme is on the page after two pictures.
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return list(page.evaluate(ASKING, OPTIONS))


@functools.cache
def _source() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
