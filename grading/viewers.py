"""What viewers of the data plane met, from a summary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grading.facts import Facts
from grading.kinds import Unmeasured
from grading.predicate import Call


def audience(facts: Facts, summary: Mapping[str, Any], call: Call) -> dict[str, Any]:
    """The books of a population: the one at the call's place, or the only one there is. Raises Unmeasured."""
    rows = {
        name: row["controller"]
        for name, row in summary["components"].items()
        if "presses" in (row.get("controller") or {})
    }
    if call.place is not None:
        if call.place[1] not in rows:
            raise Unmeasured(f'"{facts.label(call.place[1])}" are no viewers')
        return dict(rows[call.place[1]])
    if len(rows) != 1:
        raise Unmeasured("say which viewers: [component=…]" if rows else "there are no viewers in this design")
    return dict(next(iter(rows.values())))
