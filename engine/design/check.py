"""What a design must have before it can run: complaints about a design that is readable but unfinished."""

from __future__ import annotations

from engine.design.model import Design, DesignError


def check_runnable(design: Design) -> list[DesignError]:
    """Everything that keeps `design` from being run; empty when it can be run."""
    if not design.workload.traffic:
        return [DesignError("workload.traffic", "Give at least one source traffic to send.")]
    return []
