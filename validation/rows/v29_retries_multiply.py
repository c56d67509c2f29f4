"""V29: retries multiply from layer to layer."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from engine.design.model import Design
from validation.designs import NO_WAIT, connection, design, queue
from validation.row import Effort, Row, exact
from validation.running import run

CASES = ((4, 3), (3, 5))
"""Attempts of a layer, layers."""


def measure(seed: int, _effort: Effort) -> Mapping[str, float]:
    """A run for every tower; calls at its foot for every request."""
    measured = {}
    for attempts, layers in CASES:
        summary = run(_tower(attempts, layers), seed)
        requests = summary["requests"]
        measured[f"calls_{attempts}_{layers}"] = summary["components"]["s0"]["arrivals"] / requests["offered"]
        measured[f"lost_{attempts}_{layers}"] = summary["losses"].get("failed", 0) / requests["offered"]
    return measured


def _tower(attempts: int, layers: int) -> Design:
    """Services call one another downwards, from s(layers-1) to s0, which always fails."""
    names = [f"s{place}" for place in reversed(range(layers))]
    quick = {"slots": 20_000, "service_ms_mean": 0.1}
    return design(
        [queue(name, **quick, error_ratio=1.0 if name == "s0" else 0.0) for name in names],
        [
            connection(caller, called, retry={"attempts": attempts, **NO_WAIT})
            for caller, called in itertools.pairwise(["viewers", *names])
        ],
        rate_per_s=10.0,
        duration_s=10.0,
        quiet_s=4.0,
    )


ROW = Row(
    number="V29",
    section="3C",
    title="Retry amplification through layers",
    setup="Everything at the foot fails; 3 layers that try 4 times each, and 5 layers that try 3 times.",
    source="Google, Site Reliability Engineering (2016), chapter 22 (64); 4^3 and 3^5.",
    checks=tuple(
        check
        for attempts, layers in CASES
        for check in (
            exact(
                f"calls_{attempts}_{layers}",
                f"calls at the foot, {attempts} attempts x {layers} layers",
                attempts**layers,
            ),
            exact(f"lost_{attempts}_{layers}", f"requests lost for their first cause, {layers} layers", 1.0),
        )
    ),
    measure=measure,
    gate=True,
    seeds=3,
    short_seeds=1,
)
