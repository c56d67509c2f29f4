"""The policies of a connection in the plain twin: what decides before an attempt is sent and learns from its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


class Gates:
    """All admission policies of one connection."""

    def __init__(self, connection: Connection) -> None:
        told: Mapping[str, Mapping[str, Value]] = connection.policies
        self.budget: Budget | None = None
        if "retry_budget" in told:
            ratio, burst = float(told["retry_budget"]["ratio"]), int(told["retry_budget"]["burst"])
            self.budget = Budget(Fraction(round(ratio * 1e6), 10**6), burst, Fraction(burst))

    def sends(self, attempt: int) -> None:
        """An attempt is sent; 0 is the first of its call."""
        if self.budget and attempt == 0:
            self.budget.pay_in()

    def may_retry(self) -> bool:
        """True when a failed attempt may be followed by another; that may cost something."""
        return self.budget is None or self.budget.pay_retry()

    def counters(self) -> list[int]:
        """Everything countable."""
        return [self.budget.denied if self.budget else 0]
