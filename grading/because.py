"""Where the time of requests went, from a summary alone: the clause that follows a latency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grading.facts import Facts
from grading.structure import leads_to

WORTH_SAYING = 0.2


def what_took_long(facts: Facts, summary: Mapping[str, Any], request_class: str = "") -> str:
    """The queue that took the largest share of the mean time of all requests, or of those of a class; empty when none
    took a fifth.

    Mean queue over requests a second of all who may come there is the wait of one of these, however often it came
    there: Little's law.
    """
    span_s = float(summary["clock_s"]) - float(summary["measured_from_s"])
    rows = summary["components"]
    sources = [each for each in facts.design.components if _is_source(rows.get(each.id))]
    asking = [each.id for each in sources if request_class in ("", each.parameters.get("request_class"))]
    well = sum(rows[name]["latency_s"]["count"] for name in asking)
    spent_s = sum((rows[name]["latency_s"]["mean"] or 0.0) * rows[name]["latency_s"]["count"] for name in asking)
    if not well or spent_s <= 0.0 or span_s <= 0.0:
        return ""
    waits_s = {}
    for name in [each for each, row in rows.items() if row.get("queue_mean")]:
        coming = [each.id for each in sources if leads_to(facts.design, each.id, name)]
        sent = sum(rows[each]["arrivals"] for each in coming)
        if sent and not set(coming).isdisjoint(asking):
            waits_s[name] = rows[name]["queue_mean"] * span_s / sent
    if not waits_s:
        return ""
    worst = max(waits_s, key=lambda name: (waits_s[name], name))
    share = min(waits_s[worst] / (spent_s / well), 1.0)
    return f"{share:.0%} of it was queueing at {facts.label(worst)}" if share >= WORTH_SAYING else ""


def _is_source(row: Mapping[str, Any] | None) -> bool:
    if row is None:
        return False
    return row.get("utilisation") is None and row.get("instances_up") is None and bool(row["latency_s"]["count"])
