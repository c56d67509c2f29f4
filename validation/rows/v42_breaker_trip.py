"""V42: how long a circuit breaker takes to open."""

from __future__ import annotations

import math
from collections.abc import Mapping

from engine.design.model import Design
from validation.designs import component, connection, design, failure
from validation.row import Effort, Row, near
from validation.running import watch

SHARES = {"all": 1.0, "four_fifths": 0.8, "three_fifths": 0.6}
RATE_PER_S, WINDOW_S = 200.0, 10.0


def _design(share: float, fails_at_s: float) -> Design:
    return design(
        [component("viewers", "traffic_source", process="even"), component("service", service_ms_mean=1.0)],
        [connection("viewers", "service", policies={"circuit_breaker": {}})],
        rate_per_s=RATE_PER_S,
        duration_s=40.0,
        schedule=[failure(fails_at_s, "add_errors", "service", share=share)],
    )


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """One run for each share; the failures begin at a moment of the bucket that differs from seed to seed."""
    del effort
    found = {}
    for name, share in SHARES.items():
        fails_at_s = 15.0 + math.modf(seed * 0.618034)[0]
        finished = watch(_design(share, fails_at_s), seed)
        place = finished.layout["policy_metrics"].index("breaker_opened")
        opened = next(each for each in finished.frames if each["policies"][0][place])
        refused = opened["policies"][0][finished.layout["policy_metrics"].index("refused_per_s")] or 0.0
        # The breaker opened inside a frame: what it refused there tells when.
        found[name] = opened["clock_s"] - refused * finished.layout["frame_s"] / RATE_PER_S - fails_at_s
    return found


ROW = Row(
    number="V42",
    section="3C",
    title="How long a circuit breaker takes to open",
    setup="200 requests a second, evenly; from some moment on a share of them fails; a breaker with the defaults of"
    " Hystrix (10 s, 50 %).",
    source="The window of 10 s holds half failures after 10 s x 0.5 / share.",
    checks=tuple(
        near(name, f"until it opens with {share:.0%} failing", WINDOW_S * 0.5 / share, ratio=0.1, unit="s")
        for name, share in SHARES.items()
    ),
    measure=measure,
    gate=True,
    note="The window is counted in ten buckets of which the newest is under way, so it holds 9 to 10 s.",
)
