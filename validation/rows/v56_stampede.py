"""V56: who rebuilds a hot key that expires."""

from __future__ import annotations

import statistics
from collections.abc import Mapping

from engine.design.model import Design
from validation.designs import component, connection, design, traffic
from validation.row import Effort, Row, exact, near
from validation.running import run

RATE_PER_S = 2_000.0
REBUILD_S = 0.2
TTL_S = 1.0
RUNS = 16
"""Each sees one end of the key; so many are averaged in the short form."""
PROTECTIONS = ("none", "coalesce", "swr")


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """Calls that rebuild the key after one end of it, by protection; and who waited, or took an old answer."""
    runs = effort.pick(full=2 * RUNS, short=RUNS)
    found: dict[str, float] = {}
    for name in PROTECTIONS:
        rows = [run(_design(name), 1_000 * seed + each) for each in range(runs if name == "none" else 1)]
        found[name] = statistics.fmean(row["connections"]["fetch"]["calls"] for row in rows)
    waited = [run(_design("coalesce"), 2_000 * seed + each)["components"]["cache"] for each in range(runs)]
    found["coalesced"] = statistics.fmean(row["coalesced"] for row in waited)
    stale = [run(_design("swr"), 3_000 * seed + each)["components"]["cache"] for each in range(runs)]
    found["stale"] = statistics.fmean(row["stale_served"] for row in stale)
    return found


def _design(stampede: str) -> Design:
    """One key that was there at the start, until a little after its first end."""
    many = {"slots": 1_000, "distribution": "constant"}
    return design(
        [
            component("viewers", "traffic_source", keys_count=1),
            component("service", instances=1, slots=2_000, service_ms_mean=0.001, distribution="constant"),
            component(
                "cache",
                "cache",
                shards=1,
                hit_ms_mean=0.001,
                starts="full",
                ttl_s=TTL_S,
                stampede=stampede,
            ),
            component("store", "store", shards=1, **many, read_ms_mean=1_000.0 * REBUILD_S),
        ],
        [
            connection("viewers", "service"),
            connection("service", "cache", order=1),
            connection("service", "store", id="fetch", order=2, on_miss="cache"),
        ],
        duration_s=TTL_S + 2.5 * REBUILD_S,
        traffics=[traffic(rate_per_s=RATE_PER_S)],
    )


ROW = Row(
    number="V56",
    section="3D",
    title="A stampede",
    setup="A key asked for at 2 000/s ends; rebuilding it takes 200 ms.",
    source="Rate times rebuilding time: 400 callers miss before the key is back. With a lease (Nishtala and others, "
    "NSDI 2013) one does, and the other 399 wait; with RFC 5861 none does, and 400 get the old answer.",
    checks=(
        near("none", "simultaneous rebuilds, nothing done", RATE_PER_S * REBUILD_S, ratio=0.05),
        exact("coalesce", "rebuilds, coalesced", 1.0),
        exact("swr", "rebuilds, stale while revalidating", 1.0),
        near("coalesced", "lookups that wait for that one", RATE_PER_S * REBUILD_S - 1.0, ratio=0.05),
        near("stale", "old answers meanwhile", RATE_PER_S * REBUILD_S, ratio=0.05),
    ),
    measure=measure,
    gate=True,
)
