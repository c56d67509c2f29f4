"""Statements about a run: sentences built from named numbers, each of which can be asked where it comes from."""

from __future__ import annotations

import string
from collections.abc import Mapping
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


def pieces(told: Mapping[str, Any], labels: Mapping[str, str]) -> list[tuple[str, str, dict[str, Any] | None]]:
    """A stored statement cut into (kind, text, number): kind is text, component or number."""
    found: list[tuple[str, str, dict[str, Any] | None]] = []
    for text, name, _, _ in string.Formatter().parse(told["text"]):
        if text:
            found.append(("text", text, None))
        if name in told["numbers"]:
            found.append(("number", told["numbers"][name]["shown"], told["numbers"][name]))
        elif name:
            named = told["components"][name]
            found.append(("component", labels.get(named, named), None))
    return found


def sentence(told: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """A stored statement as plain text."""
    return "".join(text for _, text, _ in pieces(told, labels))


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
