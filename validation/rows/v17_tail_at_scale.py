"""V17: a rare slow leaf makes a common slow page."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.model import Design
from validation.designs import connection, design, queue
from validation.row import Effort, Row, near
from validation.running import run

CASES = ((100, 0.01, 4_000), (20, 0.01, 4_000), (2_000, 0.0001, 2_000))
"""Leaves asked by a request, chance that a leaf takes more than a second, requests of a run."""


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """A run for every case; viewers wait a second, so their timeouts are the slow requests."""
    measured = {}
    for fan_out, chance, requests in CASES:
        summary = run(_design(fan_out, chance, effort.pick(full=requests, short=requests // 2)), seed)
        row = summary["connections"]["viewers-page"]
        measured[f"slow_{fan_out}"] = row["timeouts"] / row["attempts"]
    return measured


def _design(fan_out: int, chance: float, requests: int) -> Design:
    """A page asks all leaves side by side; a leaf takes 12 ms, and with the chance it pauses for another second."""
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
        rate_per_s=100.0 * 20.0 / max(fan_out, 20),
        duration_s=requests * max(fan_out, 20) / 2_000.0,
        quiet_s=2.0,
    )


ROW = Row(
    number="V17",
    section="3B",
    title="The tail at scale: rare slow leaves, common slow pages",
    setup="A request asks 100, 20 or 2 000 leaves side by side; one in 100 (in 10 000) takes more than a second.",
    source="Dean and Barroso, Communications of the ACM 56 (2013), 74-80: 1 - (1 - p)^n.",
    checks=tuple(
        near(
            f"slow_{fan_out}",
            f"share above one second, {fan_out} leaves, {chance:.2%} slow",
            1.0 - (1.0 - chance) ** fan_out,
            absolute=0.02,
        )
        for fan_out, chance, _ in CASES
    ),
    measure=measure,
    gate=True,
    short_seeds=6,
)
