"""Figures of experiments in words: rounded as people read them, with sentences that say what is luck."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from engine.results.figures import LOW, Figure, described

NOTHING = "–"
WITHIN = 0.05
RUNS_TOLD_MOST = 500
TIMES_LEAST = 10.0


class Figures:
    """The figures of an outcome with what they are called."""

    def __init__(self, ids: Sequence[str], labels: Mapping[str, str]) -> None:
        classes = {each.split(".")[1] for each in ids if each.startswith("classes.")}
        self._known = {each: described(each, labels, is_only_class=len(classes) < 2) for each in ids}

    def __getitem__(self, name: str) -> Figure:
        return self._known[name]

    def __iter__(self) -> Any:
        return iter(self._known.values())

    def shown(self, name: str, value: float | None) -> str:
        """A value of a figure with its unit."""
        return (
            self.plain(name, value) if value is None else f"{self.plain(name, value)} {self._known[name].unit}".strip()
        )

    def plain(self, name: str, value: float | None) -> str:
        """A value of a figure where its unit stands elsewhere."""
        return NOTHING if value is None else rounded(value * self._known[name].scale)

    def parted(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Rows with a `figure` as two tables: of the design as a whole, and of its parts."""
        parts = (("What those who ask meet", True), ("Inside", False))
        found = [{"title": title, "rows": [each for each in rows if each["figure"].is_headline is is_headline]}
                 for title, is_headline in parts]  # fmt: skip
        return [each for each in found if each["rows"]]


def rounded(value: float) -> str:
    """Three digits that count; large numbers whole, with spaces."""
    if value == 0.0 or not math.isfinite(value):
        return "0" if value == 0.0 else NOTHING
    return f"{value:,.0f}".replace(",", " ") if abs(value) >= 1_000 else f"{value:.3g}"


def interval_words(figures: Figures, name: str, told: Mapping[str, Any], *, is_difference: bool = False) -> str:
    """The ends of an interval, such as "12.1 to 14 ms"; differences have their sign."""
    if told["low"] is None:
        return NOTHING
    figure = figures[name]
    write = _signed if is_difference else rounded
    # No figure lies below 0, however little a few runs say.
    low = told["low"] if is_difference else max(told["low"], 0.0)
    return f"{write(low * figure.scale)} to {write(told['high'] * figure.scale)} {figure.unit}".strip()


def difference_words(figures: Figures, row: Mapping[str, Any]) -> str:
    """By how much B is more than A, such as "+3.2 ms (+12 %)"."""
    figure, mean, before = figures[row["id"]], row["difference"]["mean"], row["sides"][0]["mean"]
    share = _share(mean, before) if before and mean else ""
    return f"{_signed(mean * figure.scale)} {_unit_of_difference(figure)}".strip() + share


def verdict(figures: Figures, row: Mapping[str, Any], count: int) -> str:
    """What a row says, for a cell of a table."""
    if row["difference"]["count"] < 2 or count < 2:
        return "needs two pairs"
    if not row["exceeds_noise"]:
        return "the same in every pair" if not any(map(abs, _ends(row))) else "within noise"
    return f"B is {_direction(figures[row['id']], row)}"


def difference_sentence(figures: Figures, row: Mapping[str, Any]) -> str:
    """One difference that exceeds noise, as a sentence."""
    figure, name = figures[row["id"]], row["id"]
    first, second = (figures.shown(name, side["mean"]) for side in row["sides"])
    unit = _unit_of_difference(figure)
    amount = f"{rounded(abs(row['difference']['mean']) * figure.scale)} {unit}".strip()
    low, high = sorted(abs(each) * figure.scale for each in _ends(row))
    sure = "in every pair" if low == high else f"between {rounded(low)} and {rounded(high)} {unit}".strip()
    return f"{figure.label}: {first} in A, {second} in B. B is {amount} {_direction(figure, row)} ({sure})."


def runs_needed(row: Mapping[str, Any]) -> str:
    """How many runs bring the interval within 5 % of the mean, by the spread so far: n = (t s / h)²."""
    if row["low"] is None or not row["mean"]:
        return NOTHING
    half = (row["high"] - row["low"]) / 2.0
    wanted = WITHIN * abs(row["mean"])
    if half <= wanted:
        return "enough"
    needed = math.ceil(row["count"] * (half / wanted) ** 2)
    return f"about {needed}" if needed <= RUNS_TOLD_MOST else f"more than {RUNS_TOLD_MOST}"


def _unit_of_difference(figure: Figure) -> str:
    return "points" if figure.unit == "%" else figure.unit


def _share(mean: float, before: float) -> str:
    """The difference as a part of what it was, or as a multiple where it is many times as much."""
    ratio = 1.0 + mean / before
    return f" ({_signed(100.0 * mean / before)} %)" if ratio < TIMES_LEAST else f" (×{rounded(ratio)})"


def _ends(row: Mapping[str, Any]) -> tuple[float, float]:
    told = row["difference"]
    return told["low"] or 0.0, told["high"] or 0.0


def _direction(figure: Figure, row: Mapping[str, Any]) -> str:
    is_less = row["difference"]["mean"] < 0.0
    words = "lower" if is_less else "higher"
    return (
        words
        if not figure.better
        else f"{words}, which is {'better' if is_less == (figure.better == LOW) else 'worse'}"
    )


def _signed(value: float) -> str:
    return f"+{rounded(value)}" if value > 0.0 else rounded(value).replace("-", "−")
