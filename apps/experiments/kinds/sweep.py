"""Sweep: one or two parameters at many values, to see what load or a setting does, and where the knee is."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_noop

from apps.experiments.drawing import heat, lines
from apps.experiments.kinds import SUGGEST, Arm, Kind, Outcome, Shelf, Told, Wish, WishForm
from apps.experiments.limits import STEPS_LEAST, STEPS_MOST
from apps.experiments.phrases import NOTHING, Figures, rounded
from engine.design.knobs import Knob, knobs_of, turned
from engine.design.model import Design, DesignError
from engine.trials.knee import knee_of
from engine.trials.student import interval_of

LINEAR, LOGARITHMIC = "linear", "log"
SCALES = ((LINEAR, "even steps"), (LOGARITHMIC, "even factors"))
AXES = ("", "2")
"""What follows the names of the fields of each axis."""

COST = "cost.credits_per_h"


class SweepForm(WishForm):
    """Which parameter, from where to where, in how many steps; a second one where it is named."""

    parameter = forms.CharField(max_length=250)
    low = forms.FloatField()
    high = forms.FloatField()
    steps = forms.IntegerField(min_value=STEPS_LEAST, max_value=STEPS_MOST)
    scale = forms.ChoiceField(choices=SCALES, required=False)
    parameter2 = forms.CharField(max_length=250, required=False)
    low2 = forms.FloatField(required=False)
    high2 = forms.FloatField(required=False)
    steps2 = forms.IntegerField(min_value=STEPS_LEAST, max_value=STEPS_MOST, required=False)
    scale2 = forms.ChoiceField(choices=SCALES, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("parameter2"):
            for name in ("low2", "high2", "steps2"):
                if name not in self.errors and cleaned.get(name) is None:
                    self.add_error(name, "Say this for the second parameter too.")
            if cleaned["parameter2"] == cleaned.get("parameter"):
                self.add_error("parameter2", "Choose another parameter than the first, or none.")
        for after in AXES:
            self._check_range(cleaned, after)
        return cleaned

    def _check_range(self, cleaned: dict[str, Any], after: str) -> None:
        low, high = cleaned.get(f"low{after}"), cleaned.get(f"high{after}")
        if low is None or high is None:
            return
        if not low < high:
            self.add_error(f"high{after}", f"Give more than {low:g}, where the range begins.")
        elif cleaned.get(f"scale{after}") == LOGARITHMIC and low <= 0.0:
            self.add_error(f"low{after}", "Even factors begin above 0: give a positive number, or take even steps.")


def begins(design: Design, sent: Mapping[str, Any]) -> dict[str, Any]:
    """Load from a quarter of what is drawn to three times as much, three runs each; a range for a new parameter."""
    known = knobs_of(design)
    if "seeds" in sent:
        after = str(sent.get(SUGGEST, "")).removeprefix("parameter")
        knob = known.get(str(sent.get(sent.get(SUGGEST, ""), "")))
        return suggested(knob, after) if knob is not None and after in AXES else {}
    knob = next(iter(known.values()), None)
    return {"seeds": 3, "first_seed": 1, "scale": LINEAR, "scale2": LINEAR} | (suggested(knob, "") if knob else {})


def suggested(knob: Knob, after: str) -> dict[str, Any]:
    """A range around the present value of a parameter, within its bounds."""
    present = knob.present or 1.0
    ends = [present / 4.0, present * 3.0] if present > 0.0 else [present * 3.0, present / 4.0]
    ends = [math.ceil(ends[0]), math.ceil(ends[1])] if knob.is_whole else [float(f"{each:.3g}") for each in ends]
    low = ends[0] if knob.low is None else max(ends[0], knob.low)
    high = ends[1] if knob.high is None else min(ends[1], knob.high)
    if low >= high:
        # Nothing is drawn there yet, and what is usual lies beyond the bounds.
        low, high = knob.low or 0.0, knob.high or 1.0
    steps = min(12, int(high - low) + 1) if knob.is_whole else 12
    told = {"parameter": knob.path, "low": low, "high": high, "steps": max(2, steps if not after else min(steps, 6))}
    return {f"{name}{after}": value for name, value in told.items()}


def arms(design: Design, wish: Wish, _shelf: Shelf) -> tuple[list[Arm], list[DesignError]]:
    """The design at every position; with two parameters the second one goes round in the first."""
    axes, errors = _axes(design, wish)
    if errors:
        return [], errors
    found = []
    for values in itertools.product(*(positions for _, positions, _ in axes)):
        settings = {knob.path: value for (knob, _, _), value in zip(axes, values, strict=True)}
        changed, wrong = turned(design, settings)
        label = ", ".join(f"{value:g} {knob.unit}".strip() for (knob, _, _), value in zip(axes, values, strict=True))
        if changed is None:
            return [], [DesignError("parameter", f"At {label}: {wrong[0].message}")]
        found.append(Arm(label, changed, values))
    return found, []


def _axes(design: Design, wish: Wish) -> tuple[list[tuple[Knob, list[float], str]], list[DesignError]]:
    known, found, errors = knobs_of(design), [], []
    for after in (each for each in AXES if wish.get(f"parameter{each}")):
        knob = known.get(wish[f"parameter{after}"])
        if knob is None:
            errors.append(DesignError(f"parameter{after}", "This design has no such parameter: choose another one."))
            continue
        errors += _beyond(knob, wish, after)
        found.append((knob, _positions(knob, wish, after), after))
    return found, errors


def _beyond(knob: Knob, wish: Wish, after: str) -> list[DesignError]:
    """Errors where a range leaves what the parameter may be."""
    low, high = wish[f"low{after}"], wish[f"high{after}"]
    errors = []
    if knob.low is not None and low < knob.low:
        errors.append(DesignError(f"low{after}", f"{knob.name} is at least {knob.low:g} {knob.unit}".strip() + "."))
    if knob.high is not None and high > knob.high:
        errors.append(DesignError(f"high{after}", f"{knob.name} is at most {knob.high:g} {knob.unit}".strip() + "."))
    return errors


def _positions(knob: Knob, wish: Wish, after: str) -> list[float]:
    low, high, steps = (wish[f"{name}{after}"] for name in ("low", "high", "steps"))
    parts = [place / (steps - 1) for place in range(steps)]
    if wish.get(f"scale{after}") == LOGARITHMIC:
        values = [low * (high / low) ** part for part in parts]
    else:
        values = [low + (high - low) * part for part in parts]
    tidy = [float(round(each)) if knob.is_whole else float(f"{each:.6g}") for each in values]
    # Whole numbers may fall together.
    return list(dict.fromkeys(tidy))


def outcome(told: Told) -> Outcome:
    """Every figure at every position, and the knee of each figure along the first parameter."""
    names = list(dict.fromkeys(name for cells in told.cells for each in cells for name in each.figures))
    positions = [
        {
            "values": list(arm["values"]),
            "runs": len(cells),
            "figures": {
                name: _plain([each.figures[name] for each in cells if name in each.figures])
                for name in names
                if any(name in each.figures for each in cells)
            },
        }
        for arm, cells in zip(told.arms, told.cells, strict=True)
    ]
    axes = [
        {
            "path": told.wish[f"parameter{after}"],
            "is_log": told.wish.get(f"scale{after}") == LOGARITHMIC,
            "values": list(dict.fromkeys(arm["values"][place] for arm in told.arms)),
        }
        for place, after in enumerate(AXES)
        if told.wish.get(f"parameter{after}")
    ]
    return {
        "axes": axes,
        "positions": positions,
        "names": names,
        "knees": {name: _knees(axes, positions, name) for name in names},
    }


def _plain(values: Sequence[float]) -> list[float | int | None]:
    told = interval_of(values)
    return [told.mean, told.low, told.high, told.count]


def _knees(axes: Sequence[Mapping[str, Any]], positions: Sequence[Mapping[str, Any]], name: str) -> list[int]:
    """The places of knees among the positions: at most one for each value of the second parameter."""
    across = [math.log(each) for each in axes[0]["values"]] if axes[0]["is_log"] else axes[0]["values"]
    rows = len(axes[1]["values"]) if len(axes) > 1 else 1
    found = []
    for row in range(rows):
        means = [each["figures"][name][0] if name in each["figures"] else None for each in positions[row::rows]]
        place = knee_of(across, means)
        if place is not None:
            found.append(place * rows + row)
    return found


def shown(outcome: Outcome, labels: Mapping[str, str], figure: str) -> dict[str, Any]:
    """The chosen figure over the parameter with its knee, cost beneath it, and a table; a heat map for two."""
    figures = Figures(outcome["names"], labels)
    names = [each.id for each in figures]
    if not names:
        return {}
    chosen = figure if figure in names else next((each for each in names if each.endswith("latency_s_p99")), names[0])
    axes = [each | {"label": axis_label(each["path"], labels)} for each in outcome["axes"]]
    told = {
        "figures": [(each.id, each.label) for each in figures],
        "chosen": figures[chosen],
        "axes": axes,
        "table": _table(outcome, figures, chosen),
        "knees": [_knee_words(outcome, axes, place) for place in outcome["knees"][chosen]],
    }
    if len(axes) > 1:
        return told | {"heat": heat.of_sweep(outcome, axes, figures[chosen])}
    shown_figures = dict.fromkeys([chosen, *([COST] if COST in names else [])])
    return told | {"charts": [lines.of_sweep(outcome, axes[0], figures[each]) for each in shown_figures]}


def axis_label(path: str, labels: Mapping[str, str]) -> str:
    """What an axis is called; the name of a parameter is kept with the experiment."""
    return labels.get(path, path)


def _knee_words(outcome: Outcome, axes: Sequence[Mapping[str, Any]], place: int) -> str:
    values = outcome["positions"][place]["values"]
    words = f"{axes[0]['label']} = {rounded(values[0])}"
    return words if len(values) < 2 else f"{words} (with {axes[1]['label']} = {rounded(values[1])})"


def _table(outcome: Outcome, figures: Figures, chosen: str) -> dict[str, Any]:
    """All headlines at every position with the chosen figure and its interval first."""
    others = [each.id for each in figures if each.is_headline and each.id != chosen]
    return {
        "columns": [figures[each] for each in others],
        "rows": [
            {
                "values": [rounded(each) for each in position["values"]],
                "runs": position["runs"],
                "mean": figures.plain(chosen, position["figures"].get(chosen, [None])[0]),
                "interval": _interval(figures, chosen, position),
                "cells": [figures.plain(each, position["figures"].get(each, [None])[0]) for each in others],
                "is_knee": place in outcome["knees"][chosen],
            }
            for place, position in enumerate(outcome["positions"])
        ],
    }


def _interval(figures: Figures, name: str, position: Mapping[str, Any]) -> str:
    _, low, high, _ = position["figures"].get(name, [None] * 4)
    return NOTHING if low is None else f"{figures.plain(name, max(low, 0.0))} to {figures.plain(name, high)}"


def rows(outcome: Outcome, labels: Mapping[str, str]) -> list[list[str | float | None]]:
    """A row for each position and figure, in the units of the engine."""
    figures = Figures(outcome["names"], labels)
    axes = [axis_label(each["path"], labels) for each in outcome["axes"]]
    head: list[str | float | None] = [*axes, "figure", "what", "runs", "mean", "low", "high", "knee"]
    told: list[list[str | float | None]] = [
        [*position["values"], name, figures[name].label, count, mean, low, high,
         "yes" if place in outcome["knees"][name] else ""]
        for place, position in enumerate(outcome["positions"])
        for name, (mean, low, high, count) in position["figures"].items()
    ]  # fmt: skip
    return [head, *told]


KIND = Kind(
    name="sweep",
    rank=30,
    label=gettext_noop("Sweep"),
    help=gettext_noop(
        "Runs this design at many values of one or two parameters, such as its load: latency against cost, and where "
        "the knee is."
    ),
    form=SweepForm,
    begins=begins,
    arms=arms,
    outcome=outcome,
    shown=shown,
    rows=rows,
)
