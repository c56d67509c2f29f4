"""Closed sources: the rate at which a fixed number of users sends, when each waits for the answer and thinks.

By Little's law N users who think for Z and wait for R send X = N / (Z + R). Who arrives sees the system as it would be
with one user less (the arrival theorem of Sevcik and Mitrani, and of Reiser and Lavenberg), which is told here by a
rate that is smaller by one part in N (Schweitzer's approximation of mean value analysis).
"""

from __future__ import annotations

import math

from engine.design.model import Design
from engine.estimate.drawing import Drawing, Part
from engine.estimate.solving import solve
from engine.plan.lowering import Source

ROUNDS = 10
STEPS = 40
ACCURACY = 1e-4


def settle(design: Design, sent_per_s: dict[str, float]) -> tuple[Drawing, bool]:
    """What `solve` says, with the rates of closed sources found first; `sent_per_s` has those of the others."""
    drawing, settled = solve(design, sent_per_s)
    closed = {name: each.source for name, each in drawing.parts.items() if each.source and each.source.users}
    if not closed:
        return drawing, settled
    rates = {**sent_per_s, **dict.fromkeys(closed, 0.0)}
    for _ in range(ROUNDS):
        before = dict(rates)
        for name, source in closed.items():
            rates[name] = _rate_per_s(design, rates, name, source)
        if all(abs(rates[name] - before[name]) <= ACCURACY * rates[name] for name in closed) or len(closed) == 1:
            break
    seen, _ = solve(design, {name: rate * _seen(closed.get(name)) for name, rate in rates.items()})
    drawing, settled = solve(design, rates)
    for name, part in drawing.parts.items():
        # Latencies are those that arrivals meet; rates and utilisations those of everybody.
        part.latency = seen.parts[name].latency
        part.waiting = part.waiting._replace(wait=seen.parts[name].waiting.wait)
    return drawing, settled


def _seen(source: Source | None) -> float:
    return 1.0 if source is None else 1.0 - 1.0 / source.users


def _rate_per_s(design: Design, rates: dict[str, float], name: str, source: Source) -> float:
    """The rate at which all users of one source are either thinking or waiting, found by halving."""

    def users_needed(rate_per_s: float) -> float:
        drawing, _ = solve(design, {**rates, name: rate_per_s * _seen(source)})
        return rate_per_s * (source.think_s + _request_s(drawing.parts[name]))

    low, high = 0.0, source.users / max(source.think_s + _quickest_s(design, name), 1e-3)
    for _ in range(STEPS):
        middle = 0.5 * (low + high)
        if users_needed(middle) > source.users:
            high = middle
        else:
            low = middle
        if high - low <= ACCURACY * high:
            break
    return 0.5 * (low + high)


def _quickest_s(design: Design, name: str) -> float:
    """How long a request takes when it is alone."""
    drawing, _ = solve(design, {name: 1e-6})
    quickest = _request_s(drawing.parts[name])
    return quickest if math.isfinite(quickest) else 0.0


def _request_s(part: Part) -> float:
    """Mean time until a request of a source has ended, well or not."""
    well = part.ok * part.latency.mean if part.ok > 0.0 else 0.0
    return well + ((1.0 - part.ok) * part.fails_s if part.ok < 1.0 else 0.0)
