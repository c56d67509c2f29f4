"""The policies of a connection in the plain twin: what decides before an attempt is sent and learns from its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from engine.design.model import Connection, Value


@dataclass
class Budget:
    """Tokens that pay for retries, as exact fractions."""

    ratio: Fraction
    burst: int
    tokens: Fraction
    denied: int = 0

    def pay_in(self) -> None:
        """A first attempt was sent."""
        self.tokens = min(self.tokens + self.ratio, Fraction(self.burst))

    def pay_retry(self) -> bool:
        """True when a retry may be made."""
        if self.tokens < 1:
            self.denied += 1
            return False
        self.tokens -= 1
        return True


@dataclass
class Breaker:
    """Remembers every attempt of the last ten buckets as (bucket, went well)."""

    bucket_ns: int
    volume: int
    share: Fraction
    sleep_ns: int
    state: str = "closed"
    opened: int = 0
    since_ns: int = 0
    probe: object = None
    past: list[tuple[int, bool]] = field(default_factory=list)

    def is_passable(self, now: int) -> bool:
        """True when an attempt may pass."""
        if self.state == "open":
            return now - self.since_ns >= self.sleep_ns
        return self.state == "closed" or self.probe is None

    def let_pass(self, call: object) -> None:
        """An attempt passes."""
        if self.state != "closed":
            self.state, self.probe = "half open", call

    def learn(self, call: object, is_good: bool, now: int) -> None:
        """An attempt has an outcome."""
        if self.state == "half open" and self.probe is call:
            self.probe = None
            if is_good:
                self.state, self.past = "closed", []
            else:
                self.open(now)
        elif self.state == "closed":
            bucket = now // self.bucket_ns
            self.past = [each for each in self.past if each[0] > bucket - 10] + [(bucket, is_good)]
            failures = sum(not went_well for _, went_well in self.past)
            if len(self.past) >= self.volume and Fraction(failures, len(self.past)) >= self.share:
                self.open(now)

    def open(self, now: int) -> None:
        """Nothing passes from now on."""
        self.state, self.since_ns = "open", now
        self.opened += 1


class Gates:
    """All admission policies of one connection."""

    def __init__(self, connection: Connection) -> None:
        told: Mapping[str, Mapping[str, Value]] = connection.policies
        self.refused = 0
        self.breaker = _breaker(told["circuit_breaker"]) if "circuit_breaker" in told else None
        self.budget: Budget | None = None
        if "retry_budget" in told:
            ratio, burst = float(told["retry_budget"]["ratio"]), int(told["retry_budget"]["burst"])
            self.budget = Budget(Fraction(round(ratio * 1e6), 10**6), burst, Fraction(burst))

    def admit(self, call: object, now: int) -> str:
        """ "ok" when an attempt may be sent, else how it fails."""
        outcome = "ok"
        if self.breaker and not self.breaker.is_passable(now):
            outcome = "circuit_open"
        if outcome != "ok":
            self.refused += 1
        elif self.breaker:
            self.breaker.let_pass(call)
        return outcome

    def settle(self, call: object, is_good: bool, now: int) -> None:
        """An attempt that was sent is over."""
        if self.breaker:
            self.breaker.learn(call, is_good, now)

    def forget(self, call: object) -> None:
        """A call that was let pass is given up; it teaches nothing."""
        if self.breaker and self.breaker.probe is call:
            self.breaker.probe = None

    def sends(self, attempt: int) -> None:
        """An attempt is sent; 0 is the first of its call."""
        if self.budget and attempt == 0:
            self.budget.pay_in()

    def may_retry(self) -> bool:
        """True when a failed attempt may be followed by another; that may cost something."""
        return self.budget is None or self.budget.pay_retry()

    def counters(self) -> list[int]:
        """Everything countable."""
        return [self.budget.denied if self.budget else 0, self.refused, self.breaker.opened if self.breaker else 0]


def _breaker(told: Mapping[str, Value]) -> Breaker:
    return Breaker(
        bucket_ns=round(float(told["window_s"]) * 1e8),
        volume=int(told["min_volume"]),
        share=Fraction(round(float(told["error_pct"]) * 100), 10_000),
        sleep_ns=round(float(told["sleep_ms"]) * 1e6),
    )
