"""Shedding by priority: its parameters, and how they are read."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import Parameter
from engine.design.model import Value
from engine.design.rows import CLASSES, Shedding

THRESHOLDS = (0.95, 0.8, 0.7, 0.6)
SHARES = (1.0, 0.0, 0.0, 0.0)
LABELS = ("critical", "degraded", "best effort", "bulk")


def parameters() -> tuple[Parameter, ...]:
    """Which rule, and its four limits; the other rule's limits mean nothing."""
    return (
        Parameter(
            "shedding",
            "Shedding by priority",
            "choice",
            "off",
            "thresholds: an instance turns a class away from this utilisation on (waiting and in service over slots). "
            "partitions: while all slots are taken it turns away every class that has its guaranteed share already; "
            "what a class does not use is lent to the others.",
            choices=("off", "thresholds", "partitions"),
            source="Most services treat every request alike until their queue is full.",
            advanced=True,
        ),
        *(
            _limit(
                f"shed_{name}_above",
                f"Shed {label} above",
                default,
                f"Utilisation from which requests of class {name} are turned away (thresholds only).",
                "The cheapest class goes first, as in B. Beyer et al., Site Reliability Engineering, 2016, chapter 21; "
                "the figures are a choice of Backlot.",
            )
            for name, label, default in zip(CLASSES, LABELS, THRESHOLDS, strict=True)
        ),
        *(
            _limit(
                f"share_{name}",
                f"Share of {label}",
                default,
                f"Share of the slots that class {name} is guaranteed (partitions only).",
                "What people wait for may have everything, the rest what is left: the prioritised load shedding that "
                "Netflix described in 2024.",
            )
            for name, label, default in zip(CLASSES, LABELS, SHARES, strict=True)
        ),
    )


def read(values: Mapping[str, Value]) -> Shedding | None:
    """The rule with its limits, None when it is off or the component has no such parameters."""
    rule = str(values.get("shedding", "off"))
    if rule == "off":
        return None
    names = {"thresholds": "shed_{}_above", "partitions": "share_{}"}[rule]
    first, second, third, fourth = (float(values[names.format(each)]) for each in CLASSES)
    return Shedding(rule, (first, second, third, fourth))


def _limit(name: str, label: str, default: float, help_text: str, source: str) -> Parameter:
    return Parameter(
        name, label, "number", default, help_text, unit="ratio", low=0.0, high=1.0, source=source, advanced=True
    )
