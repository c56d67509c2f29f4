"""V70: how many viewers ask for the next key at a time."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.dataplane.plane import Plane
from engine.design.population import LicencePlan, PlayerPlan
from validation.row import Effort, Row, near
from validation.viewing import patient, sharing

CASES = {"at_once": (60.0, 0.0), "half": (60.0, 30.0), "whole": (60.0, 60.0), "bursts": (600.0, 60.0)}
SIGN_NS, SECOND_NS = 30_000_000, 1_000_000_000
MILLION = 1_000_000


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """The greatest number of requests in a time, in viewers of a million; short with a twentieth of these."""
    viewers = effort.pick(full=MILLION, short=MILLION // 20)
    measured = {}
    for name, (period_s, jitter_s) in CASES.items():
        asked_s = _asked_s(viewers, period_s, jitter_s, seed)
        # All at once means in one instant; rates are those of the busiest ten seconds, so that the greatest of many
        # draws is not taken for the rate.
        window_s = 10.0 if jitter_s else 0.001
        most = int(np.bincount((asked_s / window_s).astype(np.int64)).max())
        measured[name] = most * (MILLION / viewers) / (window_s if jitter_s else 1.0)
        if name == "bursts":
            measured["mean"] = len(asked_s) * (MILLION / viewers) / period_s
    return measured


def _asked_s(viewers: int, period_s: float, jitter_s: float, seed: int) -> np.ndarray:
    """When viewers who all watch ask for a key in the second period, after the first one in which they came."""
    people = patient(
        cap=viewers,
        initial=viewers,
        browse_s=5.0,
        player=PlayerPlan("fixed", {"fixed_kbps": 235.0}, segment_s=10.0, buffer_max_s=240.0),
        licence=LicencePlan(period_s, jitter_s, predeliver_keys=1),
    )
    plane = Plane(sharing((), people), seed)
    found = []
    waiting = plane.key_asks()
    # From the middle of the first period without requests, or of its quiet part, to that of the next.
    begin_s = 1.5 * period_s - jitter_s / 2
    while plane.clock_ns < (begin_s + period_s) * SECOND_NS:
        at_ns = waiting.at_ns + SIGN_NS
        plane.answer_keys(waiting.viewers, waiting.marks, np.ones(len(at_ns), bool), at_ns)
        plane.step(plane.clock_ns + plane.step_ns)
        waiting = plane.key_asks()
        found.append(waiting.at_ns)
    asked_s = np.concatenate(found) / SECOND_NS
    return np.asarray(asked_s[asked_s >= begin_s])


ROW = Row(
    number="V70",
    section="3E",
    title="Renewals of licences: all at once, or as many a second as viewers over the spread",
    setup="A million viewers who watch; keys change every 60 or 600 s, players ask in the last 0, 30 or 60 s before.",
    source="Calculation: N / J; without spread N in one instant.",
    checks=(
        near("at_once", "requests in one millisecond, T = 60 s, J = 0", 1e6, ratio=0.05),
        near("half", "requests a second, T = 60 s, J = 30 s", 1e6 / 30.0, ratio=0.05, unit="1/s"),
        near("whole", "requests a second, T = J = 60 s", 1e6 / 60.0, ratio=0.05, unit="1/s"),
        near("bursts", "requests a second in the burst, T = 600 s, J = 60 s", 1e6 / 60.0, ratio=0.05, unit="1/s"),
        near("mean", "requests a second on average, T = 600 s", 1e6 / 600.0, ratio=0.05, unit="1/s"),
    ),
    measure=measure,
    gate=True,
    seeds=1,
    short_seeds=1,
    note="The short form has a twentieth of the viewers. Rates are those of the busiest ten seconds.",
)
