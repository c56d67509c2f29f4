"""V13: a network of three queues."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.model import Design
from engine.theory import jackson
from validation.designs import connection, design, queue
from validation.row import Effort, Row, near
from validation.running import run

ROUTING = {"gateway": {"a": 0.7, "b": 0.3}, "a": {"b": 0.2}}
SERVERS = {"gateway": (1, 200.0), "a": (1, 120.0), "b": (1, 60.0)}
RATES_PER_S = jackson.arrival_rates_per_s({"gateway": 100.0}, ROUTING)
INSIDE = jackson.in_system_mean(RATES_PER_S, SERVERS)


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """One run. What is in a queue or in service is counted, not who waits for the next station."""
    summary = run(_network(effort.pick(full=6_000.0, short=4_000.0)), seed)
    rows = {name: summary["components"][name] for name in SERVERS}
    return {
        **{f"inside_{name}": row["queue_mean"] + row["utilisation"] for name, row in rows.items()},
        **{f"load_{name}": row["utilisation"] for name, row in rows.items()},
        "latency_ms": 1000.0 * summary["classes"]["play"]["latency_s"]["mean"],
    }


def _network(duration_s: float) -> Design:
    """Slots are free again while a station waits for the next one, so each is a queue of its own."""
    services = [
        queue(name, service_ms_mean=1000.0 / rate, holds_slot_while_calling=False)
        for name, (_, rate) in SERVERS.items()
    ]
    return design(
        services,
        [
            connection("viewers", "gateway"),
            connection("gateway", "a", share=0.7),
            connection("gateway", "b", share=0.3),
            connection("a", "b", probability=0.2),
        ],
        rate_per_s=100.0,
        duration_s=duration_s,
        warm_up_s=20.0,
    )


ROW = Row(
    number="V13",
    section="3A",
    title="Jackson network: three stations, each as if alone",
    setup="100/s at a gateway (200/s), 70 % on to A (120/s), 30 % to B (60/s), a fifth of A's on to B.",
    source="Jackson, Operations Research 5 (1957), 518-521: traffic equations and product form.",
    checks=(
        *(
            near(f"load_{name}", f"utilisation of {name}", RATES_PER_S[name] / SERVERS[name][1], ratio=0.04)
            for name in SERVERS
        ),
        *(near(f"inside_{name}", f"requests at {name}", INSIDE[name], ratio=0.04) for name in SERVERS),
        near("latency_ms", "mean time in the network", 10.0 * sum(INSIDE.values()), ratio=0.04, unit="ms"),
    ),
    measure=measure,
    gate=True,
)
