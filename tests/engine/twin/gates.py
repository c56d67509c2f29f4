"""The policies of a connection in the plain twin: what decides before an attempt is sent and learns from its end."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from engine.design.model import Connection, Value
from engine.kernel import random
from tests.engine.twin.gate_parts import Breaker, Budget, Permits, RateBucket, Throttle

Told = Mapping[str, Value]


class Gates:
    """All admission policies of one connection."""

    def __init__(self, connection: Connection) -> None:
        told = connection.policies
        self.refused = 0
        self.budget = _budget(told["retry_budget"]) if "retry_budget" in told else None
        self.rate = _rate(told["rate_limit"]) if "rate_limit" in told else None
        self.breaker = _breaker(told["circuit_breaker"]) if "circuit_breaker" in told else None
        self.throttle = _throttle(told["adaptive_throttle"]) if "adaptive_throttle" in told else None
        self.permits: Permits | None = None
        if "bulkhead" in told:
            limits = told["bulkhead"]
            self.permits = Permits("bulkhead_full", float(limits["max_concurrent"]), int(limits["queue"]))
        elif "concurrency_limit" in told:
            self.permits = _adaptive(told["concurrency_limit"])
        self.is_open = "fail_mode" in told and told["fail_mode"]["mode"] == "open"

    def admit(self, call: object, key: Any, now: int) -> str:
        """ "ok" when an attempt may be sent, "waits" when its call waits for a permit, else how it fails."""
        outcome = self.outcome(call, key, now)
        if outcome not in ("ok", "waits"):
            self.refused += 1
        elif self.breaker:
            self.breaker.let_pass(call)
        return outcome

    def outcome(self, call: object, key: Any, now: int) -> str:
        """Asks one gate after the other."""
        if self.rate and not self.rate.take(now):
            return "rate_limited"
        if self.breaker and not self.breaker.is_passable(now):
            return "circuit_open"
        if self.throttle and self.throttle.refuses(now, random.uniform(key, random.THROTTLE)):
            return "throttled"
        return self.permits.ask(call) if self.permits else "ok"

    def settle(self, call: Any, is_good: bool, now: int) -> None:
        """An attempt that was sent is over."""
        if self.breaker:
            self.breaker.learn(call, is_good, now)
        if self.throttle and is_good:
            self.throttle.accept(now)
        if self.permits:
            self.permits.adapt(now - call.sent_ns, is_good, now)
            self.permits.under_way -= 1

    def may_release(self) -> bool:
        """True when somebody waits and a permit is free."""
        return self.permits is not None and bool(self.permits.waiting) and self.permits.is_free()

    def release(self) -> Any:
        """The call that has waited longest has a permit now."""
        assert self.permits is not None
        self.permits.under_way += 1
        return self.permits.waiting.popleft()

    def forget(self, call: object) -> None:
        """A call that was let pass is given up; it teaches nothing."""
        if self.permits:
            self.permits.under_way -= 1
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
        denied = self.budget.denied if self.budget else 0
        opened = self.breaker.opened if self.breaker else 0
        permits = [self.permits.under_way, len(self.permits.waiting), int(self.permits.limit)] if self.permits else None
        return [denied, self.refused, opened, *(permits or [0, 0, 0])]


def _budget(told: Told) -> Budget:
    burst = int(told["burst"])
    return Budget(Fraction(round(float(told["ratio"]) * 1e6), 10**6), burst, Fraction(burst))


def _rate(told: Told) -> RateBucket:
    burst = int(told["burst"])
    return RateBucket(Fraction(round(float(told["rate_per_s"]) * 1e3), 10**3), burst, Fraction(burst))


def _breaker(told: Told) -> Breaker:
    return Breaker(
        bucket_ns=round(float(told["window_s"]) * 1e8),
        volume=int(told["min_volume"]),
        share=Fraction(round(float(told["error_pct"]) * 100), 10_000),
        sleep_ns=round(float(told["sleep_ms"]) * 1e6),
    )


def _throttle(told: Told) -> Throttle:
    return Throttle(bucket_ns=round(float(told["window_s"]) * 1e8), k=float(told["k"]))


def _adaptive(told: Told) -> Permits:
    high = float(told["max"])
    return Permits(
        outcome="concurrency_limited",
        limit=float(told["initial"]),
        queue=0,
        algorithm=str(told["algo"]),
        low=min(float(told["min"]), high),
        high=high,
        allowed=float(told["queue"]),
        smoothing=float(told["smoothing"]),
        window=float(told["long_window"]),
        tolerance=float(told["tolerance"]),
        recent_window_ns=round(float(told["window_ms"]) * 1e6),
    )
