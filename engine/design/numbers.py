"""A list of numbers that a person writes down, such as times that were measured: "8, 10, 12.5, 60"."""

from __future__ import annotations

from typing import Any

from engine.design import limits
from engine.design.points import read_number_words
from engine.design.quantity import Refusal

HOW = 'Write numbers with commas between them, such as "8, 10, 12.5, 60".'


def read_numbers(bounds: Any, raw: object) -> str | Refusal:
    """The text with equal spacing, or why it cannot be read; `bounds` has `low` and `high` in its unit."""
    if not isinstance(raw, str):
        return Refusal(HOW)
    if len(raw) > limits.NUMBERS_CHARACTERS:
        return Refusal(f"Shorten this text to {limits.NUMBERS_CHARACTERS} characters; it has {len(raw)}.")
    parts = [each.split() for each in raw.split(",")]
    if len(parts) > limits.NUMBERS:
        return Refusal(f"Keep this within {limits.NUMBERS} numbers; it has {len(parts)}.")
    if any(len(each) != 1 for each in parts):
        return Refusal(HOW)
    numbers = read_number_words([word for part in parts for word in part])
    if numbers is None:
        return Refusal(HOW)
    low, high = bounds.low, bounds.high
    if not all(low <= each <= high for each in numbers):
        return Refusal(f"Write numbers from {low:g} to {high:g}.")
    return ", ".join(f"{each:.12g}" for each in numbers)


def numbers_of(text: str) -> list[float]:
    """The numbers of a text that was read."""
    return [float(each) for each in text.split(",")]
