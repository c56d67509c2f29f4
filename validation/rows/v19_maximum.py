"""V19: the last of many, without queues."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.model import Design
from engine.theory.fork_join import harmonic
from validation.designs import connection, design, queue
from validation.row import Effort, Row, near
from validation.running import run

COUNTS = (2, 10, 100)


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """A run for every number of leaves."""
    return {
        f"mean_{count}": run(_design(count, effort.pick(full=1_000.0, short=400.0)), seed)["classes"]["play"][
            "latency_s"
        ]["mean"]
        for count in COUNTS
    }


def _design(count: int, duration_s: float) -> Design:
    roomy = {"slots": 20_000}
    return design(
        [
            queue("page", **roomy, service_ms_mean=0.001),
            queue("leaf", **roomy, service_ms_mean=1_000.0),
        ],
        [
            connection("viewers", "page"),
            *(connection("page", "leaf", id=f"leaf-{place}") for place in range(count)),
        ],
        rate_per_s=20.0,
        duration_s=duration_s,
        warm_up_s=20.0,
    )


ROW = Row(
    number="V19",
    section="3B",
    title="The largest of n exponentials grows as the harmonic numbers",
    setup="A request asks n leaves side by side, each exponential with mean 1 s and never busy.",
    source="Textbook: the mean of the largest of n is H_n = 1 + 1/2 + ... + 1/n.",
    checks=tuple(
        near(f"mean_{count}", f"mean time, {count} leaves", harmonic(count), ratio=0.02, unit="s") for count in COUNTS
    ),
    measure=measure,
)
