"""V76: a message that cannot be processed blocks its partition, unless it is set aside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.simulate import Summary
from validation.designs import component, connection, design, failure
from validation.row import Effort, Row, near
from validation.running import run

IN_PER_S = 400.0
SHARE, RETRIES = 0.05, 3
PROCESS_MS = 1.0


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """How fast the lag of a blocked partition grows, and how many tries a message costs with dead letters."""
    duration_s = effort.pick(full=400.0, short=60.0)
    blocked = _run(seed, duration_s, poison=1.0, dlq=False)
    # All that comes after the first message stays.
    lag = blocked["components"]["group"]["messages"]["lag"] + 1
    spared = _run(seed, duration_s, poison=SHARE, dlq=True)["components"]["group"]
    messages = spared["arrivals"] - spared["messages"]["retried"]
    return {
        "growth": lag / duration_s / IN_PER_S,
        "cost": spared["utilisation"] * duration_s / (PROCESS_MS / 1000.0) / messages,
    }


def _run(seed: int, duration_s: float, *, poison: float, dlq: bool) -> Summary:
    bus = component("bus", "event_bus", partitions=1, partition_rate=1e5)
    told: dict[str, Any] = {"retries": RETRIES, "dlq": dlq, "process_ms": PROCESS_MS}
    group = component("group", "consumer_group", consumers=1, **told)
    return run(
        design(
            [bus, group],
            [connection("viewers", "bus"), connection("bus", "group")],
            rate_per_s=IN_PER_S,
            duration_s=duration_s,
            schedule=[failure(0.0, "poison_messages", "group", ratio=poison)],
        ),
        seed,
    )


ROW = Row(
    number="V76",
    section="3F",
    title="Poison blocks a partition, or costs 1 + 3p",
    setup="One partition with 400 messages a second. Without dead letters the first message fails for ever; with them, "
    "5 % of messages fail and are tried three times more.",
    source="Calculation: all that comes stays; a message costs 1 + 3p tries on average.",
    checks=(
        near("growth", "lag that is added, over what comes", 1.0, ratio=0.03),
        near("cost", "tries for each message", 1.0 + RETRIES * SHARE, ratio=0.03),
    ),
    measure=measure,
)
