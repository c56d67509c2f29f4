"""The gates of a connection in the plain twin, one class each, with exact fractions and plain lists."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any


@dataclass
class Budget:
    """Tokens that pay for retries."""

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
class RateBucket:
    """Tokens that come with time."""

    rate_per_s: Fraction
    burst: int
    tokens: Fraction
    since_ns: int = 0

    def take(self, now: int) -> bool:
        """True when there was a token."""
        came = self.rate_per_s * (now - self.since_ns) / 10**9
        self.tokens, self.since_ns = min(self.tokens + came, Fraction(self.burst)), now
        if self.tokens < 1:
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


@dataclass
class Throttle:
    """Remembers in which bucket every request was made and every good answer came."""

    bucket_ns: int
    k: float
    requests: list[int] = field(default_factory=list)
    accepts: list[int] = field(default_factory=list)

    def refuses(self, now: int, u: float) -> bool:
        """True when a request is refused by the draw u."""
        oldest = now // self.bucket_ns - 9
        self.requests = [each for each in self.requests if each >= oldest]
        self.accepts = [each for each in self.accepts if each >= oldest]
        asked, answered = len(self.requests), len(self.accepts)
        self.requests.append(now // self.bucket_ns)
        return u < max(0.0, (asked - self.k * answered) / (asked + 1.0))

    def accept(self, now: int) -> None:
        """A good answer came."""
        self.accepts.append(now // self.bucket_ns)


@dataclass
class Permits:
    """Attempts under way, the calls that wait, and a limit that may adapt."""

    outcome: str
    limit: float
    queue: int
    algorithm: str = "fixed"
    low: float = 0.0
    high: float = 0.0
    allowed: float = 0.0
    smoothing: float = 0.0
    window: float = 0.0
    tolerance: float = 0.0
    recent_window_ns: int = 0
    under_way: int = 0
    waiting: deque[Any] = field(default_factory=deque)
    recent: list[tuple[int, int, bool]] = field(default_factory=list)
    recent_until_ns: int = -1
    first_times: list[float] = field(default_factory=list)
    since_probe: int = 0
    long_time: float = 0.0

    def ask(self, call: object) -> str:
        """ "ok", "waits", or how it is refused."""
        if not self.waiting and self.is_free():
            self.under_way += 1
            return "ok"
        if len(self.waiting) >= self.queue:
            return self.outcome
        self.waiting.append(call)
        return "waits"

    def is_free(self) -> bool:
        """True when one more may be under way."""
        return self.under_way < math.floor(self.limit)

    def adapt(self, time_ns: int, is_good: bool, now: int) -> None:
        """An attempt is over that took so long."""
        time = max(float(time_ns), 1.0)
        if self.algorithm == "aimd":
            wanted = self.aimd(is_good)
        elif self.algorithm == "vegas":
            wanted = self.vegas(time, is_good)
        elif self.algorithm == "gradient2":
            wanted = self.gradient2(time_ns, is_good, now)
        else:
            return
        self.limit = max(self.low, min(self.high, wanted))

    def aimd(self, is_good: bool) -> float:
        """Additive increase, multiplicative decrease."""
        if is_good:
            return self.limit + 1.0 if self.under_way * 2.0 >= self.limit else self.limit
        return float(math.floor(self.limit * 0.9))

    def vegas(self, time: float, is_good: bool) -> float:
        """Keeps the estimated queue between three and six times the digits of the limit."""
        self.since_probe += 1
        is_probe = self.since_probe >= 30.0 * self.limit
        if is_probe or self.long_time == 0.0 or time < self.long_time:
            self.since_probe = 0 if is_probe else self.since_probe
            self.long_time = time
            return self.limit
        queue = math.ceil(self.limit * (1.0 - self.long_time / time))
        digits = max(len(str(math.floor(self.limit))) - 1, 1)
        if is_good and self.under_way * 2.0 < self.limit:
            return self.limit
        if not is_good or queue > 6 * digits:
            wanted = self.limit - digits
        elif queue <= digits:
            wanted = self.limit + 6 * digits
        elif queue < 3 * digits:
            wanted = self.limit + digits
        else:
            return self.limit
        return (1.0 - self.smoothing) * self.limit + self.smoothing * wanted

    def gradient2(self, time_ns: int, is_good: bool, now: int) -> float:
        """Looks at a window when it has lasted long enough and has ten good answers."""
        if self.recent_until_ns < 0:
            self.recent_until_ns = self.recent_window_ns
        self.recent.append((time_ns, self.under_way, is_good))
        good = [time for time, _, went_well in self.recent if went_well]
        if now < self.recent_until_ns or len(good) < 10:
            return self.limit
        most = max(under_way for _, under_way, _ in self.recent)
        self.recent, self.recent_until_ns = [], now + self.recent_window_ns
        return self.gradient_step(max(sum(good) / len(good), 1.0), most)

    def gradient_step(self, time: float, most: int) -> float:
        """Compares the mean time of a window with the long average."""
        if len(self.first_times) < 10:
            self.first_times.append(time)
            self.long_time = sum(self.first_times) / len(self.first_times)
        else:
            part = 2.0 / (self.window + 1.0)
            self.long_time = self.long_time * (1.0 - part) + time * part
        average = self.long_time
        if average / time > 2.0:
            self.long_time = average * 0.95
        if most < self.limit / 2.0:
            return self.limit
        gradient = max(0.5, min(1.0, self.tolerance * average / time))
        return self.limit * (1.0 - self.smoothing) + (self.limit * gradient + self.allowed) * self.smoothing
