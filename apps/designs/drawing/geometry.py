"""Where the cards, places and arrows of a design lie, in units of the canvas.

As in `frontend/src/canvas/geometry.ts`; both are held against `frontend/tests/canvas/curves.json`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

CARD_WIDTH, CARD_HEIGHT = 168.0, 72.0
SIDE_STEP, SIDE_MARGIN, SIDE_GAP = 14.0, 20.0, 16.0
PLACE_PADDING, PLACE_HEAD = 22.0, 24.0
NEAREST, FARTHEST, BEND = 24.0, 140.0, 0.42


class Rect(NamedTuple):
    """A rectangle in units of the canvas."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]


class End(NamedTuple):
    """One end of an arrow at a side of a card."""

    arrow: int
    card: str
    side: str
    other: Point


OUTWARD = {"left": (-1.0, 0.0), "right": (1.0, 0.0), "top": (0.0, -1.0), "bottom": (0.0, 1.0)}


def label_of(thing: Mapping[str, Any]) -> str:
    """The name by which people know it."""
    return str(thing.get("label") or thing["id"])


def card_rects(document: Mapping[str, Any]) -> dict[str, Rect]:
    """Where the cards lie."""
    rects = {}
    for each in document.get("components") or []:
        x, y = each.get("position") or (0.0, 0.0)
        rects[each["id"]] = Rect(float(x), float(y), CARD_WIDTH, CARD_HEIGHT)
    return rects


def place_rects(document: Mapping[str, Any]) -> dict[str, Rect]:
    """The rectangle of every place that holds something: around its components and the places within it."""
    rects: dict[str, Rect] = {}
    cards = card_rects(document)
    for place in document.get("places") or []:
        _measure_place(document, place["id"], cards, rects, set())
    return rects


def _measure_place(
    document: Mapping[str, Any], place: str, cards: Mapping[str, Rect], rects: dict[str, Rect], open_: set[str]
) -> Rect | None:
    if place in rects or place in open_:
        return rects.get(place)
    open_.add(place)
    inner = [cards[each["id"]] for each in document.get("components") or [] if each.get("place") == place]
    for other in document.get("places") or []:
        measured = _measure_place(document, other["id"], cards, rects, open_) if other.get("within") == place else None
        inner += [] if measured is None else [measured]
    inside = around(inner)
    if inside is None:
        return None
    rects[place] = Rect(
        inside.x - PLACE_PADDING,
        inside.y - PLACE_PADDING - PLACE_HEAD,
        inside.width + 2 * PLACE_PADDING,
        inside.height + 2 * PLACE_PADDING + PLACE_HEAD,
    )
    return rects[place]


def curves(document: Mapping[str, Any]) -> dict[int, Curve]:
    """The curves of connections by their places in the document; ends that share a side of a card stand apart."""
    cards = card_rects(document)
    ends: dict[int, tuple[End, End]] = {}
    for place, each in enumerate(document.get("connections") or []):
        source, target = cards.get(each["from"]), cards.get(each["to"])
        if source is not None and target is not None:
            leaves, arrives = _sides(source, target)
            ends[place] = (
                End(place, each["from"], leaves, target.centre),
                End(place, each["to"], arrives, source.centre),
            )
    offsets = _spread([end for pair in ends.values() for end in pair])
    return {
        place: _curve(_anchor(cards, first, offsets), first.side, _anchor(cards, last, offsets), last.side)
        for place, (first, last) in ends.items()
    }


def _sides(source: Rect, target: Rect) -> tuple[str, str]:
    if target.x >= source.x + source.width + SIDE_GAP:
        return "right", "left"
    if target.y >= source.y + source.height:
        return "bottom", "top"
    if target.y + target.height <= source.y:
        return "top", "bottom"
    return ("right", "left") if target.x > source.x else ("left", "right")


def _spread(ends: list[End]) -> dict[tuple[int, str], float]:
    by_side: dict[tuple[str, str], list[End]] = {}
    for end in ends:
        by_side.setdefault((end.side, end.card), []).append(end)
    offsets = {}
    for (side, _), members in by_side.items():
        is_upright = side in ("left", "right")
        room = (CARD_HEIGHT if is_upright else CARD_WIDTH) - SIDE_MARGIN
        step = min(SIDE_STEP, room / max(1, len(members) - 1))
        members.sort(key=lambda end: end.other[1 if is_upright else 0])
        for index, end in enumerate(members):
            offsets[end.arrow, end.card] = (index - (len(members) - 1) / 2) * step
    return offsets


def _anchor(cards: Mapping[str, Rect], end: End, offsets: Mapping[tuple[int, str], float]) -> Point:
    rect, offset = cards[end.card], offsets[end.arrow, end.card]
    x, y = rect.centre
    return {
        "left": (rect.x, y + offset),
        "right": (rect.x + rect.width, y + offset),
        "top": (x + offset, rect.y),
        "bottom": (x + offset, rect.y + rect.height),
    }[end.side]


def _curve(start: Point, leaves: str, stop: Point, arrives: str) -> Curve:
    reach = max(NEAREST, min(FARTHEST, math.hypot(stop[0] - start[0], stop[1] - start[1]) * BEND))
    out, into = OUTWARD[leaves], OUTWARD[arrives]
    bend_from = (start[0] + out[0] * reach, start[1] + out[1] * reach)
    bend_to = (stop[0] + into[0] * reach, stop[1] + into[1] * reach)
    return start, bend_from, bend_to, stop


def around(rects: list[Rect]) -> Rect | None:
    """The smallest rectangle around all; None when there are none."""
    if not rects:
        return None
    left, top = min(each.x for each in rects), min(each.y for each in rects)
    right, bottom = max(each.x + each.width for each in rects), max(each.y + each.height for each in rects)
    return Rect(left, top, right - left, bottom - top)
