"""Runs of one station or one cache over several seeds, and what agreeing with theory means."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from typing import Any

from engine.design.model import Design
from validation.designs import one_queue
from validation.running import run

__all__ = ["assert_agrees", "run", "station_design"]

ERRORS_ALLOWED = 4.0
"""Standard errors over the seeds that a mean may lie from theory; with six seeds t exceeds 4 once in a hundred."""


def station_design(*, service_ms: float, **fields: Any) -> Design:
    """Poisson viewers before one service, as `validation.designs.one_queue`."""
    return one_queue(service_ms_mean=service_ms, **fields)


def assert_agrees(values: Sequence[float], expected: float, within: float) -> None:
    """The mean lies near theory by its own standard error, which is small enough for `within` (relative) to count."""
    mean = statistics.fmean(values)
    standard_error = statistics.stdev(values) / math.sqrt(len(values))
    assert standard_error <= within * abs(expected) / 2.0, f"too little was measured: {mean} +- {standard_error}"
    assert abs(mean - expected) <= ERRORS_ALLOWED * standard_error, f"{mean} +- {standard_error}, theory {expected}"
    assert abs(mean - expected) <= within * abs(expected), f"{mean}, theory {expected}"
