"""A design as a picture: the same places, cards and arrows as on the canvas, as SVG that needs nothing beside it.

Its lines are those of `static/css/canvas.css`, its colours those of `static/css/tokens.css`.
"""

from __future__ import annotations

import functools
import re
import zlib
from collections.abc import Mapping
from html import escape
from typing import Any

from django.conf import settings

from apps.designs.drawing.geometry import (
    CARD_HEIGHT,
    CARD_WIDTH,
    Point,
    Rect,
    around,
    card_rects,
    curves,
    label_of,
    place_rects,
)
from apps.designs.drawing.letters import cut
from engine.design.discovery import component_types

MARGIN = 28.0
TEXT_LEFT, TEXT_WIDTH = 46.0, CARD_WIDTH - 46.0 - 8.0
FONT = "'Fira Sans', 'Segoe UI', 'Noto Sans', sans-serif"
TOKENS = ("paper", "surface-raised", "surface-sunk", "ink", "ink-muted", "line", "line-strong", "accent")
THEMES = ("light", "dark")
DASHES = {"control": "2 5", "copy": "2 5", "publish": "10 3 2 3"}
OPTIONAL_DASH, ON_MISS_DASH = "6 4", "1.5 4"


@functools.cache
def colours(theme: str) -> Mapping[str, str]:
    """The colours of a theme by their names, read from the style sheet of the pages."""
    text = (settings.ROOT / "static" / "css" / "tokens.css").read_text()
    selector = ":root {" if theme == "light" else ':root[data-theme="dark"] {'
    block = text.split(selector, 1)[1].split("}", 1)[0]
    known = dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))
    return {name: known[name] for name in TOKENS}


@functools.cache
def live_colours() -> Mapping[str, str]:
    """The colours of whatever theme the page has that holds the picture."""
    return {name: f"var(--{name})" for name in TOKENS}


def picture(document: Mapping[str, Any], inks: Mapping[str, str], *, is_small: bool = False) -> str:
    """The drawing as one SVG element; a small one has no words and no paper of its own."""
    cards = card_rects(document)
    places = place_rects(document)
    frame = around([*cards.values(), *places.values()]) or Rect(0, 0, CARD_WIDTH, CARD_HEIGHT)
    left, top, width, height = (
        frame.x - MARGIN,
        frame.y - MARGIN,
        frame.width + 2 * MARGIN,
        frame.height + 2 * MARGIN,
    )
    name = escape(str(document.get("name", "")))
    # An id of its own: several pictures may stand in one page.
    tip = f"tip-{zlib.crc32(f'{name} {frame} {is_small}'.encode())}"
    size = "" if is_small else f' width="{_n(width)}" height="{_n(height)}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{_n(left)} {_n(top)} {_n(width)} {_n(height)}"{size}'
        f' role="img" aria-label="Drawing of {name}" font-family="{FONT}">',
        f'<defs><marker id="{tip}" viewBox="0 0 9 9" refX="8" refY="4.5" markerWidth="9" markerHeight="9"'
        f' markerUnits="userSpaceOnUse" orient="auto"><path d="M1 1 L8 4.5 L1 8" fill="none"'
        f' stroke="{inks["line-strong"]}" stroke-width="1.5"/></marker></defs>',
    ]
    if not is_small:
        parts.append(f'<rect x="{_n(left)}" y="{_n(top)}" width="100%" height="100%" fill="{inks["paper"]}"/>')
    parts += _places(document, places, inks, is_small)
    parts += _arrows(document, inks, tip)
    parts += [_card(each, cards[each["id"]], inks, is_small) for each in document.get("components") or []]
    return "".join([*parts, "</svg>"])


def _places(
    document: Mapping[str, Any], rects: Mapping[str, Rect], inks: Mapping[str, str], is_small: bool
) -> list[str]:
    drawn = [each for each in document.get("places") or [] if each["id"] in rects]
    parts = []
    for place in sorted(drawn, key=lambda each: -rects[each["id"]].width * rects[each["id"]].height):
        rect = rects[place["id"]]
        parts.append(
            f'<rect x="{_n(rect.x)}" y="{_n(rect.y)}" width="{_n(rect.width)}" height="{_n(rect.height)}" rx="10"'
            f' fill="{inks["surface-sunk"]}" fill-opacity="0.55"'
            f' stroke="{inks["line-strong"]}" stroke-dasharray="2 4"/>'
        )
        if not is_small:
            parts.append(_text(rect.x + 14, rect.y + 22, label_of(place), 13, 500, inks["ink-muted"], rect.width - 28))
    return parts


def _arrows(document: Mapping[str, Any], inks: Mapping[str, str], tip: str) -> list[str]:
    connections = document.get("connections") or []
    parts = []
    for place, (start, bend_from, bend_to, stop) in curves(document).items():
        look = _look(connections[place])
        path = f"M{_p(start)}C{_p(bend_from)} {_p(bend_to)} {_p(stop)}"
        end = "" if 'stroke-width="5"' in look else f' marker-end="url(#{tip})"'
        parts.append(f'<path d="{path}" fill="none" stroke="{inks["line-strong"]}"{look}{end}/>')
    return parts


def _look(connection: Mapping[str, Any]) -> str:
    """The line of an arrow, as the style sheet of the canvas has it."""
    kind = connection.get("kind", "call")
    if kind == "stream":
        return ' stroke-width="5" stroke-opacity="0.45"'
    dash = DASHES.get(kind, OPTIONAL_DASH if connection.get("optional") is True else "")
    if isinstance(connection.get("on_miss"), str):
        return f' stroke-width="1.5" stroke-linecap="round" stroke-dasharray="{ON_MISS_DASH}"'
    return ' stroke-width="1.5"' + (f' stroke-dasharray="{dash}"' if dash else "")


def _card(component: Mapping[str, Any], rect: Rect, inks: Mapping[str, str], is_small: bool) -> str:
    kind = component_types().get(component["type"])
    parts = [
        f'<g transform="translate({_n(rect.x)} {_n(rect.y)})"><title>{escape(label_of(component))}</title>',
        f'<rect width="{_n(rect.width)}" height="{_n(rect.height)}" rx="6" fill="{inks["surface-raised"]}"'
        f' stroke="{inks["line-strong"]}"/>',
    ]
    icon = _icon(component["type"])
    stroke = f'fill="none" stroke="{inks["ink"]}" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"'
    if is_small:
        parts.append(f'<g transform="translate(60 12) scale(2)" {stroke}>{icon}</g>')
    else:
        name = kind.label if kind is not None else component["type"]
        parts += [
            f'<rect x="8" y="9" width="30" height="30" rx="5" fill="{inks["surface-sunk"]}"/>',
            f'<g transform="translate(13 14) scale(0.8333)" {stroke}>{icon}</g>',
            _text(TEXT_LEFT, 23, label_of(component), 15, 500, inks["ink"], TEXT_WIDTH),
            _text(TEXT_LEFT, 39, name, 12, 400, inks["ink-muted"], TEXT_WIDTH),
        ]
    return "".join([*parts, "</g>"])


@functools.cache
def _icon(kind: str) -> str:
    """What an icon file draws; a plain box for a kind that is not known any more."""
    file = settings.ROOT / "static" / "icons" / f"{kind}.svg"
    if kind not in component_types() or not file.exists():
        return '<rect x="4" y="4" width="16" height="16" rx="3"/>'
    found = re.search(r'<g id="icon"[^>]*>(.*?)</g>\s*</svg>', file.read_text(), re.DOTALL)
    return found.group(1) if found else ""


def _text(x: float, y: float, words: str, size: int, weight: int, ink: str, width: float) -> str:
    shown = escape(cut(words, size, width))
    return f'<text x="{_n(x)}" y="{_n(y)}" font-size="{size}" font-weight="{weight}" fill="{ink}">{shown}</text>'


def _p(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _n(number: float) -> str:
    """A number as short as it may be: a hundredth of a unit is not seen."""
    return f"{round(number, 2):g}" if abs(number) < 1e5 else f"{number:.0f}"
