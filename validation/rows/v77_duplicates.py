"""V77: a crash costs at most a batch, twice or not at all."""

from __future__ import annotations

from collections.abc import Mapping

from engine.simulate import Summary
from validation.designs import component, connection, design, failure
from validation.row import Effort, Row, every, exact
from validation.running import run

BATCH = 500


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """Duplicates and losses of one crash, at a moment that differs from seed to seed."""
    del effort
    after, before, once = (_run(seed, commit) for commit in ("after", "before", "exactly_once"))
    return {
        "duplicates": after["components"]["group"]["messages"]["duplicates"],
        "lost_after": after["components"]["group"]["errors"].get("killed", 0),
        "lost": before["components"]["group"]["errors"].get("killed", 0),
        "duplicates_before": before["components"]["group"]["messages"]["duplicates"],
        "once": once["components"]["group"]["messages"]["duplicates"]
        + once["components"]["group"]["errors"].get("killed", 0),
    }


def _run(seed: int, commit: str) -> Summary:
    bus = component("bus", "event_bus", partitions=4, partition_rate=1e5)
    group = component("group", "consumer_group", consumers=2, commit=commit, batch=BATCH)
    return run(
        design(
            [bus, group],
            [connection("viewers", "bus"), connection("bus", "group")],
            rate_per_s=2_500.0,
            duration_s=6.0,
            schedule=[failure(4.0 + 0.0618034 * seed, "kill_instances", "group", count=1)],
        ),
        seed,
    )


ROW = Row(
    number="V77",
    section="3F",
    title="A crash delivers a batch again, or loses it",
    setup="Two consumers with more to do than they can, committing every 500 messages; one of them dies between two "
    "commits.",
    source="Textbook: at least once repeats what was processed and not committed, at most once loses what was "
    "committed and not processed.",
    checks=(
        every("duplicates", "delivered again, commit after", low=1, high=BATCH),
        exact("lost_after", "lost, commit after", 0),
        every("lost", "lost, commit before", low=1, high=BATCH),
        exact("duplicates_before", "delivered again, commit before", 0),
        exact("once", "either, exactly once", 0),
    ),
    measure=measure,
)
