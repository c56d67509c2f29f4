"""Hedging in the plain twin: when a call is sent once more, and how a percentile is followed."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from engine.design.model import Connection


@dataclass
class Hedge:
    """The hedging policy of one connection."""

    after_ns: int
    millionths: int
    cap: Fraction
    cancels: bool
    made: int = 0
    first: list[int] = field(default_factory=list)
    estimate_ns: int = 0

    def wait_ns(self) -> int:
        """How long an attempt may take; 0 when nothing is hedged."""
        if not self.cap:
            return 0
        if self.after_ns:
            return self.after_ns
        return self.estimate_ns if len(self.first) == 20 else 0

    def learn(self, latency_ns: int) -> None:
        """The slowest of the first twenty, then up by steps in proportion, or down."""
        if len(self.first) < 20:
            self.first.append(latency_ns)
            self.estimate_ns = max(self.first)
            return
        step = self.estimate_ns // 100
        if latency_ns > self.estimate_ns:
            self.estimate_ns += max(step * self.millionths // 10**6, 1)
        else:
            self.estimate_ns = max(self.estimate_ns - step * (10**6 - self.millionths) // 10**6, 1)

    def may(self, calls: int) -> bool:
        """True while hedges are at most their share of the calls."""
        if self.made + 1 > self.cap * calls:
            return False
        self.made += 1
        return True


def hedge_of(connection: Connection) -> Hedge | None:
    """The policy as the document tells it."""
    told = connection.policies.get("hedge")
    if told is None:
        return None
    return Hedge(
        after_ns=round(float(told["after_ms"]) * 1e6),
        millionths=round(float(told["after_percentile"]) * 1e4),
        cap=Fraction(round(float(told["cap_ratio"]) * 1e6), 10**6),
        cancels=bool(told["cancel_loser"]),
    )
