"""Lines with bands: courses over time, and a figure over a parameter with its knee."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from apps.experiments.drawing.scales import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Scale,
    across,
    levels,
    round_numbers,
    ticks,
    upwards,
)
from apps.experiments.phrases import rounded
from engine.results.figures import Figure

COURSES = {
    "ok_per_s": ("Good answers", "/s", 1.0),
    "error_per_s": ("Failed requests", "/s", 1.0),
    "latency_s_p99": ("p99 latency", "ms", 1e3),
    "in_flight": ("Requests in flight", "", 1.0),
}
Chart = dict[str, Any]
Band = Sequence[Sequence[float] | None]


def courses(sides: Sequence[tuple[str, Mapping[str, Any]]]) -> list[Chart]:
    """A chart for each course over time, a band for each side; nothing where nothing was measured yet."""
    known = [(name, told) for name, told in sides if told]
    return [_course(metric, known) for metric in COURSES] if known else []


def _course(metric: str, sides: Sequence[tuple[str, Mapping[str, Any]]]) -> Chart:
    label, unit, factor = COURSES[metric]
    bands = [(name, told["step_s"], _scaled(told["bands"][metric], factor)) for name, told in sides]
    length_s = max(step_s * len(band) for _, step_s, band in bands) or 1.0
    values = [number for _, _, band in bands for each in band if each is not None for number in _ends(each)]
    x, y = across([0.0, length_s]), upwards(values)
    drawn = [_band(x, y, [(step_s * (place + 0.5), each) for place, each in enumerate(band)], name)
             for name, step_s, band in bands]  # fmt: skip
    words = "; ".join(_course_words(name, step_s, band, unit) for name, step_s, band in bands)
    return _chart(label, unit, x, y, round_numbers(length_s), drawn) | {
        "foot": "s",
        "words": f"{label} over time. {words}.",
        "rows": _rows(bands),
        "sides": [name for name, _, _ in bands],
    }


def of_sweep(outcome: Mapping[str, Any], axis: Mapping[str, Any], figure: Figure) -> Chart:
    """A figure over the parameter, with the intervals of its means and the knee."""
    told = [(each["values"][0], each["figures"].get(figure.id)) for each in outcome["positions"]]
    band = [(at, None if each is None else _interval(each, figure.scale)) for at, each in told]
    x = across(axis["values"], is_log=axis["is_log"])
    y = upwards([number for _, each in band if each is not None for number in _ends(each)])
    knees = [band[place] for place in outcome["knees"].get(figure.id, ())]
    marks = [{"x": f"{x.place(at):.1f}", "y": f"{y.place(each[0]):.1f}", "label": rounded(at)}
             for at, each in knees if each is not None]  # fmt: skip
    words = ", ".join(f"{rounded(at)}: {rounded(each[0])}" for at, each in band if each is not None)
    drawn = [_band(x, y, band, "", has_dots=True)]
    return _chart(figure.label, figure.unit, x, y, axis["values"], drawn) | {
        "foot": axis["label"], "marks": marks, "words": f"{figure.label} by {axis['label']}. {words}.",
    }  # fmt: skip


def _chart(label: str, unit: str, x: Scale, y: Scale, feet: Sequence[float], bands: Sequence[Any]) -> Chart:
    return {
        "label": label,
        "unit": unit,
        "bands": bands,
        "levels": levels(y),
        "ticks": ticks(x, feet),
        "marks": [],
        "width": WIDTH,
        "height": HEIGHT,
        # As text: a page in a language that writes 56,0 would draw something else.
        "left": f"{LEFT:g}",
        "right": f"{WIDTH - RIGHT:g}",
        "top": f"{TOP:g}",
        "bottom": f"{HEIGHT - BOTTOM:g}",
    }


def _band(
    x: Scale, y: Scale, points: Sequence[tuple[float, Sequence[float] | None]], name: str, *, has_dots: bool = False
) -> dict[str, Any]:
    """The line of the means, the area between the ends of their intervals, and dots where there are few."""
    known = [(x.place(at), each) for at, each in points if each is not None]
    over = [(at, y.place(each[2])) for at, each in known]
    under = [(at, y.place(each[1])) for at, each in reversed(known)]
    line = [(at, y.place(each[0])) for at, each in known]
    return {
        "name": name,
        "area": _points([*over, *under]),
        "line": _points(line),
        "dots": [{"x": f"{at:.1f}", "y": f"{high:.1f}"} for at, high in line] if has_dots else [],
    }


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{across_at:.1f},{up:.1f}" for across_at, up in points)


def _scaled(band: Band, factor: float) -> list[list[float] | None]:
    return [None if each is None else _interval(each, factor) for each in band]


def _interval(told: Sequence[float | None], factor: float) -> list[float]:
    """Mean, low and high; one run has no interval, so that its ends are its value. No figure lies below 0."""
    mean = (told[0] or 0.0) * factor
    low, high = (mean if each is None else max(each * factor, 0.0) for each in told[1:3])
    return [mean, low, high]


def _ends(interval: Sequence[float]) -> Sequence[float]:
    return interval[:3]


def _course_words(name: str, step_s: float, band: Band, unit: str) -> str:
    """Four moments of a course, for those who do not see it."""
    every = max(1, len(band) // 4)
    told = [f"at {step_s * (place + 0.5):.0f} s {rounded(each[0])} {unit}".strip()
            for place, each in enumerate(band) if each is not None and place % every == 0]  # fmt: skip
    return f"{name}: {', '.join(told)}" if name else ", ".join(told)


def _rows(bands: Sequence[tuple[str, float, Band]]) -> list[dict[str, Any]]:
    """The course as a table of at most fifteen rows: mean and interval of each side."""
    length = max(len(band) for _, _, band in bands)
    step_s = bands[0][1]
    return [
        {
            "at": f"{step_s * (place + 0.5):.0f} s",
            "cells": [_cell(band[place] if place < len(band) else None) for _, _, band in bands],
        }
        for place in range(0, length, max(1, length // 15))
    ]


def _cell(told: Sequence[float] | None) -> str:
    return "–" if told is None else f"{rounded(told[0])} ({rounded(told[1])} to {rounded(told[2])})"
