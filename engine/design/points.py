"""A curve that a person writes down: "0 50, 60 200, 120 50" are times in seconds with a rate a second each."""

from __future__ import annotations

from itertools import pairwise

from engine.design import limits
from engine.design.quantity import Refusal, is_finite
from engine.design.rate import HIGHEST_RATE_PER_S

HOW = 'Write pairs of a time in seconds and a rate a second, such as "0 50, 60 200".'


def read_points(_: object, raw: object) -> str | Refusal:
    """The text with equal spacing, or why it cannot be read."""
    if not isinstance(raw, str):
        return Refusal(HOW)
    if len(raw) > limits.POINTS_CHARACTERS:
        return Refusal(f"Shorten this text to {limits.POINTS_CHARACTERS} characters; it has {len(raw)}.")
    points = _numbers(raw)
    if points is None:
        return Refusal(HOW)
    if len(points) > limits.POINTS:
        return Refusal(f"Keep this within {limits.POINTS} points; it has {len(points)}.")
    if any(later[0] <= before[0] for before, later in pairwise(points)):
        return Refusal("Let the times rise from point to point.")
    if not all(0.0 <= at_s <= limits.DURATION_S for at_s, _ in points):
        return Refusal(f"Write times from 0 to {limits.DURATION_S:g} s.")
    if not all(0.0 <= per_s <= HIGHEST_RATE_PER_S for _, per_s in points):
        return Refusal(f"Write rates from 0 to {HIGHEST_RATE_PER_S:g} a second.")
    return ", ".join(f"{at_s:.12g} {per_s:.12g}" for at_s, per_s in points)


def points_of(text: str) -> list[tuple[float, float]]:
    """The points of a text that was read."""
    points = _numbers(text)
    assert points is not None, text
    return points


def _numbers(text: str) -> list[tuple[float, float]] | None:
    found = []
    for pair in text.split(","):
        words = pair.split()
        if len(words) != 2 or max(len(each) for each in words) > limits.NUMBER_CHARACTERS:
            return None
        try:
            at_s, per_s = (float(each) + 0.0 for each in words)
        except ValueError:
            return None
        if not (is_finite(at_s) and is_finite(per_s)):
            return None
        found.append((at_s, per_s))
    return found
