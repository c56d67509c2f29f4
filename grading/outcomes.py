"""Clauses that say what requests were lost to, and what the money went into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grading.facts import Facts
from grading.frames import record_of


def main_loss(facts: Facts) -> str:
    """The connection or component where most attempts failed, and of what; empty when nothing failed."""
    summary = record_of(facts).summary
    found = [
        (count, name, kind)
        for table in ("components", "connections")
        for name, row in summary[table].items()
        for kind, count in row.get("errors", {}).items()
        if kind != "dependency" and not _is_source(facts, name)
    ]
    if not found:
        return ""
    count, name, kind = max(found)
    return f"most failed at {facts.label(name)} ({kind.replace('_', ' ')}, {count:,} times in the run)"


def dearest(facts: Facts, cost: Mapping[str, Any]) -> str:
    """What cost most."""
    rows = {name: float(each["credits"]) for name, each in cost["components"].items()}
    total = sum(rows.values())
    if total <= 0.0:
        return ""
    name = max(rows, key=lambda each: (rows[each], each))
    return f"{rows[name] / total:.0%} of it is {facts.label(name)}"


def _is_source(facts: Facts, name: str) -> bool:
    sources = {each.source for each in facts.design.workload.traffic}
    return name in sources or any(each.id == name and each.source in sources for each in facts.design.connections)
