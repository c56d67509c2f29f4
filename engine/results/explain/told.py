"""Statements about a run: sentences built from named numbers, each of which can be asked where it comes from."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Number:
    """A number of this run. `formula` says in words and signs how it was made from `inputs`; `samples` of how many."""

    value: float
    unit: str  # "ratio", "s", "count", "per_s" or "times"
    formula: str
    inputs: dict[str, float | str] = field(default_factory=dict)
    samples: int | None = None

    @property
    def shown(self) -> str:
        """The number as people read it."""
        return shown(self.value, self.unit)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence: `text` has the names of `numbers` and of `components` (ids) in braces."""

    text: str
    numbers: dict[str, Number] = field(default_factory=dict)
    components: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        numbers = {name: asdict(each) | {"shown": each.shown} for name, each in self.numbers.items()}
        return {"text": self.text, "numbers": numbers, "components": dict(self.components)}


def shown(value: float, unit: str) -> str:
    """A number with its unit."""
    if unit == "ratio":
        return f"{value * 100:.3g} %"
    if unit == "s":
        return f"{value * 1000:.4g} ms" if abs(value) < 1.0 else f"{value:.4g} s"
    if unit == "at_s":
        return f"{value:,.3f} s"
    if unit == "per_s":
        return f"{value:,.4g} /s"
    if unit == "times":
        return f"{value:.3g} times"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4g}"
