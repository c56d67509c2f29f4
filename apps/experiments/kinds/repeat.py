"""Repeat: one design with many seeds, to see how much of a figure is luck."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop

from apps.experiments.drawing import lines
from apps.experiments.kinds import Arm, Kind, Outcome, Shelf, Told, Wish, WishForm
from apps.experiments.phrases import Figures, interval_words, runs_needed
from engine.design.model import Design, DesignError
from engine.results import courses
from engine.trials.student import interval_of


def begins(_design: Design, sent: Mapping[str, Any]) -> dict[str, Any]:
    """Ten runs: enough for an interval that is narrower than the spread."""
    return {} if "seeds" in sent else {"seeds": 10, "first_seed": 1}


def arms(design: Design, _wish: Wish, _shelf: Shelf) -> tuple[list[Arm], list[DesignError]]:
    """The design as it is."""
    return [Arm(design.name, design)], []


def outcome(told: Told) -> Outcome:
    """Every figure with its interval, and the courses over time as bands."""
    cells = told.cells[0]
    names = list(dict.fromkeys(name for each in cells for name in each.figures))
    values = {name: [each.figures[name] for each in cells if name in each.figures] for name in names}
    told_values = {name: interval_of(each) for name, each in values.items()}
    return {
        "count": len(cells),
        "figures": [
            {
                "id": name,
                "count": each.count,
                "mean": each.mean,
                "low": each.low,
                "high": each.high,
                "spread": each.spread,
                "least": min(values[name]),
                "most": max(values[name]),
            }
            for name, each in told_values.items()
        ],
        "courses": courses.bands([each.courses for each in cells]),
    }


def shown(outcome: Outcome, labels: Mapping[str, str], _figure: str) -> dict[str, Any]:
    """Tables of figures, and a chart with its band for each course."""
    figures = Figures([each["id"] for each in outcome["figures"]], labels)
    rows = [
        {
            "figure": figures[each["id"]],
            "mean": figures.shown(each["id"], each["mean"]),
            "interval": interval_words(figures, each["id"], each),
            "range": f"{figures.shown(each['id'], each['least'])} to {figures.shown(each['id'], each['most'])}",
            "needed": runs_needed(each),
        }
        for each in outcome["figures"]
    ]
    return {
        "count": outcome["count"],
        "tables": figures.parted(rows),
        "charts": lines.courses([("", outcome["courses"])]),
    }


def rows(outcome: Outcome, labels: Mapping[str, str]) -> list[list[str | float | None]]:
    """A row for each figure, in the units of the engine."""
    figures = Figures([each["id"] for each in outcome["figures"]], labels)
    head: list[str | float | None] = ["figure", "what", "runs", "mean", "low", "high", "spread", "least", "most"]
    numbers = head[2:]
    told = [
        [each["id"], figures[each["id"]].label, each["count"], *(each[str(name)] for name in numbers[1:])]
        for each in outcome["figures"]
    ]
    return [head, *told]


KIND = Kind(
    name="repeat",
    rank=20,
    label=gettext_noop("Repeat"),
    help=gettext_noop(
        "Runs this design with many seeds: how far each figure strays by luck alone, and where its mean lies."
    ),
    form=WishForm,
    begins=begins,
    arms=arms,
    outcome=outcome,
    shown=shown,
    rows=rows,
    takes_courses=True,
)
