"""What a deployment did, from the summary of a run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grading.facts import Facts
from grading.frames import record_of
from grading.kinds import Unmeasured


def told_of_builds(facts: Facts, name: str) -> Mapping[str, Any]:
    """What is told of a deployment that had something to bring. Raises Unmeasured."""
    rows = record_of(facts).summary["components"]
    told: Mapping[str, Any] = (rows.get(name) or {}).get("controller") or {}
    if "exposed" not in told:
        raise Unmeasured(f'"{facts.label(name)}" is no deployment in this design')
    if told["state"] == "waiting":
        raise Unmeasured(f"{facts.label(name)} had nothing to bring")
    return told
