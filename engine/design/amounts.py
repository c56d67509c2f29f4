"""Parameters of which many kinds have several: times, and how many."""

from __future__ import annotations

from engine.design.kinds import Parameter


def time_s(name: str, label: str, default: float, low: float, high: float, help_text: str, source: str) -> Parameter:
    """A time of the run in seconds."""
    return Parameter(name, label, "number", default, help_text, unit="s", low=low, high=high, source=source)


def count(name: str, label: str, default: int, low: int, high: int, help_text: str, source: str) -> Parameter:
    """A whole number of things."""
    return Parameter(name, label, "count", default, help_text, unit="count", low=low, high=high, source=source)
