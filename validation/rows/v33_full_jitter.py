"""V33: jitter spreads those who come back."""

from __future__ import annotations

import math
from collections.abc import Mapping

from engine.design.model import Design
from validation.designs import component, connection, design, failure, queue
from validation.row import Effort, Row, near
from validation.running import watch

CLIENTS, BASE_S, WINDOWS = 1_000, 2.5, 10
FRAME_S = BASE_S / WINDOWS
BURST_S = 0.01


def measure(seed: int, _effort: Effort) -> Mapping[str, float]:
    """A run with and one without jitter; the most that come in a window, the first burst left out."""
    measured = {}
    for jitter in ("none", "full"):
        finished = watch(_design(jitter), seed)
        assert finished.layout["frame_s"] == FRAME_S
        times = [place * FRAME_S for place in range(1, 2 * WINDOWS)]
        counts = [FRAME_S * finished.component("service", "errors_per_s", at, at + FRAME_S) for at in times]
        measured[f"peak_{jitter}"] = max(counts)
        measured[f"sum_{jitter}"] = sum(counts)
    return measured


def _design(jitter: str) -> Design:
    """All come within 10 ms at the end of the first window, and are refused; so are those who try again."""
    silent = failure(0.0, "change_traffic", "viewers", factor=0.0)
    begins = failure(FRAME_S - BURST_S, "change_traffic", "viewers", factor=10.0)
    ends = failure(FRAME_S, "change_traffic", "viewers", factor=0.0)
    return design(
        [component("viewers", "traffic_source", process="even"), queue("service", slots=1_000, service_ms_mean=1.0)],
        [connection("viewers", "service", retry={"attempts": 2, "backoff": BASE_S, "cap": BASE_S, "jitter": jitter})],
        rate_per_s=CLIENTS / BURST_S / 10.0,
        duration_s=10.0,
        schedule=[silent, begins, ends, failure(0.0, "refuse", "service")],
    )


ROW = Row(
    number="V33",
    section="3C",
    title="Full jitter spreads a burst of retries",
    setup="1 000 clients fail within 10 ms and try again once, 2.5 s later or at random before; windows of 0.25 s.",
    source="Brooker, Exponential Backoff and Jitter, AWS (2015): a tenth of the base takes a tenth of the clients.",
    checks=(
        near("peak_none", "most in a tenth of the base, no jitter", CLIENTS, ratio=0.15),
        near("peak_full", "most in a tenth of the base, full jitter", CLIENTS / WINDOWS, ratio=0.15),
        near("sum_full", "retries in all, full jitter", CLIENTS, ratio=0.1),
    ),
    measure=measure,
    note="The base is 2.5 s instead of 1 s, so that a tenth of it is a frame. The mean of a window is 100; the "
    f"largest of ten counts is expected at 100 + 1.54 x {math.sqrt(90):.1f} = 114.6, in the table's band by a hair.",
)
