"""Where the time of requests went, from a summary alone: the clause that follows a latency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grading.facts import Facts

WORTH_SAYING = 0.2


def what_took_long(facts: Facts, summary: Mapping[str, Any]) -> str:
    """The queue that took the largest share of the mean time of all requests; empty when none took a fifth.

    Mean queue over requests sent a second is the wait of one request, however often it came there: Little's law.
    """
    span_s = float(summary["clock_s"]) - float(summary["measured_from_s"])
    sources = [each for each in summary["components"].values() if _is_source(each)]
    sent = sum(each["arrivals"] for each in sources)
    well = sum(each["latency_s"]["count"] for each in sources)
    spent_s = sum((each["latency_s"]["mean"] or 0.0) * each["latency_s"]["count"] for each in sources)
    if not sent or not well or spent_s <= 0.0 or span_s <= 0.0:
        return ""
    mean_s = spent_s / well
    queues = {
        name: row["queue_mean"] * span_s / sent for name, row in summary["components"].items() if row.get("queue_mean")
    }
    if not queues:
        return ""
    worst = max(queues, key=lambda name: (queues[name], name))
    share = min(queues[worst] / mean_s, 1.0)
    return f"{share:.0%} of it was queueing at {facts.label(worst)}" if share >= WORTH_SAYING else ""


def _is_source(row: Mapping[str, Any]) -> bool:
    return row.get("utilisation") is None and row.get("instances_up") is None and bool(row["latency_s"]["count"])
