"""V18: how good a leaf must be for the whole to be good."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.model import Design
from validation.designs import connection, design, queue
from validation.row import Effort, Row, exact, near
from validation.running import run

CASES = {20: 99.95, 70: 99.986, 100: 99.990}
"""Leaves of a request, and the percentile that the table names."""
RATE_PER_S = 200.0


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """The quantile by the formula, to the digits of the table, and a run whose leaves are late just so often."""
    measured = {}
    for fan_out, percentile in CASES.items():
        quantile = 0.99 ** (1.0 / fan_out)
        digits = len(f"{percentile:g}".partition(".")[2])
        measured[f"percentile_{fan_out}"] = round(100.0 * quantile, digits)
        row = run(_design(fan_out, 1.0 - quantile, effort.pick(full=60.0, short=20.0)), seed)["connections"]
        measured[f"late_{fan_out}"] = row["viewers-page"]["timeouts"] / row["viewers-page"]["attempts"]
    return measured


def _design(fan_out: int, chance: float, duration_s: float) -> Design:
    """As in V17: leaves that with the chance pause for a second, which viewers do not wait for."""
    roomy = {"slots": 20_000, "distribution": "constant"}
    return design(
        [
            queue("page", **roomy, service_ms_mean=0.001),
            queue("leaf", **roomy, service_ms_mean=12.0),
            queue("pause", **roomy, service_ms_mean=1_000.0),
        ],
        [
            connection("viewers", "page", timeout=1.0),
            *(connection("page", "leaf", id=f"leaf-{place}") for place in range(fan_out)),
            connection("leaf", "pause", probability=chance),
        ],
        rate_per_s=RATE_PER_S,
        duration_s=duration_s,
        quiet_s=2.0,
    )


ROW = Row(
    number="V18",
    section="3B",
    title="The leaf's quantile that gives the whole its p99",
    setup="Requests that ask 20, 70 or 100 leaves, each late with the chance 1 - 0.99^(1/n).",
    source="Calculation: all n leaves are in time with the chance q^n.",
    checks=tuple(
        check
        for fan_out, percentile in CASES.items()
        for check in (
            exact(f"percentile_{fan_out}", f"percentile of the leaf for {fan_out} (formula)", percentile, unit="%"),
            near(
                f"late_{fan_out}",
                f"share of late requests, {fan_out} leaves (simulated)",
                0.01,
                ratio=0.1,
                only_full=True,
            ),
        )
    ),
    measure=measure,
)
