"""V81: how long callers go on calling an instance that died without a word."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import numpy as np

from validation.designs import component, connection, design, failure
from validation.row import Effort, Row, near
from validation.running import run

KILLED, INSTANCES = 4, 40
FIRST_S, SPREAD_S, DURATION_S = 100.0, 60.0, 480.0


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """Two runs with many registries, each with a service of which some instances are killed at drawn times."""
    registries = effort.pick(full=50, short=30)
    found = {}
    for name, is_doubled in (("plain", False), ("doubled", True)):
        waits_s = _waits_s(seed, registries, lease_doubling=is_doubled)
        found[f"mean_{name}"] = float(np.mean(waits_s))
        found[f"p5_{name}"], found[f"p95_{name}"] = (float(each) for each in np.quantile(waits_s, (0.05, 0.95)))
    return found


def _waits_s(seed: int, registries: int, **law: Any) -> list[float]:
    draw = random.Random(seed)
    parts, arrows, schedule = [], [], []
    for place in range(registries):
        service, registry = f"service{place}", f"registry{place}"
        parts += [component(service, instances=INSTANCES), component(registry, "registry", **law)]
        arrows += [connection(registry, service), connection("viewers", service, share=1.0 / registries)]
        times_s = [FIRST_S + SPREAD_S * draw.random() for _ in range(KILLED)]
        schedule += [failure(at_s, "kill_instances", service, count=1) for at_s in times_s]
    summary = run(design(parts, arrows, duration_s=DURATION_S, rate_per_s=1.0, schedule=schedule), seed)
    told = [summary["components"][f"registry{place}"]["controller"] for place in range(registries)]
    waits_s = [wait_s for each in told for wait_s in each["detections_s"]]
    assert len(waits_s) == registries * KILLED, "every death is learnt of before the run ends"
    return waits_s


ROW = Row(
    number="V81",
    section="3F",
    title="Registry: detection of an ungraceful loss",
    setup=(
        "50 registries with the defaults of Eureka (heartbeat 30 s, lease 90 s, sweep 60 s, cache 30 s, fetch 30 s),"
        f" each with a service of {INSTANCES} instances, of which {KILLED} are killed one by one at drawn times."
        " Measured from each kill to the first list of the callers without that instance, leases as they say and twice"
        " as long."
    ),
    source=(
        "Source of Eureka (Lease.java, ResponseCacheImpl) and a prototype. Its arithmetic: the lease, less half a"
        " heartbeat, plus half a sweep, half a refresh and half a fetch is 90 - 15 + 30 + 15 + 15 = 135 s; the variance"
        " of four uniform waits is (3 x 30^2 + 60^2) / 12 = 22.9^2 s^2."
    ),
    checks=(
        near("mean_plain", "mean, leases as they say", 135.0, ratio=0.03, unit="s"),
        near("p5_plain", "5th percentile, leases as they say", 97.0, ratio=0.03, unit="s", only_full=True),
        near("p95_plain", "95th percentile, leases as they say", 173.0, ratio=0.03, unit="s", only_full=True),
        near("mean_doubled", "mean, leases twice as long", 225.0, ratio=0.03, unit="s"),
        near("p5_doubled", "5th percentile, leases twice as long", 187.0, ratio=0.03, unit="s", only_full=True),
        near("p95_doubled", "95th percentile, leases twice as long", 263.0, ratio=0.03, unit="s", only_full=True),
    ),
    measure=measure,
    gate=True,
    seeds=20,
    short_seeds=6,
)
