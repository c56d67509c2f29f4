"""Concurrency limit: how many calls may be under way is found from the times that they take."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import Parameter, PolicyRow, PolicyType
from engine.design.model import Value

NETFLIX = "Default of Netflix's concurrency-limits, 2018 (Gradient2Limit)."


def lower(parameters: Mapping[str, Value], row: PolicyRow) -> None:
    """Permits whose number adapts, without a queue."""
    low, high = float(parameters["min"]), float(parameters["max"])
    row.rule("gated")
    row.write(
        permits=int(parameters["initial"]),
        permits_outcome="concurrency_limited",
        limit_algorithm=str(parameters["algo"]),
        limit_low=min(low, high),
        limit_high=high,
        limit_queue=float(parameters["queue"]),
        limit_smoothing=float(parameters["smoothing"]),
        limit_window=float(parameters["long_window"]),
        limit_tolerance=float(parameters["tolerance"]),
        limit_recent_ns=round(float(parameters["window_ms"]) * 1e6),
    )


def _limit(name: str, label: str, default: int, help_text: str) -> Parameter:
    return Parameter(name, label, "count", default, help_text, unit="count", low=1, high=100_000, source=NETFLIX)


POLICY = PolicyType(
    name="concurrency_limit",
    label="Concurrency limit",
    help="Lets so many calls be under way at once and refuses the others. How many is found while it runs: more as "
    "long as answers stay quick, fewer as soon as they slow down.",
    parameters=(
        Parameter(
            "algo",
            "Algorithm",
            "choice",
            "gradient2",
            "How the limit adapts: not at all, one more an answer and a tenth less a failure, by an estimate of the "
            "queue at the callee, or by comparing recent times with a long average.",
            choices=("fixed", "aimd", "vegas", "gradient2"),
            source=NETFLIX,
        ),
        _limit("initial", "At first", 20, "The limit at the start."),
        _limit("min", "Least", 20, "The limit never falls below this."),
        _limit("max", "Most", 200, "The limit never rises above this."),
        Parameter(
            "queue",
            "Allowed queue",
            "count",
            4,
            "Calls that may wait at the callee: by so many gradient2 grows.",
            unit="count",
            low=0,
            high=1_000,
            source=NETFLIX,
            advanced=True,
        ),
        Parameter(
            "smoothing",
            "Smoothing",
            "number",
            0.2,
            "How much of a change of the limit is made at once (vegas, gradient2).",
            unit="ratio",
            low=0.01,
            high=1.0,
            source=NETFLIX,
            advanced=True,
        ),
        Parameter(
            "window_ms",
            "Window",
            "number",
            1_000.0,
            "Gradient2 looks at the mean time of so long, and of ten good answers at least.",
            unit="ms",
            low=10.0,
            high=60_000.0,
            source="Default of Netflix's concurrency-limits, 2018 (WindowedLimit).",
            advanced=True,
        ),
        Parameter(
            "long_window",
            "Long window",
            "count",
            600,
            "Windows over which gradient2 takes its long average.",
            unit="count",
            low=10,
            high=100_000,
            source=NETFLIX,
            advanced=True,
        ),
        Parameter(
            "tolerance",
            "Tolerance",
            "number",
            1.5,
            "How many times the long average a window may take before gradient2 shrinks.",
            unit="x",
            low=1.0,
            high=10.0,
            source=NETFLIX,
            advanced=True,
        ),
    ),
    lower=lower,
)
