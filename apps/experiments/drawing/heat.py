"""A heat map: one figure over two parameters, darker where there is more of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apps.experiments.drawing.scales import BOTTOM, LEFT, RIGHT, TOP, WIDTH
from apps.experiments.phrases import rounded
from engine.results.figures import Figure

SHADES = 8
ROW_HEIGHT = 34.0
WORDS_WIDTH = 44.0
"""Narrower fields show their colour alone; the table beneath has the numbers."""


def of_sweep(outcome: Mapping[str, Any], axes: list[dict[str, Any]], figure: Figure) -> dict[str, Any]:
    """The fields with their shades and words; rows go upwards as an axis does."""
    columns, rows = axes[0]["values"], axes[1]["values"]
    wide = (WIDTH - LEFT - RIGHT) / len(columns)
    height = TOP + ROW_HEIGHT * len(rows) + BOTTOM
    means = [_mean(each, figure) for each in outcome["positions"]]
    known = [each for each in means if each is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    fields = [
        {
            "x": f"{LEFT + wide * (place // len(rows)):.1f}",
            "y": f"{TOP + ROW_HEIGHT * (len(rows) - 1 - place % len(rows)):.1f}",
            "middle": f"{LEFT + wide * (place // len(rows) + 0.5):.1f}",
            "shade": None if mean is None else _shade(mean, low, high),
            "label": "" if mean is None or wide < WORDS_WIDTH else rounded(mean),
            "is_knee": place in outcome["knees"].get(figure.id, ()),
        }
        for place, mean in enumerate(means)
    ]
    return {
        "label": figure.label,
        "unit": figure.unit,
        "fields": fields,
        "wide": f"{wide - 1.5:.1f}",
        "high": f"{ROW_HEIGHT - 1.5:.1f}",
        "width": WIDTH,
        "height": height,
        "left": f"{LEFT:g}",
        "columns": [{"x": f"{LEFT + wide * (place + 0.5):.1f}", "label": rounded(each)}
                    for place, each in enumerate(columns) if place % max(1, -(-len(columns) // 12)) == 0],
        "rows": [{"y": f"{TOP + ROW_HEIGHT * (len(rows) - 0.5 - place):.1f}", "label": rounded(each)}
                 for place, each in enumerate(rows)],
        "foot": axes[0]["label"],
        "side": axes[1]["label"],
        "shades": range(SHADES),
        "least": rounded(low),
        "most": rounded(high),
        "words": f"{figure.label} by {axes[0]['label']} and {axes[1]['label']}, from {rounded(low)} to {rounded(high)} "
        f"{figure.unit}; the table below has every field.",
    }  # fmt: skip


def _mean(position: Mapping[str, Any], figure: Figure) -> float | None:
    told = position["figures"].get(figure.id)
    return None if told is None else float(told[0]) * figure.scale


def _shade(value: float, low: float, high: float) -> int:
    return 0 if high <= low else min(int((value - low) / (high - low) * SHADES), SHADES - 1)
