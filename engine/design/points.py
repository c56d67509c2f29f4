"""A curve that a person writes down: "0 50, 60 200, 120 50" are times in seconds with a rate a second each."""

from __future__ import annotations

from collections.abc import Sequence
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
        numbers = read_number_words(words) if len(words) == 2 else None
        if numbers is None:
            return None
        found.append((numbers[0], numbers[1]))
    return found


def read_number_words(words: Sequence[str]) -> list[float] | None:
    """Finite numbers, or None when some word is none or is longer than any number."""
    if any(len(each) > limits.NUMBER_CHARACTERS for each in words):
        return None
    try:
        numbers = [float(each) + 0.0 for each in words]
    except ValueError:
        return None
    return numbers if all(is_finite(each) for each in numbers) else None
