"""Experiments as drawings: points in a small picture, and the same in words for those who do not see it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from apps.common.words import t
from apps.glossary.items import Number
from content.terms import Figure, Trial

WIDTH, HEIGHT = 340.0, 132.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 12.0, 10.0, 22.0
TICKS_MOST, POINTS_MOST = 6, 100


def panels(trial: Trial, figures: Sequence[Mapping[str, Number]], at: int) -> list[dict[str, Any]]:
    """One picture for each figure: its values over the positions of the slider, the chosen one marked."""
    return [_panel(trial, each, [one[each.id] for one in figures], at) for each in trial.figures]


def courses(
    trial: Trial, course: Figure, drawn: Mapping[int, Sequence[tuple[float, float]]], at: int
) -> dict[str, Any] | None:
    """One picture of what happened over time: the chosen run, and the others that were made before, fainter."""
    drawn = {position: _thinned(curve) for position, curve in drawn.items()}
    values = [value for curve in drawn.values() for _, value in curve]
    if not values:
        return None
    high = _round_up(max(values))
    end_s = max(at_s for curve in drawn.values() for at_s, _ in curve)
    lines = [
        {
            "label": trial.positions[position].label,
            "is_chosen": position == at,
            "points": " ".join(f"{_x(at_s / end_s):.1f},{_y(value / high):.1f}" for at_s, value in curve),
        }
        for position, curve in sorted(drawn.items(), key=lambda each: each[0] == at)
    ]
    return {
        "label": course.label,
        "lines": lines,
        "unit": course.unit,
        **_scale(high),
        "ticks": [{"x": f"{_x(part):.1f}", "label": f"{part * end_s:.0f} s"} for part in (0.0, 0.25, 0.5, 0.75, 1.0)],
        "words": _course_words(trial, course, drawn.get(at, ()), at),
    }


def table(trial: Trial, figures: Mapping[int, Mapping[str, Number]]) -> list[dict[str, Any]]:
    """Every position with its figures in words; those without are left empty."""
    return [
        {
            "label": each.label,
            "cells": [_said(figures[index][one.id], one.unit) if index in figures else "" for one in trial.figures],
        }
        for index, each in enumerate(trial.positions)
    ]


def said(trial: Trial, figures: Mapping[str, Number]) -> list[dict[str, str]]:
    """The figures of one position, as one reads them."""
    return [{"label": each.label, "value": _said(figures[each.id], each.unit)} for each in trial.figures]


def _panel(trial: Trial, figure: Figure, values: Sequence[Number], at: int) -> dict[str, Any]:
    high = _round_up(max((each for each in values if each is not None), default=1.0))
    last = len(values) - 1
    places = [(_x(index / last), None if each is None else _y(each / high)) for index, each in enumerate(values)]
    step = max(1, -(-len(values) // TICKS_MOST))
    told = ", ".join(
        f"{each.label}: {_said(value, figure.unit)}" for each, value in zip(trial.positions, values, strict=True)
    )
    chosen = places[at]
    return {
        "label": figure.label,
        "value": _said(values[at], figure.unit),
        "points": " ".join(f"{x:.1f},{y:.1f}" for x, y in places if y is not None),
        "dots": [{"x": f"{x:.1f}", "y": f"{y:.1f}"} for x, y in places if y is not None],
        "chosen": None if chosen[1] is None else {"x": f"{chosen[0]:.1f}", "y": f"{chosen[1]:.1f}"},
        **_scale(high),
        "unit": figure.unit,
        "ticks": [
            {"x": f"{_x(index / last):.1f}", "label": each.label}
            for index, each in enumerate(trial.positions)
            if index % step == 0 or index == at
        ]
        if all(len(each.label) <= 8 for each in trial.positions)
        else [],
        "words": t("%(label)s by %(slider)s. %(told)s.", label=figure.label, slider=trial.slider.lower(), told=told),
    }


def _scale(high: float) -> dict[str, Any]:
    lines = [{"y": f"{_y(part):.1f}", "label": _short(part * high)} for part in (0.0, 0.5, 1.0)]
    return {"levels": lines, "width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT}


def _thinned(curve: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Means of equal parts: single frames of a quarter of a second are mostly chance."""
    size = -(-len(curve) // POINTS_MOST) or 1
    parts = [curve[index : index + size] for index in range(0, len(curve), size)]
    return [(part[-1][0], sum(value for _, value in part) / len(part)) for part in parts]


def _course_words(trial: Trial, course: Figure, curve: Sequence[tuple[float, float]], at: int) -> str:
    if not curve:
        return t(
            "%(label)s over time; nothing was run at %(position)s yet.",
            label=course.label,
            position=trial.positions[at].label,
        )
    most = max(curve, key=lambda each: each[1])
    quarter = max(1, len(curve) // 4)
    parts = [curve[index : index + quarter] for index in range(0, len(curve), quarter)]
    means = "; ".join(
        t(
            "up to %(seconds)s s %(mean)s",
            seconds=f"{part[-1][0]:.0f}",
            mean=_said(sum(value for _, value in part) / len(part), course.unit),
        )
        for part in parts
    )
    label = trial.positions[at].label
    return t(
        "%(label)s over time at %(position)s. Means: %(means)s. Most: %(said)s at %(most)s s.",
        label=course.label,
        position=label,
        means=means,
        said=_said(most[1], course.unit),
        most=f"{most[0]:.0f}",
    )


def _said(value: Number, unit: str) -> str:
    if value is None:
        return t("without bound")
    return f"{_short(value)} {'a second' if unit == '/s' else unit}".strip()


def _short(value: float) -> str:
    return f"{value:,.0f}".replace(",", " ") if value >= 1_000 else f"{value:.3g}"


def _round_up(value: float) -> float:
    """The next number that one reads easily."""
    if value <= 0.0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    steps = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.5, 10.0)
    return next((step * power for step in steps if step * power >= value * 0.999), 10.0 * power)


def _x(part: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * part


def _y(part: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * min(max(part, 0.0), 1.0)
