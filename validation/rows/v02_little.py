"""V02: what is inside is what passes a second times how long it stays."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.model import Design
from engine.theory import little
from validation.designs import component, connection, design, queue
from validation.row import Effort, Row, every
from validation.running import run


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """One run; the largest gap between both sides over all stations, and that of the whole graph."""
    summary = run(_design(effort.pick(full=4_000.0, short=1_000.0)), seed)
    span_s = summary["clock_s"] - summary["measured_from_s"]
    gaps = {}
    for name, row in summary["components"].items():
        predicted = little.in_system_mean(row["completions"] / span_s, row["latency_s"]["mean"])
        gaps[name] = abs(row["in_system_mean"] / predicted - 1.0)
    whole = gaps.pop("viewers")
    return {"stations": max(gaps.values()), "whole": whole, "counted": float(len(gaps))}


def _design(duration_s: float) -> Design:
    """Newest first, oldest first, many servers, no servers, a cache, calls side by side, held and freed slots."""
    return design(
        [
            queue("gateway", slots=40, service_ms_mean=100.0, holds_slot_while_calling=False),
            queue("newest", discipline="lifo", service_ms_mean=8.0, slots=1, holds_slot_while_calling=False),
            queue("oldest", service_ms_mean=8.0, distribution="gamma", cv2=4.0),
            queue("holding", slots=30, service_ms_mean=20.0),
            component("cache", "isp_edge", instances=2, slots=10, serve_ms_mean=2.0, queue_limit=-1, capacity_items=50),
            component("store", "store", shards=2, slots=4, read_ms_mean=20.0, queue_limit=-1),
        ],
        [
            connection("viewers", "gateway", delay=0.005),
            connection("gateway", "newest", order=1),
            connection("gateway", "holding", order=1),
            connection("newest", "cache"),
            connection("holding", "oldest"),
            connection("cache", "store"),
        ],
        rate_per_s=100.0,
        duration_s=duration_s,
        warm_up_s=50.0,
    )


ROW = Row(
    number="V02",
    section="3A",
    title="Little's law at every station and for the whole graph",
    setup="Traffic through queues that serve oldest or newest first, a cache, a store; slots held, slots freed.",
    source="Little, Operations Research 9 (1961), 383-387: L = lambda W in any stable box, whatever happens inside.",
    checks=(
        every("stations", "largest relative gap between L and lambda W, all stations", high=0.02, expected=0.0),
        every("whole", "relative gap for the whole graph", high=0.02, expected=0.0),
        every("counted", "stations compared", low=6.0, high=6.0, expected=6.0),
    ),
    measure=measure,
    gate=True,
)
